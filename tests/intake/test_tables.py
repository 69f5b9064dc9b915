"""Where the list begins: titles, notes and group headings above the headings."""

from pathlib import Path

import pytest

from matchmaking.errors import UnreadableFile
from matchmaking.intake.service import ListKind, read_list
from matchmaking.records import Certificate, Period, Quantity

FIRM = "云南示例铝业有限公司"
HEADINGS = ["序号", "企业名称", "主导产品", "产能规模", "资质证书"]
ROWS = [[1, FIRM, "铝箔", "500吨/月", "ISO9001"], [2, FIRM, "铝板", "300吨/月", "无"]]
FIELDS = {
    "企业名称": "firm",
    "主导产品": "product",
    "产能规模": "capacity",
    "资质证书": "certificates",
}
NOTE = "填表说明：产能写明单位和周期，没有的资质请写“无”。"


@pytest.mark.parametrize(
    "above",
    [
        NOTE,
        "没有的资质请写“无”",
        "请注意，资质证书须在有效期内",
        "昆明市中小企业产品及资质证书",
        "供给清单（含资质证书、许可证）",
        "单位：ISO9001认证",
    ],
)
@pytest.mark.parametrize("cells", ["A1:E1", "A1:F1", "A1:D1", None])
def test_a_note_or_title_just_above_the_headings_is_no_group(workbook, above, cells):
    rows = [[above], HEADINGS, *ROWS]
    reading = read_list(workbook({"供给": rows}, merged={"供给": [cells] if cells else []}))
    assert reading.columns == FIELDS
    assert [supply.certificates for supply in reading.records] == [(Certificate("ISO9001"),), ()]
    assert reading.remarks == ()


def test_a_note_above_a_header_of_two_rows_leaves_its_groups_alone(workbook):
    rows = [
        [NOTE],
        ["序号", "企业名称", "主导产品", "产能", None, "资质证书"],
        [None, None, None, "数量", "单位", None],
        [1, FIRM, "铝箔", 500, "吨/月", "ISO9001"],
    ]
    merged = ["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"]
    (supply,) = read_list(workbook({"供给": rows}, merged={"供给": merged})).records
    assert supply.capacity == Quantity(500, "吨", Period.MONTH)
    assert supply.certificates == (Certificate("ISO9001"),)


def test_a_group_over_some_columns_still_lends_its_name(workbook):
    rows = [
        [None, None, "产能", None],
        ["企业名称", "主导产品", "数量", "单位"],
        [FIRM, "铝箔", 500, "吨/月"],
    ]
    (supply,) = read_list(workbook({"供给": rows}, merged={"供给": ["C1:D1"]})).records
    assert supply.capacity == Quantity(500, "吨", Period.MONTH)


def test_a_number_of_a_row_stays_one_under_any_group(workbook):
    rows = [
        ["企业资质证书", None, "产品", None],
        ["序号", "企业名称", "主导产品", "产能规模"],
        [1, FIRM, "铝箔", "500吨/月"],
    ]
    merged = ["A1:B1", "C1:D1"]
    (supply,) = read_list(workbook({"供给": rows}, merged={"供给": merged})).records
    assert (supply.certificates, supply.firm.name) == ((), FIRM)


def test_a_note_between_a_two_row_header_and_nothing_else_is_no_header(workbook):
    rows = [HEADINGS, *ROWS, [NOTE]]
    reading = read_list(workbook({"供给": rows}, merged={"供给": ["A4:E4"]}))
    assert (len(reading.records), len(reading.returned)) == (2, 1)


def test_the_list_on_the_third_sheet_behind_a_cover_is_found(workbook):
    sheets = {
        "封面": [["昆明市中小企业产品供给清单"], [None], ["二〇二六年一月"]],
        "填表说明": [["一、请如实填写。"], ["二、产能写明单位和周期。"]],
        "清单": [["附件2"], HEADINGS, *ROWS],
    }
    reading = read_list(workbook(sheets), ListKind.SUPPLY)
    assert [str(record.origin) for record in reading.records] == ["清单!3", "清单!4"]
    assert reading.remarks == ()


def test_rows_of_three_hundred_columns_are_read(workbook):
    rows = [[*HEADINGS, *[None] * 295], *([*row, *[None] * 294, "x"] for row in ROWS)]
    reading = read_list(workbook({"供给": rows}))
    assert (len(reading.records), reading.columns) == (2, FIELDS)
    known = [*HEADINGS, *(f"附加{number}" for number in range(295))]
    reading = read_list(workbook({"供给": [known, *([*row, *["x"] * 295] for row in ROWS)]}))
    assert (len(reading.records), len(reading.remarks)) == (2, 295)
    assert reading.remarks[-1].cell == "KN1"


@pytest.mark.parametrize(
    "name",
    ["清单 (2)【终稿】#1%20&'.xlsx", "列" * 80 + ".xlsx", "no extension", "表😀.xlsx", "a\nb.xlsx"],
)
def test_any_name_a_file_can_have_is_no_obstacle(workbook, name):
    path = workbook({"供给": [HEADINGS, *ROWS]}, name="plain.xlsx")
    path = path.rename(path.with_name(name))
    reading = read_list(path)
    assert (reading.file, len(reading.records)) == (name, 2)


def test_a_name_too_long_for_the_disk_is_told_as_unreadable(tmp_path):
    with pytest.raises(UnreadableFile, match="打不开"):
        read_list(tmp_path / Path("长" * 300 + ".xlsx"))
