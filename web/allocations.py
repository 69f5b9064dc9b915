"""How does the operator get an allocation without waiting for it? One computation at a time, its result kept.

It takes seconds to a minute, so asking only starts it; the page shows how far it is and then the
result, until another is asked for.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Lock

import structlog

from matchmaking.allocation.problem import Limits
from matchmaking.allocation.service import Allocation
from matchmaking.errors import MatchmakingError, NotReady
from matchmaking.progress import Progress

log = structlog.get_logger(__name__)

BROKEN = "内部错误，已记录。请稍后重新计算；仍不行时请联系维护人员。"
TOO_EARLY = "已发布的需求和供给还在整理，请过一会儿再计算。"
Compute = Callable[[Limits, datetime, Progress], Allocation]


@dataclass(frozen=True, slots=True)
class Finished:
    """A result and when it was asked for."""

    allocation: Allocation
    at: datetime


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a computation is, or why it ended without a result."""

    running: bool = False
    step: str = ""
    done: int = 0
    total: int | None = None
    error: str = ""

    @property
    def percent(self) -> int | None:
        """Of the present step; None where nobody knows of how much."""
        return min(100, round(100 * self.done / self.total)) if self.total else None


def not_here(limits: Limits, now: datetime, progress: Progress) -> Allocation:
    """Where no market stands behind the site."""
    del limits, now, progress
    raise NotReady(TOO_EARLY)


class Allocations:
    """Asked from any thread; computes on one of its own."""

    def __init__(self, compute: Compute = not_here) -> None:
        self._compute = compute
        self._lock = Lock()
        self._stopping = Event()
        self._stage = Stage()
        self._last: Finished | None = None
        self._pool: ThreadPoolExecutor | None = None

    @property
    def stage(self) -> Stage:
        """How far the computation under way is."""
        return self._stage

    @property
    def last(self) -> Finished | None:
        """The newest result."""
        return self._last

    def ask(self, limits: Limits, *, now: datetime) -> None:
        """Start computing; while one computation is under way another is not begun."""
        with self._lock:
            if self._stage.running:
                return
            self._stage = Stage(running=True)
            self._pool = self._pool or ThreadPoolExecutor(1, thread_name_prefix="allocation")
            work = self._pool.submit(self._compute, limits, now, self._tell)
        work.add_done_callback(lambda done: self._finish(done, now))

    def start(self) -> None:
        """Nothing is computed before somebody asks."""

    def stop(self) -> None:
        """Give up what is under way."""
        self._stopping.set()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _tell(self, step: str, done: int, total: int | None = None) -> None:
        if self._stopping.is_set():
            raise MatchmakingError("网站正在关闭，没有算完。")
        self._stage = Stage(running=True, step=step, done=done, total=total)

    def _finish(self, work: "Future[Allocation]", at: datetime) -> None:
        fault = None if work.cancelled() else work.exception()
        if work.cancelled() or fault is not None:
            self._stage = Stage(error=_said(fault))
            return
        self._last = Finished(work.result(), at)
        self._stage = Stage()


def _said(fault: BaseException | None) -> str:
    """Why there is no result, to whoever asked for it."""
    if isinstance(fault, NotReady):  # its own words promise a page that renews itself
        return TOO_EARLY
    if isinstance(fault, MatchmakingError):
        return str(fault)
    log.error("allocation.failed", exc_info=fault)
    return BROKEN
