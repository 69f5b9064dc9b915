"""Runs done before a restart, or whose market was let go."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from matchmaking.errors import MatchmakingError, NotReady
from matchmaking.runs import Runs, RunState
from matchmaking.runs.service import KEPT_MARKETS
from tests.store.factories import a_demand
from tests.store.workshop import (
    Market,
    Workshop,
    raising,
    start,
    upload,
)


def test_after_a_restart_a_done_run_is_reopened_from_the_database(
    runs: Runs[Market], shop: Workshop, restarted: Callable[[], Runs[Market]]
) -> None:
    start(runs, chain=upload("轮毂 铝锭 上游材料", "产业链.csv"))
    runs.work()
    before = runs.result("r1")
    after = restarted()
    assert after.status("r1").state is RunState.DONE
    with pytest.raises(NotReady, match="排队等候"):
        after.result("r1")
    status = after.status("r1")
    assert (status.state, status.step) == (RunState.WORKING, "排队等候")
    assert after.work() is True
    assert after.result("r1") == before
    assert shop.read == ["需求.csv", "供给.csv"]
    assert shop.built == 2


def test_a_run_asked_for_twice_is_reopened_once(
    runs: Runs[Market], shop: Workshop, restarted: Callable[[], Runs[Market]]
) -> None:
    start(runs)
    runs.work()
    after = restarted()
    for _ in range(2):
        with pytest.raises(NotReady):
            after.result("r1")
    assert [after.work(), after.work()] == [True, False]
    assert shop.built == 2


def test_a_reopening_that_fails_says_so_once_and_may_be_tried_again(
    runs: Runs[Market], shop: Workshop, restarted: Callable[[], Runs[Market]]
) -> None:
    start(runs)
    runs.work()
    after, build = restarted(), shop.on_build
    shop.on_build = raising(MatchmakingError("内存不足。"))
    with pytest.raises(NotReady):
        after.result("r1")
    after.work()
    assert (after.status("r1").state, after.status("r1").error) == (RunState.FAILED, "内存不足。")
    with pytest.raises(MatchmakingError, match="内存不足。"):
        after.result("r1")
    shop.on_build = build
    with pytest.raises(NotReady):
        after.result("r1")
    after.work()
    assert after.result("r1").market.demands == (a_demand("X-1"), a_demand("X-2"))


def test_a_done_run_whose_lists_are_gone_cannot_be_reopened(
    runs: Runs[Market], restarted: Callable[[], Runs[Market]], engine: Engine
) -> None:
    start(runs)
    runs.work()
    with engine.begin() as connection:
        for table in ("listed_demand", "listed_supply", "listed_firm", "import_batch"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 (our own names)
    after = restarted()
    with pytest.raises(NotReady):
        after.result("r1")
    after.work()
    with pytest.raises(MatchmakingError, match="需求清单已不在数据库里"):
        after.result("r1")


def test_the_least_used_market_is_let_go_and_comes_back(runs: Runs[Market]) -> None:
    for number in range(KEPT_MARKETS):
        start(runs, f"r{number}")
        runs.work()
    assert runs.result("r0").status.id == "r0"  # so r1 is now the least used
    start(runs, "one-more")
    runs.work()
    assert runs.result("r0").status.id == "r0"
    with pytest.raises(NotReady):
        runs.result("r1")
    runs.work()
    assert runs.result("r1").status.id == "r1"
