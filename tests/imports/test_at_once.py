"""A list from the command line: in at once, in once."""

from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from matchmaking.catalogue.models import Status
from matchmaking.errors import Conflict, UnreadableFile
from matchmaking.imports.at_once import ImportSummary, find_again, import_now
from matchmaking.imports.models import ImportState
from matchmaking.imports.reading import kind_of
from matchmaking.intake.kinds import ListKind
from matchmaking.records import Reading
from matchmaking.storage import failpoints
from matchmaking.storage.database import reading
from matchmaking.storage.store import load_supplies
from tests.imports.conftest import DEMANDS, HEADINGS, MONDAY, ROWS, SUPPLIES, TODAY, Desk


class Killed(BaseException):
    """In place of SIGKILL."""


def killed() -> None:
    raise Killed


def test_good_rows_are_published_and_faulty_ones_returned(desk: Desk) -> None:
    summary = desk.bring(SUPPLIES)
    assert summary == ImportSummary(
        "id0001", ListKind.SUPPLY, 3, 2, 1, created=2, updated=0, unchanged=0, repeated=False
    )
    one, other = desk.supplies()
    assert (one.number, one.product, one.specs, one.status) == (
        "G-1",
        "铝合金轮毂",
        "18寸",
        Status.PUBLISHED,
    )
    assert (other.number, other.batch_id, other.on_behalf) == ("G-3", "id0001", False)
    assert [firm.name for firm in desk.firms()] == [
        "示例市虚构丙电池有限公司",
        "示例市虚构甲铝业有限公司",
    ]
    assert sorted(subject for subject, _ in desk.told()) == ["firm", "firm", "supply", "supply"]
    with reading(desk.engine) as session:
        assert len(load_supplies(session, "id0001")) == 2


def test_demands_become_needs(desk: Desk) -> None:
    summary = desk.bring(DEMANDS, name="需求.csv", status=Status.PENDING, by="boss")
    assert (summary.kind, summary.created) == (ListKind.DEMAND, 1)
    (need,) = desk.needs()
    assert (need.title, need.status, need.entered_by) == ("铝合金轮毂", Status.PENDING, "boss")
    assert desk.firms()[0].kind == "链主企业"


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    first = desk.bring(SUPPLIES)
    told = desk.told()
    again = desk.bring(SUPPLIES, name="换了名字.csv", kind=ListKind.SUPPLY)
    assert (again.import_id, again.repeated, again.created) == (first.import_id, True, 2)
    assert desk.told() == told


def test_the_same_rows_in_another_file_change_nothing(desk: Desk) -> None:
    desk.bring(SUPPLIES)
    told = desk.told()
    again = desk.bring(SUPPLIES + "\n", name="供给 (2).csv")
    assert (again.repeated, again.created, again.updated, again.unchanged) == (False, 0, 0, 2)
    assert desk.told() == told
    assert [one.version for one in desk.supplies()] == [1, 1]


def test_a_changed_row_changes_its_listing(desk: Desk) -> None:
    desk.bring(SUPPLIES)
    again = desk.bring(SUPPLIES.replace("18寸", "19寸"))
    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)
    assert [(one.specs, one.version) for one in desk.supplies()] == [("19寸", 2), ("", 1)]


@pytest.mark.parametrize("place", ["import.read.after", "import.write.before"])
def test_killed_between_its_two_halves_the_file_goes_on_where_it_stopped(
    desk: Desk, place: str
) -> None:
    failpoints.arm(place, action=killed)
    with pytest.raises(Killed):
        desk.bring(SUPPLIES)
    assert desk.supplies() == []
    assert desk.job("id0001").state == ImportState.TO_CONFIRM
    summary = desk.bring(SUPPLIES)
    assert (summary.import_id, summary.repeated, summary.created) == ("id0001", False, 2)
    assert len(desk.supplies()) == 2


@pytest.mark.parametrize(
    "place", ["import.upload.before", "import.upload.after", "import.read.before"]
)
def test_killed_before_the_reading_is_stored_nothing_is_left(desk: Desk, place: str) -> None:
    failpoints.arm(place, action=killed)
    with pytest.raises(Killed):
        desk.bring(SUPPLIES)
    assert desk.bring(SUPPLIES).repeated is False
    assert len(desk.supplies()) == 2


def test_killed_after_writing_it_is_in(desk: Desk) -> None:
    failpoints.arm("import.write.after", action=killed)
    with pytest.raises(Killed):
        desk.bring(SUPPLIES)
    assert desk.bring(SUPPLIES).repeated is True
    assert len(desk.supplies()) == 2


def test_two_imports_of_a_file_at_once_store_it_once(desk: Desk) -> None:
    others: list[ImportSummary] = []

    def somebody_else_is_quicker(_step: str, _done: int, _total: int | None = None) -> None:
        if not others:
            others.append(desk.bring(SUPPLIES))

    summary = desk.bring(SUPPLIES, progress=somebody_else_is_quicker)
    assert (summary.import_id, summary.repeated) == (others[0].import_id, True)
    assert len(desk.supplies()) == 2


def test_a_file_under_way_on_the_page_is_left_to_the_page(desk: Desk) -> None:
    desk.upload(SUPPLIES)
    with pytest.raises(Conflict, match="正在网页上导入（现在是“排队”）"):
        desk.bring(SUPPLIES)


def test_a_file_read_on_the_page_is_written(desk: Desk) -> None:
    brought = desk.upload(SUPPLIES)
    desk.work()
    assert desk.bring(SUPPLIES).import_id == brought.import_id
    assert desk.job(brought.import_id).state == ImportState.DONE


def test_a_list_without_a_good_row_tells_its_kind_by_its_headings(desk: Desk) -> None:
    summary = desk.bring(HEADINGS + ROWS.splitlines(keepends=True)[1])
    assert (summary.kind, summary.accepted, summary.returned) == (ListKind.SUPPLY, 0, 1)
    summary = desk.bring("需求编号,企业名称,需求名称\nX-1,虚构链主有限公司,\n")
    assert (summary.kind, summary.accepted, summary.returned) == (ListKind.DEMAND, 0, 1)


def test_a_file_that_is_not_there_is_refused_with_a_sentence(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="请检查路径和权限"):
        import_now(
            tmp_path / "nix.csv",
            engine=desk.engine,
            data=desk.data,
            now=MONDAY,
            today=TODAY,
            new_id=desk.new_id,
        )


def test_an_import_that_is_broken_off_can_be_done_again(desk: Desk) -> None:
    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    event.listen(desk.engine, "commit", break_off)
    with pytest.raises(KeyboardInterrupt):
        desk.bring(SUPPLIES)
    event.remove(desk.engine, "commit", break_off)
    desk.engine.dispose()
    assert desk.bring(SUPPLIES).repeated is False
    assert len(desk.supplies()) == 2


def test_two_other_lists_are_two_imports(desk: Desk) -> None:
    assert desk.bring(HEADINGS + "G-1,虚构甲有限公司,铝锭,\n").created == 1
    assert desk.bring(HEADINGS + "G-2,虚构甲有限公司,铝棒,\n").created == 1
    assert len(desk.firms()) == 1


def test_an_id_used_before_is_an_error_not_a_repetition(desk: Desk) -> None:
    desk.bring(SUPPLIES)
    with pytest.raises(IntegrityError):
        desk.bring(DEMANDS, name="需求.csv", new_id=lambda: "id0001")


def test_a_list_of_which_not_even_the_kind_is_known_is_refused() -> None:
    both = Reading("a", (), columns={"甲": "title", "乙": "product"})
    with pytest.raises(UnreadableFile, match="认不出是需求还是供给"):
        kind_of(both)


def test_an_import_that_vanished_is_missed(desk: Desk) -> None:
    with reading(desk.engine) as session, pytest.raises(Conflict, match="请重新导入"):
        find_again(session, "nobody")
