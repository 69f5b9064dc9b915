"""How well is it handed out, and how fairly? Volume, needs served, and how often each firm is seen."""

from dataclasses import dataclass

import numpy as np

from matchmaking.allocation.filling import carried_of
from matchmaking.allocation.problem import Floats, Plan, Problem, shortfall


@dataclass(frozen=True, slots=True)
class Figures:
    """One plan, measured."""

    value: float
    proposals: int
    answered: int  # needs with at least one proposal
    served: int  # needs whose order is carried whole
    filled: float  # share of each order that is carried, on average over needs that can be carried
    gini: float  # of proposals over all firms that could get one: 0 all alike, 1 one has all
    seen: int  # firms with at least one proposal
    short: int  # proposals that favoured firms lack to their floor


def measure(problem: Problem, plan: Plan) -> Figures:
    """All figures of one plan."""
    carried = carried_of(problem, plan.share)
    carries = np.zeros(problem.needs, np.bool_)
    carries[problem.need[problem.most > 0]] = True
    seen = exposure(problem, plan)
    able = np.bincount(problem.firm, minlength=problem.firms) > 0
    return Figures(
        value=plan.value_in(problem),
        proposals=int(plan.named.sum()),
        answered=len(np.unique(problem.need[plan.named])),
        served=int((carried > 1 - 1e-6).sum()),
        filled=float(carried[carries].mean()) if carries.any() else 0.0,
        gini=gini(seen[able]),
        seen=int((seen > 0).sum()),
        short=int(shortfall(problem, plan.named).sum()),
    )


def exposure(problem: Problem, plan: Plan) -> Floats:
    """How many needs each firm is proposed to."""
    seen = np.bincount(problem.firm[plan.named], minlength=problem.firms)
    return seen.astype(np.float64)


def gini(amounts: Floats) -> float:
    """Gini coefficient; 0 where there is nothing to be unequal in."""
    total = float(amounts.sum())
    if total <= 0:
        return 0.0
    places = np.arange(1, len(amounts) + 1)
    weighted = float((places * np.sort(amounts)).sum())
    return 2 * weighted / (len(amounts) * total) - (len(amounts) + 1) / len(amounts)
