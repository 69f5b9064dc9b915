"""Who saw what is not public of a firm, when and why? Written down with the look itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from matchmaking.people import queries
from matchmaking.people.models import Look
from matchmaking.people.roles import Visitor

# Turning over the same page again is the same look.
SAME_LOOK = timedelta(hours=1)


class Kept(StrEnum):
    """What is not public."""

    CONTACTS = "联系方式"
    FINANCES = "财务"


@dataclass(frozen=True, slots=True)
class Seen:
    """A look, as the firm reads it."""

    who: str
    role: str
    what: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """What was looked at, and what it was needed for."""

    what: Kept
    why: str


def note_look(
    session: Session,
    visitor: Visitor,
    firm_id: str,
    *,
    reason: Reason,
    now: datetime,
    new_id: Callable[[], str],
) -> None:
    """Write the look down, unless it is their own firm or the look of a moment ago."""
    if not visitor.signed_in or visitor.firm_id == firm_id:
        return
    last = queries.last_look(session, visitor.user_id, firm_id, what=reason.what)
    if last is not None and last.why == reason.why and now - last.at < SAME_LOOK:
        return
    session.add(
        Look(
            id=new_id(),
            user_id=visitor.user_id,
            firm_id=firm_id,
            what=reason.what,
            why=reason.why,
            at=now,
        )
    )


def looks_at(session: Session, firm_id: str, *, limit: int = 100) -> Sequence[Seen]:
    """Who looked at a firm, the newest first."""
    return [
        Seen(name, role, look.what, look.why, look.at)
        for look, name, role in queries.looks(session, firm_id, limit)
    ]
