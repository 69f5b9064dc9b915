"""What must hold? Conditions with three values, each with the sentence a person reads.

A criterion's degree is 1 where it is met, below 0 where it is not (nearer to 0 the nearer the
miss), and from 0 to below 1 where the lists do not say all. Unknown is never "no": it earns what is
known in part, mostly nothing, and becomes a question.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaking.matching.evidence import Case, Finding, Verdict
from matchmaking.matching.pairs import Bools, Floats, Pairs
from matchmaking.places import contains

# The finding's `must` is filled in by the engine.
Explain = Callable[[Case, Verdict], Finding]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition. `asked` says which pairs it concerns; elsewhere it is silent."""

    name: str
    weight: float  # points when fully met; taken off when missed
    asked: Callable[[Pairs], Bools]
    must: Callable[[Pairs], Bools]
    degree: Callable[[Pairs], Floats]  # in [-1, 1]
    explain: Explain


def verdicts(degrees: Floats) -> npt.NDArray[np.int8]:
    """Degrees as `Verdict` values."""
    return np.where(degrees < 0, Verdict.NOT_MET, degrees >= 1).astype(np.int8)


def enough(asked: Floats, offered: Floats, comparable: Bools) -> Floats:
    """Whether what is offered reaches what is asked; a miss is as bad as what is lacking.

    nan means not stated. Amounts whose units do not compare are unknown.
    """
    known = comparable & ~np.isnan(asked) & ~np.isnan(offered)
    reached = np.divide(offered, asked, out=np.ones_like(offered), where=asked > 0)
    return np.where(known, np.where(reached >= 1.0, 1.0, np.minimum(reached - 1.0, -1e-6)), 0.0)


def at_most(limit: Floats, value: Floats, comparable: Bools) -> Floats:
    """Whether `value` keeps within `limit`; the miss is the excess as a share of the value."""
    known = comparable & ~np.isnan(limit) & ~np.isnan(value)
    excess = np.divide(limit, value, out=np.ones_like(value), where=value > 0) - 1.0
    return np.where(known, np.where(value <= limit, 1.0, np.clip(excess, -1.0, -1e-6)), 0.0)


def all_held(asked: Floats, held: Floats, denied: Floats) -> Floats:
    """All held: met. One denied: not met. Else unknown, and what is held counts in part."""
    share = np.divide(held, asked, out=np.zeros_like(held), where=asked > 0)
    return np.where(denied > 0, -1.0, share)


def lies_in(pairs: Pairs, wanted: str, code: str) -> Floats:
    """Whether the offer's place lies in the wanted one; unknown where the offer names none."""
    outer, inner = pairs.ask_codes(wanted), pairs.offer_codes(code)
    return np.where(inner == 0, 0.0, np.where(contains(outer, inner), 1.0, -1.0))


def at_least_step(pairs: Pairs, wanted: str, code: str) -> Floats:
    """Whether the offer stands at least as high on a ladder; 0 on it means unknown."""
    asked, offered = pairs.ask_codes(wanted), pairs.offer_codes(code)
    return np.where(offered == 0, 0.0, np.where(offered >= asked, 1.0, -1.0))
