"""Amounts in any unit become shares; stocks are shared by all listings of one firm and product."""

from dataclasses import replace
from datetime import date

import pytest

from matchmaking.allocation.gathering import gather, is_small
from matchmaking.allocation.problem import NO_STOCK, Limits
from matchmaking.records import Period, Quantity, Size, Tier
from tests.allocation.cases import BUYER, TODAY, firm, need, offer, pair, tonnes


def problem_of(demands, pairs, **more):
    return gather(demands, pairs, limits=more.pop("limits", Limits()), today=TODAY, **more).problem


def test_tonnes_a_month_compare_with_kilograms_a_year():
    wanted = need("n", tonnes(100, Period.MONTH))
    made = problem_of([wanted], [pair(wanted, offer(firm("a"), Quantity(600_000, "公斤")))])
    assert made.most.tolist() == [pytest.approx(0.5)]
    assert made.use.tolist() == [pytest.approx(2.0)]


def test_two_listings_of_one_product_are_one_stock_and_the_larger_amount_counts():
    first, second = need("n1", tonnes(10)), need("n2", tonnes(10))
    whose = firm("a")
    offers = offer(whose, tonnes(8), "s1"), offer(whose, tonnes(5), "s2", specs="A00")
    made = problem_of([first, second], [pair(first, offers[0]), pair(second, offers[1])])
    assert made.stock.tolist() == [0, 0]
    assert made.most.tolist() == pytest.approx([0.8, 0.8])


def test_another_product_of_the_firm_is_another_stock():
    first, second = need("n1", tonnes(10)), need("n2", tonnes(10))
    whose = firm("a")
    other = replace(offer(whose, tonnes(8)), product="铝 杆")
    made = problem_of([first, second], [pair(first, offer(whose, tonnes(8))), pair(second, other)])
    assert sorted(made.stock.tolist()) == [0, 1]


@pytest.mark.parametrize("spare", [None, Quantity(5, "台"), tonnes(0), tonnes(0.1)])
def test_what_is_unknown_in_another_unit_or_too_little_carries_nothing(spare):
    wanted = need("n", tonnes(10))
    made = problem_of([wanted], [pair(wanted, offer(firm("a"), spare))])
    assert made.most.tolist() == [0.0]
    assert made.stock.tolist() == [NO_STOCK]


@pytest.mark.parametrize("quantity", [None, tonnes(0)])
def test_a_need_without_quantity_is_one_unit_of_attention(quantity):
    wanted = need("n", quantity)
    made = problem_of([wanted], [pair(wanted, offer(firm("a")))])
    assert (made.most.tolist(), made.least.tolist(), made.use.tolist()) == ([1], [1], [0])


def test_a_minimum_order_is_the_least_a_firm_carries():
    wanted = need("n", tonnes(10, Period.MONTH))
    some = offer(firm("a"), tonnes(60), minimum_order=tonnes(4, None))
    none = offer(firm("c"), tonnes(12), minimum_order=tonnes(4, None))
    made = problem_of([wanted], [pair(wanted, some), pair(wanted, none, 70)])
    assert made.least.tolist() == [pytest.approx(0.4), 0]
    assert made.most.tolist() == [pytest.approx(0.5), 0]


def test_a_minimum_order_in_another_unit_does_not_compare():
    wanted = need("n", tonnes(10))
    supply = offer(firm("a"), tonnes(10), minimum_order=Quantity(4, "台"))
    assert problem_of([wanted], [pair(wanted, supply)]).least.tolist() == [0.05]


def test_a_single_order_may_take_what_is_left_of_the_year_until_its_day():
    soon = need("n", tonnes(10, Period.ONCE), needed_by=date(2026, 5, 14))
    made = problem_of([soon], [pair(soon, offer(firm("a"), tonnes(25)))])
    assert made.most.tolist() == [pytest.approx(0.5)]
    assert made.deadline.tolist() == [date(2026, 5, 14).toordinal()]
    late = need("n", tonnes(10, Period.ONCE), needed_by=date(2026, 1, 1))
    made = problem_of([late], [pair(late, offer(firm("a"), tonnes(60)))])
    assert made.most.tolist() == [pytest.approx(0.5)]


def test_a_firm_comes_once_a_need_by_its_best_listing_and_never_for_its_own():
    wanted = need("n")
    whose = firm("a")
    pairs = [pair(wanted, offer(whose, key=key), score) for key, score in (("s1", 60), ("s2", 70))]
    found = gather([wanted], [*pairs, pair(wanted, offer(BUYER))], limits=Limits(), today=TODAY)
    assert [one.supply.id for one in found.pairs] == ["s2"]
    assert found.problem.worth.tolist() == [0.7]


def test_points_beyond_a_hundred_or_below_none_are_bounded():
    wanted = need("n")
    pairs = [pair(wanted, offer(firm("a")), 120), pair(wanted, offer(firm("c")), -5)]
    assert problem_of([wanted], pairs).worth.tolist() == [1.0, 0.0]


def test_only_where_it_fits_half_as_well_as_the_best_has_a_firm_a_real_chance():
    wanted = need("n")
    pairs = [
        pair(wanted, offer(firm(key)), score)
        for key, score in zip("acd", (80, 40, 39), strict=True)
    ]
    assert problem_of([wanted], pairs).chance.tolist() == [True, True, False]


def test_micro_small_and_new_firms_are_favoured():
    assert is_small(firm("a", Size.MICRO))
    assert is_small(firm("a", Size.SMALL))
    assert not is_small(firm("a", Size.MEDIUM, tier=Tier.INNOVATIVE))
    assert is_small(firm("a", None, tier=Tier.SPECIALISED))
    assert not is_small(firm("a", None))
    wanted = need("n")
    made = problem_of([wanted], [pair(wanted, offer(firm("a")))], newcomers=frozenset({"a"}))
    assert made.favoured.tolist() == [True]
