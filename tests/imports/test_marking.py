"""The workbook goes back as it was, with what is wrong marked and explained."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from matchmaking.imports import marking
from matchmaking.imports.marked_copy import CAUSES, marked_copy
from matchmaking.imports.marking import marked
from matchmaking.imports.marks import Marks, marks_of
from matchmaking.intake.service import read_list
from matchmaking.intake.sheets import Sheet
from matchmaking.records import Origin, Problem, Reading, ReturnedRow

NO_PRODUCT = "缺少主导产品，这一行没有读入；请补上后重新上传"
NO_DAYS = "没有读出天数，请写成“45天”“6周”或“现货”。这一格先按未填处理"
ROWS = (
    ("供给编号", "企业名称", "主导产品", "供货周期"),
    ("G-1", "示例市虚构甲有限公司", "铝锭", "随便"),
    ("G-2", "示例市虚构甲有限公司", None, "20天"),
    ("G-3", "示例市虚构乙有限公司", "铝棒", "20天"),
)


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def said(book: Workbook, sheet: str, cell: str) -> str:
    comment = book[sheet][cell].comment
    return comment.text if comment else ""


@pytest.fixture
def formatted(tmp_path: Path) -> Path:
    """A list as people keep them: a title over it, widths, a drop-down, a formula, a note."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "供给 '甲'"
    sheet.append(["2026年清单"])
    sheet.merge_cells("A1:D1")
    sheet["A1"].font = Font(bold=True, size=18)
    for row in ROWS:
        sheet.append(row)
    sheet.column_dimensions["B"].width = 33
    sheet.freeze_panes = "A3"
    sheet["D3"].comment = Comment("自己的批注", "示例")
    sheet["F3"] = "=1+1"
    sheet["G3"] = "=1+1"
    sheet["G3"].data_type = "s"
    choices = DataValidation(type="list", formula1='"20天,30天"')
    choices.add("D3:D10")
    sheet.add_data_validation(choices)
    path = tmp_path / "供给.xlsx"
    book.save(path)
    return path


def test_a_workbook_comes_back_as_it_was(formatted: Path) -> None:
    book = opened(marked(formatted, read_list(formatted)))
    sheet = book["供给 '甲'"]
    assert book.sheetnames == ["供给 '甲'", CAUSES]
    assert (sheet["A1"].font.size, sheet.freeze_panes) == (18, "A3")
    assert sheet.column_dimensions["B"].width == 33
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:D1"]
    assert len(sheet.data_validations.dataValidation) == 1
    assert (sheet["F3"].value, sheet["F3"].data_type) == ("=1+1", "f")
    assert (sheet["G3"].value, sheet["G3"].data_type) == ("=1+1", "s")


def test_faulty_cells_are_filled_and_explained(formatted: Path) -> None:
    book = opened(marked(formatted, read_list(formatted)))
    name = "供给 '甲'"
    assert said(book, name, "C4") == NO_PRODUCT
    assert said(book, name, "A4") == f"整行退回：{NO_PRODUCT}"
    assert said(book, name, "D3") == f"自己的批注\n{NO_DAYS}"
    assert said(book, name, "A5") == ""
    fills = [book[name][cell].fill.fill_type for cell in ("C4", "A4", "D3", "C5")]
    assert fills == ["solid", "solid", "solid", None]


def test_a_sheet_lists_every_cause_with_a_way_to_its_cell(formatted: Path) -> None:
    sheet = opened(marked(formatted, read_list(formatted)))[CAUSES]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    whole = "G-2 | 示例市虚构甲有限公司 | 20天"
    assert rows == [
        ["工作表", "单元格", "列", "原值", "处理", "原因与办法"],
        ["供给 '甲'", "C4", "主导产品", whole, "整行退回", NO_PRODUCT],
        ["供给 '甲'", "D3", "供货周期", "随便", "这一格按未填处理", NO_DAYS],
    ]
    assert sheet["B2"].hyperlink is not None
    assert sheet["B2"].hyperlink.location == "'供给 ''甲'''!C4"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_comes_back_as_a_workbook(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "供给.csv"
    lines = [",".join(cell or "" for cell in row) for row in ROWS]
    path.write_bytes(("\n".join(lines).replace("铝棒", "=1+1") + "\n").encode(encoding))
    book = opened(marked(path, read_list(path)))
    sheet = book["清单"]
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows()][:3] == list(ROWS[:3])
    assert (sheet["C4"].value, sheet["C4"].data_type) == ("=1+1", "s")
    assert (said(book, "清单", "C3"), said(book, "清单", "D2")) == (NO_PRODUCT, NO_DAYS)
    assert sheet["C3"].fill.fill_type == "solid"
    assert book[CAUSES]["B2"].hyperlink.location == "'清单'!C3"


def test_lines_of_json_come_back_as_rows(tmp_path: Path) -> None:
    path = tmp_path / "需求.jsonl"
    path.write_text('{"id":"X-1","buyer":"示例甲"}\n{"id":"X-2","title":"铝锭","buyer":"示例甲"}\n')
    book = opened(marked(path, read_list(path)))
    assert [cell.value for cell in book["清单"]["A"]] == ["id", "X-1", "X-2"]
    assert said(book, "清单", "A2").startswith("整行退回：缺少需求名称")
    assert book[CAUSES]["B2"].value == "第2行"


def test_a_list_of_many_rows_is_written_anew(
    formatted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "MOST_ROWS", 2)
    book = opened(marked(formatted, read_list(formatted)))
    assert book.sheetnames == ["供给 '甲", CAUSES]
    assert said(book, "供给 '甲", "C4") == NO_PRODUCT
    assert book["供给 '甲"]["A1"].value == "2026年清单"


def test_a_workbook_that_cannot_be_written_to_is_written_anew(
    formatted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strange(*_args: object) -> None:
        raise KeyError("xl/theme")

    monkeypatch.setattr(openpyxl, "load_workbook", strange)
    data = marked(formatted, read_list(formatted))
    monkeypatch.undo()
    assert said(opened(data), "供给 '甲", "C4") == NO_PRODUCT


def test_a_merged_cell_is_marked_where_it_begins(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "甲"
    sheet.merge_cells("A1:B2")
    book.create_sheet(CAUSES)
    path = tmp_path / "合并.xlsx"
    book.save(path)
    problem = Problem("Sheet!B2", "列", "\x07甲", "不对")
    back = opened(marked(path, Reading("合并.xlsx", (), remarks=(problem,))))
    assert said(back, "Sheet", "A1") == "不对"
    assert back.sheetnames == ["Sheet", CAUSES, f"{CAUSES}2"]
    assert back[f"{CAUSES}2"]["D2"].value == "甲"


def test_causes_without_a_cell_are_listed_all_the_same() -> None:
    row = ReturnedRow(Origin("a", "表", 7), ("甲", "乙"), (Problem("", "", "", "重复"),))
    whole = Problem("", "", "封面", "没有读入")
    marks = marks_of(Reading("a", (), (row,), (whole,)))
    assert [(one.cell, one.target, one.value) for one in marks.causes] == [
        ("", "A7", "甲 | 乙"),
        ("", "", "封面"),
    ]
    assert {sheet: dict(cells) for sheet, cells in marks.at.items()} == {
        "表": {"A7": ["整行退回：重复"]}
    }


def test_sheets_get_names_a_workbook_may_have() -> None:
    sheets = [
        Sheet("a/b", [(1, [True, 2.5, None, "x" * 40_000])]),
        Sheet("a:b", [(2, ["甲"])]),
        Sheet("退回原因"),
    ]
    book = opened(marked_copy(sheets, Marks()))
    assert book.sheetnames == ["a b", "a b(2)", "退回原因", "退回原因2"]
    cells = [cell.value for cell in book["a b"][1]]
    assert (cells[:3], len(str(cells[3]))) == ([True, 2.5, None], 32_000)
