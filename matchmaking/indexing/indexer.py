"""Who brings the index up to date? One process at a time, under a lease, in the order of the outbox."""

from datetime import datetime, timedelta
from threading import Lock

import structlog

from matchmaking.errors import Conflict
from matchmaking.indexing import queries
from matchmaking.indexing.applying import Applying
from matchmaking.indexing.generations import KeptIndex
from matchmaking.indexing.rebuilding import reindex
from matchmaking.indexing.site import APPLYING, Displaced, Site, Turn, let_go
from matchmaking.outbox.models import Subject
from matchmaking.outbox.queries import newest
from matchmaking.storage.database import reading
from search.contract import SearchError, SearchUnavailable

log = structlog.get_logger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=0.5), timedelta(seconds=60)


class Indexer:
    """A job for `matchmaking.worker`: each call does one step of the work that is there."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._turn = Turn(site, APPLYING)
        self._lock = Lock()
        self._generation = ""
        self._index: KeptIndex | None = None
        self._applying: Applying | None = None
        self._pause = timedelta()
        self._paused_until: datetime | None = None

    def work_once(self) -> bool:
        """Do what is next; False when there is nothing, or it is not our turn.

        While the search server is away nothing is lost: it is asked again after a pause that grows,
        and what changed meanwhile still stands in the outbox.
        """
        if self._paused_until is not None and self._site.now() < self._paused_until:
            return False
        with self._lock:
            try:
                done = self._work()
            except (Displaced, Conflict) as error:
                log.info("indexer.not_our_turn", reason=str(error))
                self._close()
                return False
            except SearchError as error:
                self._wait_longer(error)
                return False
        self._pause, self._paused_until = timedelta(), None
        return done

    def close(self) -> None:
        """Let the next one in: give up the turn and the folder."""
        with self._lock:
            self._close()
            let_go(self._site, APPLYING)

    def _work(self) -> bool:
        if not self._turn.mine():
            self._close()  # whoever has the turn needs the folder to write in
            return False
        if not self._usable():
            self._rebuild()
            return True
        if self._applying is None:
            self._open()
        return self._step()

    def _usable(self) -> bool:
        """Whether there is an index and this database knows how far it has got."""
        generation = self._site.shelf.current()
        if generation != self._generation:
            self._close()
            self._generation = generation
        if not generation:
            return False
        with reading(self._site.engine) as session:
            place = queries.place_of(session, generation)
            # Another database, or this one as it was before: changes the index has, it has not.
            return place is not None and place <= newest(session)

    def _open(self) -> None:
        try:
            self._index = self._site.shelf.open(self._generation)
        except SearchUnavailable:
            raise
        except SearchError as error:
            log.warning("indexer.index_not_usable", reason=str(error))
            self._rebuild()
            self._index = self._site.shelf.open(self._generation)
        self._applying = Applying(self._site, self._generation, self._index, lease=APPLYING)

    def _step(self) -> bool:
        if self._applying is None:
            return False
        step = self._applying.next_step()
        if step is None:
            return False
        if Subject.SYNONYM in step.subjects and self._site.shelf.synonyms_inside:
            self._rebuild()  # which brings it past this step
            return True
        self._applying.apply(step)
        return True

    def _rebuild(self) -> None:
        self._close()
        log.info("indexer.builds_anew")
        self._generation = reindex(self._site)
        self._turn.forget()  # given up when the new one took over

    def _close(self) -> None:
        self._turn.forget()
        index, self._index, self._applying = self._index, None, None
        if index is not None:
            index.close()

    def _wait_longer(self, error: SearchError) -> None:
        self._close()
        self._pause = min(max(self._pause * 2, _FIRST_PAUSE), _LONGEST_PAUSE)
        self._paused_until = self._site.now() + self._pause
        log.warning("indexer.pauses", reason=str(error), seconds=self._pause.total_seconds())
