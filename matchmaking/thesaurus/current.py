"""Which thesaurus does this process know? The one in force, made ready once and again when that changes."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from sqlmodel import Session

from matchmaking.thesaurus import queries
from matchmaking.thesaurus.concepts import Thesaurus
from matchmaking.thesaurus.editing import in_force
from matchmaking.thesaurus.knowledge import Knowledge, know, shipped_knowledge
from matchmaking.thesaurus.reading import shipped_thesaurus

Mark = tuple[int, datetime | None]


class Current:
    """Kept between requests; `ship` reads what comes with the platform."""

    def __init__(self, ship: Callable[[], Thesaurus] = shipped_thesaurus) -> None:
        self._ship = ship
        self._lock = Lock()
        self._held: tuple[Mark, Thesaurus] | None = None
        self._known: tuple[Thesaurus, Knowledge] | None = None

    @property
    def shipped(self) -> Thesaurus:
        """Without what people added."""
        return self._ship()

    def thesaurus(self, session: Session) -> Thesaurus:
        """The thesaurus in force."""
        mark = queries.mark_of(session)
        with self._lock:
            if self._held is None or self._held[0] != mark:
                self._held = mark, in_force(session, self.shipped)
            return self._held[1]

    def knowledge(self, session: Session) -> Knowledge:
        """The same, ready to be asked; that takes seconds after every change."""
        thesaurus = self.thesaurus(session)
        with self._lock:
            if self._known is None or self._known[0] is not thesaurus:
                self._known = thesaurus, self._make(thesaurus)
            return self._known[1]

    def _make(self, thesaurus: Thesaurus) -> Knowledge:
        ours = self._ship is shipped_thesaurus and thesaurus is self._ship()
        return shipped_knowledge() if ours else know(thesaurus)
