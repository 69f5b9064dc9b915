"""Which way does the chain lead from a product asked for to one offered? One way, the strongest, in names."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy import sparse

from graph.products import KIND_STEP, ProductRelations
from matchmaking.matching.evidence import Lead, Link
from matchmaking.matching.terms import Row, row_of


class Strengths(NamedTuple):
    """How much of "the same" a related product is; see docs/quality.md."""

    same: float
    kind: float
    wider: float


CHAIN = Strengths(0.0, 0.8, 0.5)  # that both name the same product is no news
THESAURUS = Strengths(1.0, 1.0, 0.4)  # by whatever name


def strongest_shared(one: Row, other: Row) -> int | None:
    """The column both rows have where the product of their values is greatest; None: none."""
    shared, in_one, in_other = np.intersect1d(
        one[0], other[0], assume_unique=True, return_indices=True
    )
    values = one[1][in_one] * other[1][in_other]
    if not len(shared) or values.max() <= 0:
        return None
    return int(shared[np.argmax(values)])


def find_link(
    relations: ProductRelations,
    named: Mapping[int, float],
    own: Mapping[int, float],
    *,
    through: int,
    strengths: Strengths,
) -> tuple[int, Link]:
    """The way to product `through`, from the product that leads there most surely, with its row.

    named: what is asked for, by how much that tells; own: what the buyer makes and asks inputs for.
    """
    ways = [
        (weight * strength, -product, lead)
        for product, weight in named.items()
        for lead, strength in _leads(relations, product, through, strengths=strengths)
    ] + [
        (weight * _value(relations.inputs, product, through), -product, Lead.INPUT)
        for product, weight in own.items()
    ]
    _, negative, lead = max(ways)
    lead, between = _in_steps(relations, -negative, through, lead=lead)
    names = relations.names
    middle = names[between] if between >= 0 else ""
    return -negative, Link(names[-negative], lead, names[through], middle)


def _leads(
    relations: ProductRelations, product: int, through: int, *, strengths: Strengths
) -> list[tuple[Lead, float]]:
    return [
        (Lead.SAME, strengths.same * float(product == through)),
        (Lead.KIND, strengths.kind * _value(relations.kind_of, through, product)),
        (Lead.WIDER, strengths.wider * _value(relations.kind_of, product, through)),
    ]


def _in_steps(
    relations: ProductRelations, product: int, through: int, *, lead: Lead
) -> tuple[Lead, int]:
    """An input is one at once, or through a kind; then the product in the middle is named too."""
    if lead is not Lead.INPUT or _value(relations.inputs, product, through) >= 1:
        return lead, -1
    goes_in = _at(row_of(relations.inputs, product), 1.0)
    wider = _at(row_of(relations.kind_of, through), KIND_STEP)
    if goes_in & wider:
        return Lead.KIND_OF_INPUT, min(goes_in & wider)
    special = _at(row_of(relations.kind_of, product), KIND_STEP)
    made_from_it = {one for one in special if _value(relations.inputs, one, through) >= 1}
    return Lead.INPUT_OF_WIDER, min(made_from_it)


def _at(row: Row, value: float) -> set[int]:
    """Columns that hold just this value: what is one step away."""
    columns, values = row
    return set(columns[values == value].tolist())


def _value(matrix: sparse.csr_array, row: int, column: int) -> float:
    columns, values = row_of(matrix, row)
    return float(values[columns == column].sum())
