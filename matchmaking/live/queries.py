"""What does the live market ask of the tables? Firms at once, a firm's listings, what changed since."""

from collections.abc import Iterator, Sequence

from sqlalchemy import RowMapping
from sqlmodel import Session, col, select

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.catalogue.queries import chunks
from matchmaking.firms.models import FirmFile
from matchmaking.outbox.models import Change, Subject
from matchmaking.storage.queries import table_of


def all_firms(session: Session) -> Iterator[RowMapping]:
    """Every firm, merged ones included: a listing may still name one for a moment."""
    query = table_of(FirmFile).select()
    yield from session.execute(query.execution_options(yield_per=5_000)).mappings()


def listings_of_firm(
    session: Session, model: type[Need] | type[SupplyListing], firm_id: str
) -> Sequence[RowMapping]:
    """A firm's listings, in the order of ids."""
    table = table_of(model)
    query = table.select().where(table.c.firm_id == firm_id).order_by(table.c.id)
    return session.execute(query).mappings().all()


def changed_since(session: Session, seq: int, subject: Subject) -> list[str]:
    """What changed after a place of the outbox, each once."""
    query = select(Change.subject_id).where(
        col(Change.seq) > seq, col(Change.subject) == subject.value
    )
    return sorted(set(session.exec(query)))


def supplies_of_firms(session: Session, firm_ids: Sequence[str]) -> list[str]:
    """The ids of all supplies of these firms."""
    found: list[str] = []
    for some in chunks(firm_ids):
        query = select(SupplyListing.id).where(col(SupplyListing.firm_id).in_(some))
        found += session.exec(query)
    return found
