"""The pages of imports: a list comes in, is looked at, confirmed, undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from sqlmodel import col, select

from matchmaking.catalogue.models import SupplyListing
from matchmaking.firms.models import FirmFile
from matchmaking.imports.working import work_once
from matchmaking.people.roles import Role
from matchmaking.storage.database import reading, transaction
from tests.web.signing import FIRM_NAME, Browser, Ground, a_firm, small_site
from web.pages import accounts, imports, list_forms

TODAY = date(2026, 3, 2)
LIST = (
    "供给编号,企业名称,主导产品,供货周期\n"
    f"G-1,{FIRM_NAME},铝合金轮毂,随便写\n"
    f"G-2,{FIRM_NAME},,\n"
    "G-3,示例市虚构丙电池有限公司,磷酸铁锂,\n"
)


@dataclass
class Site(Ground):
    """With a folder for what is uploaded."""

    data: Path = Path()
    today: Callable[[], date] = lambda: TODAY

    def work(self) -> None:
        assert work_once(
            self.engine,
            self.data,
            now=self.now,
            today=self.today,
            new_id=self.new_id,
            holder="test",
        )

    def supplies(self) -> list[tuple[str, str, bool]]:
        with reading(self.engine) as session:
            found = session.exec(select(SupplyListing).order_by(col(SupplyListing.number)))
            return [(one.number, one.status, one.on_behalf) for one in found]


@pytest.fixture
def site(engine, tmp_path) -> Site:
    with transaction(engine) as session:
        session.add(a_firm())
    return Site(engine, data=tmp_path)


@pytest.fixture
def sign_in(site):
    """Somebody of a role, signed in."""
    app = small_site(site, accounts.router, imports.router, list_forms.router)

    def browser(role: Role, **more) -> Browser:
        visitor = Browser(app)
        site.add(role.name.lower(), role, **more)
        assert visitor.sign_in(role.name.lower()).status_code == 303
        return visitor

    return browser


def bring(browser: Browser, content: str = LIST, name: str = "供给.csv", **fields: str):
    return browser.post("/imports", files={"file": (name, content.encode())}, data=fields)


def test_an_operator_brings_a_list_in_and_takes_it_back(site, sign_in):
    boss = sign_in(Role.OPERATOR)
    assert "还没有导入过清单" in boss.get("/imports").text
    assert "代哪家企业填报" in boss.get("/imports/new").text
    where = bring(boss).headers["location"]
    assert 'id="progress"' in boss.get(where).text
    assert "排队" in boss.get(f"{where}/progress").text
    site.work()
    assert boss.get(f"{where}/progress").headers["hx-redirect"] == where
    page = boss.get(where).text
    assert "读到 3 行 = 收下 2 行 + 退回 1 行" in page
    assert "确认后将新增 2 条、更新 0 条，0 条没有变化" in page
    assert "退回 1 行；另有 1 格看不懂" in page
    assert "缺少主导产品" in page
    assert "导入后立即公开，可以撤销。" in page
    assert boss.post(f"{where}/confirm").headers["location"] == where
    assert "导入中" in boss.get(where).text
    site.work()
    assert "新增 2 条，更新 0 条，无变化 0 条" in boss.get(where).text
    assert site.supplies() == [("G-1", "已发布", False), ("G-3", "已发布", False)]
    assert ">已导入</td>" in boss.get("/imports").text
    assert boss.post(f"{where}/undo").headers["location"] == where
    assert "这次导入已于 2026-03-02 撤销。" in boss.get(where).text
    assert {status for _, status, _ in site.supplies()} == {"已撤回"}


def test_a_members_list_is_of_the_own_firm_and_waits_for_review(site, sign_in):
    member = sign_in(Role.SME)
    assert f"以“{FIRM_NAME}”的名义导入" in member.get("/imports/new").text
    where = bring(member, firm="别家").headers["location"]
    site.work()
    page = member.get(where).text
    assert "读到 3 行 = 收下 1 行 + 退回 2 行" in page
    assert "这一行写的企业是“示例市虚构丙电池有限公司”" in page
    assert "导入后由主管部门审核" in page
    member.post(f"{where}/confirm")
    site.work()
    assert site.supplies() == [("G-1", "待审核", False)]
    assert member.get("/imports").text.count(f'href="{where}"') == 1


def test_the_same_file_again_points_at_the_first(site, sign_in):
    boss = sign_in(Role.OPERATOR)
    where = bring(boss).headers["location"]
    again = bring(boss).headers["location"]
    assert again == f"{where}?repeated=1"
    assert "没有重复上传" in boss.get(again).text
    site.work()
    boss.post(f"{where}/confirm")
    site.work()
    assert "这个文件已导入，没有任何变化" in boss.get(bring(boss).headers["location"]).text


def test_an_officer_enters_for_a_firm_and_it_is_said(site, sign_in):
    officer = sign_in(Role.OFFICER)
    wrong = bring(officer, firm="没有这家")
    assert wrong.status_code == 422
    assert "没有这家企业" in wrong.text
    assert 'value="没有这家"' in wrong.text
    where = bring(officer, firm=FIRM_NAME, kind="供给清单").headers["location"]
    site.work()
    page = officer.get(where).text
    assert "由助企服务专员代填" in page
    assert FIRM_NAME in page
    officer.post(f"{where}/confirm")
    site.work()
    assert site.supplies() == [("G-1", "待审核", True)]
    assert "代填" in officer.get("/imports").text


def test_a_firm_in_doubt_is_decided_on_the_page(site, sign_in):
    officer = sign_in(Role.OFFICER)
    alike = "昆明示例机械有限公司"
    first = bring(officer, f"供给编号,企业名称,主导产品\nG-1,{alike},铝锭\n").headers["location"]
    site.work()
    officer.post(f"{first}/confirm")
    site.work()
    where = bring(officer, "供给编号,企业名称,主导产品\nG-1,示例机械,铝锭\n").headers["location"]
    site.work()
    page = officer.get(where).text
    assert "“示例机械”是哪家企业？" in page
    with reading(site.engine) as session:
        firm = session.exec(select(FirmFile).where(FirmFile.name == alike)).one()
    assert f'<option value="{firm.id}">{alike}' in page
    key = page.split('name="key" value="')[1].split('"')[0]
    assert officer.post(f"{where}/confirm", data={"key": [key, "x"]}).status_code == 404
    officer.post(f"{where}/confirm", data={"key": key, "answer": firm.id})
    site.work()
    assert "无变化 1 条" in officer.get(where).text


def test_a_doubt_may_stay_open(site, sign_in):
    boss = sign_in(Role.OPERATOR)
    where = bring(boss).headers["location"]
    site.work()
    answer = boss.post(f"{where}/confirm", data={"key": "示例", "answer": "?"})
    assert answer.status_code == 303


def test_a_list_is_given_up(site, sign_in):
    boss = sign_in(Role.OPERATOR)
    where = bring(boss).headers["location"]
    site.work()
    assert boss.post(f"{where}/abandon").headers["location"] == where
    assert "什么也没有改变" in boss.get(where).text
    assert boss.post(f"{where}/undo").status_code == 409
    assert site.supplies() == []


def test_a_file_that_is_no_list_says_why(site, sign_in):
    boss = sign_in(Role.OPERATOR)
    where = bring(boss, "随便写写\n").headers["location"]
    site.work()
    page = boss.get(where).text
    assert "没有导入" in page
    assert "改好后重新上传" in page


def test_nothing_chosen_and_nothing_in_it_are_said_beside_the_form(sign_in):
    boss = sign_in(Role.OPERATOR)
    empty = bring(boss, "")
    assert (empty.status_code, "这个文件是空的" in empty.text) == (422, True)
    nothing = boss.post("/imports", files={"file": ("", b"")})
    assert nothing.status_code == 422


def test_another_firms_import_is_not_there(sign_in):
    officer, member = sign_in(Role.OFFICER), sign_in(Role.SME)
    where = bring(officer).headers["location"]
    assert member.get(where).status_code == 404
    assert member.get("/imports").text.count("/imports/id") == 0


def test_long_lists_are_paged(site, sign_in):
    boss = sign_in(Role.OPERATOR)
    rows = "".join(f"G-{n},虚构甲示例有限公司,铝锭{n}\n" for n in range(60))
    where = bring(boss, "供给编号,企业名称,主导产品\n" + rows).headers["location"]
    site.work()
    first = boss.get(where).text
    assert 'rel="next" href="?start=50"' in first
    second = boss.get(f"{where}?start=50").text
    assert "铝锭59" in second
    assert 'rel="prev" href="?start=0"' in second


def test_what_was_changed_since_is_listed_after_undoing(site, sign_in):
    boss = sign_in(Role.OPERATOR)
    where = bring(boss).headers["location"]
    site.work()
    boss.post(f"{where}/confirm")
    site.work()
    with transaction(site.engine) as session:
        listing = session.exec(select(SupplyListing).order_by(col(SupplyListing.number))).first()
        listing.version += 1
        session.add(listing)
    boss.post(f"{where}/undo")
    page = boss.get(where).text
    assert "有 1 条在导入以后又被改过" in page
    assert f'href="/supplies/{listing.id}"' in page


def test_a_list_without_a_good_row_offers_no_confirmation(site, sign_in):
    boss = sign_in(Role.OPERATOR)
    where = bring(boss, "供给编号,企业名称,主导产品\nG-2,虚构乙有限公司,\n").headers["location"]
    site.work()
    page = boss.get(where).text
    assert "没有一行可以导入" in page
    assert boss.post(f"{where}/confirm").status_code == 409


def test_pages_speak_english_too(site, sign_in):
    boss = sign_in(Role.OPERATOR)
    where = bring(boss).headers["location"]
    site.work()
    for path in ("/imports", "/imports/new", where):
        page = boss.get(f"{path}?lang=en")
        assert page.status_code == 200
    assert "To confirm" in boss.get(where).text


def test_the_list_goes_back_with_its_faults_marked(site, sign_in):
    boss = sign_in(Role.OPERATOR)
    where = bring(boss).headers["location"]
    assert boss.get(f"{where}/marked.xlsx").status_code == 409
    site.work()
    assert f'href="{where}/marked.xlsx"' in boss.get(where).text
    answer = boss.get(f"{where}/marked.xlsx")
    assert "attachment" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["清单", "退回原因"]
    assert "缺少主导产品" in book["清单"]["C3"].comment.text
    assert boss.get(f"{where}/marked.xlsx").content == answer.content


@pytest.mark.parametrize(
    ("name", "title"),
    [("needs", "大企业产品需求清单"), ("supplies", "中小企业产品供给清单")],
)
def test_anybody_may_have_the_forms(site, name, title):
    stranger = Browser(small_site(site, list_forms.router))
    answer = stranger.get(f"/templates/{name}.xlsx")
    assert quote(f"{title}.xlsx") in answer.headers["content-disposition"]
    assert openpyxl.load_workbook(BytesIO(answer.content)).sheetnames[0] == title
    assert stranger.get("/templates/others.xlsx").status_code == 422
