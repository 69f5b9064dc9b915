"""Handing out keeps every bound, keeps the floor as far as anybody could, and finds the best in the small."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.allocation import handing_out
from matchmaking.allocation.exact import solve
from matchmaking.allocation.floor import reserve
from matchmaking.allocation.handing_out import hand_out
from matchmaking.allocation.problem import Limits, Plan, breaches, nothing, shortfall
from tests.allocation.problems import best_by_trying, least_shortfall, problem_of, problems

# One stock of 10 that two needs of 10 and 4 ask for; the urgent one has an alternative.
TIGHT = {
    "pairs": [(0, 0, 90, 0), (0, 1, 80, 1), (1, 0, 90, 0)],
    "orders": [10, 10],
    "stocks": [10, 10],
    "deadlines": [1, 2],
}


def shares(problem, plan) -> dict[tuple[int, int], float]:
    return {
        (int(problem.need[row]), int(problem.firm[row])): round(float(plan.share[row]), 6)
        for row in np.flatnonzero(plan.share)
    }


def test_by_hand_the_urgent_need_takes_the_best_firm_and_another_stays_empty():
    problem = problem_of(**TIGHT)
    both = hand_out(problem)
    assert shares(problem, both.greedy) == {(0, 0): 1.0}
    assert shares(problem, both.optimal) == {(0, 1): 1.0, (1, 0): 1.0}
    assert both.gap_in(problem) == pytest.approx(0, abs=1e-6)


def test_an_order_is_split_when_no_stock_holds_it_whole():
    problem = problem_of([(0, 0, 90, 0), (0, 1, 80, 1)], orders=[10], stocks=[6, 6])
    assert shares(problem, hand_out(problem).optimal) == {(0, 0): 0.6, (0, 1): 0.4}


def test_an_order_is_split_into_no_more_parts_than_allowed():
    pairs = [(0, firm, 90, firm) for firm in range(4)]
    limits = Limits(parts=2, least_part=0)
    problem = problem_of(pairs, orders=[10], stocks=[2, 2, 3, 4], limits=limits)
    assert sum(shares(problem, hand_out(problem).optimal).values()) == pytest.approx(0.7)


def test_a_stock_is_shared_by_all_that_draw_on_it():
    problem = problem_of([(0, 0, 90, 0), (1, 0, 80, 0)], orders=[6, 6], stocks=[6])
    for plan in (hand_out(problem).greedy, hand_out(problem).optimal):
        assert shares(problem, plan) == {(0, 0): 1.0}


def test_less_than_the_smallest_order_is_not_carried():
    problem = problem_of([(0, 0, 90, 0), (0, 1, 80, 1)], orders=[10], stocks=[8, 8], least=0.5)
    plan = hand_out(problem).optimal
    assert set(shares(problem, plan).values()) == {0.5}
    assert shares(problem, hand_out(problem).greedy) == {(0, 0): 0.8}


def test_whoever_is_only_to_be_asked_is_named_and_carries_nothing():
    problem = problem_of([(0, 0, 90, None)], orders=[10])
    plan = hand_out(problem).optimal
    assert plan.named.tolist() == [True]
    assert plan.share.tolist() == [0.0]


def test_a_small_firm_is_seen_although_others_fit_better():
    pairs = [(0, 0, 90, None), (0, 1, 20, None), (1, 0, 90, None)]
    limits = Limits(per_need=1, least_part=0)
    problem = problem_of(pairs, orders=[1, 1], limits=limits, favoured=[1])
    for plan in (hand_out(problem).greedy, hand_out(problem).optimal):
        assert plan.named.tolist() == [False, True, True]


def test_firms_give_way_along_a_chain_to_keep_the_floor():
    pairs = [(0, 0, 90, None), (0, 1, 80, None), (1, 1, 70, None), (1, 2, 60, None)]
    pairs += [(2, 0, 10, None)]
    limits = Limits(per_need=1, least_part=0)
    problem = problem_of(pairs, orders=[1, 1, 1], limits=limits, favoured=[0, 1, 2])
    reserved = reserve(problem)
    assert shortfall(problem, reserved).sum() == 0
    assert reserved.tolist() == [False, True, False, True, True]


def test_a_floor_that_cannot_be_kept_is_said():
    pairs = [(0, firm, 50, None) for firm in range(3)]
    limits = Limits(per_need=2, least_part=0)
    problem = problem_of(pairs, orders=[1], limits=limits, favoured=[0, 1, 2])
    assert shortfall(problem, hand_out(problem).optimal.named).tolist() == [0, 0, 1]


def test_nothing_to_hand_out_gives_two_empty_plans():
    both = hand_out(problem_of([], orders=[1]))
    assert (both.greedy.named.tolist(), both.bound) == ([], 0.0)
    assert both.gap_in(problem_of([], orders=[1])) == 0


def test_a_plan_of_a_solver_that_breaks_a_bound_is_not_taken(monkeypatch):
    problem = problem_of([(0, 0, 90, 0), (1, 0, 90, 0)], orders=[6, 6], stocks=[6])
    too_much = Plan(np.ones(2, np.bool_), np.ones(2))
    monkeypatch.setattr(handing_out, "solve", lambda *_: (too_much, 9.0))
    both = hand_out(problem)
    assert "stock" in breaches(problem, too_much)
    assert breaches(problem, both.optimal) == []
    monkeypatch.setattr(handing_out, "solve", lambda *_: (None, 9.0))
    assert shares(problem, hand_out(problem).optimal) == {(0, 0): 1.0}


def test_what_breaks_a_bound_is_named():
    limits = Limits(per_firm=1, per_need=1, parts=1, least_part=0)
    pairs = [(0, 0, 90, 0), (0, 1, 90, 1), (1, 0, 90, 0)]
    problem = problem_of(pairs, orders=[6, 6], stocks=[6, 3], limits=limits, least=0.2)
    plan = Plan(np.array([True, True, True]), np.array([1.0, 1.0, 0.1]))
    assert set(breaches(problem, plan)) == {
        "firm", "need", "parts", "stock", "overfilled", "more than it can", "less than it would"
    }  # fmt: skip
    unnamed = Plan(np.zeros(3, np.bool_), np.array([1.0, 0, 0]))
    assert breaches(problem, unnamed) == ["carries unnamed"]
    assert breaches(problem, nothing(problem)) == []


@settings(max_examples=120, deadline=None)
@given(problems())
def test_every_bound_is_kept_and_optimal_is_never_worth_less(problem):
    both = hand_out(problem)
    assert breaches(problem, both.greedy) == []
    assert breaches(problem, both.optimal) == []
    assert both.optimal.value_in(problem) >= both.greedy.value_in(problem) - 1e-9
    assert both.bound >= both.optimal.value_in(problem) - 1e-9
    lacking = shortfall(problem, reserve(problem)).sum()
    assert shortfall(problem, both.greedy.named).sum() == lacking
    assert shortfall(problem, both.optimal.named).sum() == lacking


@settings(max_examples=80, deadline=None)
@given(problems(most_pairs=9))
def test_the_floor_is_kept_as_far_as_anybody_could(problem):
    assert shortfall(problem, reserve(problem)).sum() == least_shortfall(problem)


@settings(max_examples=40, deadline=None)
@given(problems())
def test_the_same_problem_gets_the_same_answer(problem):
    first, second = hand_out(problem), hand_out(problem)
    assert first.optimal.share.tolist() == second.optimal.share.tolist()
    assert first.optimal.named.tolist() == second.optimal.named.tolist()


@settings(max_examples=40, deadline=None)
@given(problems())
def test_without_the_exact_solver_the_bound_still_holds(problem):
    exact, limit = solve(problem, reserve(problem))
    assert exact is not None
    assert breaches(problem, exact) == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handing_out, "SMALL", 0)
        both = hand_out(problem)
    assert both.bound >= exact.value_in(problem) - 1e-6
    assert both.optimal.value_in(problem) <= limit + 1e-6


@st.composite
def tiny(draw: st.DrawFn):
    """A problem with its orders, small enough to try every plan."""
    orders = draw(st.lists(st.integers(1, 3), min_size=2, max_size=2))
    places = st.tuples(st.integers(0, 1), st.integers(0, 2))
    chosen = draw(st.lists(places, min_size=1, max_size=5, unique=True))
    pairs = [
        (need, firm, draw(st.integers(0, 100)), draw(st.sampled_from([firm, None])))
        for need, firm in chosen
    ]
    limits = Limits(
        per_firm=draw(st.integers(1, 2)),
        per_need=draw(st.integers(1, 3)),
        parts=draw(st.integers(1, 2)),
        least_part=0,
        floor=draw(st.integers(0, 1)),
    )
    stocks = draw(st.lists(st.integers(1, 3), min_size=3, max_size=3))
    favoured = draw(st.lists(st.integers(0, 2), max_size=2))
    made = problem_of(
        pairs, orders=orders, stocks=stocks, limits=limits, favoured=favoured, firms=3
    )
    return made, orders


@settings(max_examples=60, deadline=None)
@given(tiny())
def test_small_problems_are_handed_out_as_well_as_trying_everything_does(case):
    problem, orders = case
    best = best_by_trying(problem, orders)
    both = hand_out(problem)
    assert both.optimal.value_in(problem) == pytest.approx(best, abs=1e-5)
    assert both.bound >= best - 1e-6
