"""What are the steps of a run? Read and store both lists, or load them again; build the market."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar, cast

from sqlalchemy import Engine

from matchmaking.errors import UnknownRecord
from matchmaking.intake.chains import Chain
from matchmaking.intake.kinds import ListKind
from matchmaking.progress import Progress
from matchmaking.records import Demand, Reading, Supply
from matchmaking.runs.queue import RunQueue
from matchmaking.runs.turn import Turn
from matchmaking.storage import queries
from matchmaking.storage.database import reading, transaction
from matchmaking.storage.models import MatchRun, RunState
from matchmaking.storage.store import Receipt, load_reading, store_reading
from matchmaking.storage.uploads import digest

MarketT = TypeVar("MarketT")
MarketT_co = TypeVar("MarketT_co", covariant=True)
LOADING = "从数据库读回"
NO_CHAIN = Chain(())


class ReadList(Protocol):
    """Reads a list; raises UnreadableFile."""

    def __call__(self, path: Path, kind: ListKind, *, progress: Progress) -> Reading: ...


class ReadChain(Protocol):
    """Reads a chain file; raises UnreadableFile."""

    def __call__(self, path: Path, *, progress: Progress) -> Chain: ...


class BuildMarket(Protocol[MarketT_co]):
    """Makes both lists ready to be matched."""

    def __call__(
        self,
        demands: tuple[Demand, ...],
        supplies: tuple[Supply, ...],
        *,
        chain: Sequence[tuple[str, str, str]],  # 产品, 相关产品, 关系
        progress: Progress,
    ) -> MarketT_co: ...


@dataclass(frozen=True, slots=True)
class Parts(Generic[MarketT]):
    """What a run is worked on with."""

    read_list: ReadList
    read_chain: ReadChain
    build_market: BuildMarket[MarketT]


@dataclass(frozen=True, slots=True)
class Opened(Generic[MarketT]):
    """What a run leaves in memory; all of it can be made again from what it stored."""

    demands: Reading
    supplies: Reading
    chain: Chain
    market: MarketT


@dataclass(frozen=True, slots=True)
class RunFiles:
    """Where a run's uploads lie: each in a folder of its own, so that names cannot clash."""

    folder: Path

    def of_list(self, run: MatchRun, kind: ListKind) -> Path:
        name = run.demand_file if kind is ListKind.DEMAND else run.supply_file
        return self.folder / run.id / kind.name.lower() / name

    def of_chain(self, run: MatchRun) -> Path:
        return self.folder / run.id / "chain" / run.chain_file


@dataclass(frozen=True, slots=True)
class RunSteps(Generic[MarketT]):
    """Does a run's work. Whatever an earlier, broken-off turn has stored is used, not redone."""

    engine: Engine
    files: RunFiles
    queue: RunQueue
    parts: Parts[MarketT]

    def open(self, run: MatchRun, turn: Turn) -> Opened[MarketT]:
        demands = self._list(run, ListKind.DEMAND, turn)
        supplies = self._list(run, ListKind.SUPPLY, turn)
        chain = self._chain(run, turn)
        market = self.parts.build_market(
            cast("tuple[Demand, ...]", demands.records),
            cast("tuple[Supply, ...]", supplies.records),
            chain=chain.edges,
            progress=turn.tell,
        )
        return Opened(demands, supplies, chain, market)

    def _list(self, run: MatchRun, kind: ListKind, turn: Turn) -> Reading:
        stored = self._stored(run, kind, turn)
        if stored is not None:
            return stored
        if run.state == RunState.DONE:
            raise UnknownRecord(f"这次匹配的{kind}已不在数据库里，请重新上传。")
        path = self.files.of_list(run, kind)
        fresh = self.parts.read_list(path, kind, progress=turn.tell)
        receipt = Receipt(
            batch_id=f"{run.id}-{kind.name.lower()}",
            kind=kind,
            sha256=digest(path),
            received_at=run.started_at,
            run_id=run.id,
        )
        with transaction(self.engine) as session:
            self.queue.hold(session, run)
            store_reading(session, fresh, receipt, progress=turn.tell)
        return fresh

    def _chain(self, run: MatchRun, turn: Turn) -> Chain:
        if not run.chain_file:
            return NO_CHAIN
        return self.parts.read_chain(self.files.of_chain(run), progress=turn.tell)

    def _stored(self, run: MatchRun, kind: ListKind, turn: Turn) -> Reading | None:
        with reading(self.engine) as session:
            batch = queries.batch_of_run(session, run.id, kind)
            if batch is None:
                return None
            turn.tell(LOADING, 0, batch.accepted)
            return load_reading(session, batch.id)
