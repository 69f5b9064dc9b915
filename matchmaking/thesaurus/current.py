"""Which thesaurus does this process know? The one in force, made ready once and again when that changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlmodel import Session

from matchmaking.thesaurus import queries
from matchmaking.thesaurus.concepts import Thesaurus
from matchmaking.thesaurus.editing import in_force
from matchmaking.thesaurus.knowledge import Knowledge, know, shipped_knowledge
from matchmaking.thesaurus.reading import shipped_thesaurus
from matchmaking.thesaurus.touching import Toucher
from search.vectors import Encoder

Mark = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class Touching:
    """A thesaurus and what of it a text touches: a fifth of the work of all knowledge."""

    thesaurus: Thesaurus
    toucher: Toucher


class Current:
    """Kept between requests. `ship` reads what comes with the platform; `encoder` knows meanings."""

    def __init__(
        self,
        ship: Callable[[], Thesaurus] = shipped_thesaurus,
        *,
        encoder: Encoder | None = None,
    ) -> None:
        self._ship = ship
        self.encoder = encoder
        self._lock = Lock()
        self._making = Lock()  # taken for seconds; who only reads must not wait for it
        self._held: tuple[Mark, Thesaurus] | None = None
        self._known: Knowledge | None = None
        self._touching: Touching | None = None

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
        with self._making:
            if self._known is None or self._known.thesaurus is not thesaurus:
                self._known = self._make(thesaurus)
            return self._known

    def touching(self, session: Session) -> Knowledge | Touching:
        """As much of it as touching takes, sooner."""
        thesaurus = self.thesaurus(session)
        with self._making:
            for made in (self._known, self._touching):
                if made is not None and made.thesaurus is thesaurus:
                    return made
            if self._is_shipped(thesaurus):  # which the rest of the process needs anyway
                self._known = self._make(thesaurus)
                return self._known
            self._touching = Touching(thesaurus, Toucher(thesaurus))
            return self._touching

    def _make(self, thesaurus: Thesaurus) -> Knowledge:
        return shipped_knowledge() if self._is_shipped(thesaurus) else know(thesaurus)

    def _is_shipped(self, thesaurus: Thesaurus) -> bool:
        return self._ship is shipped_thesaurus and thesaurus is self._ship()
