"""Small problems to hand out, written in orders and stocks; and every plan there is, tried."""

from collections.abc import Sequence
from itertools import product

import numpy as np
from hypothesis import strategies as st

from matchmaking.allocation.problem import NO_STOCK, Limits, Plan, Problem, breaches, shortfall

# A pair: need, firm, worth in hundredths, stock or None where the firm is only to be asked.
Pair = tuple[int, int, int, int | None]


def problem_of(
    pairs: Sequence[Pair],
    *,
    orders: Sequence[float],
    stocks: Sequence[float] = (),
    limits: Limits | None = None,
    favoured: Sequence[int] = (),
    deadlines: Sequence[float] = (),
    least: float = 0.0,
    firms: int | None = None,
    chance: Sequence[bool] | None = None,
) -> Problem:
    """Orders and stocks in one unit; a firm carries what its stock holds."""
    pairs = sorted(pairs)
    firms = firms or 1 + max((firm for _, firm, *_ in pairs), default=0)
    use = [0.0 if stock is None else orders[need] / stocks[stock] for need, _, _, stock in pairs]
    most = [
        0.0 if stock is None else min(1.0, 1 / used)
        for (*_, stock), used in zip(pairs, use, strict=True)
    ]
    return Problem(
        limits or Limits(least_part=0),
        len(orders),
        firms,
        len(stocks),
        need=np.array([pair[0] for pair in pairs], np.int64),
        firm=np.array([pair[1] for pair in pairs], np.int64),
        stock=np.array([NO_STOCK if pair[3] is None else pair[3] for pair in pairs], np.int64),
        worth=np.array([pair[2] / 100 for pair in pairs]),
        most=np.array(most),
        least=np.array([least if can else 0.0 for can in most]),
        use=np.array(use),
        deadline=np.array([*deadlines, *[np.inf] * (len(orders) - len(deadlines))]),
        favoured=np.isin(np.arange(firms), favoured),
        chance=np.ones(len(pairs), np.bool_) if chance is None else np.array(chance, np.bool_),
    )


@st.composite
def problems(draw: st.DrawFn, most_pairs: int = 24) -> Problem:
    """Any problem of a few needs and firms; whole orders and stocks."""
    needs, firms = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    places = st.tuples(st.integers(0, needs - 1), st.integers(0, firms - 1))
    chosen = draw(st.lists(places, min_size=1, max_size=most_pairs, unique=True))
    held = st.one_of(st.none(), st.integers(0, 1))
    pairs: list[Pair] = []
    for need, firm in chosen:
        stock = draw(held)
        worth = draw(st.integers(0, 100))
        pairs.append((need, firm, worth, None if stock is None else 2 * firm + stock))
    limits = Limits(
        per_firm=draw(st.integers(1, 3)),
        per_need=draw(st.integers(1, 3)),
        parts=draw(st.integers(1, 3)),
        least_part=0,
        floor=draw(st.integers(0, 2)),
    )
    return problem_of(
        pairs,
        orders=draw(st.lists(st.integers(1, 4), min_size=needs, max_size=needs)),
        stocks=draw(st.lists(st.integers(1, 4), min_size=2 * firms, max_size=2 * firms)),
        limits=limits,
        favoured=draw(st.lists(st.integers(0, firms - 1), max_size=firms)),
        deadlines=draw(st.lists(st.integers(0, 5), min_size=needs, max_size=needs)),
        firms=firms,
        chance=draw(st.lists(st.booleans(), min_size=len(pairs), max_size=len(pairs))),
    )


def every_plan(problem: Problem, orders: Sequence[int]):
    """All plans in whole units: with whole orders and stocks one of the best is among them."""
    per_pair = []
    for pair in range(len(problem)):
        order = orders[problem.need[pair]]
        most = round(problem.most[pair] * order)
        shares = [amount / order for amount in range(most + 1)]
        per_pair.append([(False, 0.0), *((True, share) for share in shares)])
    for states in product(*per_pair):
        plan = Plan(np.array([named for named, _ in states]), np.array([s for _, s in states]))
        if not breaches(problem, plan):
            yield plan


def best_by_trying(problem: Problem, orders: Sequence[int]) -> float:
    """The worth of the best plan among those that keep the floor as far as any does."""
    plans = list(every_plan(problem, orders))
    least = min(shortfall(problem, plan.named).sum() for plan in plans)
    kept = (plan for plan in plans if shortfall(problem, plan.named).sum() == least)
    return max(plan.value_in(problem) for plan in kept)


def least_shortfall(problem: Problem) -> int:
    """By trying every choice of named pairs."""
    none = np.zeros(len(problem))
    found = (
        shortfall(problem, np.array(named, np.bool_)).sum()
        for named in product([False, True], repeat=len(problem))
        if not breaches(problem, Plan(np.array(named, np.bool_), none))
    )
    return int(min(found))
