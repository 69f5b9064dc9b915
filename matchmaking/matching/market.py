"""What is loaded before anyone asks? Both lists as columns, indexes and vectors, built once, frozen."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import numpy.typing as npt

from matchmaking.matching.chain import (
    Chain,
    ChainLink,
    find_offered,
    find_restocked,
    find_wanted,
    nothing_wanted,
)
from matchmaking.matching.columns import (
    Columns,
    Distinct,
    Meaning,
    Rows,
    TagRows,
    distinct,
    make_columns,
    make_tags,
    number_tags,
)
from matchmaking.matching.concepts import Concepts, asked_anew, nothing_asked, offered_anew
from matchmaking.matching.recipe import Fields, Recipe, Record, Side
from matchmaking.matching.terms import Cut, TermRows, Vocabulary, learn_vocabulary, weigh
from matchmaking.progress import Progress, silent
from matchmaking.thesaurus.knowledge import Knowledge
from search.analysis import grams, words
from search.contract import Document, IndexSettings, SearchIndex
from search.engines.tantivy_index import TantivyIndex
from search.vectors import Encoder, VectorIndex, encode_all

Bools = npt.NDArray[np.bool_]
SPACES: Mapping[str, Cut] = {"words": words, "characters": grams}
TITLE = "title"  # the meaning every side has: its distinct titles, encoded and indexed for recall


def index_in_memory() -> SearchIndex:
    """The embedded engine, gone with the process."""
    return TantivyIndex(None, IndexSettings())


@dataclass(frozen=True, slots=True)
class Tools:
    """What a market is built with."""

    encoder: Encoder
    make_index: Callable[[], SearchIndex] = index_in_memory
    progress: Progress = silent


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is counted over the offers once and then frozen, so that no list changes a score."""

    vocabularies: Mapping[str, Vocabulary]
    tag_numbers: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One side of the market as the matcher reads it."""

    columns: Columns
    terms: Mapping[tuple[str, str], TermRows]  # (terms column, space) -> rows of distinct values
    meanings: Mapping[str, Meaning]
    tags: Mapping[str, TagRows]
    called: Distinct  # title row -> title; see Recaller


@dataclass(frozen=True, slots=True)
class Recaller:
    """Two ways to find the records of one side.

    A *title row* is a distinct (title, detail): what the engine indexes, and the unit of recall.
    Titles alone are fewer still; they are encoded once each, and `called` leads back to title rows.
    """

    index: SearchIndex  # a document a title row, its id the row's number
    called: Distinct  # title row -> title
    vectors: VectorIndex  # a vector a title, as `called` numbers them


@dataclass(frozen=True, slots=True)
class Market:
    """Asks and offers of one recipe, ready to be matched. Never changes once built."""

    recipe: Recipe
    asks: Shelf
    offers: Shelf
    find_offers: Recaller
    find_asks: Recaller | None  # None: asked anew, in one direction only
    statistics: Statistics
    chain: Chain
    concepts: Concepts | None  # None: matched without the thesaurus
    encoder: Encoder
    withheld: Bools | None = None  # offer rows no longer to be recommended


def make_market(
    recipe: Recipe,
    asks: Sequence[Record],
    offers: Sequence[Record],
    *,
    tools: Tools,
    chain: Sequence[ChainLink] = (),
    knowledge: Knowledge | None = None,
) -> Market:
    """Build the market of one recipe. Records need an `id` that is unique on their side."""
    columns = make_columns(offers, recipe.offers)
    tools.progress("整理清单", len(offers), len(offers))
    statistics = Statistics(
        {space: learn_vocabulary(_texts(columns), cut) for space, cut in SPACES.items()},
        {name: number_tags(offers, take) for name, take in recipe.offers.tags.items()},
    )
    shelf = _stock(columns, recipe.offers, statistics, tools=tools)
    market = Market(
        recipe,
        asks=shelf,  # until the asks themselves are put up, next
        offers=shelf,
        find_offers=_make_recaller(shelf, tools),
        find_asks=None,
        statistics=statistics,
        chain=Chain(find_offered(chain, columns), nothing_wanted()),
        concepts=None if knowledge is None else nothing_asked(knowledge, columns),
        encoder=tools.encoder,
    )
    asked = ask_anew(market, asks)
    return replace(asked, find_asks=_make_recaller(asked.asks, tools))


def ask_anew(market: Market, asks: Sequence[Record]) -> Market:
    """The same offers, asked by others: a need that is not on the list yet. Takes milliseconds.

    Such a market answers its asks; it does not find asks for an offer.
    """
    columns = make_columns(asks, market.recipe.asks)
    shelf = _stock(columns, market.recipe.asks, market.statistics, tools=Tools(market.encoder))
    offered = market.chain.offered
    linked = Chain(offered, find_wanted(offered, columns, market.recipe))
    concepts = market.concepts and asked_anew(
        market.concepts, columns, market.recipe, encoder=market.encoder
    )
    return replace(market, asks=shelf, find_asks=None, chain=linked, concepts=concepts)


def restock(market: Market, offers: Sequence[Record]) -> Market:
    """Other offers under the same frozen statistics: what came in since the market was built.

    Nobody asks it yet; put asks to it with ask_anew. A pair scores as it would in the whole market.
    """
    numbers = {name: number_tags(offers, take) for name, take in market.recipe.offers.tags.items()}
    return _restocked(market, offers, replace(market.statistics, tag_numbers=numbers))


def post(market: Market, asks: Sequence[Record]) -> Market:
    """Put asks up for offers yet to come: those of one firm, see offer_to."""
    numbers = {name: number_tags(asks, take) for name, take in market.recipe.asks.tags.items()}
    statistics = replace(market.statistics, tag_numbers=numbers)
    posted = ask_anew(replace(market, statistics=statistics), asks)
    return replace(posted, find_asks=_make_recaller(posted.asks, Tools(market.encoder)))


def offer_to(posted: Market, offers: Sequence[Record]) -> Market:
    """These offers before the asks that are posted. Takes milliseconds for one firm's."""
    return _restocked(posted, offers, posted.statistics)


def _restocked(market: Market, offers: Sequence[Record], statistics: Statistics) -> Market:
    tools = Tools(market.encoder)
    columns = make_columns(offers, market.recipe.offers)
    shelf = _stock(columns, market.recipe.offers, statistics, tools=tools)
    chain = Chain(find_restocked(market.chain.offered, columns), market.chain.wanted)
    return replace(
        market,
        offers=shelf,
        find_offers=_make_recaller(shelf, tools),
        statistics=statistics,
        chain=chain,
        concepts=market.concepts and offered_anew(market.concepts, columns),
        withheld=None,
    )


def _stock(columns: Columns, side: Side, statistics: Statistics, *, tools: Tools) -> Shelf:
    terms = {
        (name, space): weigh(cast("Iterable[Fields]", values.values), SPACES[space], vocabulary)
        for name, values in columns.terms.items()
        for space, vocabulary in statistics.vocabularies.items()
    }
    called = distinct(title for title, _ in _titles(columns))
    meanings = _encode(
        {TITLE: (called, called.of_row[columns.titles.of_row])}
        | {name: (values, values.of_row) for name, values in columns.meanings.items()},
        tools,
    )
    tags = {
        name: make_tags(columns.records, take, statistics.tag_numbers[name])
        for name, take in side.tags.items()
    }
    return Shelf(columns, terms, meanings, tags, called)


def _make_recaller(shelf: Shelf, tools: Tools) -> Recaller:
    index = tools.make_index()
    titles = enumerate(_titles(shelf.columns))
    index.put(Document(str(row), title, detail) for row, (title, detail) in titles)
    tools.progress("建立索引", len(shelf.columns), len(shelf.columns))
    return Recaller(index, shelf.called, VectorIndex(shelf.meanings[TITLE].vectors))


def _titles(columns: Columns) -> Iterator[tuple[str, str]]:
    for value in columns.titles.values:
        title, detail = cast("tuple[str, str]", value)
        yield title, detail


def _texts(columns: Columns) -> list[str]:
    return [f"{title} {detail}" for title, detail in _titles(columns)]


def _encode(texts: Mapping[str, tuple[Distinct, Rows]], tools: Tools) -> dict[str, Meaning]:
    """All meanings of a side in one go: three short texts take hardly longer than one."""
    together = [str(value) for values, _ in texts.values() for value in values.values]
    vectors = encode_all(
        tools.encoder, together, lambda done, total: tools.progress("理解文字", done, total)
    )
    meanings, start = {}, 0
    for name, (values, of_row) in texts.items():
        end = start + len(values.values)
        meanings[name] = Meaning(of_row, vectors[start:end])
        start = end
    return meanings
