from datetime import date

import pytest

from graph.build import Rejected, build_graph, product_edges
from graph.model import ChainGraph, Edge, EdgeKind, Node, NodeKind, firm, product
from tests.graph.chains import needs, supplies


@pytest.mark.parametrize(
    ("relation", "source", "target", "kind"),
    [
        ("上游材料", "轮毂", "铝锭", EdgeKind.MADE_FROM),
        ("下游产品", "铝锭", "轮毂", EdgeKind.MADE_FROM),
        ("产品小类", "铝锭", "轮毂", EdgeKind.PART_OF),
    ],
)
def test_each_relation_points_the_way_it_is_meant(relation, source, target, kind):
    edges, rejected = product_edges([("轮毂", "铝锭", relation)])
    assert edges == [Edge(product(source), product(target), kind, evidence="产业链文件第1行")]
    assert rejected == []


def test_a_heading_row_and_a_byte_order_mark_are_passed_over():
    assert product_edges([("\ufeff产品", "相关产品", "关系")]) == ([], [])


def test_width_and_blanks_do_not_make_another_product():
    edges, _ = product_edges([(" 轮毂", "Ａ３５６铝合金 ", "上游材料")])
    assert (edges[0].source, edges[0].target) == (product("轮毂"), product("A356铝合金"))


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        (("轮毂", " ", "上游材料"), "“产品”或“相关产品”为空，请补全两个产品名称。"),
        (
            ("轮毂", "铝锭", "喜欢"),
            "不认识关系“喜欢”，请写上游材料、下游产品、产品小类之一。",
        ),
        (("轮毂", "轮毂 ", "产品小类"), "“轮毂”不能是它自己的产品小类，请改正其中一个名称。"),
    ],
)
def test_a_row_without_sense_comes_back_with_a_sentence(row, cause):
    edges, rejected = product_edges([("a", "b", "上游材料"), row])
    assert len(edges) == 1
    assert rejected == [Rejected(2, row, cause)]


def test_no_rows_give_an_empty_graph():
    edges, _ = product_edges([])
    graph = build_graph(edges)
    assert len(graph) == 0
    assert product("轮毂") not in graph


def test_a_firm_and_a_product_of_one_name_are_two_nodes():
    graph = build_graph([supplies("云雀", "云雀")])
    assert list(graph.nodes(NodeKind.FIRM)) == [firm("云雀")]
    assert list(graph.nodes(NodeKind.PRODUCT)) == [product("云雀")]


def test_of_one_fact_stated_twice_the_latest_dated_statement_stands():
    old, new = (
        supplies("甲厂", "铝锭", date(2026, 1, 1)),
        supplies("甲厂", "铝锭", date(2026, 5, 1)),
    )
    undated = supplies("甲厂", "铝锭")
    for order in ([old, new, undated], [new, undated, old], [undated, old, new]):
        assert list(build_graph(order).edges()) == [new]


def test_edges_of_several_kinds_stand_side_by_side():
    graph = build_graph([supplies("甲厂", "铝锭"), needs("甲厂", "铝锭")])
    assert [edge.kind for edge in graph.edges()] == [EdgeKind.SUPPLIES, EdgeKind.NEEDS]
    assert [edge.kind for edge in graph.edges(frozenset({EdgeKind.NEEDS}))] == [EdgeKind.NEEDS]


def test_a_node_nobody_knows_has_no_neighbours():
    graph = ChainGraph()
    assert graph.leaving(product("无"), EdgeKind.MADE_FROM) == []
    assert graph.entering(product("无"), EdgeKind.SUPPLIES) == []
    assert graph.between(product("无"), firm("无"), frozenset(EdgeKind)) is None


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (EdgeKind.SUPPLIES, "甲 供应 乙"),
        (EdgeKind.NEEDS, "甲 需要 乙"),
        (EdgeKind.MADE_FROM, "乙 是 甲 的原料"),
        (EdgeKind.PART_OF, "甲 是 乙 的一种"),
        (EdgeKind.BELONGS_TO, "甲 属于 乙 行业"),
        (EdgeKind.LIES_IN, "甲 位于 乙"),
    ],
)
def test_every_edge_reads_as_a_sentence(kind, sentence):
    node = NodeKind.INDUSTRY
    assert str(Edge(Node(node, "甲"), Node(node, "乙"), kind)) == sentence
