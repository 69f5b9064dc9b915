"""What do we ask of the outbox? Changes after a place, the newest, leases and positions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session, col, func, select

from matchmaking.outbox.models import Change, Lease, Position
from matchmaking.storage.queries import table_of

# Any number will do; it must only be the same for every writer of the outbox.
_WRITERS = 7_260_411


def add(session: Session, subject: str, ids: Iterable[str], *, now: datetime) -> None:
    """Note that these changed, in the caller's transaction, which should commit right after."""
    rows: list[dict[str, Any]] = [{"subject": subject, "subject_id": key, "at": now} for key in ids]
    if not rows:
        return
    if session.get_bind().dialect.name == "postgresql":
        # Numbers are drawn before commits, so a later number could become visible first and a
        # reader that remembers its place would miss the earlier one. Writers take turns instead;
        # SQLite has one writer at a time anyway.
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS})
    session.execute(insert(table_of(Change)), rows)


def after(session: Session, seq: int, limit: int) -> Sequence[Change]:
    """The changes after a place, in order."""
    query = select(Change).where(col(Change.seq) > seq).order_by(col(Change.seq)).limit(limit)
    return session.exec(query).all()


def any_after(session: Session, seq: int, subjects: Iterable[str]) -> bool:
    """Whether anything of these kinds changed after a place."""
    query = select(Change.seq).where(col(Change.seq) > seq).where(col(Change.subject).in_(subjects))
    return session.exec(query.limit(1)).first() is not None


def newest(session: Session) -> int:
    """The number of the last change; 0 before the first."""
    return session.exec(select(func.max(Change.seq))).one() or 0


def position(session: Session, reader: str) -> Position:
    """A reader's place, made at its first asking."""
    found = session.get(Position, reader)
    if found is None:
        found = Position(reader=reader)
        session.add(found)
        session.flush()
    return found


def place_of(session: Session, reader: str) -> int:
    """A reader's place without making one."""
    found = session.get(Position, reader)
    return 0 if found is None else found.seq


def positions(session: Session) -> dict[str, int]:
    """How far every reader has got."""
    return dict(session.exec(select(Position.reader, Position.seq)).all())


def lease(session: Session, name: str) -> Lease:
    """The lease's row, locked till the transaction ends, made at its first asking."""
    query = select(Lease).where(col(Lease.name) == name).with_for_update()
    found = session.exec(query).first()
    if found is None:
        found = Lease(name=name)
        session.add(found)
        session.flush()
    return found


def held_until(session: Session, name: str) -> datetime | None:
    """Till when somebody holds the lease; None where nobody does."""
    return session.exec(select(Lease.until).where(col(Lease.name) == name)).first()
