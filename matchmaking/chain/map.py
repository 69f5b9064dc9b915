"""How does this firm hang together with that buyer? The whole market as one graph, every step with its evidence.

Firms supply and need what their lists say, products are kinds and inputs of one another as the chain
file says, and a title is one of the products it names. Works with no chain file at all.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.build import product_edges
from graph.model import ChainGraph, Edge, EdgeKind, Node, NodeKind
from graph.names import ProductNames
from graph.paths import Path, shortest_paths
from graph.products import gaps
from matchmaking.chain.facts import BY_NAME, firm_nodes, list_edges
from matchmaking.chain.products import products_named
from matchmaking.errors import MatchmakingError, UnknownRecord
from matchmaking.records import Demand, Supply
from matchmaking.sentences import Sentence, say

Link = tuple[str, str, str]  # 产品, 相关产品, 关系
LONGEST = 5  # one step more, and any two makers of anything metal are connected
_HEAP = 40  # kinds; what has more (材料, 系统) is no one thing, and no way leads through it

_IN_WORDS = {
    EdgeKind.SERVES: say("{source} 已为 {target} 配套"),
    EdgeKind.SUPPLIES: say("{source} 供应 {target}"),
    EdgeKind.NEEDS: say("{source} 需要 {target}"),
    EdgeKind.MADE_FROM: say("{target} 是 {source} 的原料"),
    EdgeKind.PART_OF: say("{source} 是 {target} 的一种"),
    EdgeKind.BELONGS_TO: say("{source} 属于 {target} 行业"),
    EdgeKind.LIES_IN: say("{source} 位于 {target}"),
}
_JUDGED = say("按名称判断")
_BY_ROW, _BY_CELL = say("{list}第 {place} 行"), say("{list} {place}")


@dataclass(frozen=True, slots=True)
class MarketMap:
    """The graph of one market, and where each firm and each need stands in it."""

    graph: ChainGraph
    nodes: Mapping[str, Node]  # firm key -> its node
    heaps: frozenset[Node]  # products that are too many things to lead anywhere
    needed: Mapping[str, tuple[Demand, ...]]  # product of the chain -> who asks for it
    offered: frozenset[str]  # titles on offer, and products of the chain they are one of
    unjudged: int  # needs that name no product of the chain and that nobody offers word for word

    def node(self, key: str) -> Node:
        """The firm's node. Raises UnknownRecord."""
        if key not in self.nodes:
            raise UnknownRecord(f"两份清单里都没有编号为“{key}”的企业，请从列表里重新选择。")
        return self.nodes[key]


@dataclass(frozen=True, slots=True)
class Missing:
    """A product that is asked for and that nobody offers, nor any kind of it."""

    product: str
    demands: tuple[Demand, ...]
    wider: tuple[str, ...]  # more general products that are on offer: whom to ask first


def map_market(
    demands: Sequence[Demand], supplies: Sequence[Supply], links: Iterable[Link] = ()
) -> MarketMap:
    """Put both lists and the chain file on one map, in time linear in all three."""
    graph = ChainGraph()
    for edge in product_edges(links)[0]:
        # The number it counts is that of an edge; the file's own rows are not known any more.
        graph.add(Edge(edge.source, edge.target, edge.kind, "产业链文件"))
    heaps = frozenset(_heaps(graph))
    finder = ProductNames([node.name for node in graph.nodes(NodeKind.PRODUCT)])
    named = {
        title: products_named(title, finder)
        for title in dict.fromkeys(
            [one.title for one in demands] + [one.product for one in supplies]
        )
    }
    nodes = firm_nodes(demands, supplies)
    for edge in list_edges(demands, supplies, named, nodes=nodes):
        graph.add(edge)
    offered = {one.product for one in supplies}.union(*(named[one.product] for one in supplies))
    needed: dict[str, list[Demand]] = {}
    for demand in demands:
        for name in named[demand.title]:
            needed.setdefault(name, []).append(demand)
    return MarketMap(
        graph, nodes, heaps, {name: tuple(asking) for name, asking in needed.items()},
        frozenset(offered),
        sum(not named[one.title] and one.title not in offered for one in demands),
    )  # fmt: skip


def how_connected(market: MarketMap, one: str, other: str, *, most: int = 3) -> tuple[Path, ...]:
    """The shortest ways between two firms, by their keys; none where nothing is known.

    They lead through products alone: that a third firm does what both do connects nobody.
    Raises UnknownRecord, and MatchmakingError for a firm and itself.
    """
    ends = market.node(one), market.node(other)
    if ends[0] == ends[1]:
        raise MatchmakingError("这是同一家企业，请选两家不同的企业再看联系。")
    return tuple(shortest_paths(_Between(market, ends), *ends, longest=LONGEST, most=most))


def missing_products(market: MarketMap) -> tuple[Missing, ...]:
    """What the market asks for and does not have, the most asked for first."""
    found = (
        Missing(gap.product, market.needed[gap.product], gap.wider)
        for gap in gaps(market.graph, market.needed, market.offered)
    )
    return tuple(sorted(found, key=lambda missing: -len(missing.demands)))


def tell_edge(edge: Edge) -> Sentence:
    """One step in words."""
    return _IN_WORDS[edge.kind].about(source=edge.source.name, target=edge.target.name)


def tell_evidence(edge: Edge) -> Sentence:
    """Where it is written: 供给清单 Sheet1!12. What a name says is our judgement, and told as such."""
    if edge.evidence == BY_NAME:
        return _JUDGED
    written_in, _, place = edge.evidence.partition(" ")
    wording = _BY_ROW if place.isdigit() else _BY_CELL
    return wording.about(list=written_in, place=place) if place else say(written_in)


class _Between(ChainGraph):
    """The same graph, where ways pass neither through third firms nor through heaps."""

    def __init__(self, market: MarketMap, ends: Container[Node]) -> None:
        self.network = market.graph.network
        self._heaps = market.heaps
        self._ends = ends

    def neighbours(self, node: Node, kinds: frozenset[EdgeKind]) -> Iterator[Node]:
        for other in super().neighbours(node, kinds):
            if other in self._ends or (
                other.kind is not NodeKind.FIRM and other not in self._heaps
            ):
                yield other


def _heaps(graph: ChainGraph) -> Iterator[Node]:
    for node in graph.nodes(NodeKind.PRODUCT):
        if len(graph.entering(node, EdgeKind.PART_OF)) > _HEAP:
            yield node
