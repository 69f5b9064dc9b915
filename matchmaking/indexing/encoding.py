"""When are texts encoded? Beside everything else: slow as it is, nothing that is searched waits for it."""

from collections.abc import Iterator

from matchmaking.indexing import queries
from matchmaking.indexing.applying import MOST_CHANGES, all_published
from matchmaking.indexing.gathering import Batch, gather, touched
from matchmaking.indexing.site import ENCODING, Site, Turn, hold
from matchmaking.outbox.queries import after, newest
from matchmaking.progress import Progress, silent
from matchmaking.storage.database import reading, transaction

VECTORS = "vectors"  # the reader of the outbox whose place says what has been encoded


class Encoding:
    """A job for `matchmaking.worker`: encodes what changed, and everything the first time."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._turn = Turn(site, ENCODING)

    def work_once(self) -> bool:
        """Do what is next; False when there is nothing, or it is not our turn."""
        if self._site.vectors is None or not self._turn.mine():
            return False
        with reading(self._site.engine) as session:
            place, last = queries.place_named(session, VECTORS), newest(session)
        # A place past the end is that of another database, or of this one as it was before.
        if place is None or place > last:
            encode_published(self._site)
            return True
        return self._step(place)

    def _step(self, place: int) -> bool:
        with reading(self._site.engine) as session:
            changes = after(session, place, MOST_CHANGES)
            if not changes:
                return False
            batch = gather(session, touched(session, changes))
        _encode(self._site, batch)
        with transaction(self._site.engine) as session:
            queries.set_place_named(session, VECTORS, changes[-1].seq or place)
        return True


def encode_published(site: Site, progress: Progress = silent) -> None:
    """All that is published and not encoded yet; a text that is kept costs a look."""
    with reading(site.engine) as session:
        seq = newest(session)
    done = 0
    for batch in _with_turn(site):
        _encode(site, batch)
        done += len(batch.pairs)
        progress("理解文字", done)
    with transaction(site.engine) as session:
        queries.set_place_named(session, VECTORS, seq)


def _with_turn(site: Site) -> Iterator[Batch]:
    for batch in all_published(site):
        # Two who encode the same keep it once, so a turn that is lost costs time and nothing else.
        hold(site, ENCODING)
        yield batch


def _encode(site: Site, batch: Batch) -> None:
    if site.vectors is not None:
        site.vectors.encode(batch.texts())
