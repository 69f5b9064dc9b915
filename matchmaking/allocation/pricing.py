"""How much better could it be? Prices on stocks and on firms' turns, and a bound that no plan exceeds.

Where many want the same stock or the same firm it gets a price (Lagrange). Given prices every need
chooses by itself, all at once over columns; what they choose together is worth at least as much as the best
plan, so it bounds it. Prices rise where too much is chosen. The same prices say who should get what first.
"""

from dataclasses import dataclass

import numpy as np

from matchmaking.allocation.filling import fill
from matchmaking.allocation.problem import (
    NAMED,
    NEARLY_NOTHING,
    NO_STOCK,
    Bools,
    Floats,
    Plan,
    Problem,
)
from matchmaking.progress import Progress, silent

STEPS, TRY_EVERY, PATIENCE = 100, 33, 5
STEP = "计算分配方案"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the needs choose at some prices."""

    bound: float
    carry: Floats  # worth of carrying a whole order, less what it costs
    name: Floats  # worth of being named, less the price of the turn
    stock_left: Floats  # of each stock after all have chosen; below 0 where too much is
    turns_left: Floats


def priced(
    problem: Problem, reserved: Bools, best: Plan, *, progress: Progress = silent
) -> tuple[Plan, float]:
    """The best plan found, at least `best`, and a bound on every plan's worth."""
    desk = _Desk(problem)
    stock_price, turn_price = np.zeros(problem.stocks), np.zeros(problem.firms)
    bound, pace, waited, value = np.inf, 1.0, 0, best.value_in(problem)
    for step in range(STEPS):
        choice = desk.choose(stock_price, turn_price)
        waited = 0 if choice.bound < bound - 1e-9 else waited + 1
        bound = min(bound, choice.bound)
        if step % TRY_EVERY == 0:
            plan = _plan_by(problem, reserved, choice)
            if plan.value_in(problem) > value:
                best, value = plan, plan.value_in(problem)
            progress(STEP, step + 1, STEPS)
        if waited > PATIENCE:
            pace, waited = pace / 2, 0
        stock_price, turn_price = _moved(choice, stock_price, turn_price, pace=pace, value=value)
    return best, max(bound, value)


def _moved(
    choice: Choice, stock_price: Floats, turn_price: Floats, *, pace: float, value: float
) -> tuple[Floats, Floats]:
    """Dearer where more is chosen than there is, cheaper where less (Polyak's step)."""
    # A price at zero cannot fall, so what is left over there says nothing about the way to go.
    stock = np.where((stock_price > 0) | (choice.stock_left < 0), choice.stock_left, 0.0)
    turns = np.where((turn_price > 0) | (choice.turns_left < 0), choice.turns_left, 0.0)
    length = float((stock**2).sum() + (turns**2).sum())
    if length <= 0:
        return stock_price, turn_price
    step = pace * max(choice.bound - value, 1e-9) / length
    return np.maximum(stock_price - step * stock, 0), np.maximum(turn_price - step * turns, 0)


def _plan_by(problem: Problem, reserved: Bools, choice: Choice) -> Plan:
    """Whoever gains most over the prices gets it first."""
    pairs = np.arange(len(problem))
    gain = choice.carry * problem.most
    return fill(
        problem,
        reserved,
        carrying=np.lexsort((pairs, -gain)),
        naming=np.lexsort((pairs, -choice.name)),
    )


class _Desk:
    """The needs' choices, as a table: a row a need, a place a pair."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        counts = np.bincount(problem.need, minlength=problem.needs)
        starts = np.cumsum(counts) - counts
        self.shape = (problem.needs, int(counts.max(initial=0)))
        self.place = (problem.need, np.arange(len(problem)) - starts[problem.need])
        self.stocked = problem.stock != NO_STOCK
        self.can = problem.most > 0
        self.inverse = 1 / np.where(self.can, problem.most, 1.0)

    def choose(self, stock_price: Floats, turn_price: Floats) -> Choice:
        """Each need's best at these prices."""
        problem, stocked = self.problem, self.stocked
        use = problem.use * stocked
        name = NAMED * problem.worth - turn_price[problem.firm]
        paid = np.zeros(len(problem))
        paid[stocked] = stock_price[problem.stock[stocked]]
        # Who carries must be named, at least in the measure in which it carries.
        carry = problem.worth - paid * use + np.minimum(name, 0) * self.inverse
        share = self._shares(carry)
        named = self._named(name)
        taken = np.bincount(
            problem.stock[stocked], (share * use)[stocked], minlength=problem.stocks
        )
        turned = named + np.where(name < 0, share * self.inverse, 0.0)
        turns = np.bincount(problem.firm, turned, minlength=problem.firms)
        bound = (
            (np.maximum(carry, 0) * share).sum()
            + (np.maximum(name, 0) * named).sum()
            + stock_price.sum()
            + problem.limits.per_firm * turn_price.sum()
        )
        stock_left = np.asarray(1.0 - taken, np.float64)
        turns_left = np.asarray(problem.limits.per_firm - turns, np.float64)
        return Choice(float(bound), carry, name, stock_left=stock_left, turns_left=turns_left)

    def _shares(self, carry: Floats) -> Floats:
        """The whole order, from the best, each as much as it can.

        Taking the best of every need, round by round, is over after a few rounds; sorting all is not.
        """
        worth = self._table(np.where(self.can, carry, 0.0))
        most = self._table(self.problem.most)
        given = np.zeros(self.shape)
        rest, waiting = np.ones(len(worth)), np.flatnonzero(worth.any(1))
        while len(waiting):
            best = worth[waiting].argmax(1)
            gains = worth[waiting, best] > 0
            waiting, best = waiting[gains], best[gains]
            share = np.minimum(most[waiting, best], rest[waiting])
            given[waiting, best] = share
            worth[waiting, best] = 0.0
            rest[waiting] -= share
            waiting = waiting[rest[waiting] > NEARLY_NOTHING]
        return np.asarray(given[self.place], np.float64)

    def _named(self, name: Floats) -> Floats:
        """The best, as many as a need has places for."""
        worth = self._table(name)
        chosen = np.zeros(self.shape)
        waiting = np.flatnonzero(worth.any(1))
        for _ in range(min(self.problem.limits.per_need, self.shape[1])):
            best = worth[waiting].argmax(1)
            gains = worth[waiting, best] > 0
            waiting, best = waiting[gains], best[gains]
            chosen[waiting, best] = 1.0
            worth[waiting, best] = 0.0
        return np.asarray(chosen[self.place], np.float64)

    def _table(self, values: Floats) -> Floats:
        """Only what is above nothing counts, so places without a pair may hold nothing."""
        table = np.zeros(self.shape)
        table[self.place] = np.maximum(values, 0.0)
        return table
