"""The drill's own parts: what its processes do, run here; and what the supervisor does when one goes wrong."""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from matchmaking.drill import orders as told
from matchmaking.drill import service, supervising, uploader, worker
from matchmaking.drill.comparing import Verdict
from matchmaking.drill.journal import CONFIRMED, RECEIVED, Promise, promise, promises
from matchmaking.drill.lists import changed, write_lists
from matchmaking.drill.orders import AGAIN, CLOSING, ENOUGH, JOURNAL, LISTS, READY, Orders
from matchmaking.drill.plan import RANDOM, Kill, Part
from matchmaking.drill.supervising import Supervisor
from matchmaking.errors import MatchmakingError
from matchmaking.imports.models import ImportState, ListImport
from matchmaking.progress import silent
from matchmaking.storage import failpoints
from matchmaking.storage.database import open_database, transaction


@pytest.fixture
def orders(engine: Engine, tmp_path: Path) -> Orders:
    del engine
    return Orders(f"sqlite:///{tmp_path}/test.db", str(tmp_path))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, orders: Orders) -> Iterator[Orders]:
    """Both programs in this process, unarmed."""
    engines: list[Engine] = []

    def begin() -> tuple[Orders, Engine]:
        engines.append(open_database(orders.url))
        return orders, engines[-1]

    monkeypatch.setattr(uploader, "begin", begin)
    monkeypatch.setattr(worker, "begin", begin)
    yield orders
    for engine in engines:
        engine.dispose()


def a_failed_import(key: str) -> ListImport:
    said = {"file": "x.csv", "sha256": "x", "uploaded_at": datetime(2026, 3, 2, tzinfo=UTC)}
    return ListImport(id=key, state=ImportState.FAILED, **said)


def test_what_is_brought_is_written_and_indexed_and_each_promise_noted(
    here: Orders, engine: Engine
):
    lists = write_lists(here.folder / LISTS, rows=20, files=2, seed=1)
    (here.folder / ENOUGH).touch()
    working = Thread(target=worker.main)
    working.start()
    uploader.main()
    working.join()
    assert (here.folder / CLOSING).exists()
    made = [(one.what, one.file) for one in promises(here.folder / JOURNAL)]
    assert made == [(what, one.path.name) for one in lists for what in (RECEIVED, CONFIRMED)]
    verdict = service._judge(engine, here, lists)  # noqa: SLF001 (what the drill ends with)
    assert (verdict.accepted, verdict.lost, verdict.doubled) == (20, 0, 0)


def test_a_change_that_was_promised_and_is_not_there_is_lost(
    here: Orders, engine: Engine, tmp_path: Path
):
    (one,) = write_lists(here.folder / LISTS, rows=4, files=1, seed=1)
    (here.folder / ENOUGH).touch()
    working = Thread(target=worker.main)
    working.start()
    bringing = uploader.Uploader(engine, here)
    bringing.bring(one.path)
    again = bringing.bring(changed(one.path, tmp_path / "again", 7), stamp=7)
    assert bringing.is_in(again)
    (here.folder / CLOSING).touch()
    working.join()
    assert service._judge(engine, here, [one]) == Verdict(4, 0, 0)  # noqa: SLF001 (as above)
    promise(here.folder / JOURNAL, Promise(CONFIRMED, one.path.name, again, stamp=9))
    assert service._judge(engine, here, [one]) == Verdict(4, 4, 0)  # noqa: SLF001 (as above)
    # What was given up was said to be: the one before it holds.
    promise(here.folder / JOURNAL, Promise(CONFIRMED, one.path.name, "given up", stamp=11))
    with transaction(engine) as session:
        session.add(a_failed_import("given up"))
    assert service._judge(engine, here, [one]) == Verdict(4, 4, 0)  # noqa: SLF001 (as above)


def test_while_a_kill_is_to_come_lists_are_brought_again_with_changed_rows(
    orders: Orders, engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    lists = [one.path for one in write_lists(orders.folder / LISTS, rows=4, files=2, seed=1)]
    brought: list[tuple[str, str]] = []
    stamps: list[int] = []

    def bring(_self: object, path: Path, *, stamp: int) -> str:
        stamps.append(stamp)
        brought.append((path.name, path.read_text()))
        if len(brought) == 3:
            (orders.folder / ENOUGH).touch()
        return str(len(brought))

    monkeypatch.setattr(uploader.Uploader, "bring", bring)
    last = uploader.Uploader(engine, orders).bring_again(lists, stamp=7)
    assert [name for name, _ in brought] == ["0000.csv", "0001.csv", "0000.csv"]
    assert last == {"0000.csv": "3", "0001.csv": "2"}
    assert stamps == [7, 8, 9]
    for (_, text), stamp in zip(brought, ("7", "8", "9"), strict=True):
        assert text.count(f"mm（{stamp}次）,") == 3  # two good rows and a faulty one
    assert brought[0][1].replace("7次", "9次") == brought[2][1]


def test_a_list_that_was_given_up_is_brought_again(
    orders: Orders, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "a.csv"
    path.write_text("x")
    ids, confirmed = iter(["1", "2"]), []
    states = iter([ImportState.FAILED, ImportState.TO_CONFIRM])
    imports = uploader.service
    monkeypatch.setattr(imports, "upload", lambda *_, **__: imports.Uploaded(next(ids), False))  # noqa: FBT003 (as it is called)
    monkeypatch.setattr(imports, "confirm", lambda _, one, *__, **___: confirmed.append(one))
    monkeypatch.setattr(uploader.Uploader, "_state_past", lambda *_: next(states))
    assert uploader.Uploader(engine, orders).bring(path) == "2"
    assert confirmed == ["2"]
    made = [(one.what, one.import_id) for one in promises(orders.folder / JOURNAL)]
    assert made == [(RECEIVED, "1"), (RECEIVED, "2"), (CONFIRMED, "2")]


def test_a_process_reads_its_orders_and_passes_every_commit(
    orders: Orders, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    given = Orders(orders.url, orders.data, "commit.after:2", ahead_seconds=60)
    monkeypatch.setattr(sys, "stdin", io.StringIO(given.text()))
    killed: list[str] = []
    monkeypatch.setattr(failpoints, "arm_from", killed.append)
    passed: list[str] = []
    monkeypatch.setattr(failpoints, "reach", passed.append)
    heard, engine = told.begin()
    try:
        with transaction(engine):
            passed.append("inside")
    finally:
        event.remove(Session, "before_commit", told.before_commit)
        event.remove(Session, "after_commit", told.after_commit)
        engine.dispose()
    assert heard == given
    assert killed == ["commit.after:2"]
    assert passed == ["inside", "commit.before", "commit.after"]
    assert capsys.readouterr().out == READY


PROGRAMS = {
    "fails": "print('ready'); raise SystemExit('something is wrong')",
    "waits": "print('ready', flush=True); import time; time.sleep(60)",
    "ends": "print('ready')",
    "brings": """
import json, pathlib, time
orders = json.loads(told)
while not (pathlib.Path(orders["data"]) / "enough").exists():
    print("another list", flush=True)
    time.sleep(0.02)
""",
}


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Other programs in the place of the drill's."""
    for name, text in PROGRAMS.items():
        (tmp_path / f"drill_{name}.py").write_text(f"import sys; told = sys.stdin.read()\n{text}\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def use(*, uploads: str, works: str) -> None:
        names = {Part.UPLOADER: f"drill_{uploads}", Part.WORKER: f"drill_{works}"}
        monkeypatch.setattr(supervising, "_PROGRAMS", names)

    return use


def supervisor(orders: Orders, *kills: Kill, patience: float = 30) -> Supervisor:
    return Supervisor(orders, kills, silent, patience)


def test_a_process_that_fails_by_itself_ends_the_drill_with_what_it_said(orders, programs):
    programs(uploads="waits", works="fails")
    with pytest.raises(MatchmakingError, match="something is wrong"):
        supervisor(orders).run()


def test_a_drill_that_stands_still_ends_with_what_was_said(orders, programs):
    programs(uploads="waits", works="waits")
    with pytest.raises(MatchmakingError, match="没有进展"):
        supervisor(orders, patience=0.1).run()


def test_a_random_moment_comes_after_the_first_word(orders, programs):
    programs(uploads="ends", works="waits")
    killing = supervisor(orders, Kill(Part.WORKER, RANDOM), patience=3)
    with pytest.raises(MatchmakingError, match="没有进展"):
        killing.run()  # the second worker waits for ever
    assert dict(killing.by_point) == {RANDOM: 1}


def test_a_kill_that_nobody_comes_to_is_waited_for_once_all_lists_are_in_then_told(
    orders, programs
):
    programs(uploads="brings", works="brings")
    (orders.folder / AGAIN).mkdir()
    one = supervisor(orders, Kill(Part.WORKER, "nowhere"), Kill(Part.WORKER, "later"), patience=0.3)
    one.run()
    assert (orders.folder / ENOUGH).exists()
    assert dict(one.missed) == {"nowhere": 1, "later": 1}


def test_when_all_kills_are_made_nothing_is_brought_again(orders, programs):
    programs(uploads="ends", works="ends")
    supervisor(orders).run()
    assert (orders.folder / ENOUGH).exists()
