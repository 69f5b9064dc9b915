"""What does keeping the index stand on, and whose turn is it? The parts, and leases on them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep

from sqlalchemy import Engine
from sqlmodel import Session

from matchmaking.errors import MatchmakingError
from matchmaking.indexing.documents import GroupOf
from matchmaking.indexing.generations import Shelf, Synonyms
from matchmaking.indexing.keeping import no_synonyms
from matchmaking.indexing.vector_store import StoredEncoder
from matchmaking.outbox.service import give_up_lease, take_lease
from matchmaking.storage.database import transaction
from matchmaking.thesaurus.groups import no_group

APPLYING = "indexer"  # whoever holds it brings the index in use up to date
ENCODING = "encoder"  # whoever holds it encodes what is new
BUILDING = "reindex"  # whoever holds it builds the next one beside
LEASE = timedelta(seconds=20)
_RENEWED_EVERY = timedelta(seconds=5)


class Displaced(MatchmakingError):
    """Our turn ran out and somebody else has taken it; what we were about to write must not be."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the tables are, where the index is, and who we are."""

    engine: Engine
    shelf: Shelf
    now: Callable[[], datetime]
    holder: str  # a name no other process has
    vectors: StoredEncoder | None = None  # one that keeps; None: vectors are not kept
    synonyms: Callable[[], Synonyms] = no_synonyms
    group_of: GroupOf = no_group
    wait: Callable[[float], None] = sleep


def hold(site: Site, name: str) -> bool:
    """Take a turn, or go on with it; False while it is somebody else's."""
    with transaction(site.engine) as session:
        return take_lease(session, name, site.holder, now=site.now(), length=LEASE)


class Turn:
    """A turn that is gone on with every few seconds, not at every look: looking costs no writing."""

    def __init__(self, site: Site, name: str) -> None:
        self._site = site
        self._name = name
        self._renew_at: datetime | None = None

    def mine(self) -> bool:
        """Whether it is ours; by what we know ourselves, for nobody can take it before it lapses."""
        now = self._site.now()
        if self._renew_at is not None and now < self._renew_at:
            return True
        self._renew_at = now + _RENEWED_EVERY if hold(self._site, self._name) else None
        return self._renew_at is not None

    def forget(self) -> None:
        """Ask the table the next time: it may have been given up."""
        self._renew_at = None


def keep(session: Session, site: Site, name: str) -> None:
    """Go on with our turn, in the transaction that writes something. Raises Displaced."""
    if not take_lease(session, name, site.holder, now=site.now(), length=LEASE):
        raise Displaced("索引已由另一个进程接手，这里的工作停下了。")


def let_go(site: Site, name: str) -> None:
    """Let the next one in at once."""
    with transaction(site.engine) as session:
        give_up_lease(session, name, site.holder)
