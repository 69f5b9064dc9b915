"""The chain's reason names what it found: the product asked for, the product offered, the way between."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.matching.evidence import Case, Lead, Link
from matchmaking.matching.supply_reasons import linked
from matchmaking.sentences import NOTHING
from tests.matching.factories import TODAY, a_demand, a_market, a_supply, matches_of, part

CHAIN = (
    ("铝材", "铝杆", "产品小类"),
    ("铝杆", "电工铝杆", "产品小类"),
    ("火锅底料", "辣椒", "上游材料"),
    ("辣椒", "小米辣", "产品小类"),
    ("火锅底料", "清油火锅底料", "产品小类"),
)
INPUTS_FOR = "为我司{}产线征集上游材料"
FIRST = np.zeros(1, np.int64)  # the first ask, the first offer


def link_of(title: str, product: str, chain=CHAIN) -> Link | None:
    """The way from one ask to one offer, of a market with nothing else in it."""
    market = a_market([a_demand(title)], [a_supply(product)], chain)
    return market.chain.link(0, 0)


def reason_of(title: str, product: str) -> str:
    """What the match says of the chain; listings of other things make the names tell something."""
    others = [a_supply(f"虚构物件{number}", id=f"G-{number}") for number in range(2, 30)]
    market = a_market([a_demand(title)], [a_supply(product), *others], CHAIN)
    match = next(one for one in matches_of(market, top=40) if one.supply.product == product)
    return str(part(match, "产业链").reason)


def test_what_is_offered_may_be_a_kind_of_what_is_asked_for():
    assert link_of("铝材", "电工圆铝杆，铝杆") == Link("铝材", Lead.KIND, "铝杆")


def test_a_kind_of_a_kind_is_a_kind():
    assert link_of("铝材", "电工铝杆") == Link("铝材", Lead.KIND, "电工铝杆")


def test_what_is_asked_for_may_be_a_kind_of_what_is_offered():
    assert link_of("电工铝杆", "铝材") == Link("电工铝杆", Lead.WIDER, "铝材")


def test_what_is_offered_may_go_into_what_the_buyer_makes():
    assert link_of(INPUTS_FOR.format("火锅底料"), "辣椒干") == Link("火锅底料", Lead.INPUT, "辣椒")


def test_a_kind_of_what_goes_in_is_told_with_what_it_is_a_kind_of():
    found = link_of(INPUTS_FOR.format("火锅底料"), "小米辣")
    assert found == Link("火锅底料", Lead.KIND_OF_INPUT, "小米辣", between="辣椒")


def test_what_goes_into_the_wider_product_is_told_with_it():
    found = link_of(INPUTS_FOR.format("清油火锅底料"), "辣椒干")
    assert found == Link("清油火锅底料", Lead.INPUT_OF_WIDER, "辣椒", between="火锅底料")


@pytest.mark.parametrize(
    ("title", "product"),
    [("铝材", "铝材"), ("铝材", "辣椒干"), ("火锅底料", "辣椒干"), ("铝材", "大豆油脂")],
)
def test_where_the_chain_does_not_lead_there_is_no_link(title, product):
    assert link_of(title, product) is None


def test_without_a_chain_file_there_is_no_link():
    assert link_of("铝材", "铝杆", chain=()) is None


def test_a_product_every_listing_names_leads_nowhere():
    """It tells nothing; such ways count for nothing and are not told either."""
    market = a_market([a_demand("铝杆")], [a_supply("铝杆铝材")], CHAIN)
    assert market.chain.link(0, 0) is None


def test_the_reason_says_what_was_found():
    assert reason_of("铝材", "电工圆铝杆") == (
        "产业链图谱：「铝杆」是「铝材」的一种，该企业生产「电工圆铝杆」"
    )
    assert reason_of(INPUTS_FOR.format("火锅底料"), "辣椒干") == (
        "产业链图谱：「火锅底料」的上游材料有「辣椒」，该企业生产「辣椒干」"
    )


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (Link("甲", Lead.WIDER, "乙"), "产业链图谱：「甲」是「乙」的一种，该企业生产「新乙」"),
        (
            Link("甲", Lead.KIND_OF_INPUT, "乙", "丁"),
            "产业链图谱：「甲」的上游材料有「丁」，「乙」是其中一种，该企业生产「新乙」",
        ),
        (
            Link("甲", Lead.INPUT_OF_WIDER, "乙", "丁"),
            "产业链图谱：「甲」是「丁」的一种，其上游材料有「乙」，该企业生产「新乙」",
        ),
    ],
)
def test_every_way_has_its_sentence(link, said):
    assert str(linked(Case(a_demand(), a_supply("新乙"), TODAY, link), 0.5)) == said


def test_a_product_that_only_the_specifications_name_is_not_called_what_the_firm_makes():
    supply = a_supply("铝排", specs="用铝锭轧制")
    said = linked(Case(a_demand(), supply, TODAY, Link("铝材", Lead.KIND, "铝锭")), 0.5)
    assert str(said) == ("产业链图谱：「铝材」和「铝锭」相关，该企业「铝排」的规格里写有「铝锭」")


def test_width_and_case_make_no_difference_to_what_a_title_names():
    case = Case(a_demand(), a_supply("软ＰＶＣ"), TODAY, Link("塑料", Lead.KIND, "pvc"))
    assert str(linked(case, 0.5)) == "产业链图谱：「pvc」是「塑料」的一种，该企业生产「软ＰＶＣ」"


def test_weak_evidence_or_none_is_not_put_into_words():
    case = Case(a_demand(), a_supply(), TODAY, Link("甲", Lead.KIND, "乙"))
    assert linked(case, 0.2) == NOTHING
    assert linked(Case(a_demand(), a_supply(), TODAY), 0.9) == NOTHING


NAMES = st.sampled_from(["甲材", "乙料", "丙件", "丁品", "戊物"])
ROWS = st.tuples(NAMES, NAMES, st.sampled_from(["上游材料", "产品小类", "下游产品"]))


@given(
    chain=st.lists(ROWS, max_size=8),
    asked=NAMES,
    offered=NAMES,
    opening=st.sampled_from(["{}", INPUTS_FOR]),
)
def test_there_is_a_link_just_where_the_chain_counts_for_something(chain, asked, offered, opening):
    demand, idle = a_demand(opening.format(asked)), a_supply("别的", id="G-2")
    market = a_market([demand], [a_supply(offered), idle], chain)
    value = float(market.chain.closeness(FIRST, FIRST)[0])
    link = market.chain.link(0, 0)
    assert (link is not None) == (value > 0)
    if link is not None:
        assert (link.asked, link.through) == (asked, offered)
        assert bool(link.between) == (link.lead in (Lead.KIND_OF_INPUT, Lead.INPUT_OF_WIDER))
