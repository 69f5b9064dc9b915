"""How do recommendations become one problem? Needs, firms and stocks numbered, amounts made shares.

A stock is what one firm has to spare of one product, in one unit, whoever of its listings names it; of
two listings that name different amounts the larger counts, never their sum.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

import numpy as np

from matchmaking.allocation.problem import NO_STOCK, Limits, Problem, real_chances
from matchmaking.matching.evidence import Conclusion, Match, Recommendation
from matchmaking.matching.supply_facts import (
    day_number,
    is_once,
    one_order,
    quantity_code,
    yearly,
)
from matchmaking.records import Demand, Firm, Size, Supply, Tier

SMALL_SIZES = frozenset({Size.SMALL, Size.MICRO})
# Where no size is stated, the lower steps of the ladder are for small and medium firms.
SMALL_TIERS = frozenset({Tier.INNOVATIVE, Tier.SPECIALISED})
FULL_SCORE, YEAR, SHORTEST = 100.0, 365.0, 1 / 12
StockKey = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One need and one firm that may meet it, by its best listing."""

    demand: Demand
    supply: Supply
    score: float
    conclusion: Conclusion


@dataclass(frozen=True, slots=True)
class Gathered:
    """The problem, and what its numbers stand for."""

    problem: Problem
    demands: tuple[Demand, ...]  # of each need; those nobody may meet included
    firms: tuple[Firm, ...]
    pairs: tuple[Candidate, ...]


def candidates_of(answer: Recommendation) -> list[Candidate]:
    """Whoever fits or has still to confirm; who fails a must is not proposed."""
    return [_candidate(match) for match in answer.matches if match.conclusion != Conclusion.FAILS]


def gather(
    demands: Sequence[Demand],
    pairs: Iterable[Candidate],
    *,
    limits: Limits,
    today: date,
    newcomers: frozenset[str] = frozenset(),
) -> Gathered:
    """One problem of all pairs. `newcomers`: the keys of firms that are new here."""
    need_of = {demand.id: row for row, demand in enumerate(demands)}
    kept = sorted(_one_each(pairs), key=lambda pair: (need_of[pair.demand.id], -pair.score))
    firms = {pair.supply.firm.key: pair.supply.firm for pair in kept}
    firm_of = {key: row for row, key in enumerate(firms)}
    stocks = _stocks(kept)
    stock_of = {key: row for row, key in enumerate(stocks)}
    carried = [_carried(pair, stocks, limits, today=today) for pair in kept]
    taken_from = [
        stock_of[_stock_key(pair.supply)] if use else NO_STOCK
        for pair, (_, _, use) in zip(kept, carried, strict=True)
    ]
    need = np.array([need_of[pair.demand.id] for pair in kept], np.int64)
    worth = np.array([min(max(pair.score / FULL_SCORE, 0.0), 1.0) for pair in kept])
    problem = Problem(
        limits,
        len(demands),
        len(firms),
        len(stocks),
        need=need,
        firm=np.array([firm_of[pair.supply.firm.key] for pair in kept], np.int64),
        stock=np.array(taken_from, np.int64),
        worth=worth,
        most=np.array([most for most, _, _ in carried]),
        least=np.array([least for _, least, _ in carried]),
        use=np.array([use for _, _, use in carried]),
        deadline=np.nan_to_num([day_number(one.needed_by) for one in demands], nan=np.inf),
        favoured=np.array([is_small(one) or one.key in newcomers for one in firms.values()], bool),
        chance=real_chances(need, worth, len(demands)),
    )
    return Gathered(problem, tuple(demands), tuple(firms.values()), tuple(kept))


def is_small(firm: Firm) -> bool:
    """Micro or small, by its size or else by its step of the ladder."""
    return firm.size in SMALL_SIZES if firm.size else firm.tier in SMALL_TIERS


def has_volume(demand: Demand) -> bool:
    """Whether the need says how much."""
    return demand.quantity is not None and yearly(demand.quantity) > 0


def _candidate(match: Match) -> Candidate:
    return Candidate(match.demand, match.supply, match.score, match.conclusion)


def _one_each(pairs: Iterable[Candidate]) -> Iterable[Candidate]:
    """Each firm once a need, by its best listing; nobody is proposed to himself."""
    best: dict[tuple[str, str], Candidate] = {}
    for pair in pairs:
        key = (pair.demand.id, pair.supply.firm.key)
        if pair.demand.buyer.key == pair.supply.firm.key:
            continue
        if key not in best or pair.score > best[key].score:
            best[key] = pair
    return best.values()


def _stock_key(supply: Supply) -> StockKey:
    product = "".join(normalize("NFKC", supply.product).lower().split())
    return supply.firm.key, product, quantity_code(supply.spare)


def _stocks(pairs: Iterable[Candidate]) -> dict[StockKey, float]:
    """What each stock holds, in base units a year."""
    held: dict[StockKey, float] = {}
    for pair in pairs:
        if pair.supply.spare is not None and (amount := yearly(pair.supply.spare)) > 0:
            key = _stock_key(pair.supply)
            held[key] = max(held.get(key, 0.0), amount)
    return held


def _carried(
    pair: Candidate, stocks: dict[StockKey, float], limits: Limits, *, today: date
) -> tuple[float, float, float]:
    """The most and the least of the order this firm could carry, and what of its stock the whole takes."""
    demand, supply = pair.demand, pair.supply
    if demand.quantity is None or not has_volume(demand):
        return 1.0, 1.0, 0.0  # an order of one unit of attention, carried whole
    held = stocks.get(_stock_key(supply), 0.0)
    if not held or quantity_code(demand.quantity) != quantity_code(supply.spare):
        return 0.0, 0.0, 0.0
    asked = yearly(demand.quantity)
    use = asked / (held * _part_of_year(demand, today))
    least = limits.least_part
    smallest = supply.minimum_order
    if smallest is not None and quantity_code(smallest) == quantity_code(demand.quantity):
        least = max(least, one_order(smallest) / one_order(demand.quantity))
    most = min(1.0, 1 / use)
    # Nobody carries less than it would or more than it can: then it is only to be asked.
    return (most, least, use) if least <= most else (0.0, 0.0, 0.0)


def _part_of_year(demand: Demand, today: date) -> float:
    """A one-off order may take what is left until its day; any other a whole year's."""
    if not is_once(demand) or demand.needed_by is None:
        return 1.0
    return min(1.0, max(SHORTEST, (demand.needed_by - today).days / YEAR))
