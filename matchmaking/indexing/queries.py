"""What do we ask about the chain graph? A node's edges both ways, and the edges of listings replaced."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, delete
from sqlmodel import Session, col, func, select

from graph.model import EdgeKind
from matchmaking.indexing.models import FROM_CHAIN, GraphEdge
from matchmaking.storage.queries import add_rows, table_of

AT_ONCE = 500  # keys in one IN; databases limit the variables of a statement
RELATIONS = (EdgeKind.PART_OF, EdgeKind.MADE_FROM, EdgeKind.SUPPLIES, EdgeKind.NEEDS)


@dataclass(frozen=True, slots=True)
class Degree:
    """How many edges of a kind leave a node, and how many come to it."""

    leaving: Mapping[str, int]
    entering: Mapping[str, int]


def neighbours(
    session: Session,
    kind: str,
    node_id: str,
    *,
    limit: int,
    relations: Iterable[str] = RELATIONS,
) -> list[GraphEdge]:
    """A node's edges: of each relation and direction at most `limit`, leaving ones first.

    Each is a walk of its own along an index, so a product that ten thousand firms supply costs no
    more than one that ten do, and does not crowd out what it is made from.
    """
    found: list[GraphEdge] = []
    for relation in relations:
        leaving = select(GraphEdge).where(
            col(GraphEdge.source_kind) == kind,
            col(GraphEdge.source_id) == node_id,
            col(GraphEdge.relation) == relation,
        )
        entering = select(GraphEdge).where(
            col(GraphEdge.target_kind) == kind,
            col(GraphEdge.target_id) == node_id,
            col(GraphEdge.relation) == relation,
        )
        by_target = leaving.order_by(col(GraphEdge.target_id), col(GraphEdge.listing_id))
        by_source = entering.order_by(col(GraphEdge.source_id), col(GraphEdge.listing_id))
        found += session.exec(by_target.limit(limit)).all()
        found += session.exec(by_source.limit(limit)).all()
    return found


def degree(session: Session, kind: str, node_id: str) -> Degree:
    """How many edges a node has in all: what "还有 N 个" is told from."""
    counted = select(GraphEdge.relation, func.count()).group_by(col(GraphEdge.relation))
    leaving = counted.where(col(GraphEdge.source_kind) == kind, col(GraphEdge.source_id) == node_id)
    entering = counted.where(
        col(GraphEdge.target_kind) == kind, col(GraphEdge.target_id) == node_id
    )
    return Degree(dict(session.exec(leaving).all()), dict(session.exec(entering).all()))


def edges_of(session: Session, keys: Sequence[str]) -> Iterator[RowMapping]:
    """The edges written from these listings."""
    table = table_of(GraphEdge)
    for start in range(0, len(keys), AT_ONCE):
        some = table.c.listing_id.in_(keys[start : start + AT_ONCE])
        yield from session.execute(table.select().where(some)).mappings()


def all_edges(session: Session) -> Iterator[RowMapping]:
    """Every edge, in the order of the listings' keys."""
    table = table_of(GraphEdge)
    query = table.select().order_by(table.c.listing_id)
    yield from session.execute(query.execution_options(yield_per=5_000)).mappings()


def replace_edges(
    session: Session, keys: Sequence[str], edges: Sequence[Mapping[str, Any]]
) -> None:
    """Put these edges in the place of all that these listings had."""
    table = table_of(GraphEdge)
    for start in range(0, len(keys), AT_ONCE):
        session.execute(delete(table).where(table.c.listing_id.in_(keys[start : start + AT_ONCE])))
    add_edges(session, edges)


def replace_chain_edges(session: Session, edges: Sequence[Mapping[str, Any]]) -> None:
    """Put these edges in the place of those of the chain file before."""
    replace_edges(session, [FROM_CHAIN], edges)


def add_edges(session: Session, edges: Sequence[Mapping[str, Any]]) -> None:
    """Add many at once."""
    for start in range(0, len(edges), 5_000):
        add_rows(session, GraphEdge, edges[start : start + 5_000])


def forget_edges(session: Session) -> None:
    """Leave none: they are about to be written anew."""
    session.execute(delete(table_of(GraphEdge)))
