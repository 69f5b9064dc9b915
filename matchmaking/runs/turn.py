"""How does a worker keep its claim on a run, and tell how far it is, without slowing its work?"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger(__name__)

BEAT_SECONDS = 0.25  # news is written this often at most
RENEW_BEATS = 20  # without news, the lease is renewed every five seconds


@dataclass(frozen=True, slots=True)
class News:
    """How far a run is."""

    step: str
    done: int = 0
    total: int | None = None


class TurnOver(Exception):
    """The worker is to stop, or another one has taken the run over."""


class Turn:
    """A worker's turn at a run, from `with` to its end.

    `tell` only sets a value in memory. A thread of its own passes the value on to `save`, which
    writes it with a new lease and says whether the claim still holds. Were the row written by
    `tell` itself, a progress told inside a SQLite transaction would wait for that transaction.
    """

    def __init__(self, save: Callable[[News], bool], *, news: News, stopping: Event) -> None:
        self.news = news
        self._save = save
        self._stopping = stopping
        self._lost = Event()
        self._over = Event()
        self._thread = Thread(target=self._beat, name="turn", daemon=True)

    def tell(self, step: str, done: int, total: int | None = None) -> None:
        """The run's `Progress`. Raises TurnOver."""
        self.news = News(step, done, total)
        if self._stopping.is_set() or self._lost.is_set():
            raise TurnOver

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        saved, beats = self.news, 0
        while not (self._over.wait(BEAT_SECONDS) or self._lost.is_set()):
            news, beats = self.news, beats + 1
            if news != saved or beats >= RENEW_BEATS:
                saved, beats = news, 0
                self._try_to_save(news)

    def _try_to_save(self, news: News) -> None:
        try:
            if not self._save(news):
                self._lost.set()
        except SQLAlchemyError:
            # The next beat tries again; should the lease lapse meanwhile, the claim's number
            # keeps two workers from writing the same run.
            log.warning("run.news_not_saved", step=news.step, exc_info=True)
