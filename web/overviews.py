"""How does a page get every answer of a run without waiting? One background computation a run, kept.

Answering three hundred demands takes a few seconds, so the first request only starts the work and
says NotReady; the progress page shows how far it is, and later pages read the finished board.
"""

from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

import structlog

from matchmaking.errors import MatchmakingError, NotReady, UnknownRecord
from matchmaking.matching.evidence import Match, Recommendation
from matchmaking.matching.market import Market
from matchmaking.runs import RunResult, RunState, RunStatus
from web.needs import TOP
from web.services import Services

log = structlog.get_logger(__name__)

KEEP = 4  # boards held at once; the runs themselves keep as many markets
STEP = "逐条匹配"
BROKEN = "内部错误，已记录（编号 {number}）。"


@dataclass(frozen=True, slots=True)
class Board:
    """A finished run with every demand answered."""

    result: RunResult[Market]
    recommendations: tuple[Recommendation, ...]
    by_demand: Mapping[str, Recommendation]

    def answer(self, demand_id: str) -> Recommendation:
        """What was found for one demand."""
        found = self.by_demand.get(demand_id)
        if found is None:
            raise UnknownRecord(
                f"需求清单里没有编号为“{demand_id}”的需求，请回到需求列表重新选择。"
            )
        return found

    def match(self, demand_id: str, supply_id: str) -> Match:
        """One judged pair of the board, near misses included."""
        answer = self.answer(demand_id)
        nearest = answer.unmet.nearest if answer.unmet else ()
        for match in (*answer.matches, *nearest):
            if match.supply.id == supply_id:
                return match
        raise UnknownRecord(f"“{demand_id}”的结果里没有供给“{supply_id}”，请回到结果页重新勾选。")


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a run is, matching every demand included."""

    status: RunStatus
    state: RunState
    step: str
    done: int
    total: int | None
    error: str = ""


@dataclass
class _Work:
    """A computation under way; the counts are written by its thread and read by pages."""

    future: "Future[Board]"
    done: int = 0
    total: int | None = None


@dataclass
class Overviews:
    """Computes boards one after another on a thread of its own."""

    services: Services
    _works: OrderedDict[str, _Work] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="overview")
    )

    def board(self, run_id: str) -> Board:
        """The finished board. Raises NotReady while it is made, and whatever ended the run."""
        result = self.services.runs.result(run_id)
        work = self._work(result)
        if not work.future.done():
            raise NotReady("正在逐条匹配，请稍候，页面会自动更新。")
        if work.future.exception() is not None:
            raise MatchmakingError(BROKEN.format(number=run_id))
        return work.future.result()

    def stage(self, run_id: str) -> Stage:
        """How far it is; asking also starts the computation once the run itself is done."""
        status = self.services.runs.status(run_id)
        if status.state is not RunState.DONE:
            return _stage_of(status)
        try:
            self.board(run_id)
        except NotReady:
            return self._stage_under_way(run_id)
        except MatchmakingError as error:
            return Stage(status, RunState.FAILED, STEP, 0, None, str(error))
        return _stage_of(status)

    def close(self) -> None:
        """Stop taking work; what runs is let finish."""
        self.pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, result: RunResult[Market]) -> _Work:
        run_id = result.status.id
        with self._lock:
            if run_id in self._works:
                self._works.move_to_end(run_id)
                return self._works[run_id]
            work = _Work(Future())
            self._works[run_id] = work
            while len(self._works) > KEEP:
                self._works.popitem(last=False)
        work.future = self.pool.submit(self._compute, result, work)
        return work

    def _compute(self, result: RunResult[Market], work: _Work) -> Board:
        def progress(step: str, done: int, total: int | None = None) -> None:
            del step  # to a visitor the whole computation is one step
            work.done, work.total = done, total

        try:
            found = self.services.overview(
                result.market, top=TOP, today=self.services.today(), progress=progress
            )
        except Exception:  # a thread's edge: logged here, told to visitors as a number
            log.exception("overview.failed", run_id=result.status.id)
            raise
        return Board(result, found, {answer.demand.id: answer for answer in found})

    def _stage_under_way(self, run_id: str) -> Stage:
        status = self.services.runs.status(run_id)
        work = self._works.get(run_id)
        if work is None:  # a run of an earlier day is being reopened
            return Stage(status, RunState.WORKING, status.step, status.done, status.total)
        return Stage(status, RunState.WORKING, STEP, work.done, work.total)


def _stage_of(status: RunStatus) -> Stage:
    return Stage(status, status.state, status.step, status.done, status.total, status.error)
