"""Who reads, writes and indexes in the drill? The platform's own worker, in a process of its own, until closing time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine

from matchmaking import clock
from matchmaking.drill.orders import CLOSING, DATA, Orders, begin
from matchmaking.imports.working import work_once
from matchmaking.indexing.encoding import Encoding
from matchmaking.indexing.generations import open_shelf
from matchmaking.indexing.indexer import Indexer
from matchmaking.indexing.site import Site
from matchmaking.indexing.vector_store import StoredEncoder, VectorStore
from matchmaking.worker import Worker
from search.vectors import HashingEncoder

PAUSE_SECONDS = 0.05


@dataclass(slots=True)
class UntilClosing:
    """A job that remembers that there was nothing left to do after closing time."""

    job: Callable[[], bool]
    closing: Path
    over: bool = False

    def __call__(self) -> bool:
        closed = self.closing.exists()
        busy = self.job()
        self.over = closed and not busy
        return busy


def site_of(orders: Orders, engine: Engine) -> Site:
    """Where the drill's index is; its encoder knows no meaning and is quick."""
    data, encoder = orders.folder / DATA, HashingEncoder()
    store = VectorStore(data / "vectors", encoder.dimensions)
    return Site(
        engine,
        open_shelf(data),
        orders.now,
        holder=uuid4().hex,
        vectors=StoredEncoder(store, encoder, keeps=True),
    )


def main() -> None:
    orders, engine = begin()
    site = site_of(orders, engine)
    indexer = Indexer(site)
    reading = partial(
        work_once,
        engine,
        orders.folder / DATA,
        now=orders.now,
        today=clock.today,
        new_id=lambda: uuid4().hex,
        holder=uuid4().hex,
    )
    closing = orders.folder / CLOSING
    jobs = {
        "imports": UntilClosing(reading, closing),
        "index": UntilClosing(indexer.work_once, closing),
        "vectors": UntilClosing(Encoding(site).work_once, closing),
    }
    worker = Worker(jobs)
    worker.start()
    while not all(job.over for job in jobs.values()):
        time.sleep(PAUSE_SECONDS)
    worker.stop()
    indexer.close()


if __name__ == "__main__":
    main()
