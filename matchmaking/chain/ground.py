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
        return np.asarray(self.known | (np.diff(self.chain.wider.indptr) == 0))


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


class _Reader:
    """Takes edges one by one and numbers what they name."""

    def __init__(self, needs: Sequence[Demand]) -> None:
        self.need_rows = {NEED + need.id: row for row, need in enumerate(needs)}
        self.products, self.makers = _Numbering(), _Numbering()
        self.known: set[int] = set()
        self.titles: list[tuple[int, int]] = []
        self.pairs: dict[str, list[tuple[int, int]]] = {kind.value: [] for kind in EdgeKind}

    def take(self, edge: EdgeLine) -> None:
        """One fact; of a need that is not open, none."""
        if edge.listing_id.startswith(NEED) and edge.listing_id not in self.need_rows:
            return
        target = self.products.of(edge.target_id, edge.target_name)
        if edge.source_kind == NodeKind.PRODUCT:
            source = self.products.of(edge.source_id, edge.source_name)
            if edge.listing_id:  # a title, and what its own words say it is
                self.titles.append((source, target))
            else:
                self.pairs[edge.relation].append((source, target))
                self.known |= {source, target}
        elif edge.relation == EdgeKind.SUPPLIES:
            maker = self.makers.of(edge.source_id, edge.source_name)
            self.pairs[EdgeKind.SUPPLIES].append((target, maker))
        if edge.listing_id in self.need_rows:
            self.pairs[EdgeKind.NEEDS].append((self.need_rows[edge.listing_id], target))

    def facts(self) -> Facts:
        """All that was taken."""
        return Facts(
            len(self.products.names),
            len(self.makers.names),
            len(self.need_rows),
            supplies=self.pairs[EdgeKind.SUPPLIES],
            wider=self.pairs[EdgeKind.PART_OF],
            made_from=self.pairs[EdgeKind.MADE_FROM],
            asked=self.pairs[EdgeKind.NEEDS],
            named=self.titles,
        )


def lay_out(
    edges: Iterable[EdgeLine],
    needs: Sequence[Demand],
    firms: Mapping[str, Firm],
    *,
    closed: frozenset[str] = frozenset(),
) -> Ground:
    """Number everything. closed: keys of listings that are open no longer; their edges are left out."""
    reader = _Reader(needs)
    for edge in edges:
        if edge.listing_id not in closed:
            reader.take(edge)
    products = tuple(reader.products.names)
    found = tuple(firms.get(one.id, Firm(one.id, one.name)) for one in reader.makers.names)
    return Ground(
        study(reader.facts()),
        products,
        np.isin(np.arange(len(products)), sorted(reader.known)),
        found,
        np.asarray([int(one.region.code or 0) for one in found], np.int32),
        tuple(needs),
        np.asarray([worth_of(need) for need in needs], np.float64),
    )


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
