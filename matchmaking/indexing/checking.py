"""Is all that is derived what it should be? Index, graph and vectors, compared with the tables.

It may run beside everything else: what changed since the index's place was read is set aside.
"""

from dataclasses import dataclass, field

from sqlmodel import Session

from matchmaking.catalogue.queries import chain_links
from matchmaking.errors import NotReady
from matchmaking.indexing import queries
from matchmaking.indexing.applying import all_published
from matchmaking.indexing.documents import key_of
from matchmaking.indexing.edges import ChainNames, edge_value
from matchmaking.indexing.encoding import VECTORS
from matchmaking.indexing.gathering import Batch, touched
from matchmaking.indexing.models import FROM_CHAIN
from matchmaking.indexing.site import Site
from matchmaking.outbox.models import Change, Subject
from matchmaking.outbox.queries import after, newest
from matchmaking.progress import Progress, silent
from matchmaking.storage.database import reading
from search.engines.checking import document_digest

_EVERY = 1_000_000_000  # changes: all there are


@dataclass(frozen=True, slots=True)
class Report:
    """What was compared, and every difference."""

    listings: int  # published
    documents: int  # in the index
    waiting: int  # listings changed so lately that they were set aside
    missing: tuple[str, ...]  # published, and not in the index
    surplus: tuple[str, ...]  # in the index, and not published
    different: tuple[str, ...]  # in both, and not the same
    edges: tuple[str, ...]  # listings whose edges are not those they should have
    vectors_missing: int | None  # listings with texts not encoded; None: vectors are not kept
    vectors_broken: int

    @property
    def ok(self) -> bool:
        """Whether everything is as it should be."""
        differences = (self.missing, self.surplus, self.different, self.edges)
        return not any(differences) and not self.vectors_missing and not self.vectors_broken


@dataclass(slots=True)
class _Seen:
    """What the tables say should be there, gathered portion by portion."""

    digests: dict[str, str] = field(default_factory=dict)
    odd_edges: set[str] = field(default_factory=set)
    unencoded: set[str] = field(default_factory=set)


def check(site: Site, *, progress: Progress = silent) -> Report:
    """Compare everything. Raises NotReady before the first index, SearchError."""
    generation = site.shelf.current()
    with reading(site.engine) as session:
        place = queries.place_of(session, generation)
        encoded_to = queries.place_named(session, VECTORS)
    if not generation or place is None:
        raise NotReady("还没有索引，或者它不是这个数据库的。请先运行 rongtong reindex。")
    index = site.shelf.open(generation)
    held = dict(index.inventory())
    index.close()
    seen = _look(site, progress)
    with reading(site.engine) as session:
        late = _late(session, place)
        # Where nothing was ever encoded, everything is missing and not merely late.
        late_texts = late if encoded_to is None else late | _late(session, encoded_to)
        seen.odd_edges |= queries.unpublished_with_edges(session)
    return _report(site, held, seen, late=late, late_texts=late_texts)


def _look(site: Site, progress: Progress) -> _Seen:
    seen = _Seen()
    with reading(site.engine) as session:
        names = ChainNames(chain_links(session))
        held = {edge_value(edge) for edge in queries.edges_of(session, [FROM_CHAIN])}
    if held != {edge_value(edge) for edge in names.edges}:
        seen.odd_edges.add(FROM_CHAIN)
    for batch in all_published(site):
        seen.digests |= {one.id: document_digest(one) for one in batch.documents(site.group_of)}
        seen.odd_edges |= _odd_edges(site, batch, names)
        seen.unencoded |= _unencoded(site, batch)
        progress("核对", len(seen.digests))
    return seen


def _odd_edges(site: Site, batch: Batch, names: ChainNames) -> set[str]:
    """Listings of the batch whose edges are not what they should be."""
    with reading(site.engine) as session:
        held = {edge_value(edge) for edge in queries.edges_of(session, batch.keys)}
    wished = {edge_value(edge) for edge in batch.edges(names)}
    return {listing_id for listing_id, *_ in held ^ wished}


def _unencoded(site: Site, batch: Batch) -> set[str]:
    """Listings of the batch with texts whose vectors are not kept."""
    if site.vectors is None or not site.vectors.missing(batch.texts()):
        return set()
    each = (Batch((pair,), ()) for pair in batch.pairs)
    return {one.keys[0] for one in each if site.vectors.missing(one.texts())}


def _late(session: Session, place: int) -> set[str]:
    """Keys of all that changed after a place. A new chain changes the edges of everything."""
    if newest(session) == place:
        return set()
    changes: list[Change] = list(after(session, place, _EVERY))
    keys = {
        key_of(subject, one) for subject, ids in touched(session, changes).items() for one in ids
    }
    return keys | ({FROM_CHAIN} if any(one.subject == Subject.CHAIN for one in changes) else set())


def _report(
    site: Site, held: dict[str, str], seen: _Seen, *, late: set[str], late_texts: set[str]
) -> Report:
    wished = seen.digests
    both = wished.keys() & held.keys()
    odd = set() if FROM_CHAIN in late else seen.odd_edges - late
    return Report(
        listings=len(wished),
        documents=len(held),
        waiting=len(late - {FROM_CHAIN}),
        missing=tuple(sorted(wished.keys() - held.keys() - late)),
        surplus=tuple(sorted(held.keys() - wished.keys() - late)),
        different=tuple(sorted(key for key in both - late if wished[key] != held[key])),
        edges=tuple(sorted(odd)),
        vectors_missing=None if site.vectors is None else len(seen.unencoded - late_texts),
        vectors_broken=0 if site.vectors is None else site.vectors.broken(),
    )
