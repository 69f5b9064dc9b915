"""How much is it really, and do two amounts compare?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.records import Period, Quantity
from matchmaking.units import base_amount, measure, yearly_amount


@pytest.mark.parametrize(
    ("one", "other", "times"),
    [
        ("吨", "公斤", 1000),
        ("公斤", "斤", 2),
        ("T", "kg", 1000),
        ("担", "公斤", 50),
        ("万吨", "吨", 10_000),
        ("公里", "米", 1000),
        ("里", "米", 500),
        ("公顷", "㎡", 10_000),
        ("方", "升", 1000),
        ("MWh", "度", 1000),
        ("兆瓦", "千瓦", 1000),
        ("kVA", "kW", 1),
        ("万件", "个", 10_000),
        ("百万支", "只", 1_000_000),
        ("台套", "台", 1),
        ("亿元", "万元", 10_000),
        ("项", "批", 1),
        ("千箱", "箱", 1000),
    ],
)
def test_units_of_one_kind_compare(one, other, times):
    assert measure(one).dimension == measure(other).dimension
    assert measure(one).factor / measure(other).factor == pytest.approx(times)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("吨", "件"),
        ("件", "台"),
        ("米", "平方米"),
        ("升", "公斤"),
        ("箱", "件"),
        ("箱", "托"),
        ("吨", ""),
    ],
)
def test_units_of_different_kinds_do_not(one, other):
    assert measure(one).dimension != measure(other).dimension


def test_fifteen_mu_are_a_hectare():
    assert 15 * measure("亩").factor == pytest.approx(measure("公顷").factor)


@pytest.mark.parametrize(
    ("period", "times"),
    [
        (Period.DAY, 365),
        (Period.WEEK, 52),
        (Period.MONTH, 12),
        (Period.QUARTER, 4),
        (Period.YEAR, 1),
        (Period.ONCE, 1),
        (None, 1),
    ],
)
def test_a_year_has_so_many_of_each_period(period, times):
    assert yearly_amount(Quantity(2, "公斤", period)) == 2 * times


def test_the_base_amount_leaves_the_period_alone():
    assert base_amount(Quantity(2, "吨", Period.MONTH)) == 2000


@settings(max_examples=50)
@given(
    st.floats(0, 1e9), st.sampled_from(("吨", "公斤", "万件", "箱", "亩")), st.sampled_from(Period)
)
def test_amounts_grow_with_their_figure(amount, unit, period):
    assert yearly_amount(Quantity(amount, unit, period)) >= 0
    more = yearly_amount(Quantity(amount + 1, unit, period))
    assert more > yearly_amount(Quantity(amount, unit, period))
