"""What does the clerk get back? The workbook, read as a spreadsheet reads it."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from matchmaking.matching.evidence import Conclusion, Part, Team
from matchmaking.matching.service import overview
from matchmaking.matching.supply import SUPPLY
from matchmaking.matching.workbook import match_columns, write_workbook
from matchmaking.records import (
    Demand,
    Origin,
    Period,
    Problem,
    Quantity,
    Reading,
    ReturnedRow,
    Supply,
    Tier,
    WishKind,
)
from matchmaking.sentences import say
from tests.matching.factories import (
    OIL,
    TODAY,
    WHEEL,
    a_demand,
    a_firm,
    a_market,
    a_supply,
    holding,
    wishing,
)

FORMULA = '=HYPERLINK("http://rongtong.test","点我")'


def from_list(sheet: str, row: int) -> dict[str, Origin]:
    return {"origin": Origin("清单.xlsx", sheet, row)}


DEMANDS = (
    a_demand(
        quantity=Quantity(500, "吨", Period.MONTH),
        **wishing(WishKind.CERTIFICATE, "ISO9001"),
        **from_list("需求", 3),
    ),
    a_demand("竹编果篮", id="X-2", **from_list("需求", 4)),
    a_demand(OIL, id="X-3", **wishing(WishKind.TIER, "专精特新企业"), **from_list("需求", 5)),
)
SUPPLIES = (
    a_supply(spare=Quantity(6000, "吨", Period.YEAR), **holding("ISO9001"), **from_list("供给", 2)),
    a_supply("钢铝合金轮毂", id="G-2", firm=a_firm("虚构乙"), **from_list("供给", 3)),
    a_supply(
        OIL,
        id="G-3",
        firm=a_firm("虚构油坊", name=FORMULA, tier=Tier.INNOVATIVE),
        **from_list("供给", 4),
    ),
)
RETURNED = ReturnedRow(
    Origin("供给.xlsx", "供给", 9),
    ("9", "虚构丁", "=1+1"),
    (
        Problem("C9", "主导产品", "", "缺少主导产品，请补上。"),
        Problem("B9", "企业名称", "虚构丁", "企业名称太短，请写全称。"),
    ),
)
REMARK = Problem("F2", "产能", "若干", "读不出数量，已留空。")
WANTED = Reading("需求.xlsx", DEMANDS)
OFFERED = Reading("供给.xlsx", SUPPLIES, returned=(RETURNED,), remarks=(REMARK,))


TEAM = Team(
    a_demand(),
    (
        Part(a_firm(), (a_supply(),), 80.0, 0.5, Quantity(5, "吨"), certificates=("ISO9001",)),
        Part(a_firm("虚构乙"), (a_supply(id="G-2"),), 70.0, items=("螺母", "垫圈")),
    ),
    (say("还缺"),),
    (say("先问"),),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("out") / "结果.xlsx", DEMANDS, SUPPLIES)


def written(path: Path, demands: tuple[Demand, ...], supplies: tuple[Supply, ...]) -> Path:
    found = overview(a_market(demands, supplies), today=TODAY)
    write_workbook(path, found, demands=WANTED, supplies=OFFERED, teams=[TEAM])
    return path


@pytest.fixture(scope="module")
def sheets(path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_each_firm_of_a_team_has_a_row_with_its_part_and_what_is_missing(sheets):
    rows = [
        [row[name] for name in ("需求编号", "企业名称", "供给编号", "承担的部分", "尚缺", "先确认")]
        for row in rows_of(sheets, "联合方案")
    ]
    assert rows == [
        ["X-1", "虚构甲示例有限公司", "G-1", "供 5吨，占 50%；持有ISO9001", "还缺", "先问"],
        ["X-1", "虚构乙示例有限公司", "G-2", "供其中的螺母、垫圈", "还缺", "先问"],
    ]


def rows_of(sheets, name) -> list[dict[str, object]]:
    header, *rows = sheets[name]
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_there_are_five_sheets(sheets):
    assert list(sheets) == ["汇总", "匹配", "未匹配", "联合方案", "未识别"]


def test_the_columns_of_matches_stand_in_the_order_scripts_rely_on(sheets):
    signals = [f"贡献:{one.name}" for one in SUPPLY.signals]
    criteria = [f"贡献:{one.name}" for one in SUPPLY.criteria]
    verdicts = ["条件:产品", *(f"条件:{one.name}" for one in SUPPLY.criteria)]
    assert sheets["匹配"][0] == [
        "需求编号",
        "需求名称",
        "需求行",
        "供给编号",
        "供给行",
        "企业名称",
        "主导产品",
        "名次",
        "得分",
        "结论",
        "理由",
        "待确认问题",
        *signals,
        *criteria,
        *verdicts,
    ]
    assert sheets["匹配"][0] == list(match_columns(SUPPLY))


def test_contributions_of_every_row_sum_to_its_score(sheets):
    rows = rows_of(sheets, "匹配")
    assert len(rows) == 9
    for row in rows:
        parts = [value for name, value in row.items() if name.startswith("贡献:")]
        assert sum(parts) == pytest.approx(row["得分"], abs=1e-6)


def test_a_match_says_where_it_comes_from_and_why(sheets):
    first = rows_of(sheets, "匹配")[0]
    assert {name: first[name] for name in list(first)[:8]} == {
        "需求编号": "X-1",
        "需求名称": WHEEL,
        "需求行": "需求!3",
        "供给编号": "G-1",
        "供给行": "供给!2",
        "企业名称": "虚构甲示例有限公司",
        "主导产品": WHEEL,
        "名次": 1,
    }
    assert first["结论"] == "符合"
    assert first["理由"] == (
        "「铝合金轮毂」与「铝合金轮毂」含义相近；"
        "主导产品「铝合金轮毂」写有所需的“合金、铝合金、轮毂”；"
        "「铝合金轮毂」与需求名称字面相合（铝合、合金、金轮、轮毂）；"
        "可供 6,000吨/年，够 500吨/月；持有ISO9001"
    )
    assert (first["条件:产能"], first["条件:资质"]) == ("满足", "满足（必须）")
    assert (first["条件:价格"], first["贡献:价格"]) == ("", 0)


def test_questions_stand_one_a_line_and_misses_among_the_reasons(sheets):
    rows = {(row["需求编号"], row["供给编号"]): row for row in rows_of(sheets, "匹配")}
    to_ask, failing = rows["X-1", "G-2"], rows["X-3", "G-3"]
    assert to_ask["待确认问题"].split("\n") == [
        "能为此单留出多少产能（需求 500吨/月）？",
        "是否持有ISO9001？有效期到何时？",
    ]
    assert to_ask["条件:资质"] == "未知（必须）"
    assert failing["理由"].endswith("；企业是创新型中小企业，未达到“专精特新企业”")
    assert (failing["结论"], failing["条件:梯度"]) == ("不符合", "不满足（必须）")


def test_needs_nobody_meets_are_listed_with_what_comes_nearest(sheets):
    rows = rows_of(sheets, "未匹配")
    assert sheets["未匹配"][0] == [
        "需求编号",
        "需求名称",
        "需求行",
        "原因",
        "相近企业",
        "相近产品",
        "得分",
        "需要改变",
        "上游企业",
    ]
    assert {row["需求编号"] for row in rows} == {"X-2", "X-3"}
    nearest = next(row for row in rows if row["需求编号"] == "X-3")
    assert nearest["原因"] == "有相近的供给，但都不满足必须条件，见各家需要改变什么"
    assert (nearest["相近产品"], nearest["需要改变"]) == (OIL, "申报“专精特新企业”认定")


def test_rows_sent_back_are_listed_by_cell_and_cause(sheets):
    assert sheets["未识别"] == [
        ["文件", "行", "处理", "单元格", "列", "原值", "原因与办法", "整行内容"],
        ["供给.xlsx", "供给!9", "退回", "C9", "主导产品", "", "缺少主导产品，请补上。", "9 | 虚构丁 | =1+1"],
        ["供给.xlsx", "供给!9", "退回", "B9", "企业名称", "虚构丁", "企业名称太短，请写全称。", "9 | 虚构丁 | =1+1"],
        ["供给.xlsx", "", "留空", "F2", "产能", "若干", "读不出数量，已留空。", ""],
    ]  # fmt: skip


def test_the_summary_counts_everything_once(sheets):
    assert [row[:2] for row in sheets["汇总"]] == [
        ["项目", "数量"],
        ["需求", 3],
        ["供给", 3],
        ["有符合企业的需求", 1],
        ["待确认的需求", 0],
        ["未匹配的需求", 2],
        ["退回的需求行", 0],
        ["退回的供给行", 1],
        ["留空的单元格", 1],
    ]


def test_formulas_from_a_list_come_back_as_text(path, sheets):
    with ZipFile(path) as archive:
        pages = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in page or b"hyperlink" in page for page in pages)
    assert FORMULA in {row["企业名称"] for row in rows_of(sheets, "匹配")}


def test_a_need_without_any_supply_takes_one_line_of_the_unmet(tmp_path):
    path = written(tmp_path / "空.xlsx", DEMANDS[:1], ())
    book = CalamineWorkbook.from_path(path)
    header, *rows = book.get_sheet_by_name("未匹配").to_python()
    assert [dict(zip(header, row, strict=True))["原因"] for row in rows] == [
        "供给清单里没有「铝合金轮毂」一类产品，已列为未匹配需求"
    ]
    assert len(book.get_sheet_by_name("匹配").to_python()) == 1


def test_a_question_alone_makes_a_need_one_to_confirm(tmp_path):
    path = written(tmp_path / "问.xlsx", DEMANDS[:1], SUPPLIES[1:2])
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("汇总").to_python()
    assert {row[0]: row[1] for row in rows[1:]}["待确认的需求"] == 1
    (best,) = overview(a_market(DEMANDS[:1], SUPPLIES[1:2]), today=TODAY)[0].matches
    assert best.conclusion is Conclusion.TO_CONFIRM
