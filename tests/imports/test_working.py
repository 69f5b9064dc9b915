"""A worker killed at any moment loses nothing and doubles nothing; on both databases."""

import pytest
from sqlalchemy import Engine

from matchmaking.imports import at_once, files, queue, service, working
from matchmaking.imports.giving_back import marked_file
from matchmaking.imports.models import ImportState
from matchmaking.runs.turn import TurnOver
from matchmaking.storage import failpoints
from matchmaking.storage.database import reading
from tests.imports.conftest import BOSS, SUPPLIES, Desk


class Killed(BaseException):
    """In place of SIGKILL."""


def killed() -> None:
    raise Killed


@pytest.fixture(autouse=True)
def unarmed():
    yield
    failpoints.disarm()


def test_in_on_every_database_and_out_again(any_engine: Engine, tmp_path) -> None:
    desk = Desk(any_engine, tmp_path)
    job = desk.take_in(SUPPLIES)
    assert (job.state, job.created) == (ImportState.DONE, 2)
    assert desk.upload(SUPPLIES).repeated is True
    assert desk.bring(SUPPLIES).repeated is True
    assert desk.undo(job.id) == ()
    assert {one.status for one in desk.supplies()} == {"已撤回"}
    assert desk.take_in(SUPPLIES).updated == 2


@pytest.mark.parametrize("place", ["import.read.before", "import.write.before"])
def test_killed_before_a_commit_the_next_worker_does_it_again(desk: Desk, place: str) -> None:
    brought = desk.upload(SUPPLIES)
    if place == "import.write.before":
        desk.work()
        desk.confirm(brought.import_id)
    failpoints.arm(place, action=killed)
    with pytest.raises(Killed):
        desk.work()
    assert not desk.work()  # the dead worker's lease lasts
    desk.later(seconds=21)
    assert desk.work()
    job = desk.job(brought.import_id)
    if place == "import.read.before":
        assert (job.state, job.crashes) == (ImportState.TO_CONFIRM, 0)
    else:
        assert (job.state, len(desk.supplies())) == (ImportState.DONE, 2)
    desk.later(seconds=21)
    assert not desk.work()


@pytest.mark.parametrize("place", ["import.read.after", "import.write.after"])
def test_killed_after_a_commit_it_is_done(desk: Desk, place: str) -> None:
    brought = desk.upload(SUPPLIES)
    if place == "import.write.after":
        desk.work()
        desk.confirm(brought.import_id)
    failpoints.arm(place, action=killed)
    with pytest.raises(Killed):
        desk.work()
    desk.later(seconds=21)
    assert not desk.work()
    done = ImportState.TO_CONFIRM if place == "import.read.after" else ImportState.DONE
    assert desk.job(brought.import_id).state == done


def test_an_upload_killed_before_its_row_may_come_again(desk: Desk) -> None:
    failpoints.arm("import.upload.after", action=killed)
    with pytest.raises(Killed):
        desk.upload(SUPPLIES)
    assert desk.upload(SUPPLIES).repeated is False


def test_a_list_that_kills_its_workers_is_given_up(desk: Desk) -> None:
    brought = desk.upload(SUPPLIES)
    for _ in range(queue.MOST_CRASHES):
        failpoints.arm("import.read.before", action=killed)
        with pytest.raises(Killed):
            desk.work()
        desk.later(seconds=21)
    assert not desk.work()
    job = desk.job(brought.import_id)
    assert (job.state, job.live_key) == (ImportState.FAILED, None)
    assert "连续中断了 3 次" in job.error


def test_one_abandoned_while_it_is_read_stays_so(desk: Desk, monkeypatch) -> None:
    brought = desk.upload(SUPPLIES)
    read = working.read

    def read_slowly(*args, **more):
        desk.abandon(brought.import_id)
        return read(*args, **more)

    monkeypatch.setattr(working, "read", read_slowly)
    assert desk.work()
    assert desk.job(brought.import_id).state == ImportState.ABANDONED
    assert not desk.work()


def test_a_worker_told_to_stop_puts_its_import_back(desk: Desk, monkeypatch) -> None:
    brought = desk.upload(SUPPLIES)

    def stop(*_args, **_more):
        raise TurnOver

    with monkeypatch.context() as patch:
        patch.setattr(working, "read", stop)
        assert desk.work()
    assert desk.job(brought.import_id).state == ImportState.READING
    assert desk.work()
    job = desk.job(brought.import_id)
    assert (job.state, job.crashes) == (ImportState.TO_CONFIRM, 0)


def test_the_lease_is_renewed_with_the_news(desk: Desk) -> None:
    desk.upload(SUPPLIES)
    line = queue.ImportQueue(desk.engine, desk.now)
    job = line.claim()
    assert job is not None
    desk.later(seconds=15)
    assert line.save_news(job, working.News("核对各行", 5, 10))
    desk.later(seconds=15)
    assert line.claim() is None
    told = desk.job(job.id)
    assert (told.step, told.done, told.total) == ("核对各行", 5, 10)
    desk.later(seconds=21)
    assert line.claim() is not None
    assert not line.save_news(job, working.News("核对各行", 6, 10))


def test_two_uploads_of_a_file_at_once_are_one(desk: Desk, monkeypatch) -> None:
    first = desk.upload(SUPPLIES)
    answers = iter([None, first.import_id])
    monkeypatch.setattr(service, "_alive", lambda *_a, **_k: next(answers))
    assert desk.upload(SUPPLIES).repeated is True


def test_two_confirm_at_once_and_one_of_them_writes(desk: Desk, monkeypatch) -> None:
    desk.upload(SUPPLIES)
    desk.work()
    written = at_once._written  # noqa: SLF001 (the moment between the two)

    def somebody_is_quicker(*args, **more):
        monkeypatch.setattr(at_once, "_written", written)
        desk.bring(SUPPLIES)
        return written(*args, **more)

    monkeypatch.setattr(at_once, "_written", somebody_is_quicker)
    assert desk.bring(SUPPLIES).repeated is True
    assert len(desk.supplies()) == 2


def test_who_confirms_is_remembered(desk: Desk) -> None:
    job = desk.take_in(SUPPLIES)
    assert (job.confirmed_by, job.uploaded_by) == (BOSS.user_id, BOSS.user_id)


def test_confirmed_while_its_workbook_is_still_being_marked(desk: Desk, monkeypatch) -> None:
    brought = desk.upload(SUPPLIES)
    keep = working.keep_marked

    def keep_slowly(session, data, job):
        desk.confirm(job.id)
        line = queue.ImportQueue(desk.engine, desk.now)
        assert not line.save_news(job, working.News("慢"))
        line.fail(job, "慢")
        return keep(session, data, job)

    monkeypatch.setattr(working, "keep_marked", keep_slowly)
    assert desk.work()
    assert desk.job(brought.import_id).state == ImportState.WRITING
    assert desk.work()
    job = desk.job(brought.import_id)
    assert (job.state, job.crashes) == (ImportState.DONE, 0)


def test_a_marked_workbook_that_is_missing_is_made_when_asked_for(desk: Desk) -> None:
    job = desk.take_in(SUPPLIES)
    path = files.place_marked(desk.data, job)
    first = path.read_bytes()
    path.unlink()
    with reading(desk.engine) as session:
        name, content = marked_file(session, desk.data, job)
    assert (name, len(content) > 0, path.is_file()) == ("供给（已标注）.xlsx", True, True)
    assert [one.name for one in path.parent.iterdir()] == ["marked.xlsx"]
    assert first
