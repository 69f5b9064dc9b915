"""From upload to undo, as people do it."""

import pytest
from sqlmodel import select

from matchmaking.catalogue.models import Status, SupplyListing
from matchmaking.errors import Conflict, Invalid, NotAllowed, UnknownRecord
from matchmaking.firms.models import FirmCertificate, FirmFile, NameDecision
from matchmaking.imports import files, service
from matchmaking.imports.models import ImportState
from matchmaking.imports.outlook import Fate
from matchmaking.imports.previewing import faults, preview
from matchmaking.intake.kinds import ListKind
from matchmaking.people.roles import Role, Visitor
from matchmaking.storage.database import reading, transaction
from seeds.firms import make_code
from tests.imports.conftest import (
    BOSS,
    DEMANDS,
    HEADINGS,
    MEMBER,
    MONDAY,
    OFFICER,
    OWN_NAME,
    STRANGER,
    SUPPLIES,
    Desk,
)


def test_a_list_is_uploaded_read_confirmed_and_written(desk: Desk) -> None:
    brought = desk.upload(SUPPLIES)
    assert (brought.repeated, desk.job(brought.import_id).state) == (False, ImportState.QUEUED)
    assert desk.work()
    job = desk.job(brought.import_id)
    assert (job.state, job.kind) == (ImportState.TO_CONFIRM, ListKind.SUPPLY)
    assert (job.rows_in, job.accepted, job.returned) == (3, 2, 1)
    assert (job.created, job.updated, job.unchanged) == (2, 0, 0)
    assert desk.supplies() == []
    assert not desk.work()
    desk.confirm(job.id)
    desk.confirm(job.id)
    assert desk.job(job.id).state == ImportState.WRITING
    assert desk.work()
    desk.confirm(job.id)
    job = desk.job(job.id)
    assert (job.state, job.created, job.finished_at) == (ImportState.DONE, 2, MONDAY)
    assert {one.status for one in desk.supplies()} == {Status.PUBLISHED}
    assert not desk.work()


def test_an_officers_rows_wait_for_a_reviewer_and_say_so(desk: Desk) -> None:
    desk.take_in(SUPPLIES, OFFICER)
    assert {(one.status, one.on_behalf, one.entered_by) for one in desk.supplies()} == {
        (Status.PENDING, True, "officer")
    }


def test_what_an_operator_confirms_needs_no_other_reviewer(desk: Desk) -> None:
    brought = desk.upload(SUPPLIES, OFFICER)
    desk.work()
    desk.confirm(brought.import_id, BOSS)
    desk.work()
    assert {one.status for one in desk.supplies()} == {Status.PUBLISHED}


def test_the_same_file_is_shown_where_it_was(desk: Desk) -> None:
    job = desk.take_in(SUPPLIES)
    again = desk.upload(SUPPLIES, OFFICER, kind=ListKind.SUPPLY, name="另一个名字.csv")
    assert (again.import_id, again.repeated) == (job.id, True)
    assert not desk.work()


def test_a_files_own_list_holds_its_own_rows_only(with_firm: Desk) -> None:
    desk = with_firm
    content = (
        HEADINGS
        + f"G-1,{OWN_NAME},铝合金轮毂,18寸\nG-2,,铝合金型材,\nG-3,示例市虚构丙电池有限公司,磷酸铁锂,\n"
    )
    job = desk.take_in(content, MEMBER)
    assert (job.rows_in, job.accepted, job.returned) == (3, 2, 1)
    assert [(one.number, one.firm_id, one.status) for one in desk.supplies()] == [
        ("G-1", "own", Status.PENDING),
        ("G-2", "own", Status.PENDING),
    ]
    assert [firm.id for firm in desk.firms()] == ["own"]
    with reading(desk.engine) as session:
        shown = faults(session, job, start=0, limit=10)
    (line,) = shown.lines
    assert (shown.total, line.row) == (1, "G-3 | 示例市虚构丙电池有限公司 | 磷酸铁锂")
    assert line.problem.cause == (
        f"这一行写的企业是“示例市虚构丙电池有限公司”，而这份清单是“{OWN_NAME}”的，"
        "没有读入。请改成本企业，或留空"
    )


def test_a_firms_own_demands_are_kept_to_it_too(with_firm: Desk) -> None:
    job = with_firm.take_in(DEMANDS + f"X-2,{OWN_NAME},铝锭\n", MEMBER, name="需求.csv")
    assert (job.accepted, job.returned) == (1, 1)
    assert [(need.number, need.firm_id) for need in with_firm.needs()] == [("X-2", "own")]


def test_a_row_of_the_own_code_is_the_own_firms_however_it_is_written(with_firm: Desk) -> None:
    code = make_code("530102", 7)
    with transaction(with_firm.engine) as session:
        own = session.get(FirmFile, "own")
        assert own is not None
        own.code = code
        session.add(own)
    head = "供给编号,企业名称,统一社会信用代码,主导产品\n"
    rows = f"G-1,甲铝业,{code},铝锭\nG-2,{OWN_NAME},{make_code('530102', 8)},铝棒\n"
    job = with_firm.take_in(head + rows, MEMBER)
    assert (job.accepted, job.returned) == (1, 1)


def test_rows_of_nobody_are_returned(desk: Desk) -> None:
    brought = desk.upload("需求编号,需求名称,数量\nX-1,铝锭,5吨\n", name="需求.csv")
    desk.work()
    job = desk.job(brought.import_id)
    assert (job.kind, job.accepted, job.returned) == (ListKind.DEMAND, 0, 1)
    with reading(desk.engine) as session:
        (line,) = faults(session, job, start=0, limit=10).lines
    assert line.problem.cause == "没有写是哪家企业，没有读入。请在“企业名称”一列补上后重新上传"


def test_an_officer_may_bring_a_list_of_one_firm(with_firm: Desk) -> None:
    job = with_firm.take_in(
        "供给编号,企业名称,主导产品,资质证书\nG-2,,铝合金型材,ISO9001\n", OFFICER, for_firm_id="own"
    )
    assert job.for_firm_id == "own"
    assert [(one.firm_id, one.on_behalf) for one in with_firm.supplies()] == [("own", True)]
    with reading(with_firm.engine) as session:
        held = session.exec(select(FirmCertificate)).all()
    assert [(one.firm_id, one.name) for one in held] == [("own", "ISO9001")]


def test_a_firm_that_is_not_there_cannot_be_chosen(desk: Desk) -> None:
    with pytest.raises(UnknownRecord, match="请重新选择企业"):
        desk.upload(SUPPLIES, OFFICER, for_firm_id="nobody")


def test_a_member_without_a_firm_cannot_bring_a_list(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="还没有对应的企业"):
        desk.upload(SUPPLIES, Visitor("x", "示例", Role.SME))


def test_an_empty_file_is_refused_before_it_is_kept(desk: Desk) -> None:
    with pytest.raises(Invalid, match="这个文件是空的"):
        desk.upload("")


def test_an_unreadable_file_fails_with_its_reason_and_may_come_again(desk: Desk) -> None:
    brought = desk.upload("完全不是清单\n")
    assert desk.work()
    job = desk.job(brought.import_id)
    assert (job.state, job.live_key) == (ImportState.FAILED, None)
    assert job.error
    assert desk.upload("完全不是清单\n").repeated is False


def test_undoing_takes_back_what_it_did(desk: Desk) -> None:
    first = desk.take_in(SUPPLIES)
    desk.later(days=1)
    second = desk.take_in(SUPPLIES.replace("18寸", "19寸") + "G-4,示例市虚构丁有限公司,铝锭,\n")
    assert (second.created, second.updated, second.unchanged) == (1, 1, 1)
    told = len(desk.told())
    assert desk.undo(second.id) == ()
    assert [(one.number, one.specs, one.status) for one in desk.supplies()] == [
        ("G-1", "18寸", Status.PUBLISHED),
        ("G-3", "", Status.PUBLISHED),
        ("G-4", "", Status.WITHDRAWN),
    ]
    assert len(desk.told()) == told + 2
    job = desk.job(second.id)
    assert (job.state, job.kept, job.undone_by) == (ImportState.UNDONE, [], "boss")
    assert desk.undo(second.id) == ()
    assert desk.job(first.id).state == ImportState.DONE
    again = desk.take_in(SUPPLIES.replace("18寸", "19寸") + "G-4,示例市虚构丁有限公司,铝锭,\n")
    assert (again.created, again.updated, again.unchanged) == (0, 2, 1)
    assert desk.supplies()[2].status == Status.PUBLISHED


def test_what_was_changed_since_is_kept_and_listed(desk: Desk) -> None:
    job = desk.take_in(SUPPLIES)
    with transaction(desk.engine) as session:
        listing = session.get(SupplyListing, desk.supplies()[0].id)
        assert listing is not None
        listing.version += 1
        session.add(listing)
    kept = desk.undo(job.id)
    assert kept == (desk.supplies()[0].id,)
    assert [one.status for one in desk.supplies()] == [Status.PUBLISHED, Status.WITHDRAWN]
    assert desk.job(job.id).kept == list(kept)


def test_an_abandoned_list_may_come_again(desk: Desk) -> None:
    brought = desk.upload(SUPPLIES)
    desk.work()
    desk.abandon(brought.import_id)
    desk.abandon(brought.import_id)
    assert desk.job(brought.import_id).state == ImportState.ABANDONED
    assert not desk.work()
    with pytest.raises(Conflict, match="现在是“已放弃”，不能确认"):
        desk.confirm(brought.import_id)
    with pytest.raises(Conflict, match="没有可以撤销"):
        desk.undo(brought.import_id)
    job = desk.take_in(SUPPLIES)
    with pytest.raises(Conflict, match="不能再放弃"):
        desk.abandon(job.id)


def test_a_list_without_a_good_row_cannot_be_confirmed(desk: Desk) -> None:
    brought = desk.upload(HEADINGS + "G-2,示例市虚构乙花卉有限公司,,\n")
    desk.work()
    with pytest.raises(Conflict, match="没有一行可以导入"):
        desk.confirm(brought.import_id)


def test_a_strangers_import_is_not_there(with_firm: Desk) -> None:
    brought = with_firm.upload(HEADINGS + "G-1,,铝锭,\n", MEMBER)
    colleague = Visitor("colleague", "示例同事", Role.SME, "own")
    with reading(with_firm.engine) as session:
        for who in (MEMBER, colleague, OFFICER, BOSS):
            assert service.find(session, brought.import_id, who).id == brought.import_id
            assert service.listed(session, who, start=0, limit=5)[1] == 1
        assert service.listed(session, STRANGER, start=0, limit=5) == ((), 0)
        with pytest.raises(UnknownRecord, match="没有这次导入"):
            service.find(session, brought.import_id, STRANGER)
    for do in (with_firm.confirm, with_firm.undo, with_firm.abandon):
        with pytest.raises(UnknownRecord):
            do(brought.import_id, STRANGER)


def test_imports_are_listed_newest_first(desk: Desk) -> None:
    first = desk.upload(SUPPLIES)
    desk.later(hours=1)
    second = desk.upload(DEMANDS)
    with reading(desk.engine) as session:
        rows, total = service.listed(session, BOSS, start=0, limit=1)
        rest, _ = service.listed(session, BOSS, start=1, limit=1)
    assert total == 2
    assert [one.job.id for one in (*rows, *rest)] == [second.import_id, first.import_id]


def alike(desk: Desk) -> None:
    """A firm on file whose name a list writes a little differently."""
    desk.bring(HEADINGS + "G-1,昆明示例机械有限公司,铝锭,\n", name="旧.csv")


def test_a_firm_in_doubt_is_asked_about_once(desk: Desk) -> None:
    alike(desk)
    (old,) = desk.firms()
    brought = desk.upload(HEADINGS + "G-1,示例机械,铝锭,\n")
    desk.work()
    job = desk.job(brought.import_id)
    with reading(desk.engine) as session:
        shown = preview(session, job, start=0, limit=10)
    (doubt,) = shown.doubts
    assert (doubt.written.name, doubt.candidates[0].firm.firm_id) == ("示例机械", old.id)
    assert (shown.total, shown.doubts_in_all) == (1, 1)
    assert [row.fate for row in shown.rows] == [Fate.NEW]
    desk.confirm(job.id, **{doubt.name_key: old.id})
    with reading(desk.engine) as session:
        after = preview(session, job, start=0, limit=10)
        decision = session.get(NameDecision, doubt.name_key)
    assert after.doubts == ()
    assert [row.fate for row in after.rows] == [Fate.SAME]
    assert decision is not None
    assert (decision.firm_id, decision.decided_by) == (old.id, "boss")
    desk.work()
    assert [firm.id for firm in desk.firms()] == [old.id]
    assert desk.job(job.id).unchanged == 1


def test_an_unanswered_doubt_becomes_a_firm_of_its_own(desk: Desk) -> None:
    alike(desk)
    desk.take_in(HEADINGS + "G-1,示例机械,铝锭,\n")
    assert len(desk.firms()) == 2


def test_a_member_decides_about_no_firm(with_firm: Desk) -> None:
    brought = with_firm.upload(HEADINGS + "G-1,,铝锭,\n", MEMBER)
    with_firm.work()
    with pytest.raises(NotAllowed, match="助企服务专员"):
        with_firm.confirm(brought.import_id, MEMBER, 示例="own")


def test_faults_are_paged_rows_first(desk: Desk) -> None:
    content = "供给编号,企业名称,主导产品,供货周期\n" + "".join(
        f"G-{n},示例市虚构甲有限公司,{'' if n < 3 else f'铝锭{n}'},随便写\n" for n in range(6)
    )
    brought = desk.upload(content)
    desk.work()
    job = desk.job(brought.import_id)
    with reading(desk.engine) as session:
        first = faults(session, job, start=0, limit=4)
        second = faults(session, job, start=4, limit=4)
        third = faults(session, job, start=2, limit=1)
    assert (first.rows, first.cells, first.total) == (3, 3, 6)
    assert [bool(line.place) for line in first.lines] == [True, True, True, False]
    assert [line.problem.cell for line in second.lines] == ["D6", "D7"]
    assert len(third.lines) == 1


def test_a_queued_list_shows_nothing_yet(desk: Desk) -> None:
    job = desk.job(desk.upload(SUPPLIES).import_id)
    with reading(desk.engine) as session:
        assert preview(session, job, start=0, limit=10).rows == ()


def test_a_file_that_was_removed_is_missed(desk: Desk) -> None:
    job = desk.job(desk.upload(SUPPLIES).import_id)
    path = files.place(desk.data, job)
    assert path.read_text() == SUPPLIES
    path.unlink()
    with pytest.raises(UnknownRecord, match="请重新上传"):
        files.place(desk.data, job)
    desk.work()
    assert desk.job(job.id).state == ImportState.FAILED


def test_a_firm_merged_away_meanwhile_stops_the_list(with_firm: Desk) -> None:
    brought = with_firm.upload(HEADINGS + "G-1,,铝锭,\n", MEMBER)
    with_firm.work()
    with_firm.confirm(brought.import_id, MEMBER)
    with transaction(with_firm.engine) as session:
        session.add(
            FirmFile(
                id="kept",
                name="示例市虚构总厂",
                name_key="虚构总厂",
                kind="中小企业",
                created_at=MONDAY,
                updated_at=MONDAY,
            )
        )
        session.flush()
        own = session.get(FirmFile, "own")
        assert own is not None
        own.merged_into = "kept"
        session.add(own)
    with_firm.work()
    job = with_firm.job(brought.import_id)
    assert (job.state, with_firm.supplies()) == (ImportState.FAILED, [])
    assert "请重新选择企业" in job.error
