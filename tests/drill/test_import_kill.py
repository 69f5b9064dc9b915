"""Real processes, really killed; at the end nothing is lost and nothing is there twice."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from matchmaking.drill.comparing import Verdict, compare
from matchmaking.drill.journal import CONFIRMED, RECEIVED, Promise, promise, promises
from matchmaking.drill.lists import write_lists
from matchmaking.drill.plan import ONCE, POINTS, RANDOM, kills
from matchmaking.drill.service import Task, import_kill
from matchmaking.intake.service import read_list


@pytest.fixture
def postgresql(database_url: str) -> str:
    """The address of a PostgreSQL database; none for SQLite, which the drill makes itself."""
    return database_url if database_url.startswith("postgresql") else ""


def schemas(url: str) -> set[str]:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        names = connection.execute(text("SELECT schema_name FROM information_schema.schemata"))
        found = set(names.scalars())
    engine.dispose()
    return found


def test_a_few_kills_lose_nothing_and_each_of_them_happens(postgresql: str):
    before = schemas(postgresql) if postgresql else set()
    told: list[int] = []
    # The third process is to die when it reads for the third time: more than there are lists left.
    found = import_kill(
        Task(rows=3, kills=3, seed=5),
        postgresql=postgresql,
        progress=lambda _step, done, _total=None: told.append(done),
    )
    assert (found.accepted, found.lost, found.doubled, found.kills) == (3, 0, 0, 3)
    assert found.clean
    assert (sum(found.by_point.values()), found.missed) == (3, {})
    assert told[-1] == 3
    assert not postgresql or schemas(postgresql) == before


@pytest.mark.soak
def test_no_kill_at_any_place_loses_or_doubles_a_row(postgresql: str):
    found = import_kill(Task(rows=20_000, kills=40, seed=1), postgresql=postgresql)
    assert (found.accepted, found.lost, found.doubled, found.kills) == (20_000, 0, 0, 40)
    assert set(found.by_point) == {point for _, point in (*ONCE, *POINTS)}


def test_every_place_has_its_turn_and_a_seed_always_gives_the_same_plan():
    count = len(ONCE) + 2 * len(POINTS)
    plan = kills(count, seed=1)
    turns = dict.fromkeys(ONCE, 1) | dict.fromkeys(POINTS, 2)
    assert Counter((kill.part, kill.point) for kill in plan) == turns
    assert plan == kills(count, seed=1) != kills(count, seed=2)
    assert {kill.failpoint for kill in plan if kill.point == RANDOM} == {""}
    assert all(
        kill.failpoint == f"{kill.point}:{kill.nth}" for kill in plan if kill.point != RANDOM
    )


def test_lists_hold_the_numbers_they_say_and_faulty_rows_besides(tmp_path: Path):
    lists = write_lists(tmp_path, rows=10, files=4, seed=1)
    assert [len(one.numbers) for one in lists] == [2, 3, 2, 3]
    for one in lists:
        reading = read_list(one.path)
        assert tuple(record.id for record in reading.records) == one.numbers
        assert len(reading.returned) == 1


@pytest.mark.parametrize(
    ("found", "firms", "more", "verdict"),
    [
        ({"a": 1, "b": 1}, {"f": 1}, {}, Verdict(2, 0, 0)),
        ({"a": 1}, {"f": 1}, {}, Verdict(2, 1, 0)),
        ({"a": 3, "b": 1}, {"f": 2}, {}, Verdict(2, 0, 3)),
        ({"a": 1, "b": 1, "c": 1}, {"f": 1}, {}, Verdict(2, 0, 1)),
        ({"a": 1, "b": 1}, {}, {"forgotten": 5, "unfound": 1, "surplus": 2}, Verdict(2, 6, 2)),
    ],
)
def test_what_is_missing_is_lost_and_what_nobody_promised_is_doubled(found, firms, more, verdict):
    assert compare(["a", "b"], found, firms, **more) == verdict


def test_a_promise_broken_off_was_not_made(tmp_path: Path):
    path = tmp_path / "journal"
    assert list(promises(path)) == []
    first, second = Promise(RECEIVED, "a.csv", "1"), Promise(CONFIRMED, "a.csv", "1")
    promise(path, first)
    with path.open("a") as file:
        file.write('{"what": "conf')
    promise(path, second)
    assert list(promises(path)) == [first, second]
