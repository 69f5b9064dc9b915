"""A chain small enough to know by heart: what goes into a wheel, and who makes and wants it."""

from datetime import date

from graph.build import build_graph, product_edges
from graph.model import ChainGraph, Edge, EdgeKind, firm, product

ROWS = [
    ("轮毂", "铝合金轮毂", "产品小类"),
    ("铝合金轮毂", "铝合金", "上游材料"),
    ("铝锭", "铝合金", "下游产品"),
    ("铝锭", "氧化铝", "上游材料"),
    ("铝合金", "A356铝合金", "产品小类"),
    ("轮毂", "涂料", "上游材料"),
]


def supplies(name: str, item: str, day: date | None = None) -> Edge:
    return Edge(firm(name), product(item), EdgeKind.SUPPLIES, evidence="供给清单", day=day)


def needs(name: str, item: str) -> Edge:
    return Edge(firm(name), product(item), EdgeKind.NEEDS, evidence="需求清单")


def a_chain(*more: Edge) -> ChainGraph:
    edges, _ = product_edges(ROWS)
    return build_graph([*edges, *more])
