"""How does an order of pairs become a plan? One after the other, each gets what the bounds still allow."""

import numpy as np

from matchmaking.allocation.problem import (
    NEARLY_NOTHING,
    NO_STOCK,
    Bools,
    Floats,
    Ints,
    Plan,
    Problem,
)


def greedy(problem: Problem, reserved: Bools) -> Plan:
    """Needs by deadline, each with its best firms first: what a person would do by hand."""
    pairs = np.arange(len(problem))
    order = np.lexsort((pairs, -problem.worth, problem.need, problem.deadline[problem.need]))
    return fill(problem, reserved, carrying=order, naming=order)


def fill(problem: Problem, reserved: Bools, *, carrying: Ints, naming: Ints) -> Plan:
    """Orders are handed out first, in the order of `carrying`; then free places, by `naming`."""
    left = _Left(problem, reserved)
    for pair in carrying[problem.most[carrying] > 0].tolist():
        left.carry(pair)
    for pair in naming.tolist():
        left.name(pair)
    return Plan(np.asarray(left.named, np.bool_), np.asarray(left.share, np.float64))


class _Left:
    """What is left to hand out. Plain lists: ten times as fast as arrays, one number at a time."""

    def __init__(self, problem: Problem, reserved: Bools) -> None:
        bounds = problem.limits
        self.need, self.firm = problem.need.tolist(), problem.firm.tolist()
        self.stock, self.use = problem.stock.tolist(), problem.use.tolist()
        self.most, self.least = problem.most.tolist(), problem.least.tolist()
        self.named: list[bool] = reserved.tolist()
        self.share = [0.0] * len(problem)
        self.rest = [1.0] * problem.needs
        self.parts = [bounds.parts] * problem.needs
        self.in_stock = [1.0] * problem.stocks
        self.places = _less(bounds.per_need, problem.need[reserved], problem.needs)
        self.turns = _less(bounds.per_firm, problem.firm[reserved], problem.firms)

    def carry(self, pair: int) -> None:
        """As much of the order as is left on both sides."""
        need = self.need[pair]
        # Most pairs come too late, so what settles that is asked first.
        if self.rest[need] < NEARLY_NOTHING or not self.parts[need]:
            return
        if not (self.named[pair] or self._free(pair)):
            return
        stock = self.stock[pair]
        give = min(self.most[pair], self.rest[need])
        if stock != NO_STOCK and self.use[pair] > 0:
            give = min(give, self.in_stock[stock] / self.use[pair])
        if give < max(self.least[pair], NEARLY_NOTHING):
            return
        self.name(pair)
        self.share[pair] = give
        self.rest[need] -= give
        self.parts[need] -= 1
        if stock != NO_STOCK:
            self.in_stock[stock] = max(0.0, self.in_stock[stock] - give * self.use[pair])

    def name(self, pair: int) -> None:
        """One of the need's places and one of the firm's turns."""
        if self.places[self.need[pair]] > 0 and not self.named[pair] and self._free(pair):
            self.named[pair] = True
            self.places[self.need[pair]] -= 1
            self.turns[self.firm[pair]] -= 1

    def _free(self, pair: int) -> bool:
        need: int = self.need[pair]
        firm: int = self.firm[pair]
        return self.places[need] > 0 and self.turns[firm] > 0


def _less(bound: int, taken: Ints, length: int) -> list[int]:
    """How much of the bound is left to each."""
    left: list[int] = (bound - np.bincount(taken, minlength=length)).tolist()
    return left


def carried_of(problem: Problem, share: Floats) -> Floats:
    """What part of each need's order is carried."""
    return np.asarray(np.bincount(problem.need, share, minlength=problem.needs), np.float64)
