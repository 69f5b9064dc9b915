"""How does an owner try out that nothing is lost? `import_kill` on a scratch folder, never on real data."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from matchmaking.drill import queries
from matchmaking.drill.comparing import Verdict, compare
from matchmaking.drill.journal import CONFIRMED, Promise, promises
from matchmaking.drill.lists import DrillList, stamp_of, write_lists
from matchmaking.drill.orders import JOURNAL, LISTS, Orders
from matchmaking.drill.plan import kills as planned_kills
from matchmaking.drill.supervising import Supervisor
from matchmaking.drill.worker import site_of
from matchmaking.imports.models import ImportState
from matchmaking.indexing.checking import check
from matchmaking.indexing.site import Site
from matchmaking.migrations.runner import migrate
from matchmaking.progress import Progress, silent
from matchmaking.storage.database import open_database, reading

# Two lists a death: a process that dies at its second reaching of a place needs two to get there.
_FILES_PER_KILL = 2
PATIENCE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Task:
    """How much is to be tried out."""

    rows: int
    kills: int
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    accepted: int
    lost: int
    doubled: int
    kills: int
    by_point: dict[str, int]
    seconds: float
    # Planned, but the place was not come to while it was waited for.
    missed: dict[str, int] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        return not self.lost and not self.doubled


def import_kill(task: Task, *, postgresql: str = "", progress: Progress = silent) -> Outcome:
    """Bring lists in while the processes are killed; SQLite, or a schema of its own in PostgreSQL."""
    started = time.monotonic()
    with _scratch(postgresql) as orders:
        engine = open_database(orders.url)
        try:
            migrate(engine)
            files = max(1, min(task.rows, task.kills * _FILES_PER_KILL))
            lists = write_lists(orders.folder / LISTS, rows=task.rows, files=files, seed=task.seed)
            plan = planned_kills(task.kills, seed=task.seed)
            supervisor = Supervisor(orders, plan, progress, PATIENCE_SECONDS)
            supervisor.run()
            verdict = _judge(engine, orders, lists)
        finally:
            engine.dispose()
    return Outcome(
        verdict.accepted,
        verdict.lost,
        verdict.doubled,
        supervisor.by_point.total(),
        dict(sorted(supervisor.by_point.items())),
        round(time.monotonic() - started, 1),
        dict(sorted(supervisor.missed.items())),
    )


def _judge(engine: Engine, orders: Orders, lists: list[DrillList]) -> Verdict:
    made = list(promises(orders.folder / JOURNAL))
    confirmed = {one.file for one in made if one.what == CONFIRMED}
    with reading(engine) as session:
        rows, firms = queries.published(session), queries.firm_names(session)
        states = queries.import_states(session, {one.import_id for one in made})
    forgotten = {one.file for one in made if one.import_id not in states}
    in_force = [one for one in made if states.get(one.import_id) == ImportState.DONE]
    site = site_of(orders, engine)
    report = check(site)
    wrong = {*report.missing, *report.different, *report.edges}
    return compare(
        (number for one in lists if one.path.name in confirmed for number in one.numbers),
        Counter(number for number, _ in rows),
        firms,
        forgotten=sum(len(one.numbers) for one in lists if one.path.name in forgotten)
        + _outdated(in_force, lists, dict(rows)),
        unfound=len(wrong) + report.waiting + report.vectors_broken + (report.vectors_missing or 0),
        surplus=len(report.surplus) + _told_again(site),
    )


def _outdated(
    in_force: Iterable[Promise], lists: Iterable[DrillList], specs: Mapping[str, str]
) -> int:
    """How many rows are there, but not as they were promised last."""
    newest: dict[str, int] = {}
    for one in in_force:
        if one.what == CONFIRMED:
            newest[one.file] = max(one.stamp, newest.get(one.file, 0))
    return sum(
        stamp_of(specs[number]) < newest.get(one.path.name, 0)
        for one in lists
        for number in one.numbers
        if number in specs
    )


def _told_again(site: Site) -> int:
    """How many documents of the index are there a second time, read as a serving process reads it."""
    index = site.shelf.open(site.shelf.current())
    try:
        keys = Counter(key for key, _ in index.inventory())
    finally:
        index.close()
    return keys.total() - len(keys)


@contextmanager
def _scratch(postgresql: str) -> Iterator[Orders]:
    """A folder and a database nobody else uses, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="rongtong-drill-") as name:
        folder = Path(name)
        if not postgresql:
            yield Orders(f"sqlite:///{(folder / 'drill.db').as_posix()}", name)
            return
        schema = f"rongtong_drill_{uuid4().hex[:12]}"
        engine = open_database(postgresql)
        queries.make_schema(engine, schema)
        try:
            address = make_url(postgresql).update_query_dict({"options": f"-csearch_path={schema}"})
            yield Orders(address.render_as_string(hide_password=False), name)
        finally:
            queries.drop_schema(engine, schema)
            engine.dispose()
