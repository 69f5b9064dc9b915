from contextlib import suppress
from threading import Event

import pytest

from matchmaking.errors import MatchmakingError, NotReady, UnknownRecord
from matchmaking.runs import RunState, Upload
from tests.web.fakes import ANSWERS, NOW, FakeRuns, fake_services
from web.overviews import KEEP, Overviews

FILE = Upload("a.csv", b"")


@pytest.fixture
def runs():
    runs = FakeRuns()
    for number in range(KEEP + 1):
        runs.start(f"r{number}", demands=FILE, supplies=FILE, now=NOW)
    return runs


@pytest.fixture
def open_overviews(runs):
    opened = []

    def open_with(compute):
        opened.append(Overviews(fake_services(runs, overview=compute)))
        return opened[-1]

    yield open_with
    for one in opened:
        one.close()


def wait_for(overviews: Overviews, run_id: str) -> None:
    """Let the one thread finish what was asked of it so far."""
    with suppress(NotReady):
        overviews.board(run_id)
    overviews.pool.submit(lambda: None).result()


def test_a_board_is_worked_out_once_and_kept(open_overviews):
    calls = []

    def compute(market, **_more):
        calls.append(market)
        return ANSWERS

    overviews = open_overviews(compute)
    wait_for(overviews, "r0")
    assert overviews.board("r0").answer("D002") is ANSWERS[1]
    assert overviews.board("r0") is overviews.board("r0")
    assert calls == ["market"]


def test_the_stage_tells_how_many_needs_are_matched(open_overviews):
    told, go_on = Event(), Event()

    def compute(_market, *, progress, **_more):
        progress("逐条匹配", 7, 300)
        told.set()
        go_on.wait(5)
        return ANSWERS

    overviews = open_overviews(compute)
    assert overviews.stage("r0").state is RunState.WORKING
    told.wait(5)
    stage = overviews.stage("r0")
    go_on.set()
    assert (stage.step, stage.done, stage.total) == ("逐条匹配", 7, 300)


def test_only_the_last_boards_are_kept(open_overviews):
    served = []

    def compute(_market, **_more):
        served.append("r0")
        return ANSWERS

    overviews = open_overviews(compute)
    for number in range(KEEP + 1):
        wait_for(overviews, f"r{number}")
    served.clear()
    wait_for(overviews, "r1")
    assert served == []
    served.clear()
    wait_for(overviews, "r0")
    assert served == ["r0"]


def test_a_run_that_is_reopened_shows_its_own_step(open_overviews, runs, monkeypatch):
    def reopening(_run_id):
        raise NotReady("还在处理")

    overviews = open_overviews(lambda _market, **_more: ANSWERS)
    monkeypatch.setattr(runs, "result", reopening)
    stage = overviews.stage("r0")
    assert (stage.state, stage.step, stage.done) == (RunState.WORKING, "整理清单", 120)


def test_a_broken_computation_is_a_failure_that_stays(open_overviews):
    def compute(_market, **_more):
        raise ZeroDivisionError

    overviews = open_overviews(compute)
    wait_for(overviews, "r0")
    stage = overviews.stage("r0")
    assert (stage.state, stage.error) == (RunState.FAILED, "内部错误，已记录（编号 r0）。")
    with pytest.raises(MatchmakingError, match="内部错误，已记录（编号 r0）。"):
        overviews.board("r0")


def test_what_is_not_on_the_board_is_named(open_overviews):
    overviews = open_overviews(lambda _market, **_more: ANSWERS)
    wait_for(overviews, "r0")
    board = overviews.board("r0")
    with pytest.raises(UnknownRecord, match="“D9”"):
        board.answer("D9")
    with pytest.raises(UnknownRecord, match="“S9”"):
        board.match("D001", "S9")
    assert board.match("D003", "S008").supply.id == "S008"
