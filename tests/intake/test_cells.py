"""What one cell says."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.intake.cells import is_fault, is_nothing, letters_of, text_of


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  铝 箔  ", "铝 箔"),
        ("５００吨", "500吨"),
        ("Ｑ３４５Ｂ", "Q345B"),
        ("铝箔（双零）", "铝箔（双零）"),
        ("第一行\r\n 第二行 \n\n", "第一行\n第二行"),
        ("零\u200b宽\ufeff", "零宽"),
        ("a\u3000\u3000b", "a b"),
        (13888888888.0, "13888888888"),
        (1.95, "1.95"),
        (42, "42"),
        (True, "是"),
        (False, "否"),
        (1.0, "1"),
        (None, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (date(2026, 3, 15), "2026-03-15"),
        (datetime.fromisoformat("2026-03-15"), "2026-03-15"),
        (datetime.fromisoformat("2026-03-15 08:30:00"), "2026-03-15 08:30:00"),
        (time(8, 30), "08:30:00"),
        (timedelta(days=2), "2 days, 0:00:00"),
    ],
)
def test_a_raw_cell_becomes_clean_text(raw, text):
    assert text_of(raw) == text


def test_a_float_beyond_fifteen_digits_is_shown_as_having_lost_some():
    assert text_of(915301000000000000.0) == "9.153010E+17"


@pytest.mark.parametrize("text", ["", "/", "-", "——", "无", "暂无", "N/A", "n/a", "None", "NULL"])
def test_words_for_nothing_are_nothing(text):
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["无缝钢管", "0", "有", "-5"])
def test_words_that_merely_look_like_nothing_are_something(text):
    assert not is_nothing(text)


def test_a_failed_formula_is_a_fault():
    assert is_fault("#N/A")
    assert not is_fault("#5铅锭")


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_a_spreadsheet_names_them(column, letters):
    assert letters_of(column) == letters


@given(st.text())
def test_cleaning_twice_is_cleaning_once(raw):
    assert text_of(text_of(raw)) == text_of(raw)
