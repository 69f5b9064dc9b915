"""A search answers from both lists: the index says which, the tables say what, in the index's order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matchmaking.catalogue.models import Need, Status
from matchmaking.errors import Invalid, SearchDown
from matchmaking.finding.service import Finder
from matchmaking.finding.titles import Part
from matchmaking.finding.wanted import KIND, Kind, Sort, Wanted
from matchmaking.storage.database import reading, transaction
from search.contract import SearchError, SearchUnavailable
from tests.finding.conftest import NOW, TODAY, Market


def found(market: Market, text: str = "", **more):
    with reading(market.engine) as session:
        return market.finder.find(session, Wanted.of(text, **more), today=TODAY)


def ids(found) -> list[str]:
    return [one.id for one in found.listings]


def test_both_lists_answer_with_what_a_line_shows(market):
    market.need("n1", "电解铝锭", needed_by=date(2026, 3, 12), specs="99.7%")
    market.supply("s1", "铝锭")
    answer = found(market, "铝锭")
    assert answer.total == 2
    need = next(one for one in answer.listings if one.id == "n1")
    assert need.kind is Kind.NEED
    assert need.title == (Part("电解"), Part("铝锭", marked=True))
    assert need.plain_title == "电解铝锭"
    assert (need.deadline, need.days_left) == (date(2026, 3, 12), 10)
    assert (need.firm.key, need.firm.name) == ("f1", "示例1号有限公司")
    assert (need.expired, need.stale, need.on_behalf, need.posted_on) == (
        False,
        False,
        False,
        TODAY,
    )
    supply = next(one for one in answer.listings if one.id == "s1")
    assert (supply.kind, supply.deadline, supply.days_left) == (Kind.SUPPLY, None, None)
    assert supply.firm.tier == "专精特新中小企业"


def test_the_kind_and_facets_narrow_and_still_show_what_else_there_is(market):
    market.need("n1", "铝锭")
    market.supply("s1", "铝锭")
    answer = found(market, "铝锭", facets={"规模": ["小型"]}, kind=Kind.SUPPLY)
    assert ids(answer) == ["s1"]
    assert answer.facets[KIND] == {"供给": 1}
    assert answer.facets["规模"] == {"小型": 1}
    assert answer.facets["地区"] == {"云南省昆明市": 1}
    wider = found(market, "铝锭", facets={"规模": ["小型"]})
    assert wider.facets["规模"] == {"小型": 1, "大型": 1}


def test_what_has_expired_is_hidden_until_it_is_wanted(market):
    market.need("old", "铝锭", expires_on=TODAY - timedelta(days=1))
    market.need("last", "铝锭", expires_on=TODAY)
    market.need("ever", "铝锭", expires_on=None)
    assert sorted(ids(found(market, "铝锭"))) == ["ever", "last"]
    late = found(market, "铝锭", expired=True)
    assert {one.id: one.expired for one in late.listings} == {
        "old": True,
        "last": False,
        "ever": False,
    }


def test_what_the_index_still_holds_is_left_out_and_out_of_the_total(market):
    market.need("n1", "铝锭")
    market.need("n2", "铝锭")
    with transaction(market.engine) as session:
        session.get(Need, "n1").status = Status.CLOSED
    answer = found(market, "铝锭")
    assert (ids(answer), answer.total) == (["n2"], 1)


def test_deadlines_sort_the_soonest_first_and_news_the_latest(market):
    market.need("late", "铝锭", needed_by=date(2026, 5, 1))
    market.need("soon", "铝锭", needed_by=date(2026, 3, 5))
    market.supply("new", "铝锭", posted_at=NOW + timedelta(days=1))
    assert ids(found(market, "铝锭", sort=Sort.DEADLINE)) == ["soon", "late", "new"]
    assert ids(found(market, "铝锭", sort=Sort.NEWEST))[0] == "new"


def test_pages_follow_each_other(market):
    for number in range(5):
        market.need(f"n{number}", "铝锭")
    pages = [ids(found(market, sort=Sort.NEWEST, start=start, limit=2)) for start in (0, 2, 4)]
    assert pages == [["n0", "n1"], ["n2", "n3"], ["n4"]]


def test_without_counts_only_listings_are_asked_for(market):
    market.need("n1", "铝锭")
    with reading(market.engine) as session:
        answer = market.finder.find(session, Wanted.of("铝锭"), today=TODAY, counts=False)
    assert (answer.facets, answer.total) == ({}, 1)


def fails_with(error: Exception) -> Finder:
    def ask(query):
        del query
        raise error

    return Finder(ask)


def test_an_engine_that_does_not_answer_is_no_empty_answer(engine):
    with reading(engine) as session, pytest.raises(SearchDown, match="稍后再试"):
        fails_with(SearchUnavailable("down")).find(session, Wanted(), today=TODAY)


def test_what_the_engine_refuses_is_said(engine):
    with reading(engine) as session, pytest.raises(Invalid, match="页码有误"):
        fails_with(SearchError("页码有误。")).find(session, Wanted(), today=TODAY)


def test_a_wish_is_cut_to_what_can_be_asked():
    wanted = Wanted.of(f"  {'长' * 300} ", {"地区": ["甲", "甲", ""], "规模": [], "别的": ["x"]})
    assert (wanted.text, wanted.facets) == ("长" * 200, {"地区": ("甲",)})


def test_leaving_a_facet_open_leaves_the_others():
    wanted = Wanted.of("", {"地区": ["甲"], "规模": ["小型"]}, kind=Kind.NEED)
    assert wanted.without("地区") == replace(wanted, facets={"规模": ("小型",)})
    assert wanted.without(KIND) == replace(wanted, kind=Kind.ALL)
