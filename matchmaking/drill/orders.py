"""What is a process of the drill told? Where the data is, where to die, by how much its clock is ahead."""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, event
from sqlmodel import Session

from matchmaking import clock
from matchmaking.storage import failpoints
from matchmaking.storage.database import open_database

COMMIT_BEFORE, COMMIT_AFTER = "commit.before", "commit.after"
READY = "ready\n"
# In the scratch folder: the lists to bring, the platform's data, what was promised.
LISTS, DATA, JOURNAL = "lists", "data", "journal.jsonl"
AGAIN = "again"  # the lists once more, with changed rows
# Two signs: no death is waited for any more; all lists are in, so that the worker may end.
ENOUGH, CLOSING = "enough", "closing"


@dataclass(frozen=True, slots=True)
class Orders:
    """Handed over on standard input, since a database's address may hold a password."""

    url: str
    data: str
    failpoint: str = ""
    # Each life is one lease later than the one before, so that nobody waits for the dead one's.
    ahead_seconds: float = 0

    def now(self) -> datetime:
        return clock.now() + timedelta(seconds=self.ahead_seconds)

    @property
    def folder(self) -> Path:
        return Path(self.data)

    def text(self) -> str:
        return json.dumps(asdict(self)) + "\n"


def before_commit(_session: object) -> None:
    """Every transaction of the process passes here."""
    failpoints.reach(COMMIT_BEFORE)


def after_commit(_session: object) -> None:
    """And here once it is over."""
    failpoints.reach(COMMIT_AFTER)


def begin() -> tuple[Orders, Engine]:
    """Read the orders, arm the failpoint, and say that the work begins."""
    orders = Orders(**json.loads(sys.stdin.readline()))
    engine = open_database(orders.url)
    event.listen(Session, "before_commit", before_commit)
    event.listen(Session, "after_commit", after_commit)
    failpoints.arm_from(orders.failpoint)
    sys.stdout.write(READY)
    sys.stdout.flush()
    return orders, engine
