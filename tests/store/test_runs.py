from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from matchmaking.errors import MatchmakingError, NotReady, UnknownRecord, UnreadableFile
from matchmaking.progress import Progress
from matchmaking.records import Reading
from matchmaking.runs import Runs, RunState
from tests.store.factories import MONDAY, a_demand, a_supply
from tests.store.waiting import wait_until
from tests.store.workshop import (
    ROWS_OF_A_RUN,
    Market,
    Workshop,
    raising,
    start,
    stored_rows,
    upload,
)


def test_a_run_goes_from_two_files_to_a_market(runs: Runs[Market]) -> None:
    status = runs.start(
        "r1",
        demands=upload("X-1 X-2", "需求.csv"),
        supplies=upload("G-1", "供给.csv"),
        chain=upload("轮毂 铝锭 上游材料", "产业链.csv"),
        now=MONDAY,
    )
    assert (status.state, status.step, status.error) == (RunState.QUEUED, "排队等候", "")
    assert (status.demand_file, status.supply_file) == ("需求.csv", "供给.csv")
    assert runs.work() is True
    result = runs.result("r1")
    assert result.status.state is RunState.DONE
    assert result.status.started_at == MONDAY
    assert result.demands == Reading("需求.csv", (a_demand("X-1"), a_demand("X-2")))
    assert result.market == Market(
        demands=(a_demand("X-1"), a_demand("X-2")),
        supplies=(a_supply("G-1"),),
        chain=(("轮毂", "铝锭", "上游材料"),),
    )
    assert result.chain.skipped == 1


def test_a_run_stores_its_lists(runs: Runs[Market], engine: Engine) -> None:
    start(runs)
    runs.work()
    assert stored_rows(engine) == ROWS_OF_A_RUN


def test_without_a_queued_run_there_is_nothing_to_do(runs: Runs[Market]) -> None:
    assert runs.work() is False


def test_runs_are_done_in_the_order_they_came(runs: Runs[Market], shop: Workshop) -> None:
    for number, name in ((2, "second.csv"), (1, "first.csv")):
        runs.start(
            f"r{number}",
            demands=upload("X-1", name),
            supplies=upload("G-1", name),
            now=MONDAY + timedelta(seconds=number),
        )
    while runs.work():
        pass
    assert shop.read == ["first.csv", "first.csv", "second.csv", "second.csv"]


def test_starting_the_same_run_again_changes_nothing(runs: Runs[Market], engine: Engine) -> None:
    start(runs)
    runs.work()
    start(runs)
    assert runs.status("r1").state is RunState.DONE
    assert runs.work() is False
    assert stored_rows(engine) == ROWS_OF_A_RUN


def test_an_unknown_run_is_said_to_be_unknown(runs: Runs[Market]) -> None:
    with pytest.raises(UnknownRecord, match="没有这次匹配"):
        runs.status("nix")
    with pytest.raises(UnknownRecord, match="没有这次匹配"):
        runs.result("nix")


def test_a_run_id_that_is_no_folder_name_is_refused(runs: Runs[Market]) -> None:
    with pytest.raises(ValueError, match="not usable as a folder's name"):
        start(runs, "../elsewhere")


def test_a_queued_run_is_not_ready(runs: Runs[Market]) -> None:
    start(runs)
    with pytest.raises(NotReady, match="排队等候"):
        runs.result("r1")


def test_the_progress_of_the_work_is_seen_while_it_goes_on(
    runs: Runs[Market], shop: Workshop
) -> None:
    seen = []

    def look(progress: Progress) -> None:
        progress("建立索引", 30, 100)
        status = runs.status("r1")
        seen.append((status.state, status.step, status.done, status.total))
        with pytest.raises(NotReady, match="建立索引"):
            runs.result("r1")

    shop.on_build = look
    start(runs)
    runs.work()
    assert seen == [(RunState.WORKING, "建立索引", 30, 100)]


def test_another_process_sees_the_progress_too(
    runs: Runs[Market], shop: Workshop, restarted: Callable[[], Runs[Market]]
) -> None:
    other = restarted()

    def look(progress: Progress) -> None:
        progress("建立索引", 30, 100)
        wait_until(lambda: other.status("r1").done == 30)

    shop.on_build = look
    start(runs)
    runs.work()
    assert other.status("r1").state is RunState.DONE


def test_an_unreadable_file_fails_the_run_with_its_sentence(
    runs: Runs[Market], shop: Workshop, engine: Engine
) -> None:
    shop.on_read = raising(UnreadableFile("文件已加密，请去掉密码后再上传。"))
    start(runs)
    assert runs.work() is True
    status = runs.status("r1")
    assert (status.state, status.error) == (RunState.FAILED, "文件已加密，请去掉密码后再上传。")
    with pytest.raises(MatchmakingError, match="文件已加密，请去掉密码后再上传。"):
        runs.result("r1")
    assert runs.work() is False
    assert stored_rows(engine) == [1, 0, 0, 0, 0]


def test_any_other_error_is_logged_and_told_by_its_number(
    runs: Runs[Market], shop: Workshop
) -> None:
    shop.on_build = raising(ZeroDivisionError("secret detail"))
    start(runs)
    with capture_logs() as logs:
        assert runs.work() is True
    assert runs.status("r1").error == "内部错误，已记录（编号 r1-1）。"
    (line,) = logs
    assert (line["event"], line["number"], line["log_level"]) == ("run.failed", "r1-1", "error")
    assert line["exc_info"] is True


def test_uploads_are_on_disk_under_their_own_names_before_the_run_is_known(
    runs: Runs[Market], tmp_path: Path
) -> None:
    start(runs, chain=upload("a b c", "..\\..\\产业链.csv"))
    folder = tmp_path / "runs" / "r1"
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert files == ["chain/产业链.csv", "demand/需求.csv", "supply/供给.csv"]
