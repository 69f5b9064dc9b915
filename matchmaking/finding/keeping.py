"""What is read from the tables once, and again only when the outbox says that it changed?"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from matchmaking.outbox import queries as outbox
from matchmaking.outbox.models import Subject
from matchmaking.storage.database import reading

T = TypeVar("T")


class Kept(Generic[T]):
    """Something made of tables, for every thread of a process."""

    def __init__(
        self, engine: Engine, make: Callable[[Session], T], *, subjects: frozenset[Subject]
    ) -> None:
        self._engine = engine
        self._make = make
        self._subjects = subjects
        self._lock = Lock()
        self._place = 0
        self._held: tuple[T] | None = None

    def __call__(self) -> T:
        """As it is now. Looking whether anything changed costs one look at the newest number."""
        with self._lock, reading(self._engine) as session:
            newest = outbox.newest(session)
            stale = newest != self._place and (
                newest < self._place  # another database was put in its place
                or outbox.any_after(session, self._place, self._subjects)
            )
            if self._held is None or stale:
                # Read after the number: what is committed meanwhile is seen at once, and once more.
                self._held = (self._make(session),)
            self._place = newest
            return self._held[0]
