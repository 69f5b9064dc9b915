"""Every row accounted for: headers, sheets, duplicates, ids, totals."""

from collections import Counter

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaking.errors import UnreadableFile
from matchmaking.intake.cells import text_of
from matchmaking.intake.service import ListKind, read_list
from matchmaking.records import Demand, Supply

FIRM = "云南示例铝业有限公司"
SUPPLIES = [
    ["企业名称", "主导产品", "产能规模"],
    [FIRM, "铝箔", "500吨/月"],
    [FIRM, "铝板", "300吨/月"],
]
DEMANDS = [
    ["需求名称", "需求数量", "交货期"],
    ["铝箔", "5吨", "2026年3月底"],
    ["铝板", "6吨", "2026年4月底"],
]


def causes(reading):
    return [row.problems[0].cause for row in reading.returned]


def titles(reading):
    return [
        record.title if isinstance(record, Demand) else record.product for record in reading.records
    ]


@pytest.mark.parametrize(("rows", "kind"), [(SUPPLIES, Supply), (DEMANDS, Demand)])
def test_the_headings_tell_which_kind_of_list_it_is(text_file, rows, kind):
    reading = read_list(text_file(rows))
    assert [type(record) for record in reading.records] == [kind, kind]
    assert (reading.rows_in, reading.file) == (2, "list.csv")


def test_the_columns_say_what_was_read_out_of_them(text_file):
    assert read_list(text_file(SUPPLIES)).columns == {
        "企业名称": "firm",
        "主导产品": "product",
        "产能规模": "capacity",
    }


def test_the_title_of_a_sheet_settles_headings_both_kinds_have(workbook):
    rows = [["企业名称", "产品名称", "规格型号"], [FIRM, "铝箔", "双零"]]
    for title, kind in (("需求清单", Demand), ("供给清单", Supply)):
        reading = read_list(workbook({title: rows}))
        assert isinstance(reading.records[0], kind)


SUPPLY_HEADINGS = ["供给编号", *SUPPLIES[0], "剩余产能", "起订量"]
DEMAND_HEADINGS = ["需求编号", "需求企业", *DEMANDS[0], "资质要求"]


@pytest.mark.parametrize(
    ("rows", "asked", "sentence"),
    [
        (
            [SUPPLY_HEADINGS, ["G1", *SUPPLIES[1], "1吨", "1吨"]],
            ListKind.DEMAND,
            "这份文件看起来是供给清单，这里要的是需求清单。请放到供给清单的位置。",
        ),
        (
            [DEMAND_HEADINGS, ["X1", FIRM, *DEMANDS[1], "ISO9001"]],
            ListKind.SUPPLY,
            "这份文件看起来是需求清单，这里要的是供给清单。请放到需求清单的位置。",
        ),
    ],
)
def test_a_list_in_the_place_of_the_other_is_told_where_it_belongs(
    workbook, text_file, rows, asked, sentence
):
    for path in (text_file(rows), workbook({"Sheet1": [["2026年清单"], *rows]})):
        with pytest.raises(UnreadableFile) as refused:
            read_list(path, asked)
        assert str(refused.value) == sentence


def test_json_needs_in_the_place_of_supplies_are_told_where_they_belong(tmp_path):
    path = tmp_path / "needs.jsonl"
    path.write_text('{"title": "铝箔"}\n', encoding="utf-8")
    with pytest.raises(UnreadableFile, match="请放到需求清单的位置"):
        read_list(path, ListKind.SUPPLY)


def test_headings_both_kinds_have_are_read_as_the_kind_asked_for(text_file):
    path = text_file([["企业名称", "产品名称", "规格型号"], [FIRM, "铝箔", "双零"]])
    assert isinstance(read_list(path, ListKind.DEMAND).records[0], Demand)
    assert isinstance(read_list(path, ListKind.SUPPLY).records[0], Supply)


def test_a_list_of_neither_kind_is_refused_with_what_it_lacks(text_file):
    with pytest.raises(UnreadableFile, match=r"没有找到清单的表头.*“需求名称”"):
        read_list(text_file([["a", "b"], [1, 2]]))


def test_a_header_without_rows_is_refused(text_file):
    with pytest.raises(UnreadableFile, match="一行数据也没有"):
        read_list(text_file(SUPPLIES[:1]))


def test_titles_notes_and_blank_rows_above_the_header_are_passed_over(workbook):
    rows = [
        ["附件2"],
        ["中小企业产品供给清单"],
        [],
        ["填表说明：请如实填写", None, "单位：吨"],
        *SUPPLIES,
    ]
    reading = read_list(workbook({"Sheet1": rows}, merged={"Sheet1": ["A2:C2"]}))
    assert [str(record.origin) for record in reading.records] == ["Sheet1!6", "Sheet1!7"]


def test_a_header_of_two_rows_is_joined(workbook):
    rows = [
        ["序号", "企业名称", "主导产品", None, "产能", None, "联系方式", None],
        [None, None, "名称", "规格", "数量", "单位", "联系人", "电话"],
        [1, FIRM, "铝箔", "双零", 500, "吨/月", "张三", "0871-00001234"],
    ]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1"]
    (supply,) = read_list(workbook({"供给": rows}, merged={"供给": merged})).records
    assert (supply.product, supply.specs, str(supply.capacity)) == ("铝箔", "双零", "500吨/月")
    assert (supply.firm.contact, supply.firm.phone) == ("张三", "0871-00001234")


def test_a_merged_cell_fills_its_range_downwards(workbook):
    rows = [
        *DEMANDS[:1],
        ["铝箔", "5吨", "2026年3月底"],
        ["铝板", None, None],
        ["铝棒", None, None],
    ]
    rows = [["需求企业", *rows[0]], [FIRM, *rows[1]], [None, *rows[2]], [None, *rows[3]]]
    reading = read_list(workbook({"需求": rows}, merged={"需求": ["A2:A3", "D2:D4"]}))
    assert [record.buyer.name for record in reading.records] == [FIRM, FIRM, ""]
    assert len({record.needed_by for record in reading.records}) == 1


def test_a_note_merged_over_the_whole_width_is_no_row_of_data(workbook):
    rows = [*SUPPLIES, ["说明：产能为设计产能", None, None]]
    reading = read_list(workbook({"供给": rows}, merged={"供给": ["A4:C4"]}))
    assert causes(reading) == ["这是说明文字，不是清单内容，没有读入"]


def test_ditto_marks_are_read_as_what_stands_above(text_file):
    reading = read_list(text_file([*SUPPLIES, ["同上", "铝棒", "〃"]]))
    assert (reading.records[2].firm.name, str(reading.records[2].capacity)) == (FIRM, "300吨/月")


@pytest.mark.parametrize("total", ["合计", "总 计", "小计：", "本页合计", "合计（万元）"])
def test_a_total_goes_back_and_is_no_supply(text_file, total):
    reading = read_list(text_file([*SUPPLIES, [total, "", "800"], ["", total, "800"]]))
    assert causes(reading) == ["这是合计行，不是清单内容，没有读入"] * 2
    assert (len(reading.records), reading.rows_in) == (2, 4)


def test_products_that_begin_like_a_total_or_a_note_are_kept(text_file):
    rows = [
        SUPPLIES[0],
        *([FIRM, name, ""] for name in ("小计算机", "说明书", "注塑件", "累计流量计")),
    ]
    assert len(read_list(text_file(rows)).records) == 4


def test_a_repeated_header_goes_back(text_file):
    reading = read_list(text_file([*SUPPLIES, SUPPLIES[0], [FIRM, "铝棒", ""]]))
    assert causes(reading) == ["这是重复的表头，不是数据，没有读入"]
    assert titles(reading) == ["铝箔", "铝板", "铝棒"]


def test_an_exact_repeat_goes_back_with_the_row_it_repeats(text_file):
    reading = read_list(text_file([*SUPPLIES, [], SUPPLIES[1]]))
    assert causes(reading) == ["与第2行重复，没有读入；保留前一行即可"]
    assert [row.origin.row for row in reading.returned] == [5]


def test_a_repeat_that_differs_only_in_its_number_is_a_repeat(text_file):
    rows = [["序号", *SUPPLIES[0]], [1, *SUPPLIES[1]], [2, *SUPPLIES[1]]]
    assert causes(read_list(text_file(rows))) == ["与第2行重复，没有读入；保留前一行即可"]


def test_a_repeat_on_another_sheet_names_the_sheet(workbook):
    reading = read_list(workbook({"一": SUPPLIES, "二": SUPPLIES}))
    assert causes(reading) == [
        f"与工作表“一”第{row}行重复，没有读入；保留前一行即可" for row in (2, 3)
    ]


def test_an_id_used_twice_sends_the_second_row_back(text_file):
    rows = [["供给编号", *SUPPLIES[0]], ["G1", *SUPPLIES[1]], ["G1", *SUPPLIES[2]]]
    reading = read_list(text_file(rows))
    assert [record.id for record in reading.records] == ["G1"]
    assert reading.returned[0].problems[0].cell == "A3"
    assert causes(reading) == ["编号“G1”与第2行重复，没有读入；请改成不同的编号"]


def test_a_row_sent_back_does_not_use_up_its_id(text_file):
    rows = [["供给编号", *SUPPLIES[0]], ["G1", FIRM, "", ""], ["G1", FIRM, "铝箔", ""]]
    assert [record.id for record in read_list(text_file(rows)).records] == ["G1"]


def test_codes_turned_into_floats_are_codes_again(workbook):
    rows = [["供给编号", *SUPPLIES[0]], [1001.0, *SUPPLIES[1]]]
    assert read_list(workbook({"供给": rows})).records[0].id == "1001"


def test_ids_are_made_from_kind_sheet_and_row_and_stay_the_same(workbook):
    path = workbook({"有色": DEMANDS})
    ids = [record.id for record in read_list(path).records]
    assert ids == ["需求-有色-2", "需求-有色-3"]
    assert [record.id for record in read_list(path).records] == ids


def test_ids_of_a_text_have_no_sheet(text_file):
    assert [record.id for record in read_list(text_file(SUPPLIES)).records] == ["供给-2", "供给-3"]


def test_every_sheet_is_read_with_its_own_header(workbook):
    other = [["产品名称", "供应商", "备注"], ["铝棒", FIRM, "现货"]]
    reading = read_list(workbook({"甲": SUPPLIES, "乙": [["供给清单"], *other]}))
    assert titles(reading) == ["铝箔", "铝板", "铝棒"]
    assert Counter(record.origin.sheet for record in reading.records) == {"甲": 2, "乙": 1}


def test_a_sheet_without_a_header_is_remarked_and_a_cover_is_not(workbook):
    sheets = {
        "封面": [["供给清单"], ["某某单位"]],
        "供给": SUPPLIES,
        "杂": [["a", "b", "c"], [1, 2, 3]],
        "空": [],
    }
    (remark,) = read_list(workbook(sheets)).remarks
    assert (remark.value, "没有认出表头" in remark.cause) == ("杂", True)


def test_a_sheet_of_the_other_kind_is_remarked(workbook):
    reading = read_list(workbook({"供给": SUPPLIES, "需求": DEMANDS}), ListKind.SUPPLY)
    assert titles(reading) == ["铝箔", "铝板"]
    assert "没有读入" in reading.remarks[0].cause


def test_hidden_lists_of_choices_are_not_remarked(workbook):
    path = workbook({"供给": SUPPLIES, "choices": [["a", "b", "c"]]})
    book = openpyxl.load_workbook(path)
    book["choices"].sheet_state = "hidden"
    book.save(path)
    assert read_list(path).remarks == ()


def test_with_several_sheets_a_remark_says_which(workbook):
    rows = [SUPPLIES[0], [FIRM, "铝箔", "很多"]]
    other = [SUPPLIES[0], [FIRM, "铝板", "很多"]]
    assert [r.cell for r in read_list(workbook({"甲": rows, "乙": other})).remarks] == [
        "甲!C2",
        "乙!C2",
    ]
    assert [r.cell for r in read_list(workbook({"甲": rows})).remarks] == ["C2"]


def test_a_column_nobody_knows_is_remarked(text_file):
    rows = [[*SUPPLIES[0], "幸运数字"], [*SUPPLIES[1], "7"]]
    (remark,) = read_list(text_file(rows)).remarks
    assert (remark.cell, remark.column) == ("D1", "幸运数字")


def test_two_columns_of_one_text_field_are_read_together(text_file):
    rows = [
        ["企业名称", "主导产品", "规格型号", "产品简介", "备注"],
        [FIRM, "铝箔", "双零", "很薄", "/"],
    ]
    assert read_list(text_file(rows)).records[0].specs == "双零；很薄"


def test_an_exact_heading_goes_before_one_that_merely_ends_so(text_file):
    rows = [["参展企业名称", "企业名称", "主导产品"], ["乙示例有限公司", FIRM, "铝箔"]]
    assert read_list(text_file(rows)).records[0].firm.name == FIRM


def test_a_returned_row_keeps_its_cells(text_file):
    reading = read_list(text_file([*SUPPLIES, [FIRM, "", "5吨"]]))
    assert reading.returned[0].cells == (FIRM, "", "5吨")


def test_progress_is_told_to_the_end(text_file):
    told = []
    read_list(text_file(SUPPLIES), progress=lambda *step: told.append(step))
    assert told[-1] == ("核对各行", 2, 2)


def test_progress_is_told_on_the_way_of_a_long_list(workbook):
    told = []
    rows = [SUPPLIES[0], *([FIRM, f"产品{number}", "5吨"] for number in range(5_000))]
    read_list(workbook({"供给": rows}), progress=lambda *step: told.append(step))
    assert [step[1] for step in told if step[0] == "核对各行"] == [2_000, 4_000, 5_000]
    assert ("读取文件", 5_000) in told


CELLS = st.one_of(
    st.none(),
    st.sampled_from(["", "/", "无", "合计", "说明：", FIRM, "铝箔", "5吨/月", "同上", "#REF!", "企业名称", "1.38888E+10"]),
    st.text(st.characters(exclude_characters='",\r\n\t;|，\x00', codec="gb18030"), max_size=8),
    st.integers(-100, 100_000),
)  # fmt: skip


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=25),
    st.sampled_from(ListKind),
)
def test_rows_in_are_accepted_or_returned_whatever_they_hold(text_file, grid, kind):
    header = {
        ListKind.SUPPLY: ["供给编号", "企业名称", "主导产品", "产能规模", "联系电话"],
        ListKind.DEMAND: ["需求编号", "需求企业", "需求名称", "需求数量", "交货期"],
    }[kind]
    last = ["最后", FIRM, "铝箔", "5吨", ""]
    reading = read_list(text_file([header, *grid, last], encoding="gb18030"), kind)
    numbers = [item.origin.row for item in (*reading.records, *reading.returned)]
    said = {number for number, row in enumerate(grid, start=2) if any(map(text_of, row))}
    assert sorted(numbers) == sorted(said | {len(grid) + 2})
    assert reading.rows_in == len(reading.records) + len(reading.returned)
    assert all(row.problems and row.problems[0].cause for row in reading.returned)
    assert len({record.id for record in reading.records}) == len(reading.records)
