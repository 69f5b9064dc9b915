"""Does every edge say who, what and where it is written?"""

from graph.model import EdgeKind
from matchmaking.catalogue.chain import product_id
from matchmaking.indexing.edges import ChainNames, chain_edges, listing_edges

FIRM = {"id": "f1", "name": "虚构云岭铸造有限公司"}
WRITTEN = {"origin_file": "清单.xlsx", "origin_sheet": "供给", "origin_row": 12}
BY_HAND = {"origin_file": "", "origin_sheet": "", "origin_row": 0}


def test_a_supply_and_the_products_of_the_chain_it_is_one_of() -> None:
    names = ChainNames([("铝杆", "铝锭", "上游材料")])
    found = list(listing_edges({"id": "s1", "product": "电工圆铝杆"} | WRITTEN, FIRM, names))
    assert found == [
        {
            "listing_id": "supply:s1",
            "source_kind": "企业",
            "source_id": "f1",
            "source_name": "虚构云岭铸造有限公司",
            "relation": "供应",
            "target_kind": "产品",
            "target_id": product_id("电工圆铝杆"),
            "target_name": "电工圆铝杆",
            "evidence": "供给清单 供给!12",
        },
        {
            "listing_id": "supply:s1",
            "source_kind": "产品",
            "source_id": product_id("电工圆铝杆"),
            "source_name": "电工圆铝杆",
            "relation": "产品小类",
            "target_kind": "产品",
            "target_id": product_id("铝杆"),
            "target_name": "铝杆",
            "evidence": "名称",
        },
    ]


def test_a_need_that_is_called_like_the_product_leads_straight_to_it() -> None:
    names = ChainNames([("铝杆", "铝锭", "上游材料")])
    found = list(listing_edges({"id": "n1", "title": "铝杆"} | BY_HAND, FIRM, names))
    assert [(one["relation"], one["target_name"], one["evidence"]) for one in found] == [
        ("需要", "铝杆", "平台填报")
    ]


def test_the_chain_file_is_read_both_ways_and_each_fact_written_once() -> None:
    links = [
        ("铝杆", "铝锭", "上游材料"),
        ("铝锭", "铝杆", "下游产品"),
        ("铝材", "铝杆", "产品小类"),
        ("铝材", "", "产品小类"),
    ]
    found = [
        (one["source_name"], one["relation"], one["target_name"]) for one in chain_edges(links)
    ]
    assert found == [
        ("铝杆", EdgeKind.MADE_FROM.value, "铝锭"),
        ("铝杆", EdgeKind.PART_OF.value, "铝材"),
    ]
