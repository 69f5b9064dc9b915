"""Parts of a run that are quick: a list is its words, a market what it was built from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select

from matchmaking.intake.chains import Chain
from matchmaking.intake.kinds import ListKind
from matchmaking.progress import Progress
from matchmaking.records import Demand, Reading, Supply
from matchmaking.runs import Parts, Runs, Upload
from matchmaking.runs.queue import LEASE
from matchmaking.storage.database import reading
from matchmaking.storage.models import DemandRow, FirmRow, ImportBatch, MatchRun, SupplyRow
from tests.store.factories import MONDAY, a_demand, a_supply


@dataclass(frozen=True)
class Market:
    demands: tuple[Demand, ...]
    supplies: tuple[Supply, ...]
    chain: tuple[tuple[str, str, str], ...]


@dataclass
class Hours:
    """A clock the test turns."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def lease_lapses(self) -> None:
        self.now += LEASE + timedelta(seconds=1)


@dataclass
class Workshop:
    """Parts that are quick and do what the test says."""

    on_read: Callable[[Progress], None] = lambda progress: progress("读取", 1, 2)
    on_build: Callable[[Progress], None] = lambda progress: progress("建立", 3)
    read: list[str] = field(default_factory=list)
    built: int = 0

    def parts(self) -> Parts[Market]:
        return Parts(self.read_list, self.read_chain, self.build_market)

    def read_list(self, path: Path, kind: ListKind, *, progress: Progress) -> Reading:
        self.read.append(path.name)
        self.on_read(progress)
        words = path.read_text().split()
        make = a_demand if kind is ListKind.DEMAND else a_supply
        return Reading(path.name, tuple(make(word) for word in words))

    def read_chain(self, path: Path, *, progress: Progress) -> Chain:
        progress("读取产业链", 0)
        a, b, c = path.read_text().split()
        return Chain(((a, b, c),), skipped=1)

    def build_market(
        self,
        demands: tuple[Demand, ...],
        supplies: tuple[Supply, ...],
        *,
        chain: Sequence[tuple[str, str, str]],
        progress: Progress,
    ) -> Market:
        self.built += 1
        self.on_build(progress)
        return Market(demands, supplies, tuple(chain))


def upload(words: str, name: str) -> Upload:
    return Upload(name, words.encode())


def start(runs: Runs[Market], run_id: str = "r1", *, chain: Upload | None = None) -> None:
    runs.start(
        run_id,
        demands=upload("X-1 X-2", "需求.csv"),
        supplies=upload("G-1 G-2 G-3", "供给.csv"),
        chain=chain,
        now=MONDAY,
    )


class Killed(BaseException):
    """Stands for kill -9: nothing catches it."""


def raising(error: BaseException) -> Callable[[Progress], None]:
    """A step that fails."""

    def step(_progress: Progress) -> None:
        raise error

    return step


def stored_rows(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return [
            session.execute(select(func.count()).select_from(model)).scalar_one()
            for model in (MatchRun, ImportBatch, FirmRow, DemandRow, SupplyRow)
        ]


ROWS_OF_A_RUN = [1, 2, 2, 2, 3]
