"""How is it said what speaks for a supply? One sentence a signal."""

from matchmaking.matching import supply_facts as facts
from matchmaking.records import Demand, Supply
from matchmaking.sentences import NOTHING, Sentence, say
from search.analysis import grams, words

_WORTH_SAYING = 0.25  # weaker evidence counts but is not put into words
_LIKE = 0.65  # near enough to be called so; random titles reach about 0.3
_SAME_PROVINCE = 0.6


def same_words(demand: Demand, supply: Supply, value: float) -> Sentence:
    both = _shared(words(demand.title), words(supply.product))
    if value < _WORTH_SAYING or not both:
        return NOTHING
    return say(
        "主导产品「{product}」写有所需的“{words}”", product=supply.product, words="、".join(both)
    )


def same_characters(demand: Demand, supply: Supply, value: float) -> Sentence:
    both = _shared(grams(demand.title), grams(supply.product))
    if value < _WORTH_SAYING or not both:
        return NOTHING
    return say(
        "「{product}」与需求名称字面相合（{parts}）", product=supply.product, parts="、".join(both)
    )


def similar(demand: Demand, supply: Supply, value: float) -> Sentence:
    if value < _LIKE:
        return NOTHING
    return say("「{product}」与「{title}」含义相近", product=supply.product, title=demand.title)


def fits_description(demand: Demand, supply: Supply, value: float) -> Sentence:
    both = _shared(words(demand.description), words(supply.product))
    if value < _WORTH_SAYING or not both:
        return NOTHING
    return say("需求描述中也提到“{words}”", words="、".join(both))


def same_trade(demand: Demand, supply: Supply, value: float) -> Sentence:
    trade = facts.industry(supply)
    if value < _LIKE or not trade:
        return NOTHING
    wanted = demand.category or demand.title
    return say("所属行业「{trade}」与「{wanted}」相近", trade=trade.split("/")[-1], wanted=wanted)


def same_specs(demand: Demand, supply: Supply, value: float) -> Sentence:
    both = sorted(facts.specs_named(demand) & facts.specs_offered(supply))
    return say("写明了所需规格 {specs}", specs="、".join(both)) if value > 0 and both else NOTHING


def near_by(demand: Demand, supply: Supply, value: float) -> Sentence:
    if value < _SAME_PROVINCE:
        return NOTHING
    return say(
        "企业在{place}，离需求地{home}近",
        place=supply.firm.region.name or "本地",
        home=demand.region.name or demand.buyer.region.name,
    )


def high_tier(_demand: Demand, supply: Supply, value: float) -> Sentence:
    return say("企业是{tier}", tier=supply.firm.tier) if value > 0 and supply.firm.tier else NOTHING


def main_business(_demand: Demand, _supply: Supply, value: float) -> Sentence:
    if value < _WORTH_SAYING:
        return NOTHING
    return say("该产品占企业收入 {share}", share=f"{value:.0%}")


def known_partner(demand: Demand, supply: Supply, value: float) -> Sentence:
    if value <= 0:
        return NOTHING
    if facts.buyer_names(demand) & set(supply.customers):
        return say("已在为{buyer}配套", buyer=demand.buyer.name)
    return say("把{buyer}列为拟配套对象", buyer=demand.buyer.name)


def linked(demand: Demand, supply: Supply, value: float) -> Sentence:
    if value < _WORTH_SAYING:
        return NOTHING
    return say(
        "产业链图谱由「{title}」通向「{product}」", title=demand.title, product=supply.product
    )


def _shared(asked: list[str], offered: list[str]) -> list[str]:
    """Terms of both, in the order they are asked."""
    there = set(offered)
    return [term for term in dict.fromkeys(asked) if term in there]
