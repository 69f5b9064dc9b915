"""How do two dropped files become a market one can ask? A run: queued, worked on, kept, reopened."""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Generic

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from matchmaking import clock
from matchmaking.errors import MatchmakingError, NotReady, UnknownRecord
from matchmaking.intake.chains import Chain
from matchmaking.intake.kinds import ListKind
from matchmaking.records import Reading
from matchmaking.runs.queue import RunQueue
from matchmaking.runs.steps import NO_CHAIN, MarketT, Opened, Parts, RunFiles, RunSteps
from matchmaking.runs.turn import News, Turn, TurnOver
from matchmaking.storage.models import MatchRun, RunState
from matchmaking.storage.uploads import Upload, safe_name, save

log = structlog.get_logger(__name__)

KEPT_MARKETS = 4  # a market of 100,000 listings takes hundreds of megabytes
IDLE_SECONDS = 1.0  # how often a worker looks for runs that another process queued
STOP_SECONDS = 10.0  # how long stopping waits for the worker to put its run down
WAITING = News("排队等候")
INTERNAL = "内部错误，已记录（编号 {number}）。"


@dataclass(frozen=True, slots=True)
class RunStatus:
    """What is told of a run while one waits."""

    id: str
    state: RunState
    step: str
    done: int
    total: int | None
    error: str  # a sentence when it failed
    demand_file: str
    supply_file: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class RunResult(Generic[MarketT]):
    """What came of a run."""

    status: RunStatus
    demands: Reading
    supplies: Reading
    market: MarketT
    chain: Chain = NO_CHAIN  # as read; how many of its rows were no edge


class Runs(Generic[MarketT]):
    """Every run there is. Any thread may ask; one worker's thread at a time does the work."""

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        parts: Parts[MarketT],
        *,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._files = RunFiles(folder)
        self._queue = RunQueue(engine, now)
        self._steps = RunSteps(engine, self._files, self._queue, parts)
        self._lock = Lock()  # guards the four below
        self._turns: dict[str, Turn] = {}
        self._opened: OrderedDict[str, Opened[MarketT]] = OrderedDict()
        self._to_reopen: OrderedDict[str, MatchRun] = OrderedDict()
        self._not_reopened: dict[str, str] = {}  # the sentence saying why
        self._wake = Event()
        self._stopping = Event()
        self._worker: Thread | None = None

    def start(
        self,
        run_id: str,
        *,
        demands: Upload,
        supplies: Upload,
        chain: Upload | None = None,
        now: datetime,
    ) -> RunStatus:
        """Put the files on disk for good, then queue the run. The same id again changes nothing."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", run_id):
            raise ValueError(f"not usable as a folder's name: {run_id!r}")
        run = self._queue.find(run_id)
        if run is None:
            run = MatchRun(
                id=run_id,
                state=RunState.QUEUED,
                step=WAITING.step,
                demand_file=safe_name(demands.name),
                supply_file=safe_name(supplies.name),
                chain_file=safe_name(chain.name) if chain else "",
                started_at=now,
            )
            save(demands.content, self._files.of_list(run, ListKind.DEMAND))
            save(supplies.content, self._files.of_list(run, ListKind.SUPPLY))
            if chain:
                save(chain.content, self._files.of_chain(run))
            self._queue.add(run)
            self._wake.set()
        return self._status(run)

    def status(self, run_id: str) -> RunStatus:
        """How far it is. Raises UnknownRecord."""
        return self._status(self._find(run_id))

    def result(self, run_id: str) -> RunResult[MarketT]:
        """What came of it. Raises UnknownRecord; NotReady; MatchmakingError when it failed.

        A run done before the last restart is reopened from the database: NotReady meanwhile.
        """
        run = self._find(run_id)
        status = self._status(run)
        with self._lock:
            if status.state is RunState.FAILED:
                self._not_reopened.pop(run_id, None)  # so that one may try again
                raise MatchmakingError(status.error)
            opened = self._opened.get(run_id)
            if status.state is RunState.DONE and opened is not None:
                self._opened.move_to_end(run_id)
                return RunResult(
                    status, opened.demands, opened.supplies, opened.market, opened.chain
                )
            if status.state is RunState.DONE:
                self._to_reopen.setdefault(run_id, run)
        self._wake.set()
        step = WAITING.step if status.state is RunState.DONE else status.step
        raise NotReady(f"还在处理（{step}），请稍候再看。")

    def work(self) -> bool:
        """Do one run: reopen what somebody waits for, or claim a queued one. False: nothing to do."""
        run = self._next_to_reopen() or self._queue.claim()
        if run is None:
            return False
        self._take_turn(run)
        return True

    def run_forever(self) -> None:
        """Work until stopped; a database that does not answer is asked again."""
        while not self._stopping.is_set():
            try:
                busy = self.work()
            except (SQLAlchemyError, OSError):
                log.exception("run.worker_troubled")
                busy = False
            if not busy:
                self._wake.wait(IDLE_SECONDS)
                self._wake.clear()

    def start_worker(self) -> None:
        """Work in a thread of this process."""
        self._stopping.clear()
        self._worker = Thread(target=self.run_forever, name="runs", daemon=True)
        self._worker.start()

    def stop(self) -> None:
        """Put the run in hand back into the queue at its next step, and end the worker."""
        self._stopping.set()
        self._wake.set()
        if self._worker is not None:
            self._worker.join(STOP_SECONDS)
            self._worker = None

    def _find(self, run_id: str) -> MatchRun:
        run = self._queue.find(run_id)
        if run is None:
            raise UnknownRecord("没有这次匹配，可能链接不完整。请回到首页重新上传两份清单。")
        return run

    def _status(self, run: MatchRun) -> RunStatus:
        """The row, overlaid by what this process knows better."""
        status = RunStatus(
            id=run.id,
            state=RunState(run.state),
            step=run.step,
            done=run.done,
            total=run.total,
            error=run.error,
            demand_file=run.demand_file,
            supply_file=run.supply_file,
            started_at=run.started_at,
        )
        with self._lock:
            turn = self._turns.get(run.id)
            news = turn.news if turn else WAITING if run.id in self._to_reopen else None
            sentence = self._not_reopened.get(run.id)
        if news is not None:
            working = replace(status, state=RunState.WORKING, step=news.step)
            return replace(working, done=news.done, total=news.total)
        if sentence is not None:
            return replace(status, state=RunState.FAILED, error=sentence)
        return status

    def _next_to_reopen(self) -> MatchRun | None:
        with self._lock:
            return self._to_reopen.popitem(last=False)[1] if self._to_reopen else None

    def _take_turn(self, run: MatchRun) -> None:
        """Work on a run that was claimed, or that is done and to be reopened."""
        reopening = run.state == RunState.DONE
        save_news = (lambda _news: True) if reopening else partial(self._queue.save_news, run)
        turn = Turn(save_news, news=WAITING, stopping=self._stopping)
        with self._lock:
            self._turns[run.id] = turn
        try:
            with turn:
                opened = self._steps.open(run, turn)
            if not reopening:
                self._queue.finish(run)
            self._keep(run.id, opened)
        except TurnOver:
            log.info("run.put_down", run_id=run.id, claim=run.claim)
            self._queue.release(run)
        except MatchmakingError as error:
            self._refuse(run, str(error))
        except Exception:  # the worker's edge: whatever it is, it is logged and the visitor is told
            number = f"{run.id}-{run.claim}"
            log.exception("run.failed", run_id=run.id, number=number)
            self._refuse(run, INTERNAL.format(number=number))
        finally:
            with self._lock:
                del self._turns[run.id]

    def _keep(self, run_id: str, opened: Opened[MarketT]) -> None:
        with self._lock:
            self._opened[run_id] = opened
            while len(self._opened) > KEPT_MARKETS:
                self._opened.popitem(last=False)

    def _refuse(self, run: MatchRun, sentence: str) -> None:
        if run.state != RunState.DONE:
            self._queue.fail(run, sentence)
            return
        with self._lock:
            self._not_reopened[run.id] = sentence
