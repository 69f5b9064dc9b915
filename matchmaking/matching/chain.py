"""What does the chain say? Products named by asks and offers, and how the graph relates them.

An ask leads from the products it names to their kinds and, where the buyer asks for inputs of what it
makes (see asking.py), from that to what goes into it. That both name the same product is no
news: words and meaning say so already. Names that stand in many listings (设备, 材料) lead nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy import sparse

from graph.build import build_graph, product_edges
from graph.names import ProductNames
from graph.products import ProductRelations, relate_products
from matchmaking.matching.columns import Columns, Distinct
from matchmaking.matching.evidence import Link
from matchmaking.matching.leading import Floats, Ints, closest, nearest, strongest
from matchmaking.matching.linking import CHAIN, find_link, strongest_shared
from matchmaking.matching.recipe import Recipe
from matchmaking.matching.terms import row_of, weights_of

ChainLink = tuple[str, str, str]  # 产品, 相关产品, 关系


@dataclass(frozen=True, slots=True)
class OfferedProducts:
    """The chain as the offers see it: fixed with them, whoever asks."""

    relations: ProductRelations
    finder: ProductNames
    made: sparse.csr_array  # offer title rows × products: 1 where named
    made_by: sparse.csr_array  # its transpose
    tells: Floats  # products: how much a name tells
    title_of: Ints  # offer row -> its title row
    first_offer: Ints  # title row -> the first offer that bears it

    @property
    def names(self) -> Sequence[str]:
        return self.relations.names


@dataclass(frozen=True, slots=True)
class WantedProducts:
    """The chain as the asks see it."""

    named: sparse.csr_array  # asks × products: what an ask names, by how much that tells
    own: sparse.csr_array  # asks × products: what the buyer makes and asks inputs for, likewise
    leads_to: sparse.csr_array  # asks × products: what an ask leads to, in [0, 1]
    wanted_by: sparse.csr_array  # its transpose
    title_of: Ints  # ask row -> its title row


@dataclass(frozen=True, slots=True)
class Chain:
    """How the chain relates both sides; says nothing where no chain was given."""

    offered: OfferedProducts
    wanted: WantedProducts

    def closeness(self, asks: Ints, offers: Ints) -> Floats:
        """In [0, 1], a pair: how directly the chain leads from the ask to the offer."""
        if not self.offered.names:
            return np.zeros(len(asks))
        titles = self.offered.title_of[offers]
        return closest(self.wanted.leads_to, self.offered.made, asks=asks, titles=titles)

    def link(self, ask: int, offer: int) -> Link | None:
        """What closeness rests on for one pair: the strongest way that leads there."""
        title = int(self.offered.title_of[offer])
        made = row_of(self.offered.made, title)
        through = strongest_shared(row_of(self.wanted.leads_to, ask), made)
        if through is None:
            return None
        named, own = (weights_of(matrix, ask) for matrix in (self.wanted.named, self.wanted.own))
        return find_link(self.offered.relations, named, own, through=through, strengths=CHAIN)[1]

    def offer_titles(self, ask: int, limit: int) -> Ints:
        """Title rows of offers the chain leads to from an ask, nearest first."""
        return nearest(self.wanted.leads_to, self.offered.made_by, ask, limit=limit)

    def ask_titles(self, offer: int, limit: int) -> Ints:
        """Title rows of asks the chain leads to from an offer, nearest first."""
        title = int(self.offered.title_of[offer])
        rows = nearest(self.offered.made, self.wanted.wanted_by, title, limit=limit)
        titles: Ints = self.wanted.title_of[rows]
        return titles

    def upstream_offers(self, ask: int, limit: int) -> Ints:
        """Offers of what goes into the products an ask names or leads to, nearest first, one a title row."""
        if not self.offered.names:
            return np.zeros(0, np.int64)
        wanted = self.wanted.named[[ask]] + self.wanted.own[[ask]] + self.wanted.leads_to[[ask]]
        inputs = sparse.csr_array(wanted @ self.offered.relations.inputs)
        offers: Ints = self.offered.first_offer[
            nearest(inputs, self.offered.made_by, 0, limit=limit)
        ]
        return offers


def find_offered(links: Iterable[ChainLink], offers: Columns) -> OfferedProducts:
    """Relate the chain's products and find them in the offers' titles."""
    edges, _ = product_edges(links)
    relations = relate_products(build_graph(edges))
    finder = ProductNames(relations.names)
    made = _made(offers, finder)
    return _offered(offers, made, (relations, finder, _tells(made)))


def find_restocked(offered: OfferedProducts, offers: Columns) -> OfferedProducts:
    """Find the same products in other offers' titles; what a name tells stays as it was counted."""
    told = (offered.relations, offered.finder, offered.tells)
    return _offered(offers, _made(offers, offered.finder), told)


def _made(offers: Columns, finder: ProductNames) -> sparse.csr_array:
    made = _mentions(offers.titles, finder, len(finder.names))
    made.data[:] = 1.0
    return made


def _offered(
    offers: Columns,
    made: sparse.csr_array,
    told: tuple[ProductRelations, ProductNames, Floats],
) -> OfferedProducts:
    return OfferedProducts(
        relations=told[0],
        finder=told[1],
        made=made,
        made_by=sparse.csr_array(made.T),
        tells=told[2],
        title_of=offers.titles.of_row,
        first_offer=offers.titles.order[offers.titles.starts[:-1]],
    )


def find_wanted(offered: OfferedProducts, asks: Columns, recipe: Recipe) -> WantedProducts:
    """Find the chain's products in the asks' texts and follow where they lead."""
    named, own = (_told(offered, asks.terms[terms]) for terms in (recipe.asks_for, recipe.asks_own))
    leads_to = _lead_on(named, own, offered.relations)
    wanted_by = sparse.csr_array(leads_to.T)
    return WantedProducts(named, own, leads_to, wanted_by, asks.titles.of_row)


def nothing_wanted() -> WantedProducts:
    """Of no asks at all."""
    nothing = sparse.csr_array((0, 0))
    return WantedProducts(nothing, nothing, nothing, nothing, np.zeros(0, np.int64))


def _told(offered: OfferedProducts, texts: Distinct) -> sparse.csr_array:
    """Asks × products named in these texts, by how much a name tells."""
    named = _mentions(texts, offered.finder, len(offered.names))[texts.of_row]
    return sparse.csr_array(named @ sparse.diags_array(offered.tells))


def _mentions(texts: Distinct, finder: ProductNames, width: int) -> sparse.csr_array:
    """Texts × products, by the weight of the best field that names the product."""
    rows: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    for row, value in enumerate(texts.values):
        best: dict[int, float] = {}
        for text, weight in fields_of(value):
            for product, _, _ in finder.find(text):
                best[product] = max(best.get(product, 0.0), weight)
        rows += [row] * len(best)
        columns += best.keys()
        weights += best.values()
    return sparse.csr_array(
        (np.asarray(weights, np.float64), (rows, columns)), shape=(len(texts.values), width)
    )


def fields_of(value: object) -> Sequence[tuple[str, float]]:
    """Fields as they are; a title row is (title, detail) without weights."""
    parts = cast("tuple[str | tuple[str, float], ...]", value)
    return [(part, 1.0) if isinstance(part, str) else part for part in parts]


def _tells(made: sparse.csr_array) -> Floats:
    """How much a product's name tells: 1 for one no listing bears, 0 for one they all bear."""
    listings = made.shape[0]
    borne = np.asarray(made.sum(axis=0), np.float64)
    tells: Floats = 1.0 - np.log1p(borne) / np.log1p(max(listings, 1))
    return tells


def _lead_on(
    named: sparse.csr_array, own: sparse.csr_array, relations: ProductRelations
) -> sparse.csr_array:
    """From products named to products that will do, and from the buyer's own to what goes into them."""
    kinds = CHAIN.kind * strongest(named, relations.kinds)
    wider = CHAIN.wider * strongest(named, relations.kind_of)
    return sparse.csr_array(kinds.maximum(wider).maximum(strongest(own, relations.inputs)))
