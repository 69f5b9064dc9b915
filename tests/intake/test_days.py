"""Dates and lead times as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.intake.cells import UnclearCell
from matchmaking.intake.days import read_day, read_lead_days, says_duration

TODAY = date(2026, 1, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月底", date(2026, 3, 31)),
        ("2026.3.15", date(2026, 3, 15)),
        ("2026/3/15", date(2026, 3, 15)),
        ("2026-03-15 00:00:00", date(2026, 3, 15)),
        ("２０２６年３月１５日", date(2026, 3, 15)),
        ("20260315", date(2026, 3, 15)),
        ("3月底前", date(2026, 3, 31)),
        ("三月底", date(2026, 3, 31)),
        ("12月31日前", date(2026, 12, 31)),
        ("46100", date(2026, 3, 19)),
        ("46100.5", date(2026, 3, 19)),
        ("2026-03", date(2026, 3, 31)),
        ("2026.12", date(2026, 12, 31)),
        ("202603", date(2026, 3, 31)),
        ("202612", date(2026, 12, 31)),
        ("本月底", date(2026, 1, 31)),
        ("下个月底", date(2026, 2, 28)),
        ("下月15日前", date(2026, 2, 15)),
        ("2026年", date(2026, 12, 31)),
        ("2026年底", date(2026, 12, 31)),
        ("年底", date(2026, 12, 31)),
        ("2026年第一季度", date(2026, 3, 31)),
        ("2026Q3", date(2026, 9, 30)),
        ("上半年", date(2026, 6, 30)),
        ("26年3月", date(2026, 3, 31)),
        ("3月上旬", date(2026, 3, 10)),
        ("3月中旬", date(2026, 3, 20)),
        ("明年3月", date(2027, 3, 31)),
        ("2026年3-5月", date(2026, 5, 31)),
        ("2025年12月-2026年2月", date(2026, 2, 28)),
        ("2028年2月", date(2028, 2, 29)),
    ],
)
def test_a_date_is_the_last_day_its_words_allow(text, day):
    assert read_day(text, TODAY) == day


def test_a_month_without_a_year_is_the_next_to_come():
    assert read_day("3月底前", date(2026, 11, 2)) == date(2027, 3, 31)
    assert read_day("11月", date(2026, 11, 2)) == date(2026, 11, 30)
    assert read_day("今年3月", date(2026, 11, 2)) == date(2026, 3, 31)


def test_a_half_year_that_is_over_means_the_next():
    assert read_day("上半年", date(2026, 11, 2)) == date(2027, 6, 30)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("2026年2月30日", "没有2026年2月30日这一天"),
        ("13月底", "没有13月"),
        ("看情况", "没有读出日期"),
        ("99999", "不在2000年至2099年之间"),
    ],
)
def test_a_date_that_is_none_says_what_is_wrong(text, cause):
    with pytest.raises(UnclearCell, match=cause):
        read_day(text, TODAY)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d"]),
)
def test_a_full_date_is_read_as_itself(day, form):
    assert read_day(day.strftime(form), TODAY) == day


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_a_spreadsheet_serial_is_the_same_day(day):
    assert read_day(str((day - date(1899, 12, 30)).days), TODAY) == day


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)), st.integers(1, 12))
def test_a_month_to_come_is_never_over(today, month):
    day = read_day(f"{month}月底", today)
    assert today <= day <= today + timedelta(days=366)


def test_next_month_may_be_next_year():
    assert read_day("下月底", date(2026, 12, 5)) == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("45天", 45), ("6周", 42), ("2个月", 60), ("现货", 0), ("7-10天", 10), ("15个工作日", 21), ("30", 30),
        ("一个月", 30), ("半个月", 15), ("当天发货", 0), ("24小时", 1), ("三周", 21), ("现货3天内发", 3), ("2年", 730),
        ("2-3个月", 90), ("一个半月", 45), ("2个半月", 75), ("二十五天", 25), ("十五天", 15), ("三十天", 30),
    ],
)  # fmt: skip
def test_a_lead_time_is_read_in_days_and_of_a_span_the_longer(text, days):
    assert read_lead_days(text) == days


def test_a_lead_time_takes_its_unit_from_the_header():
    assert read_lead_days("3", "周") == 21


def test_a_lead_time_without_a_number_is_unclear():
    with pytest.raises(UnclearCell, match="没有读出天数"):
        read_lead_days("很快")
    with pytest.raises(UnclearCell, match="超过三年"):
        read_lead_days("20260315")


def test_a_span_from_an_event_is_no_date():
    assert says_duration("签约后30天")
    assert says_duration("合同签订后2个月内")
    assert not says_duration("2026年3月15日")
    assert not says_duration("3月15日前")
