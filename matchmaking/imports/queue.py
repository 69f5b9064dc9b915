"""Which import is next, and whose is it? They wait as rows; a worker claims one, with a lease.

As with runs (`runs.queue`), a claim has a number, and what its holder writes is written only while
that number is the valid one. An import waits twice: to be read, and once confirmed to be written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from matchmaking.imports import queries
from matchmaking.imports.models import ImportState, ListImport
from matchmaking.runs.turn import News, TurnOver
from matchmaking.storage.database import reading, transaction

# Longer than the longest transaction, for a SQLite row cannot be renewed while another is written.
LEASE = timedelta(seconds=20)
MOST_CRASHES = 3
CRASHED = "处理这份清单时程序连续中断了 {times} 次，已不再重试。请拆成较小的清单再试。"


@dataclass(frozen=True, slots=True)
class ImportQueue:
    """The rows of `list_import`, as a queue."""

    engine: Engine
    now: Callable[[], datetime]

    def claim(self) -> ListImport | None:
        """Take the oldest that waits or was left behind; nobody else gets it."""
        with reading(self.engine) as session:
            if not queries.waits(session, self.now()):
                return None
        while True:
            with transaction(self.engine) as session:
                job = queries.to_claim(session, self.now())
                if job is None:
                    return None
                self._mark_claimed(job)
            if job.state != ImportState.FAILED:
                return job

    def save_news(self, job: ListImport, news: News) -> bool:
        """Write how far it is and renew the lease; False when the claim is lost."""
        told = {"step": news.step, "done": news.done, "total": news.total}
        with transaction(self.engine) as session:
            return self.change(session, job, **told, lease_until=self.now() + LEASE)

    def hold(self, session: Session, job: ListImport) -> None:
        """Make `session` write only if the claim holds until it commits. Raises TurnOver."""
        if not self.change(session, job, lease_until=self.now() + LEASE):
            raise TurnOver

    def change(self, session: Session, job: ListImport, **changes: Any) -> bool:
        """Write these; False when the claim is lost."""
        return queries.change_claimed(session, job.id, job.claim, changes=changes)

    def release(self, job: ListImport) -> None:
        """Put one back that its worker may not finish; it is the next to be claimed."""
        with transaction(self.engine) as session:
            self.change(session, job, lease_until=None)

    def fail(self, job: ListImport, sentence: str) -> None:
        """For the reason a person will read; the file may then come again."""
        with transaction(self.engine) as session:
            self.change(session, job, **self._failed(sentence))

    def _mark_claimed(self, job: ListImport) -> None:
        job.crashes += job.lease_until is not None
        job.claim += 1
        job.lease_until = self.now() + LEASE
        if job.crashes >= MOST_CRASHES:
            for name, value in self._failed(CRASHED.format(times=job.crashes)).items():
                setattr(job, name, value)
        elif job.state == ImportState.QUEUED:
            job.state = ImportState.READING

    def _failed(self, sentence: str) -> dict[str, Any]:
        return {
            "state": ImportState.FAILED,
            "error": sentence,
            "lease_until": None,
            "live_key": None,
            "finished_at": self.now(),
        }
