"""What is the best plan of a small problem? A mixed-integer programme, solved by HiGHS.

Three unknowns a pair: named (0 or 1), carries (0 or 1), share. Work is bounded by a number of branches and
not by time, so that the same problem gives the same answer on every machine.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from matchmaking.allocation.problem import NAMED, NO_STOCK, Bools, Floats, Ints, Plan, Problem
from matchmaking.allocation.problem import shortfall as short_of

BRANCHES = 300
NEAR = 1e-7  # relative gap at which a plan counts as best; a share below it is none
HALF = 0.5  # a solver's 0 or 1 is only nearly one
_Parts = tuple[csr_array | None, csr_array | None, csr_array | None]


def solve(problem: Problem, reserved: Bools) -> tuple[Plan | None, float]:
    """The best plan, None where none was found in time, and a bound on every plan's worth."""
    size = len(problem)
    gain = np.concatenate([NAMED * problem.worth, np.zeros(size), problem.worth])
    firms = np.flatnonzero(problem.favoured)
    kept = int(short_of(problem, reserved).sum())
    # What a favoured firm lacks to its floor is an unknown too; together they lack what must be.
    answer = milp(
        c=-np.concatenate([gain, np.zeros(len(firms))]),
        integrality=np.concatenate([np.ones(2 * size), np.zeros(size + len(firms))]),
        bounds=Bounds(
            0, np.concatenate([np.ones(size), problem.most > 0, problem.most, _due(problem)[firms]])
        ),
        constraints=[*_bounds(problem, len(firms)), *_floor(problem, firms, kept)],
        options={"node_limit": BRANCHES, "mip_rel_gap": NEAR},
    )
    bound = -float(answer.mip_dual_bound) if answer.mip_dual_bound is not None else np.inf
    if answer.x is None:
        return None, bound
    named, carries, share = (answer.x[size * part : size * (part + 1)] for part in range(3))
    shares = np.where((carries > HALF) & (share > NEAR), np.minimum(share, problem.most), 0.0)
    return Plan((named > HALF) | (shares > 0), shares), bound


def _due(problem: Problem) -> Ints:
    return short_of(problem, np.zeros(len(problem), np.bool_))


def _bounds(problem: Problem, extra: int) -> list[LinearConstraint]:
    """All bounds but the floor: rows over (named, carries, share, lacking)."""
    bounds, size = problem.limits, len(problem)
    by_need = _sums(problem.need, np.ones(size), problem.needs)
    by_firm = _sums(problem.firm, np.ones(size), problem.firms)
    stocked = problem.stock != NO_STOCK
    held = np.where(stocked, problem.stock, 0)
    by_stock = _sums(held, problem.use * stocked, max(problem.stocks, 1))
    each = csr_array(np.eye(size))
    most, least = csr_array(np.diag(problem.most)), csr_array(np.diag(problem.least))
    rows: list[tuple[_Parts, float]] = [
        ((by_need, None, None), bounds.per_need),
        ((by_firm, None, None), bounds.per_firm),
        ((None, by_need, None), bounds.parts),
        ((None, None, by_need), 1),
        ((None, None, by_stock), 1),
        ((-each, each, None), 0),
        ((None, -most, each), 0),
        ((None, least, -each), 0),
    ]
    return [_at_most(parts, limit, size, extra=extra) for parts, limit in rows]


def _floor(problem: Problem, firms: Ints, kept: int) -> list[LinearConstraint]:
    """Named plus lacking reaches the floor; what is lacking together is no more than it must be."""
    if not len(firms):
        return []
    size, due = len(problem), _due(problem)
    named = _sums(problem.firm, problem.chance.astype(float), problem.firms)[firms]
    lacking = csr_array(np.eye(len(firms)))
    nobody = csr_array((len(firms), 2 * size))
    together = hstack([csr_array((1, 3 * size)), csr_array(np.ones((1, len(firms))))])
    return [
        LinearConstraint(hstack([named, nobody, lacking]), lb=due[firms].astype(float)),
        LinearConstraint(together, ub=kept),
    ]


def _at_most(parts: _Parts, limit: float, size: int, *, extra: int) -> LinearConstraint:
    rows = _rows(parts)
    blocks = [csr_array((rows, size)) if part is None else part for part in parts]
    return LinearConstraint(hstack([*blocks, csr_array((rows, extra))]), ub=limit)


def _rows(parts: _Parts) -> int:
    return next(part.shape[0] for part in parts if part is not None)


def _sums(group: Ints, weight: Floats, groups: int) -> csr_array:
    """A row a group: the weighted sum over its pairs."""
    return csr_array((weight, (group, np.arange(len(group)))), shape=(groups, len(group)))
