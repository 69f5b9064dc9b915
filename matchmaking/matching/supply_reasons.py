"""How is it said what speaks for a supply? One sentence a signal."""

import re
from unicodedata import normalize

from matchmaking.matching import supply_facts as facts
from matchmaking.matching.evidence import Case, Lead
from matchmaking.sentences import NOTHING, Sentence, say
from matchmaking.thesaurus.touching import By
from search.analysis import grams, words

_WORTH_SAYING = 0.25  # weaker evidence counts but is not put into words
_LIKE = 0.65  # near enough to be called so; random titles reach about 0.3
_SAME_PROVINCE = 0.6
_LINKED = {
    Lead.KIND: say("产业链图谱：「{through}」是「{asked}」的一种，该企业生产「{product}」"),
    Lead.WIDER: say("产业链图谱：「{asked}」是「{through}」的一种，该企业生产「{product}」"),
    Lead.INPUT: say("产业链图谱：「{asked}」的上游材料有「{through}」，该企业生产「{product}」"),
    Lead.KIND_OF_INPUT: say(
        "产业链图谱：「{asked}」的上游材料有「{between}」，「{through}」是其中一种，该企业生产「{product}」"
    ),
    Lead.INPUT_OF_WIDER: say(
        "产业链图谱：「{asked}」是「{between}」的一种，其上游材料有「{through}」，该企业生产「{product}」"
    ),
}
_SAME = {
    By.NAME: say("词库：所需的是「{asked}」，该企业的「{product}」属于此类"),
    By.OTHER_NAME: say("词库：「{written}」即「{asked}」，该企业生产「{product}」"),
    By.MARK: say("词库：“{written}”是「{asked}」的牌号或标准，该企业生产「{product}」"),
    By.PURPOSE: say("词库：按用途看，所需的可能是「{asked}」，该企业生产「{product}」"),
}
_BY_CONCEPT = {
    Lead.KIND: say("词库：「{through}」是「{asked}」的一种，该企业生产「{product}」"),
    Lead.WIDER: say("词库：「{asked}」是「{through}」的一种，该企业生产「{product}」"),
    Lead.INPUT: say("词库：「{asked}」的用料有「{through}」，该企业生产「{product}」"),
    Lead.KIND_OF_INPUT: say(
        "词库：「{asked}」的用料有「{between}」，「{through}」是其中一种，该企业生产「{product}」"
    ),
    Lead.INPUT_OF_WIDER: say(
        "词库：「{asked}」是「{between}」的一种，其用料有「{through}」，该企业生产「{product}」"
    ),
}
# A product that only the specifications name is not what the firm makes: 铝杆, made of 铝锭.
_LINKED_BY_SPECS = say(
    "产业链图谱：「{asked}」和「{through}」相关，该企业「{product}」的规格里写有「{through}」"
)


def same_words(case: Case, value: float) -> Sentence:
    both = _shared(words(case.ask.title), words(case.offer.product))
    if value < _WORTH_SAYING or not both:
        return NOTHING
    return say(
        "主导产品「{product}」写有所需的“{words}”",
        product=case.offer.product,
        words="、".join(both),
    )


def same_characters(case: Case, value: float) -> Sentence:
    both = _shared(grams(case.ask.title), grams(case.offer.product))
    if value < _WORTH_SAYING or not both:
        return NOTHING
    return say(
        "「{product}」与需求名称字面相合（{parts}）",
        product=case.offer.product,
        parts="、".join(both),
    )


def similar(case: Case, value: float) -> Sentence:
    if value < _LIKE:
        return NOTHING
    return say(
        "「{product}」与「{title}」含义相近", product=case.offer.product, title=case.ask.title
    )


def fits_description(case: Case, value: float) -> Sentence:
    both = _shared(words(case.ask.description), words(case.offer.product))
    if value < _WORTH_SAYING or not both:
        return NOTHING
    return say("需求描述中也提到“{words}”", words="、".join(both))


def same_trade(case: Case, value: float) -> Sentence:
    trade = facts.industry(case.offer)
    if value < _LIKE or not trade:
        return NOTHING
    wanted = case.ask.category or case.ask.title
    return say("所属行业「{trade}」与「{wanted}」相近", trade=trade.split("/")[-1], wanted=wanted)


def same_specs(case: Case, value: float) -> Sentence:
    both = sorted(facts.specs_named(case.ask) & facts.specs_offered(case.offer))
    if value <= 0 or not both:
        return NOTHING
    listing = f"{case.offer.product} {case.offer.specs}"
    return say("写明了所需规格 {specs}", specs="、".join(_as_written(one, listing) for one in both))


def near_by(case: Case, value: float) -> Sentence:
    if value < _SAME_PROVINCE:
        return NOTHING
    return say(
        "企业在{place}，离需求地{home}近",
        place=case.offer.firm.region.name or "本地",
        home=case.ask.region.name or case.ask.buyer.region.name,
    )


def high_tier(case: Case, value: float) -> Sentence:
    return (
        say("企业是{tier}", tier=case.offer.firm.tier)
        if value > 0 and case.offer.firm.tier
        else NOTHING
    )


def main_business(_case: Case, value: float) -> Sentence:
    if value < _WORTH_SAYING:
        return NOTHING
    return say("该产品占企业收入 {share}", share=f"{value:.0%}")


def known_partner(case: Case, value: float) -> Sentence:
    if value <= 0:
        return NOTHING
    if facts.buyer_names(case.ask) & set(case.offer.customers):
        return say("已在为{buyer}配套", buyer=case.ask.buyer.name)
    return say("把{buyer}列为拟配套对象", buyer=case.ask.buyer.name)


def linked(case: Case, value: float) -> Sentence:
    link = case.link
    if value < _WORTH_SAYING or link is None:
        return NOTHING
    wording = _LINKED[link.lead] if _names(case.offer.product, link.through) else _LINKED_BY_SPECS
    return wording.about(
        asked=link.asked, through=link.through, between=link.between, product=case.offer.product
    )


def same_concept(case: Case, value: float) -> Sentence:
    concept = case.concept
    if value < _WORTH_SAYING or concept is None:
        return NOTHING
    way = concept.way
    wording = _SAME[concept.asked.by] if way.lead is Lead.SAME else _BY_CONCEPT[way.lead]
    return wording.about(
        written=concept.asked.written,
        asked=way.asked,
        through=way.through,
        between=way.between,
        product=case.offer.product,
    )


def _as_written(token: str, text: str) -> str:
    """A token the way the text has it: Q345B, not q345b; the token where it was written otherwise."""
    found = re.search(re.escape(token), text, re.IGNORECASE)
    return found[0] if found else token


def _names(text: str, name: str) -> bool:
    """Whether the text holds the name, whatever its width and case."""
    folded, wanted = (normalize("NFKC", one).casefold() for one in (text, name))
    return wanted in folded


def _shared(asked: list[str], offered: list[str]) -> list[str]:
    """Terms of both, in the order they are asked."""
    there = set(offered)
    return [term for term in dict.fromkeys(asked) if term in there]
