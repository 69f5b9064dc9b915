"""How is a change told, and how does one process at a time work on what was told?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from matchmaking.outbox import queries
from matchmaking.outbox.models import Subject


def tell(session: Session, subject: Subject, ids: Iterable[str], *, now: datetime) -> None:
    """Write the change down in the transaction that makes it."""
    queries.add(session, subject, ids, now=now)


def take_lease(
    session: Session, name: str, holder: str, *, now: datetime, length: timedelta
) -> bool:
    """Become, or stay, the one who may; False while somebody else's turn lasts."""
    lease = queries.lease(session, name)
    if lease.holder != holder and lease.until is not None and lease.until > now:
        return False
    lease.holder, lease.until = holder, now + length
    return True


def give_up_lease(session: Session, name: str, holder: str) -> None:
    """Let the next one in at once."""
    lease = queries.lease(session, name)
    if lease.holder == holder:
        lease.holder, lease.until = "", None


def is_held(session: Session, name: str, *, now: datetime) -> bool:
    """Whether anybody holds the lease."""
    until = queries.held_until(session, name)
    return until is not None and until > now
