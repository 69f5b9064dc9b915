"""What do people look for that nobody offers or asks for? Searches that found nothing, counted."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session

from matchmaking.errors import UnknownRecord
from matchmaking.finding import queries
from matchmaking.finding.models import UnmetSearch
from matchmaking.finding.wanted import Wanted
from search.analysis import normalise

AGAIN_AFTER = timedelta(hours=1)
REMEMBERED = 10_000  # visitors × texts; the oldest are forgotten first


def id_of(text: str, kind: str) -> str:
    """The same for what is typed in another width, case or order of words."""
    words = " ".join(sorted(normalise(text).split()))
    return sha256(f"{kind}|{words}".encode()).hexdigest()[:32]


class LatelySeen:
    """Whose search was counted within the hour. Kept in memory only: who looked is nobody's business."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], datetime] = OrderedDict()
        self._lock = threading.Lock()

    def first(self, visitor: str, unmet_id: str, now: datetime) -> bool:
        """Whether this is to be counted: not asked before, or an hour ago."""
        key = (visitor, unmet_id)
        with self._lock:
            before = self._seen.get(key)
            if before is not None and now - before < AGAIN_AFTER:
                return False
            self._seen[key] = now
            self._seen.move_to_end(key)
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
            return True


def note(session: Session, wanted: Wanted, role: str, *, now: datetime) -> UnmetSearch:
    """Count a search that found nothing; one put aside comes back when it is asked for again."""
    unmet_id = id_of(wanted.text, wanted.kind)
    row = queries.unmet_to_count(session, unmet_id, text=wanted.text, kind=wanted.kind, now=now)
    row.count += 1
    row.text, row.last_at, row.dismissed_at = wanted.text, now, None
    row.roles = {**row.roles, role: row.roles.get(role, 0) + 1}
    session.add(row)
    session.flush()
    return row


def page(
    session: Session, *, dismissed: bool = False, start: int, limit: int
) -> tuple[Sequence[UnmetSearch], int]:
    """One page, the most wanted first, and how many there are."""
    return queries.unmet_page(session, dismissed=dismissed, start=start, limit=limit)


def dismiss(session: Session, unmet_id: str, *, now: datetime) -> UnmetSearch:
    """Put it aside: it has been seen to. Raises UnknownRecord."""
    row = queries.unmet(session, unmet_id)
    if row is None:
        raise UnknownRecord("没有这条记录，可能地址有误。请从未满足的检索里重新选择。")
    row.dismissed_at = now
    session.add(row)
    session.flush()
    return row
