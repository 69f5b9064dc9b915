"""How are two of them connected? Shortest paths, each step an edge with its evidence, readable in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, product

from graph.model import CHAIN_KINDS, ChainGraph, Edge, EdgeKind, Node

_LONGEST = 6  # steps; what lies farther apart is no longer a reason for anything
_MOST_NODES = 200_000  # visited before giving up: about a second
Distances = dict[Node, int]


@dataclass(frozen=True, slots=True)
class Path:
    """Nodes from one end to the other, and the edge of every step."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def __len__(self) -> int:
        return len(self.edges)

    def __str__(self) -> str:
        return "；".join(str(edge) for edge in self.edges)


def shortest_paths(
    graph: ChainGraph,
    source: Node,
    target: Node,
    *,
    kinds: frozenset[EdgeKind] = CHAIN_KINDS,
    longest: int = _LONGEST,
    most: int = 3,
) -> list[Path]:
    """The `most` first of the shortest paths, always the same ones; none when there is no path.

    Edges are walked both ways: that 甲 supplies what 乙 needs connects 甲 with 乙.
    """
    if source not in graph or target not in graph or source == target:
        return []
    balls = _meet(graph, (source, target), kinds=kinds, longest=longest)
    if balls is None:
        return []
    ours, theirs = balls
    meeting = sorted(ours.keys() & theirs.keys())
    found = (
        tuple(reversed(back)) + onward[1:]
        for node in meeting
        for back, onward in product(
            _descents(graph, node, distances=ours, kinds=kinds),
            _descents(graph, node, distances=theirs, kinds=kinds),
        )
    )
    return [_path(graph, nodes, kinds) for nodes in islice(found, most)]


def _meet(
    graph: ChainGraph, ends: tuple[Node, Node], *, kinds: frozenset[EdgeKind], longest: int
) -> tuple[Distances, Distances] | None:
    """Grow a ball round each end, the smaller rim first, until they touch.

    When they do, their common nodes are just the middles of all shortest paths.
    """
    balls: tuple[Distances, Distances] = ({ends[0]: 0}, {ends[1]: 0})
    rims = [[ends[0]], [ends[1]]]
    for _ in range(longest):
        side = 0 if len(rims[0]) <= len(rims[1]) else 1
        rims[side] = _grow(graph, balls[side], rims[side], kinds=kinds)
        if any(node in balls[1 - side] for node in rims[side]):
            return balls
        if not rims[side] or len(balls[0]) + len(balls[1]) > _MOST_NODES:
            return None
    return None


def _grow(
    graph: ChainGraph, ball: Distances, rim: list[Node], *, kinds: frozenset[EdgeKind]
) -> list[Node]:
    grown = []
    for node in rim:
        for other in graph.neighbours(node, kinds):
            if other not in ball:
                ball[other] = ball[node] + 1
                grown.append(other)
    return grown


def _descents(
    graph: ChainGraph, node: Node, *, distances: Distances, kinds: frozenset[EdgeKind]
) -> Iterator[tuple[Node, ...]]:
    """Every way down from `node` to the middle of its ball, in a fixed order."""
    if distances[node] == 0:
        yield (node,)
        return
    below = {
        other
        for other in graph.neighbours(node, kinds)
        if distances.get(other, -1) == distances[node] - 1
    }
    for other in sorted(below):
        for rest in _descents(graph, other, distances=distances, kinds=kinds):
            yield (node, *rest)


def _path(graph: ChainGraph, nodes: tuple[Node, ...], kinds: frozenset[EdgeKind]) -> Path:
    edges = (graph.between(one, other, kinds) for one, other in pairwise(nodes))
    return Path(nodes, tuple(edge for edge in edges if edge is not None))
