"""What lies around this product or this firm? One or two steps of the chain graph, never more than a look takes in.

Only what is asked for is read: of every relation and direction a few edges, through whatever `Graph`
keeps them. So a city of fifty thousand nodes costs no more than one of fifty.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from graph.model import Edge, EdgeKind, Node, NodeKind

MOST = 60  # nodes of one answer: more is no picture
_LEAST = 2  # edges of a relation and direction that are read even on the second step
_NEAR = 4  # of the first step, where a second one follows
# Which relations a node of a kind can have, and on which end of them it stands.
_LEAVING = {
    NodeKind.FIRM: (EdgeKind.SUPPLIES, EdgeKind.NEEDS),
    NodeKind.PRODUCT: (EdgeKind.PART_OF, EdgeKind.MADE_FROM),
}
_ENTERING: Mapping[NodeKind, tuple[EdgeKind, ...]] = {
    NodeKind.FIRM: (),
    NodeKind.PRODUCT: (
        EdgeKind.SUPPLIES,
        EdgeKind.NEEDS,
        EdgeKind.PART_OF,
        EdgeKind.MADE_FROM,
    ),
}
RELATIONS = (EdgeKind.SUPPLIES, EdgeKind.NEEDS, EdgeKind.PART_OF, EdgeKind.MADE_FROM)
KINDS = (NodeKind.FIRM, NodeKind.PRODUCT)


class StoredEdge(Protocol):
    """A row of the graph, as far as it is read here."""

    listing_id: str
    source_kind: str
    source_id: str
    source_name: str
    relation: str
    target_kind: str
    target_id: str
    target_name: str
    evidence: str


class Counted(Protocol):
    """How many edges of each relation leave a node and come to it."""

    @property
    def leaving(self) -> Mapping[str, int]: ...

    @property
    def entering(self) -> Mapping[str, int]: ...


class Graph(Protocol):
    """Where edges are kept."""

    def neighbours(
        self, kind: str, node_id: str, *, limit: int, relations: Iterable[str]
    ) -> Sequence[StoredEdge]: ...

    def degree(self, kind: str, node_id: str) -> Counted: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A firm or a product on the map."""

    kind: NodeKind
    id: str
    name: str = field(compare=False)

    @property
    def key(self) -> str:
        """What it is told apart by."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Fact:
    """Source RELATION target, and the listing it was read from ("" for the chain file)."""

    source: Place
    target: Place
    relation: EdgeKind
    evidence: str
    listing_id: str

    @property
    def edge(self) -> Edge:
        """The same as the graph says it, to be told in words."""
        source = Node(self.source.kind, self.source.name)
        target = Node(self.target.kind, self.target.name)
        return Edge(source, target, self.relation, self.evidence)


@dataclass(frozen=True, slots=True)
class Rest:
    """Edges of the middle that were left out."""

    relation: EdgeKind
    leaving: bool
    count: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The middle, what lies around it, how it hangs together, and what was left out."""

    middle: Place
    places: tuple[Place, ...]
    facts: tuple[Fact, ...]
    rest: tuple[Rest, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How far to look, and for what."""

    steps: int = 1
    relations: frozenset[EdgeKind] = frozenset(RELATIONS)
    kinds: frozenset[NodeKind] = frozenset(KINDS)  # of the nodes at the end of the look

    def along(self, kind: NodeKind, *, last: bool) -> tuple[EdgeKind, ...]:
        """The relations worth reading from a node of this kind; on the way any kind is passed."""
        ends = self.kinds if last else frozenset(KINDS)
        return tuple(
            relation
            for relation in RELATIONS
            if relation in self.relations and _far_kind(kind, relation) in ends
        )


def look_around(graph: Graph, middle: Place, look: Look) -> Neighbourhood:
    """Read what was asked for, the nearest first."""
    drawn = _Drawn({middle})
    first = look.along(middle.kind, last=look.steps == 1)
    limit = _NEAR if look.steps > 1 else _share(middle.kind, first)
    rows = graph.neighbours(middle.kind, middle.id, limit=limit + 1, relations=first)
    first_facts = [fact_of(row) for row in rows]
    drawn.add(_up_to(limit, first_facts, middle))
    # Asked before the second step: that one finds edges of the middle too, which fill no gap.
    cut = any(fact not in drawn.facts for fact in first_facts)
    if look.steps > 1:
        for place in list(drawn.places)[1:]:
            along = look.along(place.kind, last=True)
            further = graph.neighbours(place.kind, place.id, limit=_LEAST, relations=along)
            drawn.add(map(fact_of, further))
    near = [fact for fact in drawn.facts if middle in (fact.source, fact.target)]
    rest = _rest(graph.degree(middle.kind, middle.id), middle, near, along=first) if cut else ()
    return Neighbourhood(middle, tuple(drawn.places), tuple(drawn.facts), rest)


def fact_of(row: StoredEdge) -> Fact:
    """A row of the graph as a fact."""
    return Fact(
        Place(NodeKind(row.source_kind), row.source_id, row.source_name),
        Place(NodeKind(row.target_kind), row.target_id, row.target_name),
        EdgeKind(row.relation),
        row.evidence,
        row.listing_id,
    )


class _Drawn:
    """What is on the picture so far, in the order in which it came."""

    def __init__(self, places: Collection[Place]) -> None:
        self.places = dict.fromkeys(places)
        self.facts: dict[Fact, None] = {}

    def add(self, facts: Iterable[Fact]) -> None:
        """Draw those for whose ends there is room."""
        for fact in facts:
            new = {fact.source, fact.target} - self.places.keys()
            if len(self.places) + len(new) <= MOST:
                self.places.update(dict.fromkeys(sorted(new, key=lambda place: place.key)))
                self.facts[fact] = None


def _share(kind: NodeKind, relations: Collection[EdgeKind]) -> int:
    """How many of each relation and direction fit, when each may be full."""
    ways = sum(relation in side[kind] for side in (_LEAVING, _ENTERING) for relation in relations)
    return (MOST - 1) // max(ways, 1)


def _up_to(limit: int, facts: Iterable[Fact], middle: Place) -> Iterable[Fact]:
    """No more than `limit` of each relation and direction: one more was read to know of it."""
    seen: dict[tuple[EdgeKind, bool], int] = {}
    for fact in facts:
        way = fact.relation, fact.source == middle
        seen[way] = seen.get(way, 0) + 1
        if seen[way] <= limit:
            yield fact


def _rest(
    counted: Counted, middle: Place, near: Sequence[Fact], *, along: Collection[EdgeKind]
) -> tuple[Rest, ...]:
    found = []
    for relation in along:
        for leaving, counts in ((True, counted.leaving), (False, counted.entering)):
            shown = sum(
                fact.relation is relation and (fact.source == middle) is leaving for fact in near
            )
            if left := max(counts.get(relation, 0) - shown, 0):
                found.append(Rest(relation, leaving, left))
    return tuple(found)


def _far_kind(kind: NodeKind, relation: EdgeKind) -> NodeKind | None:
    """What stands at the other end of this relation; None where such a node never has it."""
    if relation not in _LEAVING[kind] + _ENTERING[kind]:
        return None
    of_firms = relation in _LEAVING[NodeKind.FIRM]
    return NodeKind.FIRM if of_firms and kind is NodeKind.PRODUCT else NodeKind.PRODUCT
