import numpy as np
import pytest

from graph.build import build_graph, product_edges
from graph.products import (
    Gap,
    Maker,
    ProductRelations,
    gaps,
    inputs_of,
    kinds_of,
    makers_of_inputs,
    relate_products,
    single_sources,
    wider_than,
)
from tests.graph.chains import ROWS, a_chain, needs, supplies


def test_inputs_are_followed_as_deep_as_asked():
    graph = a_chain()
    assert inputs_of(graph, "铝合金轮毂") == {"铝合金": 1}
    assert inputs_of(graph, "铝合金轮毂", depth=3) == {"铝合金": 1, "铝锭": 2, "氧化铝": 3}
    assert inputs_of(graph, "无此产品") == {}


def test_kinds_lead_down_and_wider_products_up():
    graph = a_chain()
    assert kinds_of(graph, "轮毂") == {"铝合金轮毂": 1}
    assert wider_than(graph, "A356铝合金") == {"铝合金": 1}


def test_rings_in_the_chain_do_no_harm():
    edges, _ = product_edges([("甲", "乙", "产品小类"), ("乙", "甲", "产品小类")])
    graph = build_graph(edges)
    assert kinds_of(graph, "甲", depth=9) == {"乙": 1}
    assert relate_products(graph).kind_of.diagonal().tolist() == [0.0, 0.0]


def test_makers_of_inputs_include_those_of_a_kind_of_the_input():
    graph = a_chain(supplies("甲厂", "A356铝合金"), supplies("乙厂", "铝锭"))
    assert makers_of_inputs(graph, "铝合金轮毂", depth=2) == [
        Maker("甲厂", "A356铝合金", 1),
        Maker("乙厂", "铝锭", 2),
    ]


def test_a_gap_is_what_nobody_offers_nor_any_kind_of_it():
    graph = a_chain()
    offered = ["铝合金轮毂", "铝合金"]
    assert gaps(graph, ["轮毂", "铝锭", "A356铝合金", "铝锭"], offered) == [
        Gap("铝锭", ()),
        Gap("A356铝合金", ("铝合金",)),
    ]


def test_without_a_chain_a_gap_is_what_nobody_offers():
    assert gaps(build_graph([]), ["轮毂", "铝锭"], ["轮毂"]) == [Gap("铝锭", ())]


def test_a_single_source_is_the_only_supplier_of_something_wanted():
    graph = a_chain(
        supplies("甲厂", "铝合金"),
        supplies("乙厂", "铝合金轮毂"),
        supplies("丙厂", "茶叶"),
        supplies("丁厂", "涂料"),
        supplies("戊厂", "涂料"),
        needs("己厂", "涂料"),
        needs("己厂", "铝合金轮毂"),
    )
    assert single_sources(graph) == [("铝合金", "甲厂"), ("铝合金轮毂", "乙厂")]


def entry(relations: ProductRelations, matrix: str, row: str, column: str) -> float:
    names = relations.names
    return float(getattr(relations, matrix)[names.index(row), names.index(column)])


@pytest.mark.parametrize(
    ("matrix", "row", "column", "value"),
    [
        ("kind_of", "铝合金轮毂", "轮毂", 0.8),
        ("kind_of", "轮毂", "铝合金轮毂", 0.0),
        ("kinds", "轮毂", "铝合金轮毂", 0.8),
        ("inputs", "铝合金轮毂", "铝合金", 1.0),
        ("inputs", "铝合金轮毂", "涂料", 0.6),  # what goes into any wheel
        ("inputs", "铝合金轮毂", "A356铝合金", 0.6),  # a kind of what goes in
        ("inputs", "铝合金轮毂", "铝锭", 0.0),
        ("outputs", "铝锭", "铝合金", 1.0),
        ("outputs", "涂料", "铝合金轮毂", 0.6),
    ],
)
def test_relations_say_how_two_products_hang_together(matrix, row, column, value):
    assert entry(relate_products(a_chain()), matrix, row, column) == pytest.approx(value)


def test_kinds_fade_with_every_step_and_end_after_three():
    edges, _ = product_edges([(str(n), str(n + 1), "产品小类") for n in range(4)])
    relations = relate_products(build_graph(edges))
    values = [entry(relations, "kind_of", str(n), "0") for n in (1, 2, 3, 4)]
    assert values == pytest.approx([0.8, 0.64, 0.512, 0.0])


def test_an_input_with_very_many_kinds_does_not_stand_for_each_of_them():
    kinds = [("添加剂", f"添加剂{n}", "产品小类") for n in range(41)]
    edges, _ = product_edges([("涂料", "添加剂", "上游材料"), *kinds])
    relations = relate_products(build_graph(edges))
    assert entry(relations, "inputs", "涂料", "添加剂") == 1.0
    assert entry(relations, "inputs", "涂料", "添加剂7") == 0.0


def test_relations_hold_each_product_once_and_no_firm():
    relations = relate_products(a_chain(supplies("甲厂", "茶叶")))
    assert sorted(relations.names) == sorted({name for row in ROWS for name in row[:2]} | {"茶叶"})
    assert (relations.outputs != relations.inputs.T).nnz == 0


def test_no_chain_gives_empty_relations():
    relations = relate_products(build_graph([]))
    assert relations.names == []
    assert relations.kind_of.shape == relations.inputs.shape == (0, 0)
    assert np.asarray(relations.inputs.sum(axis=1)).size == 0
