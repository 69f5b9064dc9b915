"""How is a criterion's verdict on a supply put into words? One wording and one function each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matchmaking.certificates import canonical_certificate
from matchmaking.matching import supply_facts as facts
from matchmaking.matching.evidence import Case, Finding, Verdict
from matchmaking.records import WishKind
from matchmaking.sentences import NOTHING, Sentence, say
from search.analysis import specs


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of a criterion. All sentences may name {asked} and {offered}."""

    met: Sentence
    unknown: Sentence
    missed: Sentence
    question: Sentence  # asked when unknown
    change: Sentence  # what would have to change when missed


_PRODUCT = Wording(
    met=say("主导产品「{offered}」就是所需的「{asked}」一类"),
    unknown=say("主导产品「{offered}」可能合用，清单没有写明能否供「{asked}」"),
    missed=say("主导产品「{offered}」与所需的「{asked}」相去较远"),
    question=say("能否供应「{asked}」？有无样品或业绩？"),
    change=say("转产或增加「{asked}」一类产品"),
)
_CAPACITY = Wording(
    met=say("可供 {offered}，够 {asked}"),
    unknown=say("清单没有写明能否留出 {asked} 的产能（写明的产能：{offered}）"),
    missed=say("可供 {offered}，不够 {asked}"),
    question=say("能为此单留出多少产能（需求 {asked}）？"),
    change=say("把可供量提高到 {asked}，或与他人联合供货"),
)
_OTHER_UNIT = say("需求按 {asked} 计，产能按 {offered} 计，单位不同，不能直接比较")
_LEAD_TIME = Wording(
    met=say("供货周期 {offered} 天，赶得上 {asked}（还有 {left} 天）"),
    unknown=say("清单没有写明供货周期，需求要在 {asked} 前到货"),
    missed=say("供货周期 {offered} 天，赶不上 {asked}（还有 {left} 天）"),
    question=say("能否在 {asked} 前交货？"),
    change=say("把供货周期缩短到 {left} 天以内，或分批先交"),
)
_TOO_LATE = say("需求日期 {asked} 已过，请先确认是否仍然需要")
_MINIMUM_ORDER = Wording(
    met=say("起订量 {offered}，需求 {asked} 达到"),
    unknown=say("起订量 {offered} 与需求 {asked} 的单位不同，不能直接比较"),
    missed=say("起订量 {offered}，高于需求 {asked}"),
    question=say("起订量 {offered}，需求 {asked} 能否接单？"),
    change=say("接受低于 {offered} 的首单"),
)
_PRICE = Wording(
    met=say("报价 {offered}，不高于 {asked}"),
    unknown=say("清单没有写明可与 {asked} 比较的报价"),
    missed=say("报价 {offered}，高于 {asked}"),
    question=say("{asked} 以内能否供货？"),
    change=say("报价降到 {asked} 以内"),
)
_REGION = Wording(
    met=say("企业在{offered}，在要求的{asked}之内"),
    unknown=say("清单没有写明企业所在地，要求在{asked}之内"),
    missed=say("企业在{offered}，不在要求的{asked}之内"),
    question=say("企业或仓库是否在{asked}？"),
    change=say("在{asked}设仓或设点"),
)
_TIER = Wording(
    met=say("企业是{offered}，达到“{asked}”"),
    unknown=say("清单没有写明企业梯度，要求“{asked}”"),
    missed=say("企业是{offered}，未达到“{asked}”"),
    question=say("是否已认定为“{asked}”？"),
    change=say("申报“{asked}”认定"),
)
_CERTIFICATES = Wording(
    met=say("持有{asked}"),
    unknown=say("清单没有写明{missing}"),
    missed=say("写明没有{missing}"),
    question=say("是否持有{missing}？有效期到何时？"),
    change=say("取得{missing}"),
)
_RUN_OUT = say("{ended}已于 {day} 到期")
_DENIED_AND_RUN_OUT = say("写明没有{missing}，{ended}已于 {day} 到期")
_SPECS = Wording(
    met=say("写明了{asked}"),
    unknown=say("清单没有写明{missing}"),
    missed=say("写明做不到{missing}"),
    question=say("能否做到{missing}？"),
    change=say("达到{missing}"),
)


def product(case: Case, verdict: Verdict) -> Finding:
    return _finding("产品", _PRODUCT, verdict, asked=case.ask.title, offered=case.offer.product)


def capacity(case: Case, verdict: Verdict) -> Finding:
    offer = case.offer.spare or case.offer.capacity
    asked, offered = str(case.ask.quantity or ""), str(offer or "")
    found = _finding("产能", _CAPACITY, verdict, asked=asked, offered=offered)
    if verdict is Verdict.UNKNOWN and facts.quantity_code(offer) not in (
        0,
        facts.quantity_code(case.ask.quantity),
    ):
        return replace(found, sentence=_OTHER_UNIT.about(asked=asked, offered=offered))
    return found


def lead_time(case: Case, verdict: Verdict) -> Finding:
    left = (case.ask.needed_by - case.today).days if case.ask.needed_by else 0
    asked = str(case.ask.needed_by or "")
    days = "" if case.offer.lead_days is None else str(case.offer.lead_days)
    found = _finding("交期", _LEAD_TIME, verdict, asked=asked, offered=days, left=left)
    # The sentences have their own word for days; beside a date the bare number would say little.
    found = replace(found, offered=f"{days}天" if days else "")
    if left >= 0:
        return found
    late = _TOO_LATE.about(asked=asked)  # nobody can deliver yesterday, so the buyer is asked
    return replace(found, sentence=late, question=late)


def minimum_order(case: Case, verdict: Verdict) -> Finding:
    asked, offered = str(case.ask.quantity or ""), str(case.offer.minimum_order or "")
    return _finding("起订量", _MINIMUM_ORDER, verdict, asked=asked, offered=offered)


def price(case: Case, verdict: Verdict) -> Finding:
    asked, offered = str(case.ask.price or ""), str(case.offer.price or "")
    return _finding("价格", _PRICE, verdict, asked=asked, offered=offered)


def region(case: Case, verdict: Verdict) -> Finding:
    asked, offered = facts.wanted_region(case.ask).name, case.offer.firm.region.name
    return _finding("地区", _REGION, verdict, asked=asked, offered=offered)


def tier(case: Case, verdict: Verdict) -> Finding:
    asked = _list([wish.text for wish in case.ask.wishes if wish.kind is WishKind.TIER])
    return _finding("梯度", _TIER, verdict, asked=asked, offered=str(case.offer.firm.tier or ""))


def certificates_must(case: Case, verdict: Verdict) -> Finding:
    return _certificates("资质", case, verdict)


def certificates_wish(case: Case, verdict: Verdict) -> Finding:
    return _certificates("优先资质", case, verdict)


def specs_must(case: Case, verdict: Verdict) -> Finding:
    return _specs("规格要求", case, verdict)


def specs_wish(case: Case, verdict: Verdict) -> Finding:
    return _specs("优先规格", case, verdict)


def _certificates(name: str, case: Case, verdict: Verdict) -> Finding:
    """Which of the certificates asked for are held, denied, or not spoken of."""
    must = name == "资质"
    asked = [w.text for w in facts.wishes(case.ask, WishKind.CERTIFICATE, must=must)]
    held, denied = facts.certificates_held(case.offer), facts.certificates_denied(case.offer)
    wanting = denied if verdict is Verdict.NOT_MET else {*map(canonical_certificate, asked)} - held
    missing = [text for text in asked if canonical_certificate(text) in wanting]
    offered = _list([one.name for one in case.offer.certificates if one.held])
    found = _finding(
        name, _CERTIFICATES, verdict, asked=_list(asked), offered=offered, missing=_list(missing)
    )
    ended = _run_out(case, missing) if verdict is Verdict.NOT_MET else NOTHING
    return replace(found, sentence=ended) if ended else found


def _run_out(case: Case, missing: Sequence[str]) -> Sentence:
    """Those that were held and have run out, each with its day, apart from those never held."""
    days = {
        canonical_certificate(one.name): one.expires
        for one in case.offer.certificates
        if one.expires and not one.held
    }
    ended = [text for text in missing if canonical_certificate(text) in days]
    if not ended:
        return NOTHING
    never = _list([text for text in missing if text not in ended])
    day = _list([str(days[canonical_certificate(text)]) for text in ended])
    return (_DENIED_AND_RUN_OUT if never else _RUN_OUT).about(
        missing=never, ended=_list(ended), day=day
    )


def _specs(name: str, case: Case, verdict: Verdict) -> Finding:
    """Which of the standards and grades asked for the listing names."""
    must = name == "规格要求"
    asked = [w.text for w in facts.wishes(case.ask, WishKind.SPEC, must=must)]
    there = facts.specs_offered(case.offer)
    missing = [text for text in asked if not set(specs(text)) <= there]
    offered = _list([text for text in (case.offer.product, case.offer.specs) if text])
    return _finding(
        name, _SPECS, verdict, asked=_list(asked), offered=offered, missing=_list(missing)
    )


def _finding(
    name: str, wording: Wording, verdict: Verdict, *, asked: str, offered: str, **more: object
) -> Finding:
    values = {"asked": asked, "offered": offered or "—", **more}
    said = {
        Verdict.MET: wording.met,
        Verdict.UNKNOWN: wording.unknown,
        Verdict.NOT_MET: wording.missed,
    }
    return Finding(
        name,
        verdict,
        must=False,  # the engine marks what is a must
        sentence=said[verdict].about(**values),
        asked=asked,
        offered=offered,
        question=wording.question.about(**values) if verdict is Verdict.UNKNOWN else NOTHING,
        change=wording.change.about(**values) if verdict is Verdict.NOT_MET else NOTHING,
    )


def _list(texts: Sequence[str]) -> str:
    return "、".join(dict.fromkeys(texts))
