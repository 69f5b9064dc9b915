"""How does an index catch up with the outbox? Step by step: read, commit to the index, then note how far.

A crash between the commit and the note repeats the step, which changes nothing. Should our turn have
run out meanwhile, what we committed may be older than what the next one did, so its place is moved
back to before our step: it will do it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from matchmaking.catalogue.queries import chain_links
from matchmaking.indexing import queries
from matchmaking.indexing.edges import ChainNames
from matchmaking.indexing.gathering import Batch, gather, last_id, portion, touched
from matchmaking.indexing.generations import KeptIndex
from matchmaking.indexing.site import LEASE, Displaced, Site, keep
from matchmaking.outbox.models import Subject
from matchmaking.outbox.queries import after
from matchmaking.outbox.service import take_lease
from matchmaking.storage.database import reading, transaction
from matchmaking.storage.failpoints import reach

MOST_CHANGES = 1_000  # in one step


@dataclass(frozen=True, slots=True)
class Step:
    """Some changes in a row, and what they come to."""

    start: int  # the place before them
    end: int
    subjects: frozenset[str]
    batch: Batch


class Applying:
    """Brings one generation up to date, in the turn named `lease`."""

    def __init__(self, site: Site, generation: str, index: KeptIndex, *, lease: str) -> None:
        self._site = site
        self._generation = generation
        self._index = index
        self._lease = lease
        self._names: ChainNames | None = None

    def next_step(self) -> Step | None:
        """What is to be done next; None when everything is."""
        with reading(self._site.engine) as session:
            start = queries.place_of(session, self._generation) or 0
            changes = after(session, start, MOST_CHANGES)
            if not changes:
                return None
            batch = gather(session, touched(session, changes))
        subjects = frozenset(change.subject for change in changes)
        return Step(start, changes[-1].seq or 0, subjects, batch)

    def apply(self, step: Step) -> None:
        """Do it. Raises SearchError, Displaced."""
        reach("index.commit.before")
        if step.batch.keys:
            self._index.change(step.batch.documents(self._site.group_of), step.batch.removed)
        reach("index.commit.after")
        if Subject.CHAIN in step.subjects:
            self.write_graph()
        self._note(step)
        reach("index.position.after")

    def catch_up(self) -> int:
        """All steps there are; how many."""
        done = 0
        while (step := self.next_step()) is not None:
            self.apply(step)
            done += 1
        return done

    def write_graph(self) -> None:
        """Write the whole graph anew, a portion at a time: nobody ever finds it empty."""
        with transaction(self._site.engine) as session:
            keep(session, self._site, self._lease)
            names = self._names = ChainNames(chain_links(session))
            queries.replace_chain_edges(session, names.edges)
        for batch in all_published(self._site):
            with transaction(self._site.engine) as session:
                keep(session, self._site, self._lease)
                queries.replace_edges(session, batch.keys, list(batch.edges(names)))
        with transaction(self._site.engine) as session:
            keep(session, self._site, self._lease)
            queries.forget_unpublished(session)

    def _note(self, step: Step) -> None:
        """The edges, and how far the index has got, in one transaction."""
        with transaction(self._site.engine) as session:
            ours = take_lease(
                session, self._lease, self._site.holder, now=self._site.now(), length=LEASE
            )
            if ours:
                self._write_edges(session, step.batch)
                queries.set_place(session, self._generation, step.end)
            else:
                reached = queries.place_of(session, self._generation) or 0
                queries.set_place(session, self._generation, min(reached, step.start))
        if not ours:
            raise Displaced("索引已由另一个进程接手，这里的工作停下了。")

    def _write_edges(self, session: Session, batch: Batch) -> None:
        if self._names is None:
            self._names = ChainNames(chain_links(session))
        queries.replace_edges(session, batch.keys, list(batch.edges(self._names)))


def all_published(site: Site) -> Iterator[Batch]:
    """Everything published, a portion at a time, each in a view of its own.

    What changes meanwhile may be seen as it was or as it is; it stands in the outbox after the place
    that was read before, and is caught up with.
    """
    for subject in (Subject.NEED, Subject.SUPPLY):
        last = ""
        while True:
            with reading(site.engine) as session:
                batch = portion(session, subject, last)
            if not batch.pairs:
                break
            yield batch
            last = last_id(batch)
