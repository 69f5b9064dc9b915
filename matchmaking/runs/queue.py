"""Which run is next, and whose is it? Runs wait as rows; a worker claims one, with a lease.

A claim has a number. Whatever its holder writes is written only while that number is the valid
one, so a worker that was believed dead cannot spoil the work of the one that took over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from matchmaking.runs.turn import News, TurnOver
from matchmaking.storage import queries
from matchmaking.storage.database import reading, transaction
from matchmaking.storage.models import MatchRun, RunState

# Longer than the longest transaction, for a SQLite row cannot be renewed while another is written;
# short, for it is the time a run waits after its worker died.
LEASE = timedelta(seconds=20)
# A run that kills its worker (too little memory, say) would do so for ever.
MOST_CRASHES = 3
CRASHED = "处理这两份清单时程序连续中断了 {times} 次，已不再重试。请拆成较小的清单再试。"


@dataclass(frozen=True, slots=True)
class RunQueue:
    """The rows of `match_run`, as a queue."""

    engine: Engine
    now: Callable[[], datetime]

    def add(self, run: MatchRun) -> None:
        with transaction(self.engine) as session:
            session.add(run)

    def find(self, run_id: str) -> MatchRun | None:
        with reading(self.engine) as session:
            return queries.run(session, run_id)

    def claim(self) -> MatchRun | None:
        """Take the oldest run that waits or was left behind; nobody else gets it."""
        while True:
            with transaction(self.engine) as session:
                run = queries.run_to_claim(session, self.now())
                if run is None:
                    return None
                self._mark_claimed(run)
            if run.state == RunState.WORKING:
                return run

    def save_news(self, run: MatchRun, news: News) -> bool:
        """Write how far it is and renew the lease; False when the claim is lost."""
        told = {"step": news.step, "done": news.done, "total": news.total}
        return self._change(run, **told, lease_until=self.now() + LEASE)

    def hold(self, session: Session, run: MatchRun) -> None:
        """Make `session` write only if the claim holds until it commits. Raises TurnOver."""
        changes = {"lease_until": self.now() + LEASE}
        if not queries.change_claimed_run(session, run.id, run.claim, changes=changes):
            raise TurnOver

    def finish(self, run: MatchRun) -> None:
        """Mark as done. Raises TurnOver when the claim is lost."""
        if not self._end(run, state=RunState.DONE, step="完成"):
            raise TurnOver

    def fail(self, run: MatchRun, sentence: str) -> bool:
        """Mark as failed, for the reason a person will read; False when the claim is lost."""
        return self._end(run, state=RunState.FAILED, error=sentence)

    def release(self, run: MatchRun) -> bool:
        """Put a run back that its worker may not finish; it is the next to be claimed."""
        return self._change(run, state=RunState.QUEUED, lease_until=None)

    def _mark_claimed(self, run: MatchRun) -> None:
        run.crashes += run.state == RunState.WORKING
        run.claim += 1
        if run.crashes < MOST_CRASHES:
            run.state = RunState.WORKING
            run.lease_until = self.now() + LEASE
        else:
            run.state = RunState.FAILED
            run.error = CRASHED.format(times=run.crashes)
            run.finished_at = self.now()

    def _end(self, run: MatchRun, **changes: Any) -> bool:
        return self._change(run, **changes, finished_at=self.now(), lease_until=None)

    def _change(self, run: MatchRun, **changes: Any) -> bool:
        with transaction(self.engine) as session:
            return queries.change_claimed_run(session, run.id, run.claim, changes=changes)
