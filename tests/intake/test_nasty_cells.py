"""Whatever stands in the cells: every row is accounted for, and nothing but UnreadableFile comes out."""

import csv
import io
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaking.errors import UnreadableFile
from matchmaking.intake.cells import UnclearCell
from matchmaking.intake.days import read_day, read_lead_days
from matchmaking.intake.service import ListKind, read_list
from matchmaking.records import Demand, Supply

TODAY = date(2026, 1, 20)
HEADERS = {
    ListKind.SUPPLY: [
        "供给编号", "企业名称", "统一社会信用代码", "主导产品", "产能规模", "单位", "剩余产能", "起订量", "供货周期", "单价（万元）",
        "资质证书", "3C", "收入占比", "从业人员", "营业收入", "联系电话", "企业规模", "所在城市",
    ],
    ListKind.DEMAND: [
        "需求编号", "需求企业", "统一社会信用代码", "需求名称", "需求数量", "周期", "交货期", "最高限价", "期望价格", "资质要求",
        "其他要求", "供应商地区要求", "梯度要求", "交货地点", "规格型号", "从业人员", "联系电话", "备注",
    ],
}  # fmt: skip
WORDS = st.sampled_from(
    [
        "1e999元", "9e99", "nan", "inf", "-inf", "1e-400", "9" * 400, "0." + "0" * 400 + "1", "-5吨", "0", "９９９亿元", "1,2,3,4", "½", "²",
        "99999-01-01", "2026-13-45", "2026年2月30日", "0000-00-00", "99999", "00000", "2958466", "1e5", "31/12/2026", "明年三月底", "Q5",
        "二〇二六年", "约", "到期", "有效期至", "ISO9001（99999-01到期）", "没有有机", "无", "办理中", "（", "）））", "、、、", "；1、；2、", "=1+1",
        "#DIV/0!", "#REF!", "同上", "合计", "说明：", "企业名称", "1.38888E+10", "TRUE", "\u202e倒", "😀", "\t", "年" * 200, "(" * 200,
        "每月每日每年500", "3-", "-3", "1-2-3-4-5个月", "十五个工作日", "999999999天", "150%", "1e9%", "美元", "面议", "500吨/", "/月",
    ]
)  # fmt: skip
LETTERS = st.text(
    st.sampled_from("0123456789.,-+eE%/~年月日季周天吨件万亿千元无有没（）()：:、；2026ISOC至到底一二三十半个工作期约×≥ ٣〇"),
    max_size=12,
)  # fmt: skip
TEXTS = st.one_of(st.just(""), WORDS, LETTERS, st.tuples(LETTERS, WORDS).map("".join))
RAW = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 1, 1)),
    st.datetimes(datetime.combine(date(1900, 1, 1), time())),
    st.times(),
)
QUICK = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(reading, grid):
    rows = [item.origin.row for item in (*reading.records, *reading.returned)]
    assert reading.rows_in == len(rows) == len(set(rows)) <= len(grid) + 1
    for record in reading.records:
        check_record(record)
        assert str(record)
    assert all(problem.cause for problem in reading.remarks)


def check_record(record):
    """Nothing is kept that a database or a sum could not hold."""
    amounts = (
        (record.capacity, record.spare, record.minimum_order)
        if isinstance(record, Supply)
        else (record.quantity,)
    )
    assert all(0 <= amount.amount <= 1e15 for amount in amounts if amount)
    if record.price:
        assert Decimal(0) <= record.price.yuan <= Decimal(10) ** 23
    if isinstance(record, Demand):
        assert record.needed_by is None or 2000 <= record.needed_by.year <= 2099
    else:
        assert record.lead_days is None or 0 <= record.lead_days <= 3 * 365
        assert record.revenue_share is None or 0 <= record.revenue_share <= 1


@QUICK
@given(
    st.lists(st.lists(TEXTS, min_size=18, max_size=18), min_size=1, max_size=8),
    st.sampled_from(ListKind),
)
def test_nasty_texts_are_read_or_returned(tmp_path, grid, kind):
    path = tmp_path / "list.csv"
    stream = io.StringIO(newline="")
    last = ["末", "云南示例公司", "", "铝箔", *[""] * 14]
    csv.writer(stream).writerows([HEADERS[kind], *grid, last])
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    check(read_list(path, kind, today=TODAY), grid)


@settings(QUICK, max_examples=25)
@given(
    st.lists(st.lists(RAW, min_size=18, max_size=18), min_size=1, max_size=5),
    st.sampled_from(ListKind),
)
def test_nasty_cells_of_a_workbook_are_read_or_returned(tmp_path, grid, kind):
    book = openpyxl.Workbook()
    for row in [HEADERS[kind], *grid, ["末", "云南示例公司", "", "铝箔"]]:
        with suppress(openpyxl.utils.exceptions.IllegalCharacterError):
            book.active.append(row)
    path = tmp_path / "list.xlsx"
    book.save(path)
    check(read_list(path, kind, today=TODAY), grid)


@QUICK
@given(st.lists(st.lists(TEXTS, max_size=6), max_size=8))
def test_whatever_the_rows_only_unreadable_comes_out(text_file, grid):
    with suppress(UnreadableFile):
        check(read_list(text_file(grid), today=TODAY), grid)


@pytest.mark.parametrize(
    "text", ["99999", "10000", "2958466", "99999-01-01", "1899-12-30", "2100-01-01", "20991"]
)
def test_a_day_far_off_is_unclear(text):
    with pytest.raises(UnclearCell):
        read_day(text, TODAY)


def test_a_time_of_day_is_no_date():
    with pytest.raises(UnclearCell, match="没有读出日期"):
        read_day(str(time(12, 30)), TODAY)


@pytest.mark.parametrize("text", ["9" * 400 + "天", "99999年", "1096天"])
def test_a_lead_time_beyond_three_years_is_unclear(text):
    with pytest.raises(UnclearCell, match="超过三年"):
        read_lead_days(text)
