"""How is a plan told? Proposals with their reasons, how often each class of firms is seen, volume by unit."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matchmaking.allocation.filling import carried_of
from matchmaking.allocation.gathering import Candidate, Gathered, has_volume
from matchmaking.allocation.measuring import exposure
from matchmaking.allocation.problem import Plan
from matchmaking.matching.supply_facts import yearly
from matchmaking.records import Demand, Quantity
from matchmaking.sentences import Sentence, say
from matchmaking.units import measure

UNSTATED = "未填写"
# Base units as people name them; what is counted is its own name.
_BASE_NAMES = {
    "[mass]": "重量（千克）",
    "[length]": "长度（米）",
    "[length] ** 2": "面积（平方米）",
    "[length] ** 3": "体积（立方米）",
}


class Part(StrEnum):
    """What a firm is proposed for."""

    CARRIES = "承担订单"
    MEETS = "对接"  # the need names no amount: one firm is its one
    TO_ASK = "先询问"  # no spare amount that compares is known
    BESIDE = "备选"  # others carry the order


@dataclass(frozen=True, slots=True)
class Proposal:
    """One firm proposed to one need, and why."""

    candidate: Candidate
    part: Part
    share: float  # of the order
    amount: Quantity | None  # what that is in the need's own unit
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SizeSeen:
    """How often firms of one size class are proposed."""

    size: str
    firms: int
    proposals: int

    @property
    def each(self) -> float:
        """Proposals a firm."""
        return self.proposals / self.firms


@dataclass(frozen=True, slots=True)
class UnitFilled:
    """What is asked for and carried in one unit."""

    unit: str
    needs: int
    asked: float
    carried: float

    @property
    def share(self) -> float:
        """Of the volume."""
        return self.carried / self.asked


def tell(gathered: Gathered, plan: Plan) -> tuple[Proposal, ...]:
    """All proposals, by need; who carries most comes first."""
    problem = gathered.problem
    seen = exposure(problem, plan)
    few = problem.favoured & (seen <= problem.limits.floor)
    by_floor = few[problem.firm] & problem.chance
    rows = np.flatnonzero(plan.named)
    order = rows[np.lexsort((rows, -problem.worth[rows], -plan.share[rows], problem.need[rows]))]
    return tuple(
        _proposal(
            gathered.pairs[row],
            float(plan.share[row]),
            can_carry=bool(problem.most[row] > 0),
            by_floor=bool(by_floor[row]),
        )
        for row in order.tolist()
    )


def by_size(gathered: Gathered, plan: Plan) -> tuple[SizeSeen, ...]:
    """Exposure by size class, the largest first; those who stated none last."""
    seen = exposure(gathered.problem, plan)
    classes: dict[str, list[float]] = {}
    for firm, times in zip(gathered.firms, seen.tolist(), strict=True):
        classes.setdefault(firm.size or UNSTATED, []).append(times)
    ranks = {name: rank for rank, name in enumerate(("大型", "中型", "小型", "微型", UNSTATED))}
    return tuple(
        SizeSeen(name, len(times), round(sum(times)))
        for name, times in sorted(classes.items(), key=lambda one: ranks[one[0]])
    )


def by_unit(gathered: Gathered, plan: Plan) -> tuple[UnitFilled, ...]:
    """What is asked for and carried, a unit each; the most asked for first."""
    carried = carried_of(gathered.problem, plan.share)
    sums: dict[str, list[float]] = {}
    for demand, share in zip(gathered.demands, carried.tolist(), strict=True):
        if demand.quantity is not None and has_volume(demand):
            asked = yearly(demand.quantity)
            counts = sums.setdefault(_base_name(demand.quantity), [0, 0.0, 0.0])
            for place, more in enumerate((1, asked, asked * share)):
                counts[place] += more
    return tuple(
        UnitFilled(name, int(needs), asked, given)
        for name, (needs, asked, given) in sorted(
            sums.items(), key=lambda one: (-one[1][0], one[0])
        )
    )


def _proposal(pair: Candidate, share: float, *, can_carry: bool, by_floor: bool) -> Proposal:
    part, amount = _part(pair.demand, share, can_carry=can_carry), _amount(pair.demand, share)
    said = [_why(pair, part, share, amount=amount)]
    if by_floor:
        said.append(say("小型、微型或新企业的保底机会"))
    return Proposal(pair, part, share, amount, tuple(said))


def _part(demand: Demand, share: float, *, can_carry: bool) -> Part:
    if share > 0:
        return Part.CARRIES if has_volume(demand) else Part.MEETS
    return Part.BESIDE if can_carry else Part.TO_ASK


def _amount(demand: Demand, share: float) -> Quantity | None:
    asked = demand.quantity
    if asked is None or share <= 0 or not has_volume(demand):
        return None
    return Quantity(float(f"{asked.amount * share:.4g}"), asked.unit, asked.period)


def _why(pair: Candidate, part: Part, share: float, *, amount: Quantity | None) -> Sentence:
    spare = pair.supply.spare
    match part:
        case Part.CARRIES:
            return say(
                "剩余产能 {spare}，承担订单的 {share}，即 {amount}",
                spare=spare or "",
                share=f"{share:.0%}",
                amount=amount or "",
            )
        case Part.MEETS:
            return say("需求没有写数量，安排一家对接")
        case Part.BESIDE:
            return say("订单已安排其他企业，列为备选")
        case Part.TO_ASK if spare is None:
            return say("没有写剩余产能，先询问能供多少")
    return say("剩余产能 {spare} 与需求的数量无法比较或太少，先询问能供多少", spare=spare)


def _base_name(quantity: Quantity) -> str:
    dimension = measure(quantity.unit).dimension
    return _BASE_NAMES.get(dimension, dimension)
