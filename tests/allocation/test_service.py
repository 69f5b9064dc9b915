"""Both ways over one market: proposals with reasons, exposure by size, volume by unit, who is short."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matchmaking.allocation.benching import bench_allocation
from matchmaking.allocation.problem import Limits
from matchmaking.allocation.service import allocate, allocate_open, newcomers
from matchmaking.allocation.telling import Part
from matchmaking.firms.models import FirmFile
from matchmaking.matching.evidence import Conclusion, Recommendation
from matchmaking.records import Quantity, Size
from matchmaking.storage.database import reading, transaction
from tests.allocation.cases import TODAY, firm, need, offer, pair, tonnes
from tests.web.catalogue_site import a_need
from tests.web.fakes import match
from tests.web.signing import NOW, a_firm


def told(way):
    return [
        (one.candidate.demand.id, one.candidate.supply.firm.key, str(one.part), round(one.share, 4))
        for one in way.proposals
    ]


def test_an_order_is_split_and_the_rest_stand_beside_it():
    wanted = need("n", tonnes(10))
    firms = [firm("a"), firm("c", Size.LARGE), firm("d", Size.SMALL), firm("e", None)]
    spares = [tonnes(6), tonnes(20), tonnes(20), None]
    offers = [offer(whose, spare) for whose, spare in zip(firms, spares, strict=True)]
    pairs = [pair(wanted, one, score) for one, score in zip(offers, (90, 80, 70, 60), strict=True)]
    found = allocate([wanted, need("m")], pairs, limits=Limits(), today=TODAY)
    assert told(found.optimal) == [
        ("n", "a", "承担订单", 0.6),
        ("n", "c", "承担订单", 0.4),
        ("n", "d", "备选", 0.0),
        ("n", "e", "先询问", 0.0),
    ]
    said = [[str(reason) for reason in one.reasons] for one in found.optimal.proposals]
    assert said == [
        ["剩余产能 6吨/年，承担订单的 60%，即 6吨/年"],
        ["剩余产能 20吨/年，承担订单的 40%，即 4吨/年"],
        ["订单已安排其他企业，列为备选", "小型、微型或新企业的保底机会"],
        ["没有写剩余产能，先询问能供多少"],
    ]
    sizes = [(one.size, one.firms, one.proposals, one.each) for one in found.optimal.sizes]
    assert sizes == [
        ("大型", 1, 1, 1.0),
        ("中型", 1, 1, 1.0),
        ("小型", 1, 1, 1.0),
        ("未填写", 1, 1, 1.0),
    ]
    (mass,) = found.optimal.units
    assert (mass.unit, mass.needs, mass.asked, mass.share) == (
        "重量（千克）",
        1,
        10_000,
        pytest.approx(1),
    )
    assert (found.needs, found.hopeless, found.firms, found.pairs) == (2, 1, 4, 4)
    figures = found.optimal.figures
    assert (figures.served, figures.answered, figures.proposals, figures.seen) == (1, 1, 4, 4)
    assert (figures.gini, figures.filled) == (0.0, pytest.approx(1))


def test_units_that_do_not_compare_are_to_be_asked_about():
    wanted, free = need("n", tonnes(10)), need("m")
    supply = offer(firm("a"), Quantity(5, "台"))
    found = allocate(
        [wanted, free], [pair(wanted, supply), pair(free, supply)], limits=Limits(), today=TODAY
    )
    assert [(one.part, one.amount) for one in found.greedy.proposals] == [
        (Part.TO_ASK, None),
        (Part.MEETS, None),
    ]
    assert str(found.greedy.proposals[0].reasons[0]) == (
        "剩余产能 5台 与需求的数量无法比较或太少，先询问能供多少"
    )
    assert str(found.greedy.proposals[1].reasons[0]) == "需求没有写数量，安排一家对接"


def test_whoever_stays_below_the_floor_is_named():
    wanted = need("n")
    pairs = [pair(wanted, offer(firm(key, Size.MICRO)), 50) for key in "ac"]
    found = allocate([wanted], pairs, limits=Limits(per_need=1), today=TODAY)
    assert [one.key for one in found.optimal.below_floor] == ["c"]
    assert found.optimal.figures.short == 1


def test_nothing_open_is_no_fault():
    found = allocate([], [], limits=Limits(), today=TODAY)
    assert (found.optimal.proposals, found.gap, found.optimal.figures.gini) == ((), 0.0, 0.0)


def test_every_open_need_is_asked_about_and_who_fails_a_must_is_left_out(engine):
    with transaction(engine) as session:
        session.add(a_firm())
        session.flush()
        session.add_all([a_need("n"), a_need("m", status="待审核")])
    wanted = need("n")

    class Market:
        def suppliers(self, need_id, *, top):
            assert (need_id, top) == ("n", 50)
            fits = match(wanted, offer(firm("a")), 1, 80)
            fails = replace(match(wanted, offer(firm("c")), 2, 70), conclusion=Conclusion.FAILS)
            return Recommendation(wanted, (fits, fails), 2)

    steps = []
    found = allocate_open(
        engine, Market(), limits=Limits(), now=NOW, progress=lambda *step: steps.append(step)
    )
    assert told(found.optimal) == [("n", "a", "对接", 1.0)]
    assert steps[0] == ("逐条匹配", 1, 1)
    assert steps[-1][0] == "计算分配方案"


def test_a_firm_is_new_for_half_a_year(any_engine):
    def file(key, days):
        then = NOW - timedelta(days=days)
        dates = {"created_at": then, "updated_at": then}
        return FirmFile(id=key, name=key, name_key=key, kind="中小企业", **dates)

    with transaction(any_engine) as session:
        session.add_all([file("young", 180), file("old", 181)])
    with reading(any_engine) as session:
        assert newcomers(session, NOW) == {"young"}
    with transaction(any_engine) as session:
        session.add(file("youngest", 1))
    with reading(any_engine) as session:
        assert newcomers(session, NOW) == frozenset()


def test_the_bench_stands_beside_doing_it_by_hand():
    figures = bench_allocation(30, candidates=20, seed=3)
    assert figures["pairs"] == 600
    assert figures["optimal_value"] >= figures["greedy_value"]
    assert figures["optimal_short_of_floor"] == figures["greedy_short_of_floor"] == 0
    again = bench_allocation(30, candidates=20, seed=3)
    assert {k: v for k, v in figures.items() if "seconds" not in k} == {
        k: v for k, v in again.items() if "seconds" not in k
    }
