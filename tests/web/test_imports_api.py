from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from matchmaking.catalogue.models import SupplyListing
from matchmaking.firms.models import FirmFile
from matchmaking.imports.working import work_once
from matchmaking.intake.identity import normal_name
from matchmaking.people.roles import Role
from matchmaking.storage.database import reading, transaction
from tests.web.programs import Program
from tests.web.signing import FIRM, FIRM_NAME, NOW, Browser, Ground, a_firm, small_site
from web.api import imports

HEADINGS = "供给编号,企业名称,主导产品,规格型号\n"
LIST = HEADINGS + (
    "G-1,示例市虚构丙铝业有限公司,铝合金轮毂,18寸\n"
    "G-2,示例市虚构乙花卉有限公司,,\n"
    "G-3,示例市虚构丁电池有限公司,磷酸铁锂,\n"
)
OWN = HEADINGS + f"G-1,{FIRM_NAME},铝合金轮毂,18寸\n"
OTHER_NAME = "示例市虚构乙机床厂"


@dataclass
class Desk(Ground):
    """A ground with a folder for what is uploaded."""

    data: Path = Path("data")

    def today(self) -> date:
        return date(2026, 3, 2)


def another_firm(key: str, name: str) -> FirmFile:
    return FirmFile(
        id=key,
        name=name,
        name_key=normal_name(name),
        kind="中小企业",
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.fixture
def ground(engine, tmp_path) -> Desk:
    with transaction(engine) as session:
        session.add(a_firm())
    return Desk(engine, data=tmp_path)


@pytest.fixture
def call(ground):
    site = small_site(ground, imports.router, imports.forms)
    return lambda role, **more: Program(site, ground, ground.add(role.name.lower(), role, **more))


@pytest.fixture
def boss(call) -> Program:
    return call(Role.OPERATOR)


def bring(program: Program, content: str = LIST, name: str = "供给.csv", **data):
    return program.post("/api/v1/imports", files={"file": (name, content.encode())}, data=data)


def work(ground) -> None:
    """What the worker does with one list."""
    assert work_once(
        ground.engine,
        ground.data,
        now=ground.now,
        today=lambda: date(2026, 3, 2),
        new_id=ground.new_id,
        holder="test",
    )


def test_a_list_is_brought_read_looked_at_confirmed_and_taken_back(boss, ground):
    brought = bring(boss)
    where = brought.headers["location"]
    told = brought.json()
    assert brought.status_code == 202
    assert (where, told["state"], told["repeated"]) == (
        f"/api/v1/imports/{told['id']}",
        "排队",
        False,
    )
    assert boss.get(f"{where}/preview").status_code == 409
    work(ground)
    assert boss.get(where).json() == {
        "id": told["id"],
        "kind": "供给清单",
        "file": "供给.csv",
        "state": "待确认",
        "step": "",
        "done": 0,
        "total": None,
        "error": "",
        "by": "示例operator",
        "firm": "",
        "firm_id": None,
        "on_behalf": False,
        "rows_in": 3,
        "accepted": 2,
        "returned": 1,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "doubts": 0,
        "kept": [],
        "uploaded_at": "2026-03-02T01:00:00Z",
        "confirmed_at": None,
        "finished_at": None,
        "undone_at": None,
    }
    shown = boss.get(f"{where}/preview?start=1&limit=1").json()
    assert [(one["number"], one["title"], one["fate"]) for one in shown["rows"]] == [
        ("G-3", "磷酸铁锂", "新增")
    ]
    assert (shown["in_all"], shown["doubts"], shown["doubts_in_all"]) == (2, [], 0)
    wrong = boss.get(f"{where}/faults").json()
    assert (wrong["rows_in_all"], wrong["cells_in_all"]) == (1, 0)
    assert wrong["faults"][0]["column"] == "主导产品"
    assert boss.post(f"{where}/confirm", json={}).json()["state"] == "导入中"
    work(ground)
    assert boss.get(where).json()["state"] == "已导入"
    assert boss.post(f"{where}/abandon").status_code == 409
    undone = boss.post(f"{where}/undo").json()
    assert (undone["state"], undone["kept"]) == ("已撤销", [])
    with reading(ground.engine) as session:
        listed = session.exec(select(SupplyListing)).all()
    assert {one.status for one in listed} == {"已撤回"}
    assert len(listed) == 2


def test_the_same_file_is_not_brought_twice(boss):
    first, second = bring(boss), bring(boss, name="另一个名字.csv")
    assert second.json() == first.json() | {"repeated": True}
    assert boss.get("/api/v1/imports").json()["in_all"] == 1


def test_a_confirmation_is_answered_once_however_often_it_is_asked_for(boss, ground):
    where = bring(boss).headers["location"]
    work(ground)
    name = {"idempotency-key": "confirm-1"}
    answers = [boss.post(f"{where}/confirm", json={}, headers=name) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["idempotency-replayed"] == "true"


def test_a_list_is_given_up(boss):
    where = bring(boss).headers["location"]
    assert boss.post(f"{where}/abandon").json()["state"] == "已放弃"
    assert bring(boss).json()["repeated"] is False


def test_a_list_of_needs_is_looked_at(boss, ground):
    content = "需求编号,企业名称,需求名称,规格型号\nX-1,示例市虚构链主集团有限公司,铝锭,6061\n"
    where = bring(boss, content, name="需求.csv").headers["location"]
    work(ground)
    [row] = boss.get(f"{where}/preview").json()["rows"]
    told = (row["number"], row["title"], row["specs"], row["firm"])
    assert told == ("X-1", "铝锭", "6061", "示例市虚构链主集团有限公司")


def test_a_doubt_is_answered_with_the_firm_that_is_meant(boss, ground):
    # Two firms on file bear this very name.
    with transaction(ground.engine) as session:
        session.add(another_firm("like", FIRM_NAME))
    where = bring(boss, OWN).headers["location"]
    work(ground)
    shown = boss.get(f"{where}/preview").json()
    assert shown["doubts_in_all"] == 1
    [doubt] = shown["doubts"]
    assert (doubt["name"], doubt["code"]) == (FIRM_NAME, "")
    assert sorted(one["firm_id"] for one in doubt["candidates"]) == [FIRM, "like"]
    decisions = [{"name_key": doubt["name_key"], "firm_id": "like"}]
    assert boss.post(f"{where}/confirm", json={"decisions": decisions}).status_code == 202
    work(ground)
    with reading(ground.engine) as session:
        listed = session.exec(select(SupplyListing)).all()
    assert [one.firm_id for one in listed] == ["like"]


def test_a_firm_brings_its_own_list_and_sees_no_other(call, boss):
    own = call(Role.SME)
    told = bring(own, OWN).json()
    assert (told["firm"], told["firm_id"], told["on_behalf"]) == (FIRM_NAME, FIRM, False)
    theirs = bring(boss).json()
    assert own.get(f"/api/v1/imports/{theirs['id']}").status_code == 404
    assert [one["id"] for one in own.get("/api/v1/imports").json()["imports"]] == [told["id"]]
    assert boss.get("/api/v1/imports?limit=1").json()["in_all"] == 2
    assert bring(own, OWN, firm=FIRM).json()["repeated"] is True


def test_nobody_brings_the_list_of_another_firm(call, ground):
    with transaction(ground.engine) as session:
        session.add(another_firm("x", OTHER_NAME))
    assert bring(call(Role.SME), firm="x").status_code == 403


def test_an_officer_brings_a_list_on_a_firm_s_behalf(call):
    officer = call(Role.OFFICER)
    told = bring(officer, OWN, firm=FIRM_NAME, kind="供给清单").json()
    assert (told["firm_id"], told["on_behalf"], told["kind"]) == (FIRM, True, "供给清单")
    assert bring(officer, OWN, firm="没有的企业").status_code == 422


@pytest.mark.parametrize("data", [{"kind": "x"}, {"firm": "a\x00"}])
def test_a_wrong_field_is_refused(boss, data):
    assert bring(boss, **data).status_code == 422


def test_a_file_without_content_is_refused(boss):
    answer = bring(boss, "")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "file", "problem": "请选择填好的清单"}]


@pytest.mark.parametrize("what", ["", "/preview", "/faults"])
def test_a_list_that_is_not_there_is_a_problem(boss, what):
    assert boss.get(f"/api/v1/imports/nothing{what}").status_code == 404


@pytest.mark.parametrize("what", ["confirm", "abandon", "undo"])
def test_nothing_is_done_with_a_list_that_is_not_there(boss, what):
    assert boss.post(f"/api/v1/imports/nothing/{what}", json={}).status_code == 404


def cells(answer) -> list[list[object]]:
    assert answer.headers["content-type"] == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_list_comes_back_with_its_faults_marked(boss, ground):
    where = bring(boss).headers["location"]
    assert boss.get(f"{where}/marked.xlsx").status_code == 409
    work(ground)
    answer = boss.get(f"{where}/marked.xlsx")
    assert cells(answer)[0][:4] == ["供给编号", "企业名称", "主导产品", "规格型号"]
    name = quote("供给（已标注）.xlsx")
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"


@pytest.mark.parametrize(("kind", "heading"), [("needs", "需求名称"), ("supplies", "主导产品")])
def test_anybody_takes_an_empty_form(ground, kind, heading):
    visitor = Browser(small_site(ground, imports.forms))
    assert any(
        heading in str(cell) for cell in cells(visitor.get(f"/api/v1/templates/{kind}.xlsx"))[0]
    )
    assert visitor.get("/api/v1/templates/other.xlsx").status_code == 422
