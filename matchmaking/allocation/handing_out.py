"""How is everything handed out at once? By hand (greedy) and as well as possible, side by side."""

from dataclasses import dataclass

import numpy as np

from matchmaking.allocation.exact import solve
from matchmaking.allocation.filling import greedy
from matchmaking.allocation.floor import reserve
from matchmaking.allocation.pricing import priced
from matchmaking.allocation.problem import Plan, Problem, breaches, nothing, shortfall
from matchmaking.progress import Progress, silent

SMALL = 400  # pairs up to which the best plan is worth looking for exactly


@dataclass(frozen=True, slots=True)
class Both:
    """The two plans and what no plan can exceed."""

    greedy: Plan
    optimal: Plan
    bound: float  # at least the worth of every plan that keeps the bounds

    def gap_in(self, problem: Problem) -> float:
        """By what share of the bound the optimal plan might still be improved, at most."""
        if self.bound <= 0:
            return 0.0
        return max(0.0, 1 - self.optimal.value_in(problem) / self.bound)


def hand_out(problem: Problem, *, progress: Progress = silent) -> Both:
    """Both ways; the optimal one is never worth less than the greedy one."""
    if not len(problem):
        return Both(nothing(problem), nothing(problem), 0.0)
    reserved = reserve(problem)
    by_hand = greedy(problem, reserved)
    best, bound = priced(problem, reserved, by_hand, progress=progress)
    if len(problem) <= SMALL:
        plan, limit = solve(problem, reserved)
        if plan is not None and _is_better(problem, plan, best):
            best = plan
        bound = min(bound, limit)
    return Both(by_hand, best, float(max(bound, best.value_in(problem))))


def _is_better(problem: Problem, plan: Plan, than: Plan) -> bool:
    """Worth more, and within all bounds; a solver's rounding could break one."""
    lacking = shortfall(problem, plan.named).sum()
    if breaches(problem, plan) or lacking > shortfall(problem, than.named).sum():
        return False
    return bool(np.round(plan.value_in(problem) - than.value_in(problem), 9) > 0)
