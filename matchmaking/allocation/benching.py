"""How fast is handing out, and what does it gain? A synthetic city of needs, beside doing it by hand."""

from time import perf_counter

import numpy as np

from matchmaking.allocation.filling import greedy
from matchmaking.allocation.floor import reserve
from matchmaking.allocation.handing_out import hand_out
from matchmaking.allocation.measuring import measure
from matchmaking.allocation.problem import (
    NO_STOCK,
    Ints,
    Limits,
    Problem,
    real_chances,
    shortfall,
)

CANDIDATES = 50
STOCKS_A_FIRM = 3
# How many stocks and orders are known, and how many firms are micro, small or new.
STOCK_KNOWN, ORDER_KNOWN, FAVOURED = 0.7, 0.8, 0.6


def synthetic(needs: int, *, candidates: int = CANDIDATES, seed: int = 1) -> Problem:
    """Needs and firms of very different size; a few firms are everybody's first choice."""
    random = np.random.default_rng(seed)
    firms = max(2 * candidates, needs // 2)
    need = np.repeat(np.arange(needs), candidates)
    popular = random.permutation(firms)[: min(firms, max(candidates, firms // 5))]
    rows = [_chosen(random, firms, popular, candidates=candidates) for _ in range(needs)]
    firm = np.concatenate(rows)
    asked = random.lognormal(3, 1, needs)
    stock = firm * STOCKS_A_FIRM + random.integers(0, STOCKS_A_FIRM, len(need))
    held = random.lognormal(3, 1, firms * STOCKS_A_FIRM)
    known = random.random(len(need)) < STOCK_KNOWN
    known &= (random.random(needs) < ORDER_KNOWN)[need]
    use = np.where(known, asked[need] / held[stock], 0.0)
    most = np.where(known, np.minimum(1.0, 1 / np.maximum(use, 1e-9)), 0.0)
    limits, worth = Limits(), np.round(random.beta(4, 2, len(need)), 3)
    most[most < limits.least_part] = 0.0
    usable = most > 0
    return Problem(
        limits,
        needs,
        firms,
        firms * STOCKS_A_FIRM,
        need=need,
        firm=firm,
        stock=np.where(usable, stock, NO_STOCK),
        worth=worth,
        most=most,
        least=np.where(usable, limits.least_part, 0.0),
        use=np.where(usable, use, 0.0),
        deadline=random.integers(0, 300, needs).astype(np.float64),
        favoured=random.random(firms) < FAVOURED,
        chance=real_chances(need, worth, needs),
    )


def _chosen(random: np.random.Generator, firms: int, popular: Ints, *, candidates: int) -> Ints:
    """Half of them well known, half anybody."""
    half = candidates // 2
    known = random.choice(popular, half, replace=False)
    others = random.choice(firms, candidates, replace=False)
    return np.concatenate([known, others[~np.isin(others, known)][: candidates - half]])


def bench_allocation(
    needs: int, *, candidates: int = CANDIDATES, seed: int = 1
) -> dict[str, float]:
    """Seconds and gains; the greedy way alone is the naive baseline of the same run."""
    problem = synthetic(needs, candidates=candidates, seed=seed)
    begun = perf_counter()
    greedy(problem, reserve(problem))
    by_hand = perf_counter() - begun
    begun = perf_counter()
    both = hand_out(problem)
    whole = perf_counter() - begun
    figures = {
        "needs": float(needs),
        "pairs": float(len(problem)),
        "greedy_seconds": by_hand,
        "seconds": whole,
        "gap": both.gap_in(problem),
    }
    for name, plan in (("greedy", both.greedy), ("optimal", both.optimal)):
        found = measure(problem, plan)
        figures |= {
            f"{name}_value": found.value,
            f"{name}_filled": found.filled,
            f"{name}_served": float(found.served),
            f"{name}_gini": found.gini,
            f"{name}_short_of_floor": float(shortfall(problem, plan.named).sum()),
        }
    return {name: round(value, 4) for name, value in figures.items()}
