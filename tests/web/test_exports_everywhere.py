"""Every table page leaves as Excel and CSV, with the page's rows and nothing a spreadsheet would run."""

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from matchmaking.catalogue.chain import product_id
from matchmaking.errors import Invalid
from matchmaking.finding import synonyms, unmet
from matchmaking.finding.wanted import Wanted
from matchmaking.firms.models import FirmMerge
from matchmaking.imports.models import ListImport
from matchmaking.indexing import queries
from matchmaking.matching.evidence import Opportunities, Recommendation
from matchmaking.people.roles import Role
from matchmaking.records import Demand, Firm, Supply
from matchmaking.storage.database import transaction
from matchmaking.storage.models import ImportBatch, ReturnedLine
from tests.finding.conftest import Market, firm
from tests.web.fakes import CAPACITY, match
from tests.web.searching import SearchGround
from tests.web.signing import FIRM, NOW, Browser, small_site
from web.glossary import GLOSSARY
from web.page_tables import MOST, whole
from web.pages import (
    accounts,
    chain_map,
    firm_files,
    guides,
    imports,
    listings,
    merging,
    need_matches,
    opportunities,
    review,
    saved,
    search,
    users,
)
from web.pages import (
    synonyms as synonym_pages,
)
from web.pages import (
    unmet as unmet_pages,
)

EVIL = '=HYPERLINK("示例虚构")'  # a firm may call itself anything
SHOWN = f"'{EVIL}"
ROD = product_id("铝杆")
# Page -> a row of its file by what it must hold, and how many rows there are.
TABLES: dict[str, tuple[set[str], int]] = {
    "/firms": ({SHOWN, "91530100MA6K000001", "中小企业"}, 3),
    "/firms?q=2号": ({"示例2号有限公司"}, 1),
    "/users": ({"boss", "主管部门", "使用中", SHOWN}, 1),
    "/imports": ({"示例.csv", "已导入", "需求清单", SHOWN, "2"}, 1),
    "/imports/i1": ({"C2", "数量", "数量看不懂，请写数字。", "'=1+1"}, 1),
    "/my/needs?firm=firm-1": ({"铝锭", "n1", "已发布"}, 2),
    "/my/supplies?firm=firm-1": ({"铝杆", "s1", "已发布"}, 1),
    "/needs/n1/matches": ({SHOWN, "铝杆", "86.4"}, 1),
    "/my/opportunities?firm=firm-1": ({SHOWN, "铝杆", "86.4"}, 1),
    "/review?kind=needs": ({"锡锭", "待审核", SHOWN, "示例.csv Sheet1!7"}, 1),
    "/saved": ({"铝的", "铝"}, 1),
    "/synonyms": ({"螺栓、螺丝杆"}, 1),
    "/unmet": ({"钪", "访客 1"}, 1),
    "/search?q=铝杆": ({SHOWN, "铝杆"}, 1),
    f"/chain?kind=产品&id={ROD}": ({f"{SHOWN} 供应 铝杆", SHOWN}, 1),
    "/glossary": ({"统一社会信用代码", "credit code"}, len(GLOSSARY)),
    "/firms/merge": ({SHOWN, "示例3号有限公司", "2026-03-02 09:00"}, 1),
}


@dataclass
class Place(SearchGround):
    """Everything that the table pages read."""

    live: Any = None
    data: Path = field(default_factory=Path)


class Live:
    """A market of one pair."""

    def __init__(self) -> None:
        whose = Firm(FIRM, EVIL)
        pair = Demand("n1", "铝锭", whose), Supply("s1", "铝杆", whose)
        self.matches = (match(*pair, 1, 86.4, CAPACITY),)
        self.asked, self.firm = pair[0], whose

    def suppliers(self, need_id: str, *, top: int) -> Recommendation:
        assert (need_id, top) == ("n1", 20)
        return Recommendation(self.asked, self.matches, 1, None)

    def team(self, answer: Recommendation) -> None:
        del answer

    def opportunities(self, firm_id: str, *, top: int) -> Opportunities:
        assert (firm_id, top) == (FIRM, 20)
        return Opportunities(self.firm, self.matches, 1)


def fill(market: Market) -> None:
    """One row, and here and there a second, of everything."""
    with transaction(market.engine) as session:
        code = "91530100MA6K000001"
        session.add(firm(1, id=FIRM, name=EVIL, name_key=EVIL, code=code))
        session.add(firm(2))
        session.add(firm(3))
    market.need("n1", "铝锭", firm_id=FIRM)
    origin = {"origin_file": "示例.csv", "origin_sheet": "Sheet1", "origin_row": 7}
    market.need("n2", "锡锭", firm_id=FIRM, status="待审核", **origin)
    market.supply("s1", "铝杆", firm_id=FIRM)
    with transaction(market.engine) as session:
        session.add(
            FirmMerge(id="m1", kept_id=FIRM, gone_id="f3", moved={}, merged_by="", merged_at=NOW)
        )
        counts = {"rows_in": 2, "accepted": 1, "returned": 1}
        said = {"id": "i1", "kind": "需求清单", "file": "示例.csv", "sha256": "0", **counts}
        session.add(ImportBatch(**said, received_at=NOW, columns={}))
        session.add(ListImport(**said, state="已导入", for_firm_id=FIRM, uploaded_at=NOW))
        session.flush()
        problems = [["C2", "数量", "=1+1", "数量看不懂，请写数字。"]]
        session.add(ReturnedLine(batch_id="i1", number=1, cells=["x"], problems=problems, **origin))
        unmet.note(session, Wanted.of("钪"), "访客", now=NOW)
        synonyms.add(session, ["螺栓", "螺丝杆"], note="", new_id="g1", hand=synonyms.Hand("", NOW))
        queries.add_edges(session, [an_edge()])


def an_edge() -> dict[str, str]:
    source = {"source_kind": "企业", "source_id": FIRM, "source_name": EVIL}
    target = {"target_kind": "产品", "target_id": ROD, "target_name": "铝杆"}
    told = {"listing_id": "supply:s1", "relation": "供应", "evidence": "平台填报"}
    return source | target | told


@pytest.fixture
def desk(engine, tmp_path) -> Browser:
    """The authority, signed in, before tables that all hold something."""
    market = Market(engine)
    fill(market)
    place = Place(engine, live=Live(), data=tmp_path)
    place.finder = market.finder
    pages = (accounts, users, merging, firm_files, guides, imports, listings, need_matches)
    more = (opportunities, review, saved, search, synonym_pages, unmet_pages, chain_map)
    place.add("boss", Role.OPERATOR, firm_id=FIRM)
    browser = Browser(small_site(place, *(page.router for page in (*pages, *more))))
    assert browser.sign_in("boss").status_code == 303
    assert browser.post("/saved", data={"query": "q=铝", "name": "铝的"}).status_code == 303
    return browser


def with_format(path: str, file: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}format={file}"


def csv_rows(browser: Browser, path: str) -> list[list[str]]:
    answer = browser.get(with_format(path, "csv"))
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("path", TABLES)
def test_a_table_leaves_as_both_files_with_the_same_rows(desk, path):
    holds, count = TABLES[path]
    headings, *rows = csv_rows(desk, path)
    assert len(rows) == count
    assert any(holds <= set(row) for row in rows), rows
    cells = [cell for row in (headings, *rows) for cell in row]
    assert [cell for cell in cells if cell.startswith("=")] == []
    answer = desk.get(with_format(path, "xlsx"))
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content)).active
    first, *others = sheet.iter_rows()
    assert [cell.value for cell in first] == headings
    assert len(others) == count
    assert {cell.data_type for row in others for cell in row} <= {"s", "n", "d"}


@pytest.mark.parametrize("path", TABLES)
def test_the_page_leads_to_both_files(desk, path):
    page = desk.get(path)
    assert page.status_code == 200
    links = re.findall(r'href="([^"]*format=(?:xlsx|csv))"', page.text)
    assert [link.rpartition("=")[2] for link in links] == ["xlsx", "csv"]


@pytest.mark.parametrize("path", TABLES)
def test_another_format_is_refused_with_a_sentence(desk, path):
    answer = desk.get(with_format(path, "pdf"))
    assert answer.status_code == 422
    assert "只能导出为 Excel（format=xlsx）或 CSV（format=csv）" in answer.text


def test_headings_and_words_follow_the_visitor_s_language(desk):
    headings, *rows = csv_rows(desk, "/users?lang=en")
    assert headings[0] == "Account"
    assert rows[0][2] == "Authority"


def test_a_listing_that_waits_says_whose_it_is_and_where_from(desk):
    headings, row = csv_rows(desk, "/review?kind=needs")
    assert headings[-4:] == ["企业", "来源", "填写人", "改了什么"]
    assert row[-4:] == [SHOWN, "示例.csv Sheet1!7", "", ""]


def test_nothing_to_review_is_a_file_of_headings(desk):
    assert len(csv_rows(desk, "/review?kind=supplies")) == 1


def test_a_table_too_long_for_one_file_is_refused_instead_of_cut():
    assert whole(MOST) == MOST
    with pytest.raises(Invalid, match="一次最多导出 50000 行"):
        whole(MOST + 1)
