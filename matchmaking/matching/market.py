"""What is loaded before anyone asks? Both lists as columns, indexes and vectors, built once, frozen."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from matchmaking.matching.chain import Chain, ChainLink, link_chain
from matchmaking.matching.columns import (
    Columns,
    Distinct,
    Meaning,
    Tags,
    distinct,
    make_columns,
    make_tags,
)
from matchmaking.matching.recipe import Fields, Recipe, Record, Side
from matchmaking.matching.terms import Cut, TermRows, Vocabulary, learn_vocabulary, weigh
from matchmaking.progress import Progress, silent
from search.analysis import grams, words
from search.contract import Document, IndexSettings, SearchIndex
from search.engines.tantivy_index import TantivyIndex
from search.vectors import Encoder, VectorIndex, Vectors, encode_all

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
class Shelf:
    """One side of the market: its columns, its terms and vectors, and two ways to recall it.

    A *title row* is a distinct (title, detail): what the engine indexes, and the unit of recall.
    Titles alone are fewer still; they are encoded once each, and `called` leads back to title rows.
    """

    columns: Columns
    terms: dict[tuple[str, str], TermRows]  # (terms column, space) -> rows of its distinct values
    meanings: dict[str, Meaning]
    index: SearchIndex  # a document a title row, its id the row's number
    called: Distinct  # title row -> title
    vectors: VectorIndex  # a vector a title, as `called` numbers them


@dataclass(frozen=True, slots=True)
class Market:
    """Asks and offers of one recipe, ready to be matched. Never changes once built."""

    recipe: Recipe
    asks: Shelf
    offers: Shelf
    vocabularies: dict[str, Vocabulary]
    tags: dict[str, Tags]
    chain: Chain
    encoder: Encoder


def make_market(
    recipe: Recipe,
    asks: Sequence[Record],
    offers: Sequence[Record],
    *,
    tools: Tools,
    chain: Sequence[ChainLink] = (),
) -> Market:
    """Build the market of one recipe. Records need an `id` that is unique on their side."""
    total = len(asks) + len(offers)
    ask_columns = make_columns(asks, recipe.asks)
    tools.progress("整理清单", len(asks), total)
    offer_columns = make_columns(offers, recipe.offers)
    tools.progress("整理清单", total, total)
    vocabularies = {
        space: learn_vocabulary(
            [f"{title} {detail}" for title, detail in _titles(offer_columns)], cut
        )
        for space, cut in SPACES.items()
    }
    return Market(
        recipe,
        _stock(ask_columns, recipe.asks, vocabularies, tools),
        _stock(offer_columns, recipe.offers, vocabularies, tools),
        vocabularies,
        {
            name: make_tags(asks, offers, wanted, recipe.offers.tags[name])
            for name, wanted in recipe.asks.tags.items()
        },
        link_chain(chain, ask_columns, offer_columns, recipe.asks_by),
        tools.encoder,
    )


def _titles(columns: Columns) -> Iterator[tuple[str, str]]:
    for value in columns.titles.values:
        title, detail = cast("tuple[str, str]", value)
        yield title, detail


def _stock(
    columns: Columns, side: Side, vocabularies: Mapping[str, Vocabulary], tools: Tools
) -> Shelf:
    tools.progress("切分词语", 0, len(columns.titles.values))
    terms = {
        (name, space): weigh(cast("Iterable[Fields]", values.values), SPACES[space], vocabulary)
        for name, values in columns.terms.items()
        for space, vocabulary in vocabularies.items()
    }
    index = tools.make_index()
    index.put(
        Document(str(row), title, detail) for row, (title, detail) in enumerate(_titles(columns))
    )
    tools.progress("建立索引", len(columns), len(columns))
    called = distinct(title for title, _ in _titles(columns))
    title = Meaning(called.of_row[columns.titles.of_row], _encode(called, tools))
    meanings = {
        name: Meaning(values.of_row, _encode(values, tools))
        for name, values in columns.meanings.items()
    }
    return Shelf(
        columns, terms, {TITLE: title, **meanings}, index, called, VectorIndex(title.vectors)
    )


def _encode(values: Distinct, tools: Tools) -> Vectors:
    texts = [str(value) for value in values.values]
    return encode_all(
        tools.encoder, texts, lambda done, total: tools.progress("理解文字", done, total)
    )
