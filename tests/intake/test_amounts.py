"""Amounts and prices as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.intake.amounts import (
    as_once,
    read_count,
    read_period,
    read_price,
    read_quantity,
    read_share,
    read_yuan,
    split_unit,
)
from matchmaking.intake.cells import UnclearCell
from matchmaking.records import Period, Price, Quantity


@pytest.mark.parametrize(
    ("text", "unit", "quantity"),
    [
        ("约500吨/月", "", Quantity(500, "吨", Period.MONTH, approximate=True)),
        ("5-8万件/年", "", Quantity(5, "万件", Period.YEAR, approximate=True)),
        ("5万-8万件/年", "", Quantity(5, "万件", Period.YEAR, approximate=True)),
        ("8千-1万件", "", Quantity(8, "千件", approximate=True)),
        ("5吨-8", "", Quantity(5, "吨", approximate=True)),
        ("５００吨", "", Quantity(500, "吨")),
        ("年产500吨", "", Quantity(500, "吨", Period.YEAR)),
        ("日处理200吨", "", Quantity(200, "吨", Period.DAY)),
        ("2000件每月", "", Quantity(2000, "件", Period.MONTH)),
        ("60吨(月)", "", Quantity(60, "吨", Period.MONTH)),
        ("1,200.5", "吨/年", Quantity(1200.5, "吨", Period.YEAR)),
        ("3万", "件", Quantity(3, "万件")),
        ("1.5e4", "吨", Quantity(15000, "吨")),
        ("1.5e-2吨", "", Quantity(0.015, "吨")),
        ("300台(套)", "", Quantity(300, "台套")),
        ("2000㎡", "", Quantity(2000, "m2")),
        ("不少于50套", "", Quantity(50, "套", approximate=True)),
        ("3", "台/套", Quantity(3, "台/套")),
        ("M8螺栓5万件", "", Quantity(5, "万件")),
        ("220kV变压器2台/年", "", Quantity(2, "台", Period.YEAR)),
        ("10万+件", "", Quantity(10, "万件", approximate=True)),
        ("5吨CO2当量", "", Quantity(5, "吨CO2当量")),
        ("5吨（首批），第2批3吨", "", Quantity(5, "吨")),
        ("12", "吨/年处理", Quantity(12, "吨/年处理")),
    ],
)
def test_an_amount_is_read_with_its_unit_and_period(text, unit, quantity):
    assert read_quantity(text, unit) == quantity


def test_the_period_of_the_cell_wins_over_the_column():
    assert read_quantity("5吨/月", "", Period.YEAR).period == Period.MONTH
    assert read_quantity("5吨", "", Period.YEAR).period == Period.YEAR


@pytest.mark.parametrize("text", ["很多", "若干", "按需"])
def test_an_amount_without_a_number_is_unclear(text):
    with pytest.raises(UnclearCell, match="没有读出数字"):
        read_quantity(text)


@pytest.mark.parametrize(
    ("reader", "text"), [(read_quantity, "-5吨"), (read_price, "-5元/吨"), (read_price, "报价-5元")]
)
def test_a_negative_amount_is_unclear(reader, text):
    with pytest.raises(UnclearCell, match="不能是负数"):
        reader(text)


def test_a_long_tail_is_no_unit():
    assert read_quantity("500（以实际发生为准，按季度结算）").unit == ""
    assert read_quantity("500根据实际生产需要分批次确定具体数量").unit == ""


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("约月产500吨", Quantity(500, "吨", Period.MONTH, approximate=True)),
        ("日产3万件", Quantity(3, "万件", Period.DAY)),
        ("年产能约5000吨", Quantity(5000, "吨", Period.YEAR, approximate=True)),
        ("每月500吨", Quantity(500, "吨", Period.MONTH)),
        ("每个月500吨", Quantity(500, "吨", Period.MONTH)),
        ("一年500吨", Quantity(500, "吨", Period.YEAR)),
        ("500吨一年", Quantity(500, "吨", Period.YEAR)),
        ("月供500t", Quantity(500, "t", Period.MONTH)),
        ("月产能达到约500吨", Quantity(500, "吨", Period.MONTH, approximate=True)),
        ("预计年产5万套", Quantity(5, "万套", Period.YEAR)),
        ("产能：月产500吨", Quantity(500, "吨", Period.MONTH)),
        ("单班日产300件", Quantity(300, "件", Period.DAY)),
        ("300件（月产）", Quantity(300, "件", Period.MONTH)),
        ("500吨/月左右", Quantity(500, "吨", Period.MONTH, approximate=True)),
        ("500吨/月（约）", Quantity(500, "吨", Period.MONTH, approximate=True)),
        ("500吨/月，可加班", Quantity(500, "吨", Period.MONTH)),
        ("500吨/月（6000吨/年）", Quantity(500, "吨", Period.MONTH)),
        ("2026年500吨", Quantity(500, "吨", Period.YEAR)),
        ("月饼500盒", Quantity(500, "盒")),
        ("周转箱500个", Quantity(500, "个")),
        ("年底前500吨", Quantity(500, "吨")),
    ],
)
def test_the_period_is_kept_wherever_it_stands(text, quantity):
    assert read_quantity(text) == quantity


@pytest.mark.parametrize(
    "text",
    ["1e999元", "9e99", "1e9999999999", "9" * 40 + "元", "1e16", "１e20亿元", "0.0000000000001"],
)
@pytest.mark.parametrize("reader", [read_quantity, read_price, read_yuan, read_count, read_share])
def test_a_number_nobody_can_mean_is_unclear(text, reader):
    with pytest.raises(UnclearCell, match="不像真的"):
        reader(text)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf元", "∞", "Infinity"])
@pytest.mark.parametrize("reader", [read_quantity, read_price, read_yuan, read_count, read_share])
def test_what_only_computers_call_a_number_is_unclear(text, reader):
    with pytest.raises(UnclearCell, match="没有读出数字"):
        reader(text)


def test_the_largest_number_is_still_exact():
    assert read_price("1000000000000000亿元") == Price(Decimal(10) ** 23)
    assert read_count("1e15") == 10**15


@given(
    st.integers(1, 10**9),
    st.sampled_from(["吨", "件", "台套", "公里"]),
    st.sampled_from(list("年月周日")),
)
def test_what_is_written_plainly_is_read_exactly(amount, unit, period):
    quantity = read_quantity(f"{amount}{unit}/{period}")
    assert (quantity.amount, quantity.unit, quantity.period) == (amount, unit, Period(period))


@pytest.mark.parametrize(
    ("text", "unit", "price"),
    [
        ("3.5万元/台", "", Price(Decimal(35000), "台")),
        ("1,200元/吨", "", Price(Decimal(1200), "吨")),
        ("1200", "元/吨", Price(Decimal(1200), "吨")),
        ("1.95", "万元/吨", Price(Decimal(19500), "吨")),
        ("1200元", "万元", Price(Decimal(1200))),
        ("5000-6000元", "", Price(Decimal(5000))),
        ("0.8-1.2万元/套", "", Price(Decimal(8000), "套")),
        ("12元/千克", "", Price(Decimal(12), "千克")),
        ("￥300", "", Price(Decimal(300))),
        ("每吨1200元", "", Price(Decimal(1200), "吨")),
        ("每套约3万元", "", Price(Decimal(30000), "套")),
        ("2026年报价1200元/吨", "", Price(Decimal(1200), "吨")),
        ("M8螺栓0.5元/个", "", Price(Decimal("0.5"), "个")),
        ("3cm以上12元/支", "", Price(Decimal(12), "支")),
        ("面议（参考1200元/吨）", "", Price(Decimal(1200), "吨")),
        ("0.35元/件", "", Price(Decimal("0.35"), "件")),
        ("面议", "", None),
    ],
)
def test_a_price_is_read_exactly_in_yuan(text, unit, price):
    assert read_price(text, unit) == price


def test_the_most_a_buyer_would_pay_is_the_upper_end():
    assert read_price("5000-6000元/吨", highest=True) == Price(Decimal(6000), "吨")


def test_another_currency_is_not_guessed():
    with pytest.raises(UnclearCell, match="不是人民币"):
        read_price("100美元")


def test_a_price_is_written_out_and_not_in_powers():
    assert str(read_price("3亿元")) == "300,000,000元"


def test_sums_and_heads_and_shares_are_read():
    assert read_yuan("1.2亿元") == Decimal(120_000_000)
    assert read_yuan("1200", "万元") == Decimal(12_000_000)
    assert read_yuan("面议") is None
    assert read_count("约320人") == 320
    assert read_count("1.2万人") == 12_000
    assert read_share("35%") == 0.35
    assert read_share("0.35") == 0.35
    assert read_share("35", "%") == 0.35


def test_more_than_the_whole_is_no_share():
    with pytest.raises(UnclearCell, match="超过了100%"):
        read_share("1.165")


def test_periods_are_known_by_many_names():
    assert read_period("每月") == Period.MONTH
    assert read_period("按年") == Period.YEAR
    assert read_period("一次性") == Period.ONCE
    with pytest.raises(UnclearCell, match="没有认出周期"):
        read_period("看情况")


def test_a_unit_column_may_carry_the_period():
    assert split_unit("吨/年") == ("吨", Period.YEAR)
    assert split_unit("单位：吨") == ("吨", None)


def test_a_minimum_order_has_no_period():
    assert as_once(Quantity(5, "吨", Period.YEAR)) == Quantity(5, "吨")
