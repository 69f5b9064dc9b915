"""What do changed listings look like now? Their present rows, as all that is derived from them.

Never what the change said: rows are read when a change is applied, so that applying it twice, or
several changes in one go, comes to the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping
from sqlmodel import Session

from matchmaking.catalogue.models import Status
from matchmaking.catalogue.queries import by_ids, firms_by_ids
from matchmaking.catalogue.rows import record_of
from matchmaking.catalogue.service import firm_value
from matchmaking.catalogue.taking_in import MODELS, Model
from matchmaking.indexing import queries
from matchmaking.indexing.documents import GroupOf, Row, document_of, key_of
from matchmaking.indexing.edges import ChainNames, EdgeRow, listing_edges
from matchmaking.matching.supply import SUPPLY
from matchmaking.outbox.models import Change, Subject
from matchmaking.records import Demand
from search.contract import Document

Ids = Mapping[Subject, Sequence[str]]
Pair = tuple[RowMapping, RowMapping]  # a listing and its firm
PORTION = 2_000  # listings read in one go when all are read


@dataclass(frozen=True, slots=True)
class Batch:
    """What some listings put into the index, the graph and the vectors, and what they take out."""

    pairs: tuple[Pair, ...]
    removed: tuple[str, ...]  # keys of those that are not published

    @property
    def keys(self) -> list[str]:
        """All listings it is about."""
        return [*(_key(row) for row, _ in self.pairs), *self.removed]

    def documents(self, group_of: GroupOf) -> Iterator[Document]:
        """For the index."""
        return (document_of(row, firm, group_of) for row, firm in self.pairs)

    def edges(self, names: ChainNames) -> Iterator[EdgeRow]:
        """For the graph."""
        for row, firm in self.pairs:
            yield from listing_edges(row, firm, names)

    def texts(self) -> list[str]:
        """All that the matcher will want the meaning of, each once."""
        said = (text for row, firm in self.pairs for text in _texts(row, firm))
        return list(dict.fromkeys(said))


def touched(session: Session, changes: Iterable[Change]) -> Ids:
    """Which listings these changes are about; a firm's change is about all it has."""
    told: dict[str, set[str]] = {subject: set() for subject in Subject}
    for change in changes:
        told[change.subject].add(change.subject_id)
    firms = sorted(told[Subject.FIRM])
    return {
        subject: sorted(told[subject].union(queries.ids_of_firms(session, model, firms)))
        for subject, model in MODELS.items()
    }


def gather(session: Session, ids: Ids) -> Batch:
    """These listings as they are now."""
    pairs: list[Pair] = []
    removed: list[str] = []
    for subject, some in ids.items():
        rows = by_ids(session, MODELS[subject], some)
        shown = [row for row in rows.values() if row["status"] == Status.PUBLISHED]
        pairs += _with_firms(session, shown)
        published = {row["id"] for row in shown}
        removed += [key_of(subject, one) for one in some if one not in published]
    return Batch(tuple(pairs), tuple(removed))


def portion(session: Session, subject: Subject, after: str) -> Batch:
    """The next published listings of a kind; empty after the last."""
    model: Model = MODELS[subject]
    rows = queries.published_after(session, model, after, limit=PORTION)
    return Batch(tuple(_with_firms(session, rows)), ())


def last_id(batch: Batch) -> str:
    """Where the next portion begins."""
    return str(batch.pairs[-1][0]["id"])


def _with_firms(session: Session, rows: Sequence[RowMapping]) -> Iterator[Pair]:
    firms = firms_by_ids(session, sorted({row["firm_id"] for row in rows}))
    return ((row, firms[row["firm_id"]]) for row in rows)


def _key(row: Row) -> str:
    return key_of(Subject.NEED if "title" in row else Subject.SUPPLY, row["id"])


def _texts(row: RowMapping, firm: RowMapping) -> Iterator[str]:
    """As the matcher's recipe says, so that it finds each of them encoded."""
    record = record_of(row, firm_value(firm))
    side = SUPPLY.asks if isinstance(record, Demand) else SUPPLY.offers
    yield side.title(record)
    for meaning in side.meanings.values():
        yield meaning(record)
