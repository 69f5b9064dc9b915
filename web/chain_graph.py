"""How is the chain map asked? Its addresses, and the graph in the database behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self
from urllib.parse import urlencode

from sqlmodel import Session

from graph.model import EdgeKind, NodeKind
from matchmaking.catalogue.queries import product_named
from matchmaking.chain.neighbourhood import (
    KINDS,
    RELATIONS,
    Look,
    Neighbourhood,
    Place,
    look_around,
)
from matchmaking.errors import UnknownRecord
from matchmaking.firms.queries import firm
from matchmaking.indexing import queries
from matchmaking.indexing.models import GraphEdge
from matchmaking.indexing.queries import Degree

LookAt = Literal["企业", "产品"]
Relation = Literal["供应", "需要", "产品小类", "上游材料"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A look at the map, as its address says it."""

    kind: NodeKind
    id: str
    steps: int = 1
    relations: tuple[EdgeKind, ...] = ()  # none: all
    only: tuple[NodeKind, ...] = ()  # none: all

    @property
    def look(self) -> Look:
        """The same for the graph."""
        return Look(
            self.steps, frozenset(self.relations or RELATIONS), frozenset(self.only or KINDS)
        )

    def at(self, place: Place) -> Self:
        """The same look at another place."""
        return replace(self, kind=place.kind, id=place.id)

    def only_along(self, relation: EdgeKind) -> Self:
        """More of one relation, nothing of the others."""
        return replace(self, steps=1, relations=(relation,), only=())


@dataclass(frozen=True, slots=True)
class StoredGraph:
    """The graph as the indexer keeps it."""

    session: Session

    def neighbours(
        self, kind: str, node_id: str, *, limit: int, relations: Iterable[str]
    ) -> Sequence[GraphEdge]:
        return queries.neighbours(self.session, kind, node_id, limit=limit, relations=relations)

    def degree(self, kind: str, node_id: str) -> Degree:
        return queries.degree(self.session, kind, node_id)


def look_at(session: Session, asked: Asked) -> Neighbourhood:
    """What was asked for. Raises UnknownRecord."""
    return look_around(StoredGraph(session), _place(session, asked), asked.look)


def address_of(asked: Asked, path: str = "/chain") -> str:
    """Where people look at it."""
    pairs = [("kind", asked.kind.value), ("id", asked.id)]
    if asked.steps > 1:
        pairs.append(("steps", str(asked.steps)))
    pairs += [("relation", relation.value) for relation in asked.relations]
    pairs += [("only", kind.value) for kind in asked.only]
    return f"{path}?{urlencode(pairs)}"


def _place(session: Session, asked: Asked) -> Place:
    """The middle with its name: of the register, of the product tree, else of one of its edges."""
    row = (
        firm(session, asked.id) if asked.kind is NodeKind.FIRM else product_named(session, asked.id)
    )
    if row is not None:
        return Place(asked.kind, asked.id, row.name)
    for edge in queries.neighbours(session, asked.kind, asked.id, limit=1):
        leaving = (edge.source_kind, edge.source_id) == (asked.kind, asked.id)
        return Place(asked.kind, asked.id, edge.source_name if leaving else edge.target_name)
    raise UnknownRecord("图谱里没有这家企业或这种产品，可能已经撤回。请在产业链图谱里重新检索。")
