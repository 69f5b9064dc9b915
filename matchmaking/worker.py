"""Who does the work that nobody waits for? Threads that each do one kind of job, again and again.

Every job finds its own work in the tables and leaves it there until it is done, so a worker may be
killed at any moment and several may run beside each other.
"""

from collections.abc import Callable, Mapping
from threading import Event, Thread

import structlog

log = structlog.get_logger(__name__)

IDLE_SECONDS = 0.3  # how long a job that found nothing to do waits
SORRY_SECONDS = 2.0  # how long one that failed waits
STOP_SECONDS = 10.0

Job = Callable[[], bool]  # does one piece of work; False when there was none


def _nothing() -> None:
    """Nothing to close."""


class Worker:
    """Named jobs, a thread each. `closing`: what gives back leases once all have stopped."""

    def __init__(self, jobs: Mapping[str, Job], *, closing: Callable[[], None] = _nothing) -> None:
        self._jobs = jobs
        self._closing = closing
        self._stopping = Event()
        self._threads: list[Thread] = []

    def start(self) -> None:
        """Work from now on."""
        for name, job in self._jobs.items():
            thread = Thread(target=self._work, args=(name, job), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Finish the pieces in hand, and no more."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(STOP_SECONDS)
        self._threads.clear()
        self._closing()

    def wait(self) -> None:
        """Until somebody stops it."""
        self._stopping.wait()

    def _work(self, name: str, job: Job) -> None:
        while not self._stopping.is_set():
            try:
                pause = 0.0 if job() else IDLE_SECONDS
            except Exception:  # a thread's edge: logged, and tried again after a while
                log.exception("worker.failed", job=name)
                pause = SORRY_SECONDS
            self._stopping.wait(pause)
