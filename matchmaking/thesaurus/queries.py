"""What do we ask of the entries of the thesaurus? All SQL on them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from matchmaking.thesaurus.models import State, ThesaurusEntry


def entry(session: Session, entry_id: str) -> ThesaurusEntry | None:
    return session.get(ThesaurusEntry, entry_id)


def lock(session: Session, found: ThesaurusEntry) -> None:
    """As it is now, not to be decided by anybody else till the transaction ends."""
    session.refresh(found, with_for_update=True)


def approved(session: Session) -> Sequence[ThesaurusEntry]:
    """What is in force, in the order it was decided."""
    query = select(ThesaurusEntry).where(col(ThesaurusEntry.state) == State.APPROVED)
    return session.exec(
        query.order_by(col(ThesaurusEntry.decided_at), col(ThesaurusEntry.id))
    ).all()


def mark_of(session: Session) -> tuple[int, datetime | None]:
    """Changes whenever what is in force does: how many entries are, and the last decision."""
    count = select(func.count()).where(col(ThesaurusEntry.state) == State.APPROVED)
    last = select(ThesaurusEntry.decided_at).where(col(ThesaurusEntry.decided_at).is_not(None))
    newest = last.order_by(col(ThesaurusEntry.decided_at).desc()).limit(1)
    return session.exec(count).one(), session.exec(newest).first()


def waiting(session: Session, key: str) -> Sequence[ThesaurusEntry]:
    """Proposals about a standard name that nobody has decided."""
    query = select(ThesaurusEntry).where(
        col(ThesaurusEntry.key) == key, col(ThesaurusEntry.state) == State.PROPOSED
    )
    return session.exec(query.order_by(col(ThesaurusEntry.at), col(ThesaurusEntry.id))).all()


def page(
    session: Session, state: State, *, start: int, limit: int
) -> tuple[Sequence[ThesaurusEntry], int]:
    """One page of the entries in a state, the latest first, and how many there are."""
    which = col(ThesaurusEntry.state) == state
    total = session.exec(select(func.count()).select_from(ThesaurusEntry).where(which)).one()
    latest = select(ThesaurusEntry).where(which)
    ordered = latest.order_by(col(ThesaurusEntry.at).desc(), col(ThesaurusEntry.id))
    return session.exec(ordered.offset(start).limit(limit)).all(), total


def counts(session: Session) -> dict[str, int]:
    """How many entries stand how."""
    query = select(ThesaurusEntry.state, func.count()).group_by(col(ThesaurusEntry.state))
    return dict(session.exec(query).all())
