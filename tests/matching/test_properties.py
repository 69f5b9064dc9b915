"""What holds for every pair and every list, whatever they say."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.matching.evidence import Conclusion, Match, Recommendation
from matchmaking.matching.pairs import Pairs
from matchmaking.matching.scoring import score
from matchmaking.matching.service import overview, recommend_demands, recommend_suppliers
from matchmaking.places import find_region
from matchmaking.records import (
    Certificate,
    Demand,
    Firm,
    Period,
    Price,
    Quantity,
    Supply,
    Tier,
    Wish,
    WishKind,
)
from tests.matching.factories import (
    TODAY,
    a_demand,
    a_firm,
    a_market,
    a_supply,
    holding,
    matches_of,
    supplies_of,
    wishing,
)

FEW = settings(max_examples=15, deadline=None)
CHAIN = (("铝合金轮毂", "铝合金锭", "上游材料"), ("轮毂", "铝合金轮毂", "产品小类"))
TITLES = ("铝合金轮毂", "A356铝合金轮毂", "铝合金锭", "锻造钢轮毂", "大豆油脂", "轮毂检测服务")

some_titles = st.sampled_from(TITLES)
some_specs = st.sampled_from(("", "A356，17寸", "GB/T 1173-2013", "以铝合金锭为原料"))
some_places = st.sampled_from(("", "昆明市五华区", "云南曲靖", "江苏苏州")).map(find_region)
some_quantities = st.none() | st.builds(
    Quantity,
    amount=st.sampled_from((0.0, 1.0, 500.0, 6000.0)),
    unit=st.sampled_from(("吨", "公斤", "件", "万件")),
    period=st.none() | st.sampled_from(Period),
)
some_prices = st.none() | st.builds(
    Price,
    yuan=st.sampled_from((Decimal("0.5"), Decimal(20), Decimal(21500))),
    unit=st.sampled_from(("吨", "公斤", "")),
)
some_names = st.sampled_from(("ISO9001", "IATF16949", "CE"))
some_certificates = st.builds(Certificate, name=some_names, held=st.booleans())
some_days = st.none() | st.integers(-30, 400).map(lambda days: TODAY + timedelta(days=days))


def _wishes(kind: WishKind, *texts: str) -> st.SearchStrategy[Wish]:
    return st.builds(Wish, st.just(kind), st.sampled_from(texts), st.booleans())


some_wishes = st.one_of(
    _wishes(WishKind.CERTIFICATE, "ISO9001", "IATF16949"),
    _wishes(WishKind.REGION, "昆明市", "本地", "省内"),
    _wishes(WishKind.SPEC, "A356", "GB/T 1173"),
    _wishes(WishKind.TIER, "专精特新", "小巨人"),
)


@st.composite
def some_demands(draw) -> list[Demand]:
    """One to three demands of one buyer."""
    return [
        Demand(
            id=f"X-{number}",
            title=draw(some_titles),
            buyer=a_firm("虚构链主", place="昆明市五华区"),
            category=draw(st.sampled_from(("", "轮毂"))),
            description=draw(st.sampled_from(("", "为我司产品征集上游材料", "用于乘用车"))),
            specs=draw(some_specs),
            quantity=draw(some_quantities),
            needed_by=draw(some_days),
            price=draw(some_prices),
            region=draw(some_places),
            wishes=tuple(draw(st.lists(some_wishes, max_size=3))),
            musts=draw(st.frozensets(st.sampled_from(WishKind))),
        )
        for number in range(1, draw(st.integers(2, 4)))
    ]


@st.composite
def some_supplies(draw) -> list[Supply]:
    """One to six listings of up to three firms."""
    return [
        Supply(
            id=f"G-{number}",
            product=draw(some_titles),
            firm=_firm_of(draw),
            industry=draw(st.sampled_from(("", "汽车/轮毂"))),
            specs=draw(some_specs),
            capacity=draw(some_quantities),
            spare=draw(some_quantities),
            customers=draw(st.sampled_from(((), ("虚构链主示例有限公司",)))),
            certificates=tuple(draw(st.lists(some_certificates, max_size=3))),
            lead_days=draw(st.none() | st.integers(0, 120)),
            minimum_order=draw(some_quantities),
            price=draw(some_prices),
            revenue_share=draw(st.none() | st.floats(0, 1)),
        )
        for number in range(1, draw(st.integers(2, 7)))
    ]


def _firm_of(draw) -> Firm:
    key = draw(st.sampled_from(("虚构甲", "虚构乙", "虚构丙")))
    return a_firm(key, region=draw(some_places), tier=draw(st.none() | st.sampled_from(Tier)))


def said(recommendations: tuple[Recommendation, ...]) -> list[list[object]]:
    """All that a person reads of a recommendation, in order."""
    return [
        [one.demand.id, one.considered, str(one.unmet.cause) if one.unmet else ""]
        + [_spoken(match) for match in one.matches]
        for one in recommendations
    ]


def _spoken(match: Match) -> tuple[object, ...]:
    parts = [(part.name, part.points, str(part.reason)) for part in match.contributions]
    findings = [(one.name, str(one.sentence), str(one.question)) for one in match.findings]
    return match.rank, match.supply.id, match.score, match.conclusion, parts, findings


@FEW
@given(some_demands(), some_supplies())
def test_contributions_sum_to_the_score(demands, supplies):
    for found in overview(a_market(demands, supplies, CHAIN), today=TODAY):
        for match in found.matches:
            total = sum(part.points for part in match.contributions)
            assert total == pytest.approx(match.score, abs=1e-6)


@FEW
@given(some_demands(), some_supplies())
def test_the_same_pair_scores_exactly_the_same_from_either_side(demands, supplies):
    market = a_market(demands, supplies, CHAIN)
    forwards = {
        (match.demand.id, match.supply.id): match
        for demand in demands
        for match in matches_of(market, demand.id)
    }
    seen = 0
    for firm in {one.firm.key for one in supplies}:
        for match in recommend_demands(market, firm, today=TODAY).matches:
            other = forwards.get((match.demand.id, match.supply.id))
            if other is not None:
                seen += 1
                assert (match.score, match.contributions) == (other.score, other.contributions)
                assert (match.findings, match.conclusion) == (other.findings, other.conclusion)
    assert seen > 0


@FEW
@given(some_demands(), some_supplies())
def test_the_same_lists_give_the_same_matches_sentences_and_order(demands, supplies):
    once = overview(a_market(demands, supplies, CHAIN), today=TODAY)
    again = overview(a_market(demands, supplies, CHAIN), today=TODAY)
    assert said(once) == said(again)


@FEW
@given(some_demands(), some_supplies(), some_names, st.integers(0, 5))
def test_a_further_certificate_never_lowers_a_score(demands, supplies, name, which):
    # Rarity is counted over titles and specs alone, so certificates leave the statistics as they are.
    supply = supplies[which % len(supplies)]
    certified = replace(supply, certificates=(*supply.certificates, Certificate(name)))
    others = [one for one in supplies if one is not supply]
    before, after = (_scores(demands, [*others, changed]) for changed in (supply, certified))
    assert (after[:, -1] >= before[:, -1]).all()
    assert (after[:, :-1] == before[:, :-1]).all()


def _scores(demands: list[Demand], supplies: list[Supply]) -> np.ndarray:
    """Every demand by every supply, whatever recall brings."""
    market = a_market(demands, supplies, CHAIN)
    asks, offers = np.indices((len(demands), len(supplies))).reshape(2, -1)
    totals = score(Pairs(market, asks, offers, TODAY)).total
    return totals.reshape(len(demands), len(supplies))


@FEW
@given(some_demands())
def test_unknown_never_hides(demands):
    bare = [
        Supply("G-1", demands[0].title, Firm("虚构甲", "虚构甲示例有限公司")),
        Supply("G-2", "大豆油脂", Firm("虚构乙", "虚构乙示例有限公司")),
    ]
    match = matches_of(a_market(demands, bare), demands[0].id)[0]
    assert match.supply.id == "G-1"
    assert match.conclusion is not Conclusion.FAILS


@FEW
@given(some_demands(), some_supplies())
def test_whoever_fails_a_must_stands_behind_all_that_do_not(demands, supplies):
    for found in overview(a_market(demands, supplies, CHAIN), today=TODAY):
        failing = [match.conclusion is Conclusion.FAILS for match in found.matches]
        assert failing == sorted(failing)
        assert [match.rank for match in found.matches] == [*range(1, len(failing) + 1)]
        assert len({match.supply.firm.key for match in found.matches}) == len(failing)


@FEW
@given(some_demands(), some_supplies(), st.randoms(use_true_random=False))
def test_a_pair_does_not_depend_on_its_neighbours_in_the_batch(demands, supplies, random):
    market = a_market(demands, supplies, CHAIN)
    rows = [(ask, offer) for ask in range(len(demands)) for offer in range(len(supplies))]
    random.shuffle(rows)
    asks, offers = np.asarray(rows).T
    together = score(Pairs(market, asks, offers, TODAY))
    for at, (ask, offer) in enumerate(rows):
        alone = score(Pairs(market, np.asarray([ask]), np.asarray([offer]), TODAY))
        assert (alone.points[0] == together.points[at]).all()
        assert alone.total[0] == together.total[at]


def test_a_better_certified_firm_that_misses_a_must_still_stands_behind():
    demand = a_demand(
        price=Price(Decimal(10), "件"),
        musts=frozenset({WishKind.PRICE}),
        **wishing(WishKind.CERTIFICATE, "ISO9001", must=False),
    )
    dear, silent = supplies_of("铝合金轮毂", "铝合金轮毂")
    dear = replace(dear, price=Price(Decimal(11), "件"), **holding("ISO9001"))
    found = matches_of(a_market([demand], [dear, silent]))
    assert [(one.supply.id, one.conclusion) for one in found] == [
        ("G-2", Conclusion.TO_CONFIRM),
        ("G-1", Conclusion.FAILS),
    ]


def test_listings_with_the_same_title_leave_each_others_score_alone():
    few = a_market(
        [a_demand()], [a_supply(), a_supply("大豆油脂", id="G-2", firm=a_firm("虚构乙"))]
    )
    further = supplies_of(*["铝合金轮毂"] * 5, *["大豆油脂"] * 5)
    more = a_market(
        [a_demand()], [a_supply(id="G-0"), *(replace(one, id=f"H{one.id}") for one in further)]
    )
    best = {match.score for match in matches_of(more) if match.supply.product == "铝合金轮毂"}
    assert best == {matches_of(few)[0].score}


def test_the_day_changes_only_what_has_to_do_with_days():
    demand = a_demand(needed_by=date(2026, 6, 1))
    market = a_market([demand], [a_supply(lead_days=30)])
    early, late = (
        recommend_suppliers(market, "X-1", today=day).matches[0]
        for day in (date(2026, 3, 1), date(2026, 5, 20))
    )
    changed = {
        one.name
        for one, other in zip(
            sorted(early.contributions, key=lambda part: part.name),
            sorted(late.contributions, key=lambda part: part.name),
            strict=True,
        )
        if one != other
    }
    assert changed == {"交期"}
