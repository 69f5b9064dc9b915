"""How is everything derived made anew while it is in use? Beside, caught up, then exchanged."""

from collections.abc import Iterator, Sequence

import structlog

from matchmaking.errors import Conflict
from matchmaking.indexing import queries
from matchmaking.indexing.applying import Applying, all_published
from matchmaking.indexing.generations import KeptIndex
from matchmaking.indexing.site import APPLYING, BUILDING, Displaced, Site, hold, let_go
from matchmaking.outbox.queries import newest
from matchmaking.progress import Progress, silent
from matchmaking.storage.database import reading, transaction
from matchmaking.storage.failpoints import reach
from search.contract import Document, SearchError

log = structlog.get_logger(__name__)

_GRACE_SECONDS = 2  # for searches that were under way when the pointer was changed
_TRIES, _BETWEEN_TRIES = 300, 0.1  # an indexer's turn is over after 20 seconds at the latest


def reindex(site: Site, *, progress: Progress = silent) -> str:
    """A new index and graph of all that is published; the name of the generation.

    The old index answers until the new one takes over, and the indexer goes on with it meanwhile.
    Raises Conflict where somebody is building already, SearchError.
    """
    if not hold(site, BUILDING):
        raise Conflict("另一个进程正在重建索引，请等它完成后再试。")
    try:
        _clear_away(site)
        generation = _fresh_name(site)
        used = dict(site.synonyms())
        index = site.shelf.make(generation, used)
        try:
            applying = _build(site, generation, index, progress=progress)
            _take_over(site, generation, applying, used=used)
        finally:
            index.close()
        if site.shelf.leftovers():
            site.wait(_GRACE_SECONDS)
            _clear_away(site)
    finally:
        let_go(site, BUILDING)
    return generation


def _build(site: Site, generation: str, index: KeptIndex, *, progress: Progress) -> Applying:
    """Fill the new index, then the graph, then catch up with what changed meanwhile."""
    with reading(site.engine) as session:
        seq, total = newest(session), queries.count_published(session)
    index.change(_documents(site, total, progress), ())
    with transaction(site.engine) as session:
        queries.set_place(session, generation, seq)
    applying = Applying(site, generation, index, lease=BUILDING)
    applying.write_graph()
    applying.catch_up()
    return applying


def _documents(site: Site, total: int, progress: Progress) -> Iterator[Document]:
    done = 0
    for batch in all_published(site):
        if not hold(site, BUILDING):
            raise Displaced("另一个进程已经开始重建索引，这里的重建停下了。")
        yield from batch.documents(site.group_of)
        done += len(batch.pairs)
        progress("建立索引", done, max(done, total))


def _take_over(
    site: Site, generation: str, applying: Applying, *, used: dict[str, Sequence[str]]
) -> None:
    """Catch up once more while nobody else applies anything, and change the pointer."""
    for _ in range(_TRIES):
        if hold(site, APPLYING):
            break
        site.wait(_BETWEEN_TRIES)
    else:
        raise Conflict("索引进程一直没有让出，重建的索引没有换上。请稍后再运行一次重建。")
    try:
        applying.catch_up()
        if site.shelf.synonyms_inside and dict(site.synonyms()) != used:
            raise Conflict("重建期间同义词改过了，请再运行一次重建。")
        reach("index.pointer.before")
        site.shelf.point_to(generation)
        reach("index.pointer.after")
        with transaction(site.engine) as session:
            queries.forget_other_places(session, generation)
    finally:
        let_go(site, APPLYING)


def _clear_away(site: Site) -> None:
    """Generations that were replaced, or that a crash left unfinished."""
    for generation in site.shelf.leftovers():
        try:
            site.shelf.drop(generation)
        except SearchError:
            # It takes room and does no harm; the next rebuild tries again.
            log.warning("index.not_dropped", generation=generation, exc_info=True)


def _fresh_name(site: Site) -> str:
    """After the moment; with a number where there is one of that name."""
    plain = site.now().strftime("%Y%m%d-%H%M%S")
    taken = {site.shelf.current(), *site.shelf.leftovers()}
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (plain, *numbered) if name not in taken)
