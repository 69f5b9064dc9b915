"""Runs, with lists that are one word a line and a market that is only what it was built from."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread, current_thread, main_thread

import pytest
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from matchmaking.database import reading
from matchmaking.errors import MatchmakingError, NotReady, UnknownRecord, UnreadableFile
from matchmaking.intake.chains import Chain
from matchmaking.intake.kinds import ListKind
from matchmaking.models import DemandRow, FirmRow, ImportBatch, MatchRun, SupplyRow
from matchmaking.progress import Progress
from matchmaking.queue import LEASE, MOST_CRASHES
from matchmaking.records import Demand, Reading, Supply
from matchmaking.runs import KEPT_MARKETS, Parts, Runs, RunState, Upload
from tests.store.factories import MONDAY, a_demand, a_supply
from tests.store.waiting import wait_until


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


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def shop() -> Workshop:
    return Workshop()


@pytest.fixture
def runs(engine: Engine, tmp_path: Path, shop: Workshop, hours: Hours) -> Runs[Market]:
    return Runs(engine, tmp_path / "runs", shop.parts(), now=hours)


@pytest.fixture
def restarted(
    engine: Engine, tmp_path: Path, shop: Workshop, hours: Hours
) -> Callable[[], Runs[Market]]:
    """The same data, another process."""
    return lambda: Runs(engine, tmp_path / "runs", shop.parts(), now=hours)


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
        for table in ("demand", "supply", "firm", "import_batch"):
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


def test_uploads_are_on_disk_under_their_own_names_before_the_run_is_known(
    runs: Runs[Market], tmp_path: Path
) -> None:
    start(runs, chain=upload("a b c", "..\\..\\产业链.csv"))
    folder = tmp_path / "runs" / "r1"
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert files == ["chain/产业链.csv", "demand/需求.csv", "supply/供给.csv"]


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
