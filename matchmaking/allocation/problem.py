"""What is there to hand out, to whom, within which bounds? Needs, firms and their pairs, as columns.

Amounts are shares: `share` of a need is what part of its order a pair takes, `use` is what part of a
stock a whole order of this need would take. So orders in tonnes and in pieces stand in one problem.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NO_STOCK = -1  # a pair that takes nothing from any stock
NEARLY_NOTHING = 1e-9
# Being named beside the order is worth this part of what carrying the whole order is worth.
NAMED = 0.2
REAL_CHANCE = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that a person may move."""

    per_firm: int = 10  # needs one firm is proposed to at most
    per_need: int = 5  # firms one need gets at most
    parts: int = 3  # into which one order may be split
    least_part: float = 0.05  # of an order; nobody wants a hundredth of it
    floor: int = 1  # needs that each micro, small or new firm is proposed to at least


@dataclass(frozen=True, slots=True)
class Problem:
    """n pairs of a need and a firm, sorted by need; each pair once."""

    limits: Limits
    needs: int
    firms: int
    stocks: int
    need: Ints  # of each pair
    firm: Ints
    stock: Ints  # or NO_STOCK
    worth: Floats  # 0 to 1: how well they fit
    most: Floats  # share of the order the pair could carry alone; 0: only to be asked
    least: Floats  # smallest share the firm would carry, by its minimum order
    use: Floats  # of the stock, by the whole order
    deadline: Floats  # of each need, a day's number; inf without one
    favoured: Bools  # of each firm: micro, small or new
    chance: Bools  # of each pair: fits well enough to count for the floor

    def __len__(self) -> int:
        return len(self.need)

    def value(self, named: Bools, share: Floats) -> float:
        """What handing out like this is worth; the one number both ways are compared by."""
        return float((self.worth * (share + NAMED * named)).sum())


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is proposed to whom, and who carries how much of an order."""

    named: Bools  # of each pair
    share: Floats

    def value_in(self, problem: Problem) -> float:
        """Its worth."""
        return problem.value(self.named, self.share)


def nothing(problem: Problem) -> Plan:
    """Nobody is proposed to anybody."""
    return Plan(np.zeros(len(problem), np.bool_), np.zeros(len(problem)))


def real_chances(need: Ints, worth: Floats, needs: int) -> Bools:
    """Pairs that fit at least half as well as the need's best: being named beside it is a chance."""
    best = np.zeros(needs)
    np.maximum.at(best, need, worth)
    return np.asarray(worth >= REAL_CHANCE * best[need], np.bool_)


def shortfall(problem: Problem, named: Bools) -> Ints:
    """How many needs each favoured firm lacks to its floor, as far as there are any it fits."""
    can = np.bincount(problem.firm[problem.chance], minlength=problem.firms)
    has = np.bincount(problem.firm[named & problem.chance], minlength=problem.firms)
    due = np.minimum(np.minimum(problem.limits.floor, problem.limits.per_firm), can)
    return np.where(problem.favoured, np.maximum(due - has, 0), 0).astype(np.int64)


def breaches(problem: Problem, plan: Plan) -> list[str]:
    """What a plan breaks of its bounds, in words; empty for every plan we make."""
    bounds, carried = problem.limits, plan.share > 0
    stocked = problem.stock != NO_STOCK
    taken = np.bincount(
        problem.stock[stocked],
        (plan.share * problem.use)[stocked],
        minlength=problem.stocks,
    )
    filled = np.bincount(problem.need, plan.share, minlength=problem.needs)
    counted = {
        "firm": (problem.firm[plan.named], bounds.per_firm),
        "need": (problem.need[plan.named], bounds.per_need),
        "parts": (problem.need[carried], bounds.parts),
    }
    found = [name for name, (who, most) in counted.items() if _highest(who) > most]
    checks = {
        "stock": (taken > 1 + 1e-6).any(),
        "overfilled": (filled > 1 + 1e-6).any(),
        "more than it can": (plan.share > problem.most + 1e-6).any(),
        "less than it would": (carried & (plan.share < problem.least - 1e-6)).any(),
        "carries unnamed": (carried & ~plan.named).any(),
    }
    return found + [name for name, broken in checks.items() if broken]


def _highest(who: Ints) -> int:
    return int(np.bincount(who).max()) if len(who) else 0
