"""The worker's thread."""

import time
from collections.abc import Callable
from threading import Event, Thread

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from matchmaking.progress import Progress
from matchmaking.runs import Runs, RunState
from tests.store.waiting import wait_until
from tests.store.workshop import (
    ROWS_OF_A_RUN,
    Market,
    Workshop,
    start,
    stored_rows,
)


def test_a_worker_thread_does_what_is_queued_until_stopped(runs: Runs[Market]) -> None:
    runs.start_worker()
    try:
        start(runs)
        wait_until(lambda: runs.status("r1").state is RunState.DONE)
    finally:
        runs.stop()
    start(runs, "r2")
    assert runs.status("r2").state is RunState.QUEUED


def test_stopping_puts_the_run_in_hand_back_and_the_next_worker_does_it(
    runs: Runs[Market], shop: Workshop, restarted: Callable[[], Runs[Market]]
) -> None:
    begun = Event()

    def go_on_for_ever(progress: Progress) -> None:
        begun.set()
        while True:
            progress("建立", 1)
            time.sleep(0.001)

    build, shop.on_build = shop.on_build, go_on_for_ever
    start(runs)
    runs.start_worker()
    assert begun.wait(10)
    runs.stop()
    assert runs.status("r1").state is RunState.QUEUED
    shop.on_build = build
    assert restarted().work() is True
    assert runs.status("r1").state is RunState.DONE


def test_stopping_before_a_worker_started_is_no_error(runs: Runs[Market]) -> None:
    runs.stop()


def test_the_worker_outlives_a_database_that_does_not_answer(
    runs: Runs[Market], engine: Engine
) -> None:
    away = Event()
    away.set()
    asked = Event()

    def not_now(*_: object) -> None:
        if away.is_set():
            asked.set()
            raise OperationalError("select", None, Exception("no answer"))

    start(runs)
    event.listen(engine, "before_cursor_execute", not_now)
    with capture_logs() as logs:
        runs.start_worker()
        try:
            assert asked.wait(10)
            away.clear()
            wait_until(lambda: runs.status("r1").state is RunState.DONE)
        finally:
            runs.stop()
            event.remove(engine, "before_cursor_execute", not_now)
    assert logs[0]["event"] == "run.worker_troubled"


def test_two_workers_never_do_the_same_run(
    runs: Runs[Market], restarted: Callable[[], Runs[Market]], shop: Workshop, engine: Engine
) -> None:
    for number in range(6):
        start(runs, f"r{number}")
    workers = [Thread(target=drain, args=(restarted(),)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert shop.built == 6
    assert stored_rows(engine) == [6 * rows for rows in ROWS_OF_A_RUN]


def drain(runs: Runs[Market]) -> None:
    while runs.work():
        pass
