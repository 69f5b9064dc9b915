"""What do we ask of the tables? The graph's edges, what is published, and how far each index has got."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, delete, exists
from sqlmodel import Session, col, func, select

from graph.model import EdgeKind
from matchmaking.catalogue.models import Status
from matchmaking.catalogue.taking_in import MODELS, Model
from matchmaking.chain.ground import EdgeLine
from matchmaking.indexing.models import FROM_CHAIN, GraphEdge
from matchmaking.outbox.models import Position, Subject
from matchmaking.outbox.queries import lease, position
from matchmaking.storage.queries import add_rows, table_of

AT_ONCE = 500  # keys in one IN; databases limit the variables of a statement
READER = "index:"  # and the generation: each has a place of its own in the outbox
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


def edge_lines(session: Session) -> Iterator[EdgeLine]:
    """Every edge, as studies of the chain read them."""
    table = table_of(GraphEdge)
    columns = (table.c[name] for name in EdgeLine._fields)
    for row in session.execute(select(*columns).execution_options(yield_per=10_000)):
        yield EdgeLine(*row)


def run_out(session: Session, today: date) -> frozenset[str]:
    """Keys of published listings that are open no longer; their edges are still there."""
    found: set[str] = set()
    for subject, model in MODELS.items():
        query = select(model.id).where(
            col(model.status) == Status.PUBLISHED, col(model.expires_on) < today
        )
        found |= {f"{subject}:{key}" for key in session.exec(query)}
    return frozenset(found)


def all_places(session: Session) -> tuple[tuple[str, int], ...]:
    """How far every generation has got: when this is the same, so is the graph."""
    query = select(Position.reader, Position.seq).where(col(Position.reader).startswith(READER))
    return tuple(sorted((reader, seq) for reader, seq in session.exec(query)))


def replace_edges(
    session: Session, keys: Sequence[str], edges: Sequence[Mapping[str, Any]]
) -> None:
    """Put these edges in the place of all that these listings had."""
    table = table_of(GraphEdge)
    # An indexer and a rebuild may write the same listing's edges; its row lets one in at a time.
    lease(session, "graph")
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


def published_after(
    session: Session, model: Model, after: str, *, limit: int
) -> Sequence[RowMapping]:
    """The next published listings in the order of ids, expired or not."""
    table = table_of(model)
    query = table.select().where(table.c.id > after, table.c.status == Status.PUBLISHED)
    return session.execute(query.order_by(table.c.id).limit(limit)).mappings().all()


def ids_of_firms(session: Session, model: Model, firm_ids: Sequence[str]) -> list[str]:
    """All listings of these firms."""
    found: list[str] = []
    for start in range(0, len(firm_ids), AT_ONCE):
        some = col(model.firm_id).in_(firm_ids[start : start + AT_ONCE])
        found += session.exec(select(model.id).where(some))
    return found


def forget_unpublished(session: Session) -> None:
    """Remove the edges of listings that are published no longer, or never were."""
    lease(session, "graph")
    for subject in MODELS:
        session.execute(delete(table_of(GraphEdge)).where(_unpublished(subject)))


def unpublished_with_edges(session: Session) -> set[str]:
    """Listings that are not published, and have edges all the same."""
    keys = select(GraphEdge.listing_id).distinct()
    return {key for subject in MODELS for key in session.exec(keys.where(_unpublished(subject)))}


def _unpublished(subject: Subject) -> ColumnElement[bool]:
    table, model, head = table_of(GraphEdge), MODELS[subject], f"{subject}:"
    tail = func.substr(table.c.listing_id, len(head) + 1)
    # Not NOT IN: PostgreSQL walks a list that outgrows its memory once for every edge.
    listed = exists().where(col(model.id) == tail, col(model.status) == Status.PUBLISHED)
    return table.c.listing_id.startswith(head) & ~listed.correlate(table)


def count_published(session: Session) -> int:
    """How many listings the index should hold."""
    return sum(
        session.exec(
            select(func.count()).select_from(model).where(model.status == Status.PUBLISHED)
        ).one()
        for model in MODELS.values()
    )


def place_of(session: Session, generation: str) -> int | None:
    """Up to which change this generation has everything; None where the database does not know it."""
    return place_named(session, READER + generation)


def set_place(session: Session, generation: str, seq: int) -> None:
    """This generation has everything up to this change."""
    set_place_named(session, READER + generation, seq)


def place_named(session: Session, reader: str) -> int | None:
    """How far a reader of the outbox has got; None where it never began."""
    found = session.get(Position, reader)
    return None if found is None else found.seq


def set_place_named(session: Session, reader: str, seq: int) -> None:
    """A reader of the outbox has got this far."""
    position(session, reader).seq = seq


def forget_other_places(session: Session, generation: str) -> None:
    """The places of generations that are in use no longer."""
    table = table_of(Position)
    ours = table.c.reader.startswith(READER) & (table.c.reader != READER + generation)
    session.execute(delete(table).where(ours))
