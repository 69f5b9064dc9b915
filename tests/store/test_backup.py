"""All that is kept comes back equal, from either database into either; a damaged backup changes nothing."""

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session

from matchmaking.catalogue.models import Need, Product, Status, SupplyListing
from matchmaking.errors import Conflict, MatchmakingError, UnreadableFile
from matchmaking.firms.models import FirmFile
from matchmaking.keeping.archive import MANIFEST, check, table_entry
from matchmaking.keeping.backup import Holdings, backup, uploads_of
from matchmaking.keeping.restore import restore
from matchmaking.migrations.schema import all_tables
from matchmaking.outbox import queries as outbox
from matchmaking.outbox.models import Change, Lease, Position, Subject
from matchmaking.outbox.service import tell
from matchmaking.progress import silent
from matchmaking.storage.database import reading, transaction
from matchmaking.storage.queries import add_rows
from matchmaking.storage.store import load_reading, store_reading
from tests.databases import opened
from tests.store.factories import MONDAY, a_reading, a_receipt

FIRMS = 2_100  # more than are inserted or read at once
NAME = "备份.zip"


@pytest.fixture
def engine(any_engine: Engine) -> Engine:
    return any_engine


@pytest.fixture
def full(engine: Engine, tmp_path: Path) -> Holdings:
    """A platform with a little of everything that is hard to keep."""
    data = tmp_path / "data"
    (data / "runs" / "r1").mkdir(parents=True)
    (data / "runs" / "r1" / "需求.csv").write_bytes("虚构".encode())
    (data / "index").mkdir()
    (data / "index" / "segment").write_bytes(b"derived")
    (data / "rongtong.db-wal").write_bytes(b"database")
    with transaction(engine) as session:
        store_reading(session, a_reading(), a_receipt("b1"))
        _add_firms(session)
        session.add(Product(id="p1", name="铝材", parent_id=None))
        session.flush()
        session.add_all([Product(id=f"a{n}", name=f"铝材{n}", parent_id="p1") for n in range(3)])
        _add_listings(session)
        tell(session, Subject.NEED, ["n1", "n1"], now=MONDAY)
        session.add_all([Lease(name="indexer", holder="x"), Position(reader="index", seq=2)])
    return Holdings(engine, all_tables(), data)


def _add_firms(session: Session) -> None:
    rows = [
        {"id": f"f{n}", "name": f"虚构{n}厂", "name_key": f"虚构{n}", "kind": "中小企业"}
        | dict.fromkeys(("created_at", "updated_at"), MONDAY)
        | {"merged_into": "f2099" if n == 0 else None, "version": 1}
        for n in range(FIRMS)
    ]
    # The first names the last, which must be there before it.
    add_rows(session, FirmFile, [*rows[1:], rows[0]])


def _add_listings(session: Session) -> None:
    common: dict[str, Any] = {
        "firm_id": "f1",
        "status": Status.PUBLISHED,
        "posted_at": MONDAY,
        "updated_at": MONDAY + timedelta(microseconds=7),
        "confirmed_on": date(2026, 3, 1),
    }
    session.add(
        Need(
            id="n1",
            number="1",
            title="“引号”\n换行\u2028😀",
            wishes=[["规格", "{}", True]],
            price_yuan=Decimal("12.50"),
            quantity_amount=0.1,
            **common,
        )
    )
    session.add(
        SupplyListing(
            id="s1",
            number="1",
            product="铝箔",
            certificates=[["ISO9001", None, True]],
            lead_days=2**40,
            **common,
        )
    )


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Callable[[str], Holdings]]:
    """An empty platform of one's own, on SQLite."""
    engines = []

    def make(name: str) -> Holdings:
        engines.append(opened(f"sqlite:///{tmp_path}/{name}.db"))
        return Holdings(engines[-1], all_tables(), tmp_path / name)

    yield make
    for engine in engines:
        engine.dispose()


def everything(holdings: Holdings) -> dict[str, list[tuple[Any, ...]]]:
    with reading(holdings.engine) as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table)).all()), key=repr)
            for table in holdings.tables
        }


def test_what_was_kept_comes_back_equal_into_another_database(
    full: Holdings, elsewhere: Callable[[str], Holdings], tmp_path: Path
):
    told = backup(full, tmp_path / NAME, now=MONDAY)
    fresh = elsewhere("neu")
    assert restore(fresh, tmp_path / NAME) == told
    assert everything(fresh) == everything(full)
    assert told.tables["firm"].rows == FIRMS
    assert told.database == full.engine.dialect.name
    assert (fresh.data / "runs" / "r1" / "需求.csv").read_bytes() == "虚构".encode()
    assert [path.name for path in uploads_of(fresh.data)] == ["需求.csv"]
    with reading(fresh.engine) as session:
        assert load_reading(session, "b1") == a_reading()
        firm = session.get(FirmFile, "f0")
    assert firm is not None
    assert (firm.merged_into, firm.created_at) == ("f2099", MONDAY)


def test_what_was_kept_comes_back_from_another_database_into_this_one(
    full: Holdings, elsewhere: Callable[[str], Holdings], tmp_path: Path
):
    """There and back again: the second backup says what the first said."""
    first = backup(full, tmp_path / "1.zip", now=MONDAY)
    fresh = elsewhere("neu")
    restore(fresh, tmp_path / "1.zip")
    backup(fresh, tmp_path / "2.zip", now=MONDAY)
    restore(full, tmp_path / "2.zip", force=True)
    again = backup(full, tmp_path / "3.zip", now=MONDAY)
    sums = [{name: part.any_order for name, part in one.tables.items()} for one in (first, again)]
    assert sums[0] == sums[1]


def test_where_an_index_had_got_to_and_who_held_what_is_not_kept(full: Holdings, tmp_path: Path):
    backup(full, tmp_path / NAME, now=MONDAY)
    restore(full, tmp_path / NAME, force=True)
    with reading(full.engine) as session:
        assert session.execute(select(Lease.__table__)).all() == []
        assert outbox.place_of(session, "index") == 0


def test_after_a_restore_the_next_change_gets_the_next_number(full: Holdings, tmp_path: Path):
    backup(full, tmp_path / NAME, now=MONDAY)
    with reading(full.engine) as session:
        before = outbox.newest(session)
    restore(full, tmp_path / NAME, force=True)
    with transaction(full.engine) as session:
        tell(session, Subject.FIRM, ["f1"], now=MONDAY)
    with reading(full.engine) as session:
        assert outbox.newest(session) > before
        assert len(session.execute(select(Change.__table__)).all()) == 3


def test_a_database_with_something_in_it_is_not_overwritten(
    full: Holdings, elsewhere: Callable[[str], Holdings], tmp_path: Path
):
    backup(full, tmp_path / NAME, now=MONDAY)
    with pytest.raises(Conflict, match="--force"):
        restore(full, tmp_path / NAME)
    uploads_only = elsewhere("ohne")
    (uploads_only.data / "runs").mkdir(parents=True)
    (uploads_only.data / "runs" / "x.csv").write_bytes(b"x")
    with pytest.raises(Conflict):
        restore(uploads_only, tmp_path / NAME)


def test_with_force_what_was_there_is_replaced(full: Holdings, tmp_path: Path):
    backup(full, tmp_path / NAME, now=MONDAY)
    before = everything(full)
    with transaction(full.engine) as session:
        session.add(
            FirmFile(
                id="neu",
                name="虚构新厂",
                name_key="新",
                kind="",
                created_at=MONDAY,
                updated_at=MONDAY,
            )
        )
    restore(full, tmp_path / NAME, force=True)
    assert everything(full) == before


def test_a_backup_shows_one_moment_while_people_write(full: Holdings, tmp_path: Path):
    """Each change adds a firm and its outbox row in one transaction: kept are as many of both."""
    stop, added = threading.Event(), 0

    def write() -> None:
        nonlocal added
        while not stop.is_set():
            with transaction(full.engine) as session:
                session.add(
                    FirmFile(
                        id=f"w{added}",
                        name="虚构",
                        name_key="写",
                        kind="",
                        created_at=MONDAY,
                        updated_at=MONDAY,
                    )
                )
                tell(session, Subject.FIRM, [f"w{added}"], now=MONDAY)
            added += 1

    writer = threading.Thread(target=write)

    def start_writing(step: str, done: int, total: int | None = None) -> None:
        del step, done, total
        if not writer.ident:
            writer.start()
            while added == 0:
                pass

    told = backup(full, tmp_path / NAME, now=MONDAY, progress=start_writing)
    stop.set()
    writer.join()
    assert told.tables["firm"].rows - FIRMS == told.tables["outbox"].rows - 2
    with reading(full.engine) as session:
        assert outbox.newest(session) > 2


def test_a_backup_is_for_its_owners_eyes_and_overwrites_nothing(full: Holdings, tmp_path: Path):
    path = tmp_path / NAME
    backup(full, path, now=MONDAY)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Conflict, match="已经存在"):
        backup(full, path, now=MONDAY)


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(full: Holdings, tmp_path: Path):
    with pytest.raises(MatchmakingError, match="写不到"):
        backup(full, tmp_path / "fehlt" / NAME, now=MONDAY)

    def fail(step: str, done: int, total: int | None = None) -> None:
        del step, done, total
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(full, tmp_path / NAME, now=MONDAY, progress=fail)
    assert list(tmp_path.glob("*.zip")) + list(tmp_path.glob(".*.part")) == []


def test_an_upload_taken_away_meanwhile_is_left_out(
    full: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    gone = full.data / "runs" / "gone.csv"
    monkeypatch.setattr("matchmaking.keeping.backup.uploads_of", lambda _data: [gone])
    assert backup(full, tmp_path / NAME, now=MONDAY).files == {}


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The backup with some of its parts changed or left out."""
    forged = path.with_name("forged.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return forged


def changed_manifest(**changes: Any) -> Callable[[str, bytes], bytes]:
    return lambda name, data: (
        json.dumps(json.loads(data) | changes).encode() if name == MANIFEST else data
    )


def another_name(name: str, data: bytes) -> bytes:
    is_firms = name == table_entry("firm")
    return data.replace("虚构1厂".encode(), "虚构9厂".encode()) if is_firms else data


def without_firms(name: str, data: bytes) -> bytes | None:
    return None if name == table_entry("firm") else data


def without_sense(name: str, data: bytes) -> bytes:
    return b"{" if name == MANIFEST else data


@pytest.mark.parametrize("change", [another_name, without_firms, without_sense])
def test_a_changed_backup_is_refused_and_changes_nothing(
    full: Holdings, elsewhere: Callable[[str], Holdings], tmp_path: Path, change: Any
):
    backup(full, tmp_path / NAME, now=MONDAY)
    fresh = elsewhere("neu")
    with pytest.raises(UnreadableFile, match="已损坏"):
        restore(fresh, rewritten(tmp_path / NAME, change))
    assert not any(everything(fresh).values())
    assert list(uploads_of(fresh.data)) == []


@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_a_cut_off_backup_is_refused(full: Holdings, tmp_path: Path, share: float):
    backup(full, tmp_path / NAME, now=MONDAY)
    data = (tmp_path / NAME).read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableFile, match="已损坏"):
        check(tmp_path / "cut.zip", silent)


def test_a_backup_with_spoilt_bytes_is_refused(full: Holdings, tmp_path: Path):
    backup(full, tmp_path / NAME, now=MONDAY)
    data = bytearray((tmp_path / NAME).read_bytes())
    start = data.find(table_entry("firm").encode()) + 200
    data[start : start + 20] = bytes(20)
    (tmp_path / "spoilt.zip").write_bytes(data)
    with pytest.raises(UnreadableFile, match="已损坏"):
        check(tmp_path / "spoilt.zip", silent)


def test_other_files_are_no_backups(full: Holdings, tmp_path: Path):
    with pytest.raises(UnreadableFile, match="打不开"):
        restore(full, tmp_path / "fehlt.zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("x", b"x")
    with pytest.raises(UnreadableFile, match="不是融通的备份"):
        restore(full, tmp_path / "other.zip")


def test_a_backup_of_another_version_is_refused_with_its_version(full: Holdings, tmp_path: Path):
    backup(full, tmp_path / NAME, now=MONDAY)
    forged = rewritten(tmp_path / NAME, changed_manifest(format=99))
    with pytest.raises(UnreadableFile, match="别的版本"):
        restore(full, forged, force=True)
    forged = rewritten(tmp_path / NAME, changed_manifest(revision="0000", version="9.9"))
    with pytest.raises(MatchmakingError, match=r"版本 9\.9"):
        restore(full, forged, force=True)


def test_a_forged_name_does_not_lead_out_of_the_data_folder(
    full: Holdings, elsewhere: Callable[[str], Holdings], tmp_path: Path
):
    backup(full, tmp_path / NAME, now=MONDAY)
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(tmp_path / NAME) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"runs/r1/", b"../../r1/")
            new.writestr(name.replace("runs/r1/", "../../r1/"), data)
    with pytest.raises(UnreadableFile, match="不该有的文件名"):
        restore(elsewhere("neu"), forged)
    assert not (tmp_path.parent / "r1").exists()


def test_a_database_that_says_something_else_afterwards_is_left_as_it_was(
    full: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    backup(full, tmp_path / NAME, now=MONDAY)
    before = everything(full)
    monkeypatch.setattr("matchmaking.keeping.queries.refer", lambda *_: None)
    with pytest.raises(MatchmakingError, match="不一致"):
        restore(full, tmp_path / NAME, force=True)
    assert everything(full) == before
