"""Workers that are really killed, many times over."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from matchmaking.runs import RunState, Upload
from matchmaking.runs.queue import MOST_CRASHES
from matchmaking.storage.database import reading
from matchmaking.storage.models import ImportBatch
from matchmaking.storage.store import load_reading
from tests.store.factories import MONDAY
from tests.store.worker import worker

RUNS, DEMANDS, SUPPLIES = 12, 500, 4_000
WORKER = Path(__file__).with_name("worker.py")
ROOT = Path(__file__).parents[2]


def words(prefix: str, count: int) -> bytes:
    return " ".join(f"{prefix}-{number}" for number in range(count)).encode()


def killed_worker(database_url: str, folder: Path, turn: int, *, after: float) -> bool:
    """Start a worker and kill it; False when it had nothing left to do before that."""
    command = [sys.executable, str(WORKER), database_url, str(folder), str(turn)]
    with subprocess.Popen(  # noqa: S603 (our own words)
        command, stdout=subprocess.PIPE, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(after)
        finished = process.poll() is not None
        process.kill()
    return not finished


@pytest.mark.soak
def test_no_kill_loses_or_doubles_a_row(engine: Engine, database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    runs = worker(engine, folder, 0)
    for number in range(RUNS):
        demands = Upload("需求.csv", words("X", DEMANDS))
        supplies = Upload("供给.csv", words("G", SUPPLIES))
        runs.start(f"r{number}", demands=demands, supplies=supplies, now=MONDAY)
    kills = 0
    while killed_worker(database_url, folder, kills + 1, after=0.05 + 0.23 * (kills % 5)):
        kills += 1
    assert kills >= RUNS // 2
    states = [runs.status(f"r{number}") for number in range(RUNS)]
    done = {status.id for status in states if status.state is RunState.DONE}
    # A run that was hit time and again is given up, with a sentence; its rows are whole all the same.
    assert all(f"{MOST_CRASHES} 次" in status.error for status in states if status.id not in done)
    with reading(engine) as session:
        batches = session.exec(select(ImportBatch)).all()
        stored = {batch.id: len(load_reading(session, batch.id).records) for batch in batches}
    assert {count for id_, count in stored.items() if id_.endswith("demand")} == {DEMANDS}
    assert {count for id_, count in stored.items() if id_.endswith("supply")} == {SUPPLIES}
    assert {f"{id_}-{kind}" for id_ in done for kind in ("demand", "supply")} <= set(stored)
