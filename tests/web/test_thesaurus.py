"""The thesaurus on pages: everybody reads it, the authority adds, corrects, decides and tries out."""

import csv
import io
import re
from threading import Event
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from matchmaking.people.roles import Role
from matchmaking.storage.database import transaction
from matchmaking.thesaurus.concepts import Division, Thesaurus, make_thesaurus
from matchmaking.thesaurus.current import Current
from matchmaking.thesaurus.knowledge import Knowledge, know
from matchmaking.thesaurus.reading import COLUMNS, read_concept
from tests.web.signing import Browser, a_firm, small_site
from tests.web.thesaurus_site import BRICK, HELD, ROWS, Ground, used
from web.pages import accounts, thesaurus, thesaurus_forms, thesaurus_proposals


@pytest.fixture
def ground(engine) -> Ground:
    ground = Ground(engine)
    with transaction(engine) as session:
        session.add(a_firm())
    return ground


@pytest.fixture
def site(ground):
    pages = (thesaurus, thesaurus_forms, thesaurus_proposals, accounts)
    return small_site(ground, *(page.router for page in pages))


@pytest.fixture
def operator(ground, site) -> Browser:
    return ground.browser(site, Role.OPERATOR)


def entry_path(browser: Browser, state: str = "待审核") -> str:
    """Where the first entry of the queue is decided."""
    text = browser.get(f"/thesaurus/proposals?state={state}").text
    return re.search(r'action="(/thesaurus/proposals/id\d+)/', text)[1]


def add(browser: Browser, decision: str = "keep", **more: str):
    return browser.post("/thesaurus/edit", data=BRICK | {"decision": decision} | more)


def test_everybody_sees_how_far_it_reaches_and_looks_names_up(site):
    nobody = Browser(site)
    start = nobody.get("/thesaurus").text
    assert '<a href="/thesaurus?division=30">30 非金属矿物制品</a>' in start
    assert "/thesaurus/edit" not in start
    found = nobody.get("/thesaurus?q=洋灰").text
    assert '<a href="/thesaurus/concept?name=%E6%B0%B4%E6%B3%A5">水泥</a>' in found
    assert "石灰石" not in found
    assert "1 个概念" in found
    assert "词库里没有这样的名称" in nobody.get("/thesaurus?q=没有的").text
    assert "4 个概念" in nobody.get("/thesaurus?division=30").text


def test_a_concept_leads_to_its_neighbours(site):
    text = Browser(site).get("/thesaurus/concept?name=洋灰").text
    assert "<h1>水泥</h1>" in text
    assert '<a href="/thesaurus?division=30">非金属矿物制品</a>' in text
    assert 'name=%E7%99%BD%E6%B0%B4%E6%B3%A5">白水泥</a>' in text
    assert 'name=%E7%9F%B3%E7%81%B0%E7%9F%B3">石灰石</a>' in text
    assert "删去" not in text
    missing = Browser(site).get("/thesaurus/concept?name=瓦")
    assert missing.status_code == 404
    assert "词库里没有这个概念" in missing.text


def test_a_long_division_is_paged(ground, site):
    row = "，非金属矿物制品,,,a,,,,"
    concepts = [
        read_concept(f"砖{number:02}{row}".replace("，", ",").split(","), division="30", where="x")
        for number in range(60)
    ]
    ground.thesaurus = Current(lambda: make_thesaurus([Division("30", "建材")], concepts))
    first = Browser(site).get("/thesaurus?division=30").text
    assert 'rel="next" href="?q=&amp;division=30&amp;start=50"' in first
    second = Browser(site).get("/thesaurus?division=30&start=50").text
    assert 'rel="prev"' in second
    assert "砖59" in second
    assert "砖49" not in second


def test_the_whole_leaves_in_the_format_of_its_files(site):
    answer = Browser(site).get("/thesaurus/files.zip")
    with ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["divisions.csv", "30-非金属矿物制品.csv"]
        lines = archive.read("30-非金属矿物制品.csv").decode().splitlines()
    assert lines == [",".join(COLUMNS), *ROWS]


def test_tables_leave_as_files(operator):
    def rows(path: str) -> list[list[str]]:
        answer = operator.get(path + "format=csv")
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    headings, *counts = rows("/thesaurus?")
    assert headings == ["代码", "门类", "概念", "名称", "其他名称", "用途", "标志", "用料", "用于"]
    assert counts[0] == ["30", "非金属矿物制品", "4", "8", "1", "4", "1", "2", "1"]
    assert counts[-1][1:3] == ["合计", "4"]
    headings, row = rows("/thesaurus?q=洋灰&")
    assert headings == ["代码", "门类", *COLUMNS]
    assert row == ["30", "非金属矿物制品", *ROWS[0].split(",")]
    add(operator, note="=1")
    headings, row = rows("/thesaurus/proposals?")
    assert headings[:2] == ["代码", "名称"]
    assert row[10:] == ["新增", "待审核", "手工填写", "", "'=1", "2026-03-02 09:00"]
    answer = operator.get("/thesaurus/proposals?format=xlsx")
    assert load_workbook(io.BytesIO(answer.content)).active["B2"].value == "红砖"


def test_an_added_concept_waits_for_its_approval(operator):
    assert "新增概念" in operator.get("/thesaurus").text
    assert 'value="红砖"' in operator.get("/thesaurus/edit?name=红砖").text
    answer = add(operator)
    assert answer.headers["location"] == "/thesaurus/proposals?state=%E5%BE%85%E5%AE%A1%E6%A0%B8"
    assert operator.get("/thesaurus/concept?name=红砖").status_code == 404
    assert '<b class="count">1</b>' in operator.get("/thesaurus").text
    path = entry_path(operator)
    assert operator.post(f"{path}/approve").status_code == 303
    assert "平台上的修改" in operator.get("/thesaurus/concept?name=红砖").text
    assert operator.post(f"{path}/approve").status_code == 409
    assert operator.post(f"{path}/withdraw").status_code == 303
    assert operator.get("/thesaurus/concept?name=红砖").status_code == 404


def test_it_may_be_saved_and_approved_in_one(operator):
    answer = add(operator, "approve", others="砖头\r\n火砖")
    assert answer.headers["location"].endswith("state=%E5%B7%B2%E9%87%87%E7%94%A8")
    assert "红砖" in operator.get("/thesaurus?q=火砖").text


def test_what_would_break_it_is_refused_fault_by_fault_and_stays_typed(operator):
    answer = add(operator, "approve", kind_of="砖瓦", others="洋灰")
    assert answer.status_code == 422
    text = answer.text
    assert "这样会让词库出错，没有保存" in text
    assert "「红砖」提到的「砖瓦」找不到" in text
    assert "「红砖」的名称「洋灰」也是「水泥」" in text
    assert 'value="砖瓦"' in text
    assert "这里没有" in operator.get("/thesaurus/proposals").text
    told = operator.post("/thesaurus/edit?lang=en", data=BRICK | {"kind_of": "砖瓦"}).text
    assert "「红砖」mentions “砖瓦”, which is not there" in told


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"division": ""}, "请选择门类"),
        ({"name": "水泥"}, "「水泥」已经是词库里的概念"),
        ({"others": "=1"}, "“其他名称”不能以 = 开头"),
    ],
)
def test_a_field_that_is_wrong_says_so(operator, more, says):
    answer = add(operator, **more)
    assert answer.status_code == 422
    assert answer.text.count(says) == 2  # above the form, and at the field
    assert "aria-invalid" in answer.text


def test_a_concept_is_corrected_from_what_it_is(operator):
    form = operator.get("/thesaurus/edit?name=水泥").text
    assert 'value="更正"' in form
    assert ">洋灰\n红毛泥</textarea>" in form
    assert "readonly" in form
    correction = {"doing": "更正", "name": "水泥", "others": "洋灰；水门汀", "goes_into": "混凝土"}
    assert add(operator, "approve", **correction).status_code == 303
    text = operator.get("/thesaurus/concept?name=水门汀").text
    assert "<h1>水泥</h1>" in text
    assert "红毛泥" not in text


def test_a_concept_is_dropped_unless_others_lead_to_it(operator):
    answer = operator.post("/thesaurus/drop", data={"name": "水泥"})
    assert answer.status_code == 422
    assert "「混凝土」提到的「水泥」找不到" in answer.text
    assert operator.post("/thesaurus/drop", data={"name": "白水泥"}).status_code == 303
    assert operator.get("/thesaurus/concept?name=白水泥").status_code == 404
    assert operator.post("/thesaurus/drop", data={"name": "瓦"}).status_code == 404
    path = entry_path(operator, "已采用")
    assert operator.post(f"{path}/withdraw").status_code == 303
    assert operator.get("/thesaurus/concept?name=白水泥").status_code == 200


def test_a_waiting_entry_is_changed_or_rejected(operator):
    add(operator)
    path = entry_path(operator)
    assert 'value="红砖"' in operator.get(path).text
    wrong = operator.post(path, data=BRICK | {"kind_of": "砖瓦"})
    assert wrong.status_code == 422
    assert f'action="{path}"' in wrong.text
    assert operator.post(path, data=BRICK | {"others": "砖头"}).status_code == 303
    assert "砖头" in operator.get("/thesaurus/proposals").text
    assert operator.post(f"{path}/reject", data={"note": "太宽"}).status_code == 303
    assert "审核意见：太宽" in operator.get("/thesaurus/proposals?state=未采用").text
    assert operator.get("/thesaurus/proposals?state=别的").status_code == 200
    assert operator.get("/thesaurus/proposals/nothing").status_code == 404


def test_the_queue_is_paged(operator):
    for number in range(51):
        add(operator, name=f"红砖{number:02}")
    assert 'rel="next"' in operator.get("/thesaurus/proposals").text
    assert 'rel="prev"' in operator.get("/thesaurus/proposals?start=50").text


def test_what_use_asks_is_settled_as_another_name_or_a_new_concept(ground, operator):
    used(ground)
    assert operator.post("/thesaurus/proposals/find").headers["location"].endswith("found=2")
    text = operator.get("/thesaurus/proposals?found=2").text
    assert "新提出 2 条" in text
    assert "「石灰石粉料」出现了 2 次" in text
    assert "「士敏土」是「水泥」的另一个名称，还是它的一种？" in text
    assert 'href="/needs/n1"' in text
    asked = r'action="(\S+/another-name)">\s.*?name="concept" value="(.*?)"'
    paths = {name: path for path, name in re.findall(asked, text)}
    other = operator.post(paths["水泥"], data={"concept": "瓦"})
    assert other.status_code == 422
    assert "词库里没有「瓦」这个概念" in other.text
    assert operator.post(paths["水泥"], data={"concept": "水泥"}).status_code == 303
    assert "士敏土" in operator.get("/thesaurus/concept?name=水泥").text
    form = paths["石灰石"].removesuffix("/another-name")
    begun = operator.get(f"{form}?kind_of=石灰石").text
    assert 'name="kind_of" value="石灰石"' in begun
    assert '<option value="30" selected>' in begun
    assert "「石灰石粉料」出现了 2 次" in begun
    assert operator.get(f"{form}?kind_of=瓦").status_code == 200
    said = BRICK | {"name": "石灰石粉", "kind_of": "石灰石", "decision": "approve"}
    assert operator.post(form, data=said).status_code == 303
    assert operator.get("/thesaurus/concept?name=石灰石粉").status_code == 200
    assert operator.post("/thesaurus/proposals/find").headers["location"].endswith("found=0")


def test_a_text_is_tried_out(operator):
    text = operator.get("/thesaurus/explain?text=采购洋灰").text
    assert ">水泥</a>" in text
    assert "其他名称" in text
    assert "没有触及任何概念" in operator.get("/thesaurus/explain?text=xyz").text
    assert "没有触及" not in operator.get("/thesaurus/explain").text


def test_while_the_thesaurus_is_made_ready_the_page_says_so(ground, operator):
    go_on = Event()

    def prepare(held: Thesaurus) -> Knowledge:
        assert go_on.wait(10)
        return know(held)

    ground.thesaurus = Current(lambda: HELD, prepare=prepare, patience=0)
    text = operator.get("/thesaurus/explain?text=洋灰").text
    assert "词库刚改过，正在重新整理" in text
    assert '<meta http-equiv="refresh" content="2">' in text
    go_on.set()


def test_users_and_divisions_are_no_concepts_to_go_to(ground, site):
    row = "水泵,通用机械,,,抽水用的,,,工厂,".split(",")
    pump = read_concept(row, division="34", where="x")
    divisions = [Division("34", "通用设备", ("通用机械",))]
    held = make_thesaurus(divisions, [pump], frozenset({"工厂"}))
    ground.thesaurus = Current(lambda: held)
    text = Browser(site).get("/thesaurus/concept?name=水泵").text
    assert '<a href="/thesaurus?division=34">通用机械</a>' in text
    assert "工厂" in text
    assert ">工厂</a>" not in text


def test_of_many_faults_the_first_are_told(ground, operator):
    rows = [f"混料{number:02},水泥,,,浇楼板用的,,水泥,,".split(",") for number in range(30)]
    concepts = [read_concept(row, division="30", where="x") for row in (ROWS[1].split(","), *rows)]
    cement = read_concept(ROWS[0].replace("混凝土,", ",").split(","), division="30", where="x")
    held = make_thesaurus([Division("30", "非金属矿物制品")], [cement, *concepts])
    ground.thesaurus = Current(lambda: held)
    answer = operator.post("/thesaurus/drop", data={"name": "水泥"})
    assert answer.status_code == 422
    assert answer.text.count("提到的「水泥」找不到") == 10
    assert "还有 50 处" in answer.text
