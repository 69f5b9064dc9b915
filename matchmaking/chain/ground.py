"""What do studies of the chain stand on? All that is open now, numbered and laid out as matrices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph.model import EdgeKind, NodeKind
from graph.studies import Facts, StudiedChain, study
from matchmaking.records import Demand, Firm
from matchmaking.units import measure, yearly_amount

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
NEED = "need:"  # how the key of a need's edges begins


class EdgeLine(NamedTuple):
    """One edge of the graph, as it is stored."""

    listing_id: str  # need:<id>, supply:<id>, "" for the chain file
    source_kind: str
    source_id: str
    source_name: str
    relation: str
    target_id: str
    target_name: str


class Named(NamedTuple):
    """A firm or a product, as it is addressed and called."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Products, firms and needs by row, and what is known of them."""

    chain: StudiedChain
    products: tuple[Named, ...]
    known: Bools  # products that the chain file names
    firms: tuple[Firm, ...]
    places: npt.NDArray[np.int32]  # firms' region codes, 0 where unknown
    needs: tuple[Demand, ...]
    worth: Floats  # yuan a year, nan where amount or price are unknown

    @property
    def heads(self) -> Bools:
        """Products to speak of: those of the chain, and names that are no kind of anything."""
        return self.known | (np.diff(self.chain.wider.indptr) == 0)


@dataclass(slots=True)
class _Numbering:
    """Rows given out in the order first met."""

    rows: dict[str, int] = field(default_factory=dict)
    names: list[Named] = field(default_factory=list)

    def of(self, key: str, name: str) -> int:
        row = self.rows.get(key)
        if row is None:
            row = self.rows[key] = len(self.names)
            self.names.append(Named(key, name))
        return row


def lay_out(
    edges: Iterable[EdgeLine],
    needs: Sequence[Demand],
    firms: Mapping[str, Firm],
    *,
    closed: frozenset[str] = frozenset(),
) -> Ground:
    """Number everything. closed: keys of listings that are open no longer; their edges are left out."""
    products, makers = _Numbering(), _Numbering()
    need_rows = {NEED + need.id: row for row, need in enumerate(needs)}
    known: set[int] = set()
    titles: list[tuple[int, int]] = []
    pairs: dict[str, list[tuple[int, int]]] = {kind.value: [] for kind in EdgeKind}
    for edge in edges:
        if edge.listing_id in closed or _is_of_another_need(edge, need_rows):
            continue
        target = products.of(edge.target_id, edge.target_name)
        if edge.source_kind == NodeKind.PRODUCT:
            source = products.of(edge.source_id, edge.source_name)
            if edge.listing_id:  # a title, and what its own words say it is
                titles.append((source, target))
            else:
                pairs[edge.relation].append((source, target))
                known |= {source, target}
        elif edge.relation == EdgeKind.SUPPLIES:
            pairs[EdgeKind.SUPPLIES].append((target, makers.of(edge.source_id, edge.source_name)))
        if edge.listing_id in need_rows:
            pairs[EdgeKind.NEEDS].append((need_rows[edge.listing_id], target))
    found = tuple(firms.get(one.id, Firm(one.id, one.name)) for one in makers.names)
    return Ground(
        study(
            Facts(
                len(products.names), len(found), len(needs),
                supplies=pairs[EdgeKind.SUPPLIES], wider=pairs[EdgeKind.PART_OF],
                made_from=pairs[EdgeKind.MADE_FROM], asked=pairs[EdgeKind.NEEDS], named=titles,
            )
        ),
        tuple(products.names),
        np.isin(np.arange(len(products.names)), sorted(known)),
        found,
        np.asarray([int(one.region.code or 0) for one in found], np.int32),
        tuple(needs),
        np.asarray([worth_of(need) for need in needs], np.float64),
    )  # fmt: skip


def worth_of(need: Demand) -> float:
    """What a need is worth in a year, in yuan; nan where amount or price are not known."""
    price, quantity = need.price, need.quantity
    if price is None:
        return np.nan
    if not price.unit:
        return float(price.yuan)  # for the whole
    if quantity is None or measure(price.unit).dimension != measure(quantity.unit).dimension:
        return np.nan
    return float(price.yuan) / measure(price.unit).factor * yearly_amount(quantity)


def _is_of_another_need(edge: EdgeLine, need_rows: Mapping[str, int]) -> bool:
    return edge.listing_id.startswith(NEED) and edge.listing_id not in need_rows
