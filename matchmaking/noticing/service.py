"""When is the use of the platform asked what the thesaurus lacks? Once a day, and when somebody wants to."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from matchmaking.noticing import queries
from matchmaking.outbox.service import take_lease
from matchmaking.storage.database import reading, transaction
from matchmaking.thesaurus.current import Current
from matchmaking.thesaurus.editing import Hand
from matchmaking.thesaurus.lookalikes import Lookalikes
from matchmaking.thesaurus.models import Origin
from matchmaking.thesaurus.proposing import (
    Known,
    Pair,
    Question,
    Seen,
    ask_of_pairs,
    ask_of_texts,
    keep,
)
from search.vectors import Encoder

log = structlog.get_logger(__name__)

EVERY = timedelta(days=1)
LEASE = "thesaurus-proposals"
_LOOK_AGAIN = timedelta(hours=1)  # where another process has this day's turn


def notice(engine: Engine, current: Current, *, hand: Hand, encoder: Encoder | None = None) -> int:
    """Ask now; how many questions are new. Thinking takes seconds, and nobody waits to write meanwhile."""
    with reading(engine) as session:
        knowledge = current.touching(session)
        questions = ask(session, knowledge, Lookalikes(knowledge.thesaurus, encoder))
    with transaction(engine) as session:
        return keep(session, questions, thesaurus=knowledge.thesaurus, hand=hand)


def ask(session: Session, knowledge: Known, lookalikes: Lookalikes) -> list[Question]:
    """Everything that use asks, matches first."""
    seen = [Seen(text, times, Origin.UNMET) for text, times in queries.unmet_texts(session)]
    seen += [Seen(title, times, Origin.NEED) for title, times in queries.need_titles(session)]
    pairs = [Pair(*one) for one in queries.shortlisted(session)]
    return [
        *ask_of_pairs(pairs, knowledge, lookalikes),
        *ask_of_texts(seen, knowledge, lookalikes),
    ]


class Noticing:
    """The worker's turn of every day, whichever process gets it."""

    def __init__(
        self, engine: Engine, current: Current, *, now: Callable[[], datetime], holder: str
    ) -> None:
        self._engine, self._current = engine, current
        self._now, self._holder = now, holder
        self._due: datetime | None = None

    def work_once(self) -> bool:
        """Do it if it is time; False, so that the worker waits in any case."""
        now = self._now()
        if self._due is not None and now < self._due:
            return False
        with transaction(self._engine) as session:
            ours = take_lease(session, LEASE, self._holder, now=now, length=EVERY)
        if ours:
            new = notice(self._engine, self._current, hand=Hand("", now))
            log.info("thesaurus.noticed", new=new)
        self._due = now + (EVERY if ours else _LOOK_AGAIN)
        return False
