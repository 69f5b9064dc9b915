"""How fast is it? The command `rongtong bench`: in this process, or through the web over a full database."""

import json
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic, perf_counter, sleep
from typing import Annotated, Any

import typer
from pydantic import SecretStr
from sqlalchemy import Engine

from matchmaking import clock
from matchmaking.benching.filling import Filled, fill
from matchmaking.benching.market import make_supplies
from matchmaking.benching.naive import like_search
from matchmaking.benching.service import bench as bench_here
from matchmaking.catalogue.models import Status
from matchmaking.catalogue.taking_in import Source
from matchmaking.errors import MatchmakingError
from matchmaking.imports.models import ImportState
from matchmaking.imports.service import Order, confirm, find, upload
from matchmaking.indexing.encoding import encode_published
from matchmaking.indexing.rebuilding import reindex
from matchmaking.migrations.runner import migrate
from matchmaking.people.roles import Role, Visitor
from matchmaking.people.service import NewUser, create_user
from matchmaking.people.signing_in import open_session
from matchmaking.progress import Progress
from matchmaking.settings import Settings, environment_of
from matchmaking.storage.database import open_database, reading, transaction
from matchmaking.storage.uploads import Upload
from seeds.queries import is_empty
from web.progress_bar import progress_bar
from web.through_web import (
    Clients,
    Site,
    free_port,
    memory_mb,
    need_page,
    running,
    search_page,
    wait_until_ready,
)
from web.wiring import new_id, real_site

CLIENTS, NEEDS, NAIVE = 8, 1_000, 5
IMPORT_SECONDS = 300
Figures = dict[str, Any]


def bench(
    listings: Annotated[int, typer.Option(min=1_000, help="供给条数")],
    demands: Annotated[int, typer.Option(min=10, help="需求条数")] = 200,
    seed: Annotated[int, typer.Option(help="随机种子")] = 1,
    database: Annotated[
        str | None, typer.Option(help="配合 --through-web：一个空的 PostgreSQL 库，默认临时 SQLite")
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, help="配合 --through-web：问多久")] = 60,
    rows: Annotated[int, typer.Option(min=10, help="配合 --through-web：同时导入多少行")] = 10_000,
    *,
    through_web: Annotated[
        bool, typer.Option("--through-web", help="启动真正的网站，由 8 个客户端访问")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="打印一个 JSON 对象")] = False,
) -> None:
    """在合成的市场上量速度：检索、推荐、批量，并在同一次运行里与朴素做法比。"""
    with progress_bar() as progress:
        if through_web:
            with TemporaryDirectory(prefix="rongtong-bench-") as folder:
                asked = SecretStr(database) if database else None
                settings = Settings(data=Path(folder), database=asked, worker=False)
                figures: Figures = _ThroughWeb(settings, listings, seed, progress).run(
                    seconds, rows
                )
        else:
            figures = dict(bench_here(listings, demands=demands, seed=seed, progress=progress))
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False))
    else:
        for name, value in figures.items():
            typer.echo(f"{name:<26} {value}")


class _ThroughWeb:
    """One measuring, from an empty database to figures."""

    def __init__(self, settings: Settings, listings: int, seed: int, progress: Progress) -> None:
        self.settings = settings
        self.listings = listings
        self.seed = seed
        self.progress = progress
        self.engine: Engine = open_database(settings.database_url)

    def run(self, seconds: float, rows: int) -> Figures:
        filling = _timed(self._fill)
        indexing = _timed(self._index)
        filled: Filled = filling["answer"]
        site = Site(free_port(), self._operator())
        environment = environment_of(self.settings) | {"PORT": str(site.port)}
        with running(environment, ["serve"], ["work"]) as (web, worker):
            ready = wait_until_ready(site)
            clients = Clients(
                site,
                {"search": search_page(filled.titles), "need": need_page(filled.need_ids)},
            )
            importing = _Import(self.engine, self.settings.data, self._list(rows))
            importing.start()
            clients.ask_for(seconds, CLIENTS)
            importing.join(IMPORT_SECONDS)
            memory = {"web": memory_mb(web), "worker": memory_mb(worker)}
        return {
            "database": self.engine.dialect.name,
            "listings": self.listings,
            "clients": CLIENTS,
            "fill_seconds": filling["seconds"],
            "index_seconds": indexing["seconds"],
            "ready_seconds": round(ready, 1),
            **{f"{kind}_ms": _spread(times) for kind, times in sorted(clients.times.items())},
            "failures": clients.failures,
            "import_rows": rows,
            "import_seconds": importing.seconds,
            "peak_mb": {name: round(value) for name, value in memory.items()},
            "naive_search_ms": _spread(like_search(self.engine, filled.titles[:NAIVE])),
        }

    def _fill(self) -> Filled:
        migrate(self.engine)
        with reading(self.engine) as session:
            if not is_empty(session):
                raise MatchmakingError("这个数据库里已有内容；量速度要用一个空的库。")
        return fill(
            self.engine,
            listings=self.listings,
            needs=min(NEEDS, self.listings),
            seed=self.seed,
            source=Source(clock.now(), clock.today(), new_id, status=Status.PUBLISHED),
            progress=self.progress,
        )

    def _index(self) -> None:
        """What `rongtong reindex` does: index, graph, and the vectors of distinct texts."""
        site = real_site(self.settings, self.engine)
        reindex(site, progress=self.progress)
        encode_published(site, self.progress)

    def _operator(self) -> str:
        """A session of an operator's, as a browser would hold it."""
        token, now = new_id() + new_id(), clock.now()
        wanted = NewUser(
            "bench", "量速度", Role.OPERATOR, new_id(), None, must_change_password=False
        )
        with transaction(self.engine) as session:
            made = create_user(session, wanted, now=now, new_id=new_id)
            open_session(session, made.id, token=token, agent="bench", now=now)
        return token

    def _list(self, rows: int) -> bytes:
        """A list of firms nobody has on file yet."""
        head = "供给编号,企业名称,主导产品,产能规模\n"
        supplies = make_supplies(max(rows, 500), self.seed + 7)[:rows]
        lines = (f"N{one.id},新{one.firm.name},{one.product},900吨/月" for one in supplies)
        return (head + "\n".join(lines)).encode()


class _Import(Thread):
    """A list uploaded, read, confirmed and written while others ask."""

    def __init__(self, engine: Engine, data: Path, content: bytes) -> None:
        super().__init__(name="import", daemon=True)
        self.engine, self.data, self.content = engine, data, content
        self.seconds: float | None = None  # None: it did not end well

    def run(self) -> None:
        begun = perf_counter()
        order = Order(Visitor("bench", "量速度", Role.OPERATOR))
        file = Upload("量速度.csv", self.content)
        job = upload(
            self.engine, self.data, file, order=order, now=clock.now(), new_id=new_id
        ).import_id
        if not self._wait(job, order.visitor, ImportState.TO_CONFIRM):
            return
        with transaction(self.engine) as session:
            confirm(session, job, {}, visitor=order.visitor, now=clock.now())
        if self._wait(job, order.visitor, ImportState.DONE):
            self.seconds = round(perf_counter() - begun, 1)

    def _wait(self, job: str, visitor: Visitor, state: ImportState) -> bool:
        end = monotonic() + IMPORT_SECONDS
        while monotonic() < end:
            with reading(self.engine) as session:
                stands = find(session, job, visitor).state
            if stands in (state, ImportState.FAILED):
                return stands == state
            sleep(0.1)
        return False


def _timed(work: Callable[[], Any]) -> Figures:
    begun = perf_counter()
    answer = work()
    return {"answer": answer, "seconds": round(perf_counter() - begun, 1)}


def _spread(times: list[float]) -> Figures:
    """How many, the middle, the slowest twentieth, the slowest."""
    if len(times) < 2:  # noqa: PLR2004 (no spread of one)
        return {"count": len(times), "max": round(max(times, default=0.0), 1)}
    cuts = quantiles(times, n=20, method="inclusive")
    return {
        "count": len(times),
        "p50": round(cuts[9], 1),
        "p95": round(cuts[18], 1),
        "max": round(max(times), 1),
    }
