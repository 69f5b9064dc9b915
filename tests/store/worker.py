"""A worker in a process of its own, to be killed: python worker.py URL FOLDER TURN."""

import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from matchmaking import clock
from matchmaking.intake.chains import Chain
from matchmaking.intake.kinds import ListKind
from matchmaking.progress import Progress
from matchmaking.records import Demand, Reading, Supply
from matchmaking.runs import Parts, Runs
from matchmaking.runs.queue import LEASE
from matchmaking.storage.database import open_database
from tests.store.factories import a_demand, a_supply


def read_list(path: Path, kind: ListKind, *, progress: Progress) -> Reading:
    make = a_demand if kind is ListKind.DEMAND else a_supply
    words = path.read_text().split()
    progress("读取", len(words))
    return Reading(path.name, tuple(make(word) for word in words))


def read_chain(path: Path, *, progress: Progress) -> Chain:
    raise NotImplementedError(path, progress)


def build_market(
    demands: tuple[Demand, ...],
    supplies: tuple[Supply, ...],
    *,
    chain: Sequence[tuple[str, str, str]],
    progress: Progress,
) -> int:
    for step in range(20):
        progress("建立", step, 20)
        time.sleep(0.01)
    return len(demands) + len(supplies) + len(chain)


def worker(engine: Engine, folder: Path, turn: int) -> Runs[int]:
    """Each turn lives one lease later, so that nobody waits for the dead one's lease."""

    def now() -> datetime:
        return clock.now() + turn * 2 * LEASE

    return Runs(engine, folder, Parts(read_list, read_chain, build_market), now=now)


if __name__ == "__main__":
    runs = worker(open_database(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while runs.work():
        pass
