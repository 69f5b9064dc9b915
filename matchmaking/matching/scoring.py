"""How good is each pair? Points by name, their sum, and the order they make.

Points are rounded to whole millionths before they are added, in the recipe's order, so that a sum
written out in a workbook adds up for everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaking.matching.criteria import verdicts
from matchmaking.matching.evidence import Conclusion, Verdict
from matchmaking.matching.pairs import Bools, Floats, Ints, Pairs
from matchmaking.matching.recipe import Fit, Recipe

_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything known about n pairs; row i belongs to pairs[i]."""

    pairs: Pairs
    signals: Floats  # n × signals, in [0, 1]
    degrees: Floats  # n × criteria, in [-1, 1]
    asked: Bools  # n × criteria
    musts: Bools  # n × criteria
    points: Floats  # n × (signals + criteria)
    fit: Floats  # n, points of the signals that say it is the thing asked for
    elsewhere: Bools  # n, another product altogether
    total: Floats  # n
    failing: Bools  # n, a must is not met or the product is another
    open: Bools  # n, not failing, but a must or the product is to be confirmed


def score(pairs: Pairs) -> Scores:
    """Judge and weigh every pair by the market's recipe."""
    recipe = pairs.market.recipe
    signals = _table([signal.measure(pairs) for signal in recipe.signals], len(pairs))
    asked = _table([one.asked(pairs) for one in recipe.criteria], len(pairs)) > 0
    musts = asked & (_table([one.must(pairs) for one in recipe.criteria], len(pairs)) > 0)
    degrees = _table([one.degree(pairs) for one in recipe.criteria], len(pairs)) * asked
    points = np.round(np.hstack([signals, degrees]) * _weights(recipe), _DECIMALS)
    fitting = [
        column for column, one in enumerate(recipe.signals) if one.name in recipe.fit.signals
    ]
    fit = np.asarray(points[:, fitting].sum(axis=1), np.float64)
    judged = verdicts(degrees)
    product = product_verdicts(fit, recipe.fit)
    failing = (musts & (judged == Verdict.NOT_MET)).any(axis=1) | (product == Verdict.NOT_MET)
    unsure = (musts & (judged == Verdict.UNKNOWN)).any(axis=1) | (product == Verdict.UNKNOWN)
    return Scores(
        pairs, signals, degrees, asked, musts, points, fit,
        elsewhere=product == Verdict.NOT_MET,
        total=np.round(points.sum(axis=1), _DECIMALS),
        failing=failing,
        open=unsure & ~failing,
    )  # fmt: skip


def _weights(recipe: Recipe) -> Floats:
    signals = [one.weight for one in recipe.signals]
    return np.asarray(signals + [one.weight for one in recipe.criteria], np.float64)


def product_verdicts(points: Floats, fit: Fit) -> npt.NDArray[np.int8]:
    """Whether it is the thing asked for at all: surely, perhaps (to be asked), or something else."""
    return np.where(points < fit.doubtful, Verdict.NOT_MET, points >= fit.sure).astype(np.int8)


def conclusion(scores: Scores, row: int) -> Conclusion:
    """What one pair comes to."""
    if scores.failing[row]:
        return Conclusion.FAILS
    return Conclusion.TO_CONFIRM if scores.open[row] else Conclusion.FITS


def ranked(scores: Scores) -> Ints:
    """Rows best first: failing pairs last, by score, ties by record id order (row number)."""
    pairs = scores.pairs
    return np.lexsort((pairs.offers, pairs.asks, -scores.total, scores.failing))


def best_of_each(order: Ints, group: Ints) -> Ints:
    """Of rows in order, the first of every group, the order kept."""
    _, first = np.unique(group[order], return_index=True)
    return order[np.sort(first)]


def _table(columns: Sequence[Floats | Bools], rows: int) -> Floats:
    """Columns side by side, rows × columns."""
    return np.column_stack(columns).astype(np.float64) if columns else np.zeros((rows, 0))
