"""What is read from the tables once, and again only when the outbox says that it changed?"""

from collections.abc import Callable
from threading import Lock, Thread
from typing import Generic, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from matchmaking.outbox import queries as outbox
from matchmaking.outbox.models import Subject
from matchmaking.storage.database import reading

T = TypeVar("T")
PATIENCE = 0.5  # seconds


class Kept(Generic[T]):
    """Something made of tables, for every thread of a process.

    What takes longer to make than `patience` is made beside, and the old one serves meanwhile: nobody
    who searches waits for seconds because the thesaurus was changed.
    """

    def __init__(
        self,
        engine: Engine,
        make: Callable[[Session], T],
        *,
        subjects: frozenset[Subject],
        patience: float = PATIENCE,
    ) -> None:
        self._engine = engine
        self._make = make
        self._subjects = subjects
        self._patience = patience
        self._lock = Lock()
        self._maker: Thread | None = None
        self._held: tuple[T, int] | None = None  # and the place in the outbox it was read after

    def __call__(self) -> T:
        """As it is now. Looking whether anything changed costs one look at the newest number."""
        with self._lock:
            if self._held is None:
                self._held = self._read()
            elif self._maker is not None and self._maker.is_alive():
                pass
            elif self._is_stale(*self._held):
                self._maker = Thread(target=self._exchange, name="kept", daemon=True)
                self._maker.start()
                self._maker.join(self._patience)
            return self._held[0]

    def _is_stale(self, value: T, place: int) -> bool:
        with reading(self._engine) as session:
            newest = outbox.newest(session)
            if newest == place:
                return False
            # Where the numbers went back, another database was put in its place.
            if newest < place or outbox.any_after(session, place, self._subjects):
                return True
        self._held = value, newest
        return False

    def _exchange(self) -> None:
        self._held = self._read()

    def _read(self) -> tuple[T, int]:
        with reading(self._engine) as session:
            # The number first: what is committed meanwhile is seen at once, and once more.
            newest = outbox.newest(session)
            return self._make(session), newest
