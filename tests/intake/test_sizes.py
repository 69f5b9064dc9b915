"""Size classes by 工信部联企业〔2011〕300号."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.records import Size
from matchmaking.sizes import (
    BUILDING,
    CATERING,
    FARMING,
    INDUSTRY,
    LEASING,
    LODGING,
    OTHER,
    POST,
    PROPERTY,
    REAL_ESTATE,
    RETAIL,
    SOFTWARE,
    STORAGE,
    TELECOM,
    TRANSPORT,
    WHOLESALE,
    clause_of,
    size_class,
)

WAN = 10_000


def size(industry, staff=None, revenue=None, assets=None):
    """Money in 万元, as the rule has it."""
    yuan = [None if wan is None else Decimal(wan) * WAN for wan in (revenue, assets)]
    return size_class(industry, staff=staff, revenue_yuan=yuan[0], assets_yuan=yuan[1])


@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("农业/种植业", FARMING), ("制造业", INDUSTRY), ("有色金属/工业金属/铝", INDUSTRY), ("建筑装饰业", BUILDING),
        ("批发业", WHOLESALE), ("零售业", RETAIL), ("道路运输业", TRANSPORT), ("仓储业", STORAGE), ("快递服务", POST),
        ("酒店", LODGING), ("餐饮业", CATERING), ("电信运营", TELECOM), ("软件和信息技术服务业", SOFTWARE),
        ("房地产开发经营", REAL_ESTATE), ("物业管理", PROPERTY), ("租赁和商务服务业", LEASING), ("检测服务", OTHER),
        ("轨道交通设备", INDUSTRY), ("农副食品加工", INDUSTRY), ("建材", INDUSTRY), ("银行", None), ("", None),
    ],
)  # fmt: skip
def test_an_industry_is_found_under_its_clause(name, clause):
    assert clause_of(name) == clause


@pytest.mark.parametrize(
    ("staff", "revenue", "expected"),
    [
        (1000, 40_000, Size.LARGE),
        (999, 40_000, Size.MEDIUM),
        (1000, 39_999, Size.MEDIUM),
        (300, 2_000, Size.MEDIUM),
        (300, 1_999, Size.SMALL),
        (20, 300, Size.SMALL),
        (19, 90_000, Size.MICRO),
        (5_000, 299, Size.MICRO),
    ],
)
def test_a_maker_drops_a_class_for_each_bound_it_misses(staff, revenue, expected):
    assert size("制造业", staff, revenue) == expected


def test_building_goes_by_revenue_and_assets_and_not_by_heads():
    assert size("建筑业", None, 80_000, 80_000) == Size.LARGE
    assert size("建筑业", 9, 6_000, 5_000) == Size.MEDIUM
    assert size("建筑业", 9_000, 6_000, 4_999) == Size.SMALL


def test_other_trades_go_by_heads_alone():
    assert [size("检测服务", heads) for heads in (300, 100, 10, 9)] == [
        Size.LARGE,
        Size.MEDIUM,
        Size.SMALL,
        Size.MICRO,
    ]


def test_a_missing_figure_leaves_the_class_open_unless_the_other_settles_it():
    assert size("制造业", 500) is None
    assert size("制造业", 5) == Size.MICRO
    assert size("批发业", revenue=999) == Size.MICRO


def test_an_unknown_industry_has_no_class():
    assert size("银行", 5_000, 900_000, 900_000) is None


@given(st.integers(0, 3_000), st.integers(0, 200_000), st.integers(0, 500), st.integers(0, 20_000))
def test_growing_never_lowers_the_class(staff, revenue, more_staff, more_revenue):
    order = [Size.MICRO, Size.SMALL, Size.MEDIUM, Size.LARGE]
    before = size("工业", staff, revenue)
    after = size("工业", staff + more_staff, revenue + more_revenue)
    assert order.index(after) >= order.index(before)
