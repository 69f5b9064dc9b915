"""Runs whose worker dies, or is believed dead."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import current_thread, main_thread

import pytest
from sqlalchemy import Connection, Engine, event
from structlog.testing import capture_logs

from matchmaking.errors import UnreadableFile
from matchmaking.progress import Progress
from matchmaking.runs import Runs, RunState
from matchmaking.runs.queue import MOST_CRASHES
from tests.store.factories import a_demand
from tests.store.workshop import (
    ROWS_OF_A_RUN,
    Hours,
    Killed,
    Market,
    Workshop,
    raising,
    start,
    stored_rows,
)


@dataclass(eq=False)
class Killer:
    """Kills the worker's thread at the n-th thing it asks of the database."""

    at: int
    count: int = 0

    def __call__(self, connection: Connection, *_: object) -> None:
        if current_thread() is main_thread():
            self.count += 1
            if self.count == self.at:
                connection.invalidate()  # the dead leave no connection behind
                raise Killed


@contextmanager
def killed_at(engine: Engine, at: int) -> Iterator[Killer]:
    killer = Killer(at)
    event.listen(engine, "before_cursor_execute", killer)
    event.listen(engine, "commit", killer)
    yield killer
    event.remove(engine, "before_cursor_execute", killer)
    event.remove(engine, "commit", killer)


def worker_dies(runs: Runs[Market]) -> bool:
    try:
        runs.work()
    except Killed:
        return True
    return False


def test_a_run_killed_at_any_step_is_taken_up_again_and_doubles_nothing(
    runs: Runs[Market],
    restarted: Callable[[], Runs[Market]],
    hours: Hours,
    engine: Engine,
) -> None:
    steps, killed = 0, True
    while killed:
        steps += 1
        run_id = f"r{steps}"
        start(runs, run_id)
        with killed_at(engine, steps) as killer:
            killed = worker_dies(runs)
        assert killed is (killer.count >= steps)
        if killed:
            hours.lease_lapses()
            assert restarted().work() is True
        assert restarted().status(run_id).state is RunState.DONE
        assert stored_rows(engine) == [steps * rows for rows in ROWS_OF_A_RUN]
    assert steps > 15


def test_a_run_killed_while_reading_or_building_ends_with_the_same_market(
    runs: Runs[Market], shop: Workshop, hours: Hours, engine: Engine
) -> None:
    read, build = shop.on_read, shop.on_build
    start(runs)
    shop.on_read = raising(Killed())
    with pytest.raises(Killed):
        runs.work()
    hours.lease_lapses()
    shop.on_read, shop.on_build = read, raising(Killed())
    with pytest.raises(Killed):
        runs.work()
    hours.lease_lapses()
    shop.on_build = build
    assert runs.work() is True
    result = runs.result("r1")
    assert result.market.demands == (a_demand("X-1"), a_demand("X-2"))
    assert stored_rows(engine) == ROWS_OF_A_RUN


def test_lists_stored_before_a_kill_are_not_read_again(
    runs: Runs[Market], shop: Workshop, hours: Hours
) -> None:
    build, shop.on_build = shop.on_build, raising(Killed())
    start(runs)
    with pytest.raises(Killed):
        runs.work()
    hours.lease_lapses()
    shop.on_build = build
    runs.work()
    assert shop.read == ["需求.csv", "供给.csv"]


def test_a_claimed_run_is_nobody_elses_while_its_lease_lasts(
    runs: Runs[Market], shop: Workshop, restarted: Callable[[], Runs[Market]]
) -> None:
    others = []
    shop.on_build = lambda _progress: others.append(restarted().work())
    start(runs)
    runs.work()
    assert others == [False]


def test_a_worker_that_lost_its_run_writes_nothing_more(
    runs: Runs[Market],
    shop: Workshop,
    restarted: Callable[[], Runs[Market]],
    hours: Hours,
    engine: Engine,
) -> None:
    """It stalls beyond its lease while reading; another worker does the run meanwhile."""
    stalls = [True]

    def stall(_progress: Progress) -> None:
        if stalls:
            stalls.clear()
            hours.lease_lapses()
            assert restarted().work() is True

    shop.on_read = stall
    start(runs)
    with capture_logs() as logs:
        assert runs.work() is True
    assert [line["event"] for line in logs] == ["run.put_down"]
    assert runs.status("r1").state is RunState.DONE
    assert stored_rows(engine) == ROWS_OF_A_RUN


def test_a_worker_that_lost_its_run_at_the_very_end_does_not_mark_it(
    runs: Runs[Market], shop: Workshop, restarted: Callable[[], Runs[Market]], hours: Hours
) -> None:
    def stall(_progress: Progress) -> None:
        shop.on_build = raising(UnreadableFile("另一个进程的话。"))
        hours.lease_lapses()
        assert restarted().work() is True

    shop.on_build = stall
    start(runs)
    assert runs.work() is True
    assert runs.status("r1").error == "另一个进程的话。"


def test_a_run_that_kills_its_worker_time_and_again_fails(
    runs: Runs[Market], shop: Workshop, hours: Hours
) -> None:
    shop.on_build = raising(Killed())
    start(runs)
    for _ in range(MOST_CRASHES):
        with pytest.raises(Killed):
            runs.work()
        hours.lease_lapses()
    assert runs.work() is False
    status = runs.status("r1")
    assert status.state is RunState.FAILED
    assert status.error.startswith("处理这两份清单时程序连续中断了 3 次")
