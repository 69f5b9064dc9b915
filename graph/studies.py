"""What does the chain lack, hang on, and lose when something drops out? All products and needs at once.

Products, firms and needs are row numbers; every question is a few products of sparse matrices, so that
fifty thousand nodes take milliseconds where a walk from each would take minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Pairs = Sequence[tuple[int, int]]
KIND_STEPS = 3  # farther up, everything is 材料 or 设备
NEVER = -1  # the tier of what is not lost


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known, as pairs of row numbers."""

    products: int
    firms: int
    needs: int
    supplies: Pairs  # (product, firm)
    wider: Pairs  # (product, what it is a kind of)
    made_from: Pairs  # (product, what goes into it)
    asked: Pairs  # (need, product); any one of a need's products will do
    named: Pairs = ()  # (title, product it is one of): a kind that has the product's own inputs


@dataclass(frozen=True, slots=True)
class StudiedChain:
    """The matrices, worked out once; entries are 0 or 1."""

    supplies: sparse.csr_array  # product × firm: makes exactly this
    kinds: sparse.csr_array  # product × product: is it, or is a kind of it
    wider: sparse.csr_array  # product × product: the next wider one
    inputs: sparse.csr_array  # product × product: goes into it, or into the next wider one
    makers: sparse.csr_array  # product × firm: makes it or a kind of it
    asked: sparse.csr_array  # need × product
    serving: sparse.csr_array  # need × product: would meet it


@dataclass(frozen=True, slots=True)
class Loss:
    """When each product and each need has nobody left: 0 at once, 1 for want of an input, …"""

    products: Ints
    needs: Ints
    makers_left: Ints  # per product, after the last tier


@dataclass(frozen=True, slots=True)
class StandBy:
    """Who could step in."""

    chain: StudiedChain
    makers: sparse.csr_array  # product × firm: makes it or a kind of it
    made: sparse.csr_array  # firm × product: makes exactly this


def study(facts: Facts) -> StudiedChain:
    """Work the matrices out."""
    size = facts.products
    named = _matrix(facts.named, (size, size))
    above = _matrix(facts.wider, (size, size))
    wider = _ones(above + named)
    made_from = _matrix(facts.made_from, (size, size))
    inherited = _ones(made_from + above @ made_from)
    supplies = _matrix(facts.supplies, (size, facts.firms))
    asked = _matrix(facts.asked, (facts.needs, size))
    kinds = _within(sparse.csr_array(wider.T))
    return StudiedChain(
        supplies,
        kinds,
        wider,
        inputs=_ones(inherited + named @ inherited),
        makers=_ones(kinds @ supplies),
        asked=asked,
        serving=_ones(asked @ kinds),
    )


def unmet_products(chain: StudiedChain) -> Ints:
    """Products asked for that nobody makes, nor any kind of them."""
    asked = np.asarray(chain.asked.sum(axis=0)).ravel() > 0
    return np.flatnonzero(asked & (_counts(chain.makers) == 0))


def sole_makers(chain: StudiedChain) -> tuple[Ints, Ints]:
    """(products, firms): what is asked for, or goes into something made here, and one firm makes."""
    wanted = needs_at_stake(chain) > 0
    made = (_counts(chain.supplies) > 0).astype(np.float64)
    wanted |= np.asarray(chain.inputs.T @ made).ravel() > 0
    products = np.flatnonzero(wanted & (_counts(chain.makers) == 1))
    return products, chain.makers.indices[chain.makers.indptr[products]].astype(np.int64)


def needs_at_stake(chain: StudiedChain) -> Ints:
    """For each product the needs that it would meet."""
    return np.asarray(chain.serving.sum(axis=0)).ravel().astype(np.int64)


def worth_at_stake(chain: StudiedChain, worth: Floats) -> Floats:
    """The same, in what the needs are worth; nan counts as nothing known."""
    return np.asarray(chain.serving.T @ np.nan_to_num(worth)).ravel()


def lose(chain: StudiedChain, *, firms: Bools, products: Bools, tiers: int) -> Loss:
    """What is lost when these firms and these products, with their kinds, drop out.

    A product is lost when nobody is left who makes it or a kind of it; what is made from a lost
    product stops in the next tier. An input nobody here ever made comes from elsewhere and stops
    nothing. Of a need any product that meets it will do.
    """
    alive = (~firms).astype(np.float64)
    out = out_with_kinds(chain, products)
    before = _counts(chain.makers) > 0
    met_before = _reached(chain.serving, _counts(chain.supplies) > 0)
    lost_product = np.full(len(before), NEVER, np.int64)
    lost_need = np.full(len(met_before), NEVER, np.int64)
    makes = np.asarray(chain.supplies @ alive).ravel() > 0
    stopped, able = out.copy(), makes
    for tier in range(tiers + 1):
        able = makes & ~stopped
        lost = (before | out) & ~_reached(chain.kinds, able)
        _note(lost_product, lost, tier)
        _note(lost_need, met_before & ~_reached(chain.serving, able), tier)
        further = stopped | _reached(chain.inputs, lost)
        if (further == stopped).all():
            break
        stopped = further
    left = _counts(_ones(chain.kinds @ _rows(chain.supplies, able)) @ sparse.diags_array(alive))
    return Loss(lost_product, lost_need, left)


def out_with_kinds(chain: StudiedChain, products: Bools) -> Bools:
    """These products and all their kinds."""
    return _reached(sparse.csr_array(chain.kinds.T), products)


def stand_by(chain: StudiedChain, *, gone: Bools, out: Bools) -> StandBy:
    """Who is still there when these firms and these products are not; made once for a whole study."""
    there = _rows(chain.supplies, ~out) @ sparse.diags_array((~gone).astype(np.float64))
    there.eliminate_zeros()
    supplies = _ones(there)
    return StandBy(chain, _ones(chain.kinds @ supplies), sparse.csr_array(supplies.T))


def stand_ins(ready: StandBy, product: int, *, but: int = -1) -> list[tuple[int, int]]:
    """(firm, what it makes it or a kind of): the product's own makers, else those of the next wider.

    but: a firm that is not meant.
    """
    for bases in ([product], _row(ready.chain.wider, product).tolist()):
        found: dict[int, int] = {}
        for base in bases:
            for firm in _row(ready.makers, base).tolist():
                if firm != but:
                    found.setdefault(firm, base)
        if found:
            return list(found.items())
    return []


def made_by(ready: StandBy, firm: int, base: int) -> int:
    """Which product a firm makes that is `base` or a kind of it; `base` itself if it can be."""
    made = _row(ready.made, firm)
    fitting = made[np.isin(made, _row(ready.chain.kinds, base))]
    return base if base in fitting else int(fitting[0])


def _note(tiers: Ints, lost: Bools, tier: int) -> None:
    tiers[lost & (tiers == NEVER)] = tier


def _reached(matrix: sparse.csr_array, columns: Bools) -> Bools:
    return np.asarray(matrix @ columns.astype(np.float64)).ravel() > 0


def _rows(matrix: sparse.csr_array, kept: Bools) -> sparse.csr_array:
    return sparse.csr_array(sparse.diags_array(kept.astype(np.float64)) @ matrix)


def _row(matrix: sparse.csr_array, row: int) -> Ints:
    """The columns set in a row, the row's own number first."""
    columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].astype(np.int64)
    return np.concatenate([columns[columns == row], np.sort(columns[columns != row])])


def _counts(matrix: sparse.csr_array) -> Ints:
    """Columns set in each row."""
    matrix = sparse.csr_array(matrix)
    matrix.eliminate_zeros()
    return np.diff(matrix.indptr).astype(np.int64)


def _within(step: sparse.csr_array) -> sparse.csr_array:
    """Every number of steps from none up to KIND_STEPS."""
    size = step.shape[0]
    reach = sparse.csr_array(sparse.eye_array(size))
    for _ in range(KIND_STEPS):
        reach = _ones(reach + reach @ step)
    return reach


def _matrix(pairs: Pairs, shape: tuple[int, int]) -> sparse.csr_array:
    rows, columns = np.asarray(pairs, np.int64).reshape(-1, 2).T
    return _ones(sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape))


def _ones(matrix: sparse.csr_array) -> sparse.csr_array:
    matrix = sparse.csr_array(matrix)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix
