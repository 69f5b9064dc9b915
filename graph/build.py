"""How do rows become a graph? Facts in, edges out; what makes no sense comes back with a sentence."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import ChainGraph, Edge, EdgeKind, product

HEADING = ("产品", "相关产品", "关系")
UPSTREAM, DOWNSTREAM, KIND = "上游材料", "下游产品", "产品小类"
_RELATIONS = (UPSTREAM, DOWNSTREAM, KIND)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that became no edge."""

    row: int  # 1-based among the rows given
    cells: tuple[str, ...]
    cause: str


def build_graph(edges: Iterable[Edge]) -> ChainGraph:
    """Gather edges into a graph; none at all give an empty one, which answers every question."""
    graph = ChainGraph()
    for edge in edges:
        graph.add(edge)
    return graph


def product_edges(rows: Iterable[tuple[str, str, str]]) -> tuple[list[Edge], list[Rejected]]:
    """Rows of (产品, 相关产品, 关系) to edges; a heading row is passed over.

    上游材料: the second is an input of the first. 下游产品: the first is an input of the second.
    产品小类: the second is a kind of the first.
    """
    edges: list[Edge] = []
    rejected: list[Rejected] = []
    for number, row in enumerate(rows, start=1):
        first, second, relation = (_clean(cell) for cell in row)
        cause = _fault(first, second, relation)
        if (first, second, relation) == HEADING:
            continue
        if cause:
            rejected.append(Rejected(number, tuple(row), cause))
        else:
            edges.append(_edge(first, second, relation, evidence=f"产业链文件第{number}行"))
    return edges, rejected


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip().lstrip("\ufeff")


def _fault(first: str, second: str, relation: str) -> str:
    """Why a row cannot be an edge; "" when it can."""
    if not first or not second:
        return "“产品”或“相关产品”为空，请补全两个产品名称。"
    if relation not in _RELATIONS:
        return f"不认识关系“{relation}”，请写{'、'.join(_RELATIONS)}之一。"
    if first == second:
        return f"“{first}”不能是它自己的{relation}，请改正其中一个名称。"
    return ""


def _edge(first: str, second: str, relation: str, *, evidence: str) -> Edge:
    if relation == UPSTREAM:
        return Edge(product(first), product(second), EdgeKind.MADE_FROM, evidence)
    kind = EdgeKind.MADE_FROM if relation == DOWNSTREAM else EdgeKind.PART_OF
    return Edge(product(second), product(first), kind, evidence)
