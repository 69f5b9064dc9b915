"""What does the chain lack, whom does it hang on, and what if somebody drops out? Ranked by needs at stake."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from graph.studies import (
    NEVER,
    Loss,
    lose,
    made_by,
    needs_at_stake,
    out_with_kinds,
    sole_makers,
    stand_by,
    stand_ins,
    unmet_products,
    worth_at_stake,
)
from matchmaking.chain.ground import Bools, Ground, Named
from matchmaking.places import contains, find_region, nearness
from matchmaking.records import Demand, Firm

NAMED = 100  # products of which it is said who could step in, where all are not asked for
STAND_INS = 3  # named for each product, nearest first
CHOICES = 20
MOST_TIERS = 5


class Dropped(StrEnum):
    """What may drop out."""

    FIRM = "企业"
    REGION = "地区"
    PRODUCT = "产品"


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who could step in."""

    firm: Firm
    product: str  # what it makes
    same: bool  # the product or a kind of it; else something close


@dataclass(frozen=True, slots=True)
class Line:
    """One product of a study."""

    product: Named
    needs: int  # open needs that it would meet
    worth: float  # yuan a year of those whose amount and price are known
    makers: tuple[Firm, ...] = ()  # the only one, or those that drop out
    left: int = 0  # makers that remain
    tier: int = NEVER  # lost at once (0) or for want of inputs (1, 2 …)
    stand_ins: tuple[StandIn, ...] = ()

    @property
    def lost(self) -> bool:
        return self.tier != NEVER


@dataclass(frozen=True, slots=True)
class LostNeed:
    """A need that loses all its suppliers."""

    need: Demand
    tier: int
    worth: float  # nan: not known


@dataclass(frozen=True, slots=True)
class Study:
    """The answer: products, the most needs at stake first, and needs left without a supplier."""

    lines: tuple[Line, ...] = ()
    needs: tuple[LostNeed, ...] = ()
    firms: int = 0  # that drop out
    unjudged: int = 0  # needs of which the chain knows nothing


def study_gaps(ground: Ground, *, named: int | None = NAMED) -> Study:
    """Products of the chain that are asked for and that nobody makes, nor any kind of them.

    named: for how many products, from the first, it is said who could step in; None: for all.
    """
    desk, asked = _Desk(ground), ground.chain.asked.T.tocsr()
    rough = []
    for row in unmet_products(ground.chain).tolist():
        if ground.known[row]:
            buyer = ground.needs[asked.indices[asked.indptr[row]]].buyer
            rough.append(_Rough(desk.line(row), row, int(buyer.region.code or 0)))
    return Study(desk.finished(rough, named), unjudged=_unjudged(ground))


def study_sole_makers(ground: Ground, *, named: int | None = NAMED) -> Study:
    """What is wanted and only one firm makes."""
    desk, heads = _Desk(ground), ground.heads
    rough = []
    for row, firm in zip(*(column.tolist() for column in sole_makers(ground.chain)), strict=True):
        if heads[row]:
            line = replace(desk.line(row), makers=(ground.firms[firm],), left=1)
            rough.append(_Rough(line, row, int(ground.places[firm]), firm))
    return Study(desk.finished(rough, named))


def study_drop(
    ground: Ground, what: Dropped, key: str, *, tiers: int, named: int | None = NAMED
) -> Study:
    """What is lost when a firm or a product (by id) or a region (by code) drops out."""
    firms, products = _dropping(ground, what, key)
    loss = lose(ground.chain, firms=firms, products=products, tiers=tiers)
    desk = _Desk(ground, gone=firms, out=out_with_kinds(ground.chain, products))
    rows = np.flatnonzero(ground.heads & (_touched(ground, firms) | (loss.products != NEVER)))
    rough = [_dropped_line(desk, row, loss, gone=firms) for row in rows.tolist()]
    lost = [
        LostNeed(ground.needs[row], int(loss.needs[row]), float(ground.worth[row]))
        for row in np.flatnonzero(loss.needs != NEVER).tolist()
    ]
    lost.sort(key=lambda one: (one.tier, -np.nan_to_num(one.worth), one.need.id))
    return Study(desk.finished(rough, named), tuple(lost), int(firms.sum()))


def candidates(ground: Ground, what: Dropped, text: str) -> tuple[Named, ...]:
    """What may be meant by a text: the one of that id or name, else all whose names hold it."""
    if what is Dropped.REGION:
        region = find_region(text)
        return (Named(region.code, region.name),) if region.code else ()
    named: Sequence[Named] = (
        ground.products
        if what is Dropped.PRODUCT
        else tuple(Named(firm.key, firm.name) for firm in ground.firms)
    )
    exact = [one for one in named if text in (one.id, one.name)]
    if exact:
        return tuple(exact[:CHOICES])
    holding = sorted((one for one in named if text in one.name), key=lambda one: len(one.name))
    return tuple(holding[:CHOICES])


def _dropping(ground: Ground, what: Dropped, key: str) -> tuple[Bools, Bools]:
    firms = np.zeros(len(ground.firms), np.bool_)
    products = np.zeros(len(ground.products), np.bool_)
    if what is Dropped.REGION:
        firms = contains(np.asarray(int(key), np.int32), ground.places)
    elif what is Dropped.FIRM:
        firms[[row for row, firm in enumerate(ground.firms) if firm.key == key]] = True
    else:
        products[[row for row, one in enumerate(ground.products) if one.id == key]] = True
    return firms, products


def _touched(ground: Ground, firms: Bools) -> Bools:
    """What these firms make, by the chain's own names where it has them."""
    made = (ground.chain.supplies @ firms.astype(np.float64)) > 0
    titles = (made & ~ground.heads).astype(np.float64)
    return np.asarray(made | ((ground.chain.wider.T @ titles) > 0))


def _dropped_line(desk: "_Desk", row: int, loss: Loss, *, gone: Bools) -> "_Rough":
    ground = desk.ground
    dropping = [firm for firm in desk.makers_of(row) if gone[firm]]
    line = replace(
        desk.line(row),
        makers=tuple(ground.firms[firm] for firm in dropping[:STAND_INS]),
        left=int(loss.makers_left[row]),
        tier=int(loss.products[row]),
    )
    return _Rough(line, row, int(ground.places[dropping[0]]) if dropping else 0)


@dataclass(frozen=True, slots=True)
class _Rough:
    """A line that does not say yet who could step in."""

    line: Line
    row: int
    near: int  # the region code from which the nearest is looked for
    but: int = -1  # a firm that is not meant


class _Desk:
    """A ground with what is worked out once for a whole study. gone, out: what drops out."""

    def __init__(
        self, ground: Ground, *, gone: Bools | None = None, out: Bools | None = None
    ) -> None:
        self.ground = ground
        self._needs = needs_at_stake(ground.chain)
        self._worth = worth_at_stake(ground.chain, ground.worth)
        self._ready = stand_by(
            ground.chain,
            gone=np.zeros(len(ground.firms), np.bool_) if gone is None else gone,
            out=np.zeros(len(ground.products), np.bool_) if out is None else out,
        )

    def line(self, row: int) -> Line:
        """A product and what is at stake with it."""
        return Line(self.ground.products[row], int(self._needs[row]), float(self._worth[row]))

    def makers_of(self, row: int) -> list[int]:
        """Who makes a product or a kind of it."""
        makers = self.ground.chain.makers
        return sorted(makers.indices[makers.indptr[row] : makers.indptr[row + 1]].tolist())

    def finished(self, rough: Sequence[_Rough], named: int | None) -> tuple[Line, ...]:
        """Ranked: those lost first, then by needs at stake, what they are worth, the name."""
        ranked = sorted(rough, key=lambda one: _place(one.line))
        told = [replace(one.line, stand_ins=self._stand_ins(one)) for one in ranked[:named]]
        return (*told, *(one.line for one in ranked[len(told) :]))

    def _stand_ins(self, rough: _Rough) -> tuple[StandIn, ...]:
        """The nearest who could step in."""
        if rough.line.tier > 0:  # its makers stand still for want of an input, and so would others
            return ()
        ground, ready = self.ground, self._ready
        found = stand_ins(ready, rough.row, but=rough.but)
        places = ground.places[[firm for firm, _ in found]]
        nearest = np.argsort(-nearness(np.asarray(rough.near, np.int32), places), kind="stable")
        return tuple(
            StandIn(
                ground.firms[firm],
                ground.products[made_by(ready, firm, base)].name,
                same=base == rough.row,
            )
            for firm, base in (found[place] for place in nearest[:STAND_INS].tolist())
        )


def _place(line: Line) -> tuple[bool, int, float, str]:
    return not line.lost, -line.needs, -line.worth, line.product.name


def _unjudged(ground: Ground) -> int:
    """Needs that name no product of the chain and that nobody offers word for word."""
    judged = (ground.chain.asked @ ground.known.astype(np.float64)) > 0
    made = (np.diff(ground.chain.supplies.indptr) > 0).astype(np.float64)
    return int((~judged & ~((ground.chain.asked @ made) > 0)).sum())
