"""What do we ask of remembered searches? All SQL on saved searches, unmet searches and synonyms."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from matchmaking.finding.models import SavedSearch, SynonymGroup, UnmetSearch
from matchmaking.storage.queries import table_of


def saved(session: Session, saved_id: str) -> SavedSearch | None:
    return session.get(SavedSearch, saved_id)


def saved_of(session: Session, user_id: str) -> Sequence[SavedSearch]:
    """A user's saved searches, the newest first."""
    query = select(SavedSearch).where(col(SavedSearch.user_id) == user_id)
    newest = query.order_by(col(SavedSearch.created_at).desc(), col(SavedSearch.id))
    return session.exec(newest).all()


def count_saved(session: Session, user_id: str) -> int:
    """How many searches a user has saved."""
    query = select(func.count()).select_from(SavedSearch)
    return session.exec(query.where(col(SavedSearch.user_id) == user_id)).one()


def unmet(session: Session, unmet_id: str) -> UnmetSearch | None:
    return session.get(UnmetSearch, unmet_id)


def unmet_to_count(
    session: Session, unmet_id: str, *, text: str, kind: str, now: datetime
) -> UnmetSearch:
    """The row, made at the first time; locked, so that nobody's count is lost."""
    fresh = {
        "id": unmet_id,
        "kind": kind,
        "text": text,
        "count": 0,
        "first_at": now,
        "last_at": now,
        "roles": {},
    }
    session.execute(_insert_if_absent(session).values(**fresh))
    query = select(UnmetSearch).where(col(UnmetSearch.id) == unmet_id)
    return session.exec(query.with_for_update()).one()


def _insert_if_absent(session: Session) -> Insert:
    table = table_of(UnmetSearch)
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def unmet_page(
    session: Session, *, dismissed: bool, start: int, limit: int
) -> tuple[Sequence[UnmetSearch], int]:
    """What was most often not found first, and how many there are."""
    done = col(UnmetSearch.dismissed_at)
    which = done.is_not(None) if dismissed else done.is_(None)
    query = select(UnmetSearch).where(which)
    ordered = query.order_by(
        col(UnmetSearch.count).desc(), col(UnmetSearch.last_at).desc(), col(UnmetSearch.id)
    )
    total = session.exec(select(func.count()).select_from(UnmetSearch).where(which)).one()
    return session.exec(ordered.offset(start).limit(limit)).all(), total


def group(session: Session, group_id: str) -> SynonymGroup | None:
    return session.get(SynonymGroup, group_id)


def groups(session: Session) -> Sequence[SynonymGroup]:
    """All groups, the last changed first."""
    query = select(SynonymGroup)
    last = query.order_by(col(SynonymGroup.changed_at).desc(), col(SynonymGroup.id))
    return session.exec(last).all()
