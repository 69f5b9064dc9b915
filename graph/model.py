"""What is in the chain graph? Firms, products, industries and regions, and edges that carry their evidence."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, cast

import networkx as nx


class NodeKind(StrEnum):
    """What a node stands for."""

    FIRM = "企业"
    PRODUCT = "产品"
    INDUSTRY = "行业"
    REGION = "地区"


class EdgeKind(StrEnum):
    """How source and target hang together; read it as "source KIND target"."""

    SERVES = "配套"  # firm → firm it supplies already
    SUPPLIES = "供应"  # firm → product
    NEEDS = "需要"  # firm → product
    MADE_FROM = "上游材料"  # product → one of its inputs
    PART_OF = "产品小类"  # product → what it is a kind of; industry → the wider industry
    BELONGS_TO = "所属行业"  # firm → industry
    LIES_IN = "所在地区"  # firm → region; region → the wider region


class Node(NamedTuple):
    """Addressed by kind and name: a firm and a product of one name are two nodes."""

    kind: NodeKind
    name: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One fact, with where it is written and as of when."""

    source: Node
    target: Node
    kind: EdgeKind
    evidence: str = ""
    day: date | None = None

    def __str__(self) -> str:
        return _IN_WORDS[self.kind].format(source=self.source.name, target=self.target.name)


_IN_WORDS = {
    EdgeKind.SERVES: "{source} 已为 {target} 配套",
    EdgeKind.SUPPLIES: "{source} 供应 {target}",
    EdgeKind.NEEDS: "{source} 需要 {target}",
    EdgeKind.MADE_FROM: "{target} 是 {source} 的原料",
    EdgeKind.PART_OF: "{source} 是 {target} 的一种",
    EdgeKind.BELONGS_TO: "{source} 属于 {target} 行业",
    EdgeKind.LIES_IN: "{source} 位于 {target}",
}
ALL_KINDS = frozenset(EdgeKind)
# What ties products and their firms together. That two firms share an industry or a city connects
# everybody with everybody and explains nothing.
CHAIN_KINDS = frozenset(EdgeKind) - {EdgeKind.BELONGS_TO, EdgeKind.LIES_IN}


def firm(name: str) -> Node:
    """The node of a firm."""
    return Node(NodeKind.FIRM, name)


def product(name: str) -> Node:
    """The node of a product."""
    return Node(NodeKind.PRODUCT, name)


class ChainGraph:
    """Nodes and edges over a networkx.MultiDiGraph; between two nodes one edge of a kind at most."""

    def __init__(self) -> None:
        self.network: nx.MultiDiGraph[Node] = nx.MultiDiGraph()

    def __contains__(self, node: object) -> bool:
        return node in self.network

    def __len__(self) -> int:
        return len(self.network)

    def add(self, edge: Edge) -> None:
        """Add a fact; of one fact stated twice the latest statement stands, the first where undated."""
        known = self._edge(edge.source, edge.target, edge.kind)
        if known is None or _is_newer(edge, known):
            self.network.add_edge(edge.source, edge.target, key=edge.kind, edge=edge)

    def nodes(self, kind: NodeKind) -> Iterator[Node]:
        """Every node of a kind, in the order first met."""
        return (node for node in self.network if node.kind is kind)

    def edges(self, kinds: frozenset[EdgeKind] = ALL_KINDS) -> Iterator[Edge]:
        """Every edge of these kinds, in the order first met."""
        for _, _, kind, data in self.network.edges(keys=True, data=True):
            if kind in kinds:
                yield cast("Edge", data["edge"])

    def leaving(self, node: Node, kind: EdgeKind) -> list[Node]:
        """Where edges of this kind lead from here: what a firm supplies, what a product is made from."""
        return _across(self.network.succ[node], kind) if node in self.network else []

    def entering(self, node: Node, kind: EdgeKind) -> list[Node]:
        """Where edges of this kind come from: who supplies a product, what is made from it."""
        return _across(self.network.pred[node], kind) if node in self.network else []

    def neighbours(self, node: Node, kinds: frozenset[EdgeKind]) -> Iterator[Node]:
        """Nodes one edge away, whichever way it points."""
        for adjacency in (self.network.succ, self.network.pred):
            for other, parallel in adjacency[node].items():
                if not kinds.isdisjoint(parallel):
                    yield other

    def between(self, one: Node, other: Node, kinds: frozenset[EdgeKind]) -> Edge | None:
        """An edge between two nodes, in either direction, of the kind named first in EdgeKind."""
        for kind in (kind for kind in EdgeKind if kind in kinds):
            for source, target in ((one, other), (other, one)):
                edge = self._edge(source, target, kind)
                if edge is not None:
                    return edge
        return None

    def _edge(self, source: Node, target: Node, kind: EdgeKind) -> Edge | None:
        if not self.network.has_edge(source, target, kind):
            return None
        return cast("Edge", self.network.edges[source, target, kind]["edge"])


def _is_newer(edge: Edge, known: Edge) -> bool:
    return edge.day is not None and (known.day is None or edge.day > known.day)


def _across(parallel: Mapping[Node, Container[object]], kind: EdgeKind) -> list[Node]:
    return [other for other, kinds in parallel.items() if kind in kinds]
