"""A market small enough to draw by hand: who makes what, who asks for it, and the ways between them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Edge, EdgeKind, Node, NodeKind, firm, product
from matchmaking.chain.map import (
    LONGEST,
    Missing,
    how_connected,
    map_market,
    missing_products,
    tell_edge,
    tell_evidence,
)
from matchmaking.errors import MatchmakingError, UnknownRecord
from matchmaking.records import Origin
from tests.matching.factories import a_demand, a_firm, a_supply

CHAIN = (
    ("铝材", "铝杆", "产品小类"),
    ("铝杆", "铝锭", "上游材料"),
    ("火锅底料", "辣椒", "上游材料"),
)
BUYER, MAKER, THIRD = a_firm("虚构链主", short_name="虚链"), a_firm("虚构甲"), a_firm("虚构乙")


def wants(title: str, row: int = 4, **more):
    return a_demand(title, id=f"X-{row}", buyer=BUYER, origin=Origin("a", "需求", row), **more)


def makes(title: str, maker=MAKER, row: int = 12, **more):
    return a_supply(title, id=f"G-{row}", firm=maker, origin=Origin("b", "供给", row), **more)


def ways(demand, *supplies, chain=CHAIN) -> list[str]:
    market = map_market([demand], supplies, chain)
    return [str(path) for path in how_connected(market, MAKER.key, BUYER.key)]


def test_what_both_lists_name_alike_connects_at_once():
    assert ways(wants("铜排"), makes("铜排")) == [
        "虚构甲示例有限公司 供应 铜排；虚构链主示例有限公司 需要 铜排"
    ]


def test_titles_meet_in_the_product_of_the_chain_that_both_are():
    assert ways(wants("铝杆"), makes("电工圆铝杆")) == [
        "虚构甲示例有限公司 供应 电工圆铝杆；电工圆铝杆 是 铝杆 的一种；虚构链主示例有限公司 需要 铝杆"
    ]


def test_what_goes_into_a_product_connects_its_maker_with_who_needs_the_product():
    (way,) = ways(wants("火锅底料"), makes("干辣椒"))
    assert way.split("；") == [
        "虚构甲示例有限公司 供应 干辣椒",
        "干辣椒 是 辣椒 的一种",
        "辣椒 是 火锅底料 的原料",
        "虚构链主示例有限公司 需要 火锅底料",
    ]


@pytest.mark.parametrize("name", [BUYER.name, "虚链"])
def test_a_customer_named_in_the_supply_list_is_the_nearest_connection(name):
    assert ways(wants("铜排"), makes("铜排", customers=(name, "不在清单的公司"))) == [
        "虚构甲示例有限公司 已为 虚构链主示例有限公司 配套"
    ]


def test_a_short_name_that_two_firms_share_calls_neither():
    other = replace(THIRD, short_name="虚链")
    assert ways(wants("铜排"), makes("油脂", customers=("虚链",)), makes("铁", other)) == []


def test_nobody_serves_himself():
    market = map_market([], [makes("铜排", customers=(MAKER.name,))])
    assert list(market.graph.edges(frozenset({EdgeKind.SERVES}))) == []


def test_a_third_firm_that_does_what_both_do_connects_nobody():
    assert ways(wants("铜排"), makes("油脂"), makes("油脂", THIRD), makes("铜排", THIRD)) == []


def test_a_product_of_too_many_kinds_connects_nobody():
    heap = [("材料", f"第{number}材", "产品小类") for number in range(41)]
    assert ways(wants("铜排材料"), makes("包装材料"), chain=heap) == []
    assert len(ways(wants("铜排材料"), makes("包装材料"), chain=heap[:40])) == 1


def test_an_industry_or_a_place_in_common_connects_nobody():
    here = replace(MAKER, industry="制造业/有色"), replace(BUYER, industry="制造业/有色")
    market = map_market([a_demand("铜排", buyer=here[1])], [a_supply("油脂", firm=here[0])])
    assert how_connected(market, MAKER.key, BUYER.key) == ()


def test_no_more_ways_than_asked_for_are_told():
    market = map_market(
        [wants("铜排", 4), wants("铝杆", 5)], [makes("铜排", row=12), makes("铝杆", row=13)], CHAIN
    )
    assert len(how_connected(market, MAKER.key, BUYER.key)) == 2
    assert len(how_connected(market, MAKER.key, BUYER.key, most=1)) == 1


def test_every_step_says_where_it_is_written():
    market = map_market([wants("火锅底料")], [makes("干辣椒")], CHAIN)
    (path,) = how_connected(market, MAKER.key, BUYER.key)
    assert [edge.evidence for edge in path.edges] == [
        "供给清单 供给!12",
        "名称",
        "产业链文件",
        "需求清单 需求!4",
    ]
    assert [str(tell_evidence(edge)) for edge in path.edges] == [
        "供给清单 供给!12",
        "按名称判断",
        "产业链文件",
        "需求清单 需求!4",
    ]


def test_a_row_of_a_file_without_sheets_is_told_as_a_row():
    edge = Edge(firm("甲"), product("乙"), EdgeKind.SUPPLIES, f"供给清单 {Origin('c.csv', '', 7)}")
    assert str(tell_evidence(edge)) == "供给清单第 7 行"


def test_steps_are_told_in_the_words_of_the_graph():
    for kind in EdgeKind:
        edge = Edge(firm("甲"), product("乙"), kind)
        assert str(tell_edge(edge)) == str(edge)


def test_a_firm_the_lists_do_not_name_is_unknown():
    market = map_market([wants("铜排")], [makes("铜排")])
    with pytest.raises(UnknownRecord, match="“不在”"):
        how_connected(market, "不在", BUYER.key)
    with pytest.raises(UnknownRecord, match="“不在”"):
        how_connected(market, MAKER.key, "不在")


def test_a_firm_is_not_connected_with_itself():
    market = map_market([wants("铜排")], [makes("铜排")])
    with pytest.raises(MatchmakingError, match="同一家企业"):
        how_connected(market, MAKER.key, MAKER.key)


def test_a_firm_named_with_its_code_and_without_is_one():
    coded = replace(MAKER, key="91530100MA6K0000X1", code="91530100MA6K0000X1")
    market = map_market([a_demand("铜排", buyer=MAKER)], [makes("铜排", coded)])
    assert market.node(MAKER.key) == market.node(coded.key) == firm(MAKER.name)


def test_namesakes_of_two_codes_stay_two():
    one, other = (replace(MAKER, key=code, code=code) for code in ("91A", "91B"))
    market = map_market([], [makes("铜排", one), makes("油脂", other)])
    assert market.node("91A") == firm(MAKER.name)
    assert market.node("91B") == firm(f"{MAKER.name}（91B）")


def test_a_firm_lies_in_its_county_that_in_its_prefecture_that_in_its_province():
    market = map_market([], [makes("铜排", a_firm(place="昆明市五华区"), industry="制造业/有色")])
    told = [str(edge) for edge in market.graph.edges()]
    assert told == [
        "虚构甲示例有限公司 供应 铜排",
        "虚构甲示例有限公司 属于 制造业/有色 行业",
        "虚构甲示例有限公司 位于 云南省昆明市五华区",
        "制造业/有色 是 制造业 的一种",
        "云南省昆明市五华区 位于 云南省昆明市",
        "云南省昆明市 位于 云南省",
    ]
    assert Node(NodeKind.INDUSTRY, "制造业/有色") in market.graph


def test_a_place_known_by_name_alone_is_a_place_too():
    at = replace(MAKER, region=replace(MAKER.region, name="示例园区"))
    market = map_market([], [makes("铜排", at)])
    assert [node.name for node in market.graph.nodes(NodeKind.REGION)] == ["示例园区"]


# what is missing


def test_what_is_asked_for_and_nobody_offers_is_missing_with_who_asks_for_it():
    asked = (wants("电工圆铝杆", 4), wants("铝杆", 5), wants("辣椒", 6))
    market = map_market(asked, [makes("铝材"), makes("油脂")], CHAIN)
    assert missing_products(market) == (
        Missing("铝杆", asked[:2], ("铝材",)),
        Missing("辣椒", asked[2:], ()),
    )


def test_a_kind_of_what_is_asked_for_will_do():
    market = map_market([wants("铝材")], [makes("电工圆铝杆")], CHAIN)
    assert missing_products(market) == ()


def test_needs_that_name_no_product_of_the_chain_are_counted_apart():
    market = map_market([wants("某种新料", 4), wants("铜排", 5)], [makes("铜排")], CHAIN)
    assert (missing_products(market), market.unjudged) == ((), 1)


def test_without_a_chain_file_the_lists_still_connect():
    assert len(ways(wants("铜排"), makes("铜排"), chain=())) == 1
    assert missing_products(map_market([wants("铜排")], [makes("油脂")])) == ()


TITLES = st.sampled_from(["铝杆", "电工圆铝杆", "铝材", "铝锭", "干辣椒", "火锅底料", "油脂"])
FIRMS = st.sampled_from([MAKER, THIRD])


@given(st.lists(TITLES, max_size=4), st.lists(st.tuples(TITLES, FIRMS), max_size=5))
def test_ways_are_the_same_from_both_ends_and_no_firm_stands_between(asked, offered):
    demands = [wants(title, row) for row, title in enumerate(asked)] or [wants("铜排", 99)]
    supplies = [makes(title, maker, row) for row, (title, maker) in enumerate(offered)]
    market = map_market(demands, [*supplies, makes("铜板", row=98)], CHAIN)
    there = how_connected(market, MAKER.key, BUYER.key, most=50)
    back = how_connected(market, BUYER.key, MAKER.key, most=50)
    assert {path.nodes for path in there} == {path.nodes[::-1] for path in back}
    for path in there:
        assert len(path) <= LONGEST
        assert [node.kind for node in path.nodes[1:-1]] == [NodeKind.PRODUCT] * (len(path) - 1)
