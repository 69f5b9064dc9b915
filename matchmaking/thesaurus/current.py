"""Which thesaurus does this process know? The one in force, made ready once and again when that changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock, Thread

from sqlmodel import Session

from matchmaking.errors import NotReady
from matchmaking.thesaurus import queries
from matchmaking.thesaurus.concepts import Thesaurus
from matchmaking.thesaurus.editing import in_force
from matchmaking.thesaurus.knowledge import Knowledge, know, shipped_knowledge
from matchmaking.thesaurus.reading import shipped_thesaurus
from matchmaking.thesaurus.touching import Toucher
from search.vectors import Encoder

PATIENCE = 3.0  # seconds
Mark = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class Touching:
    """A thesaurus and what of it a text touches: a fifth of the work of all knowledge."""

    thesaurus: Thesaurus
    toucher: Toucher


class Current:
    """Kept between requests. `ship` reads what comes with the platform, `prepare` makes it ready.

    `encoder` knows meanings, where there is one; `patience` is how many seconds people wait.
    """

    def __init__(
        self,
        ship: Callable[[], Thesaurus] = shipped_thesaurus,
        *,
        prepare: Callable[[Thesaurus], Knowledge] = know,
        encoder: Encoder | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._ship, self._prepare = ship, prepare
        self.encoder = encoder
        self._patience = patience
        self._lock = Lock()
        self._making = Lock()  # taken for seconds; who only reads must not wait for it
        self._held: tuple[Mark, Thesaurus] | None = None
        self._maker: Thread | None = None
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
        return self._know(self.thesaurus(session))

    def soon(self, session: Session) -> Knowledge:
        """The same for somebody who waits. Raises NotReady after some seconds; it is made meanwhile."""
        thesaurus = self.thesaurus(session)
        with self._lock:
            if self._maker is None or not self._maker.is_alive():
                self._maker = Thread(target=self._know, args=(thesaurus,), daemon=True)
                self._maker.start()
            maker = self._maker
        maker.join(self._patience)
        if self._known is None or self._known.thesaurus is not thesaurus:
            raise NotReady("词库刚改过，正在重新整理，请过几秒再看。")
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

    def _know(self, thesaurus: Thesaurus) -> Knowledge:
        with self._making:
            if self._known is None or self._known.thesaurus is not thesaurus:
                self._known = self._make(thesaurus)
            return self._known

    def _make(self, thesaurus: Thesaurus) -> Knowledge:
        return shipped_knowledge() if self._is_shipped(thesaurus) else self._prepare(thesaurus)

    def _is_shipped(self, thesaurus: Thesaurus) -> bool:
        return self._ship is shipped_thesaurus and thesaurus is self._ship()
