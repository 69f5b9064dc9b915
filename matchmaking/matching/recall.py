"""Who comes into question? Several channels, each wide and fallible; what they bring is scored exactly later.

Recall finds *title rows* (distinct texts), since a thousand firms may sell the same thing; the
listings behind them are spread out afterwards, best texts first. Both directions are recalled alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from matchmaking.matching.market import SPACES, Market, Recaller, Shelf
from matchmaking.matching.pairs import Ints
from matchmaking.matching.recipe import Channels
from matchmaking.matching.terms import TermRows, Vocabulary, row_of

_FUSION = 60.0  # reciprocal rank fusion's usual constant (Cormack 2009)
_TERMS = 16  # most telling terms a query sends; more cost time and bring noise


@dataclass(frozen=True, slots=True)
class Candidates:
    """Record rows of the other side, and which channels brought each title row."""

    rows: Ints
    channels: Mapping[int, tuple[str, ...]]  # title row -> channel names


def recall_offers(market: Market, ask: int) -> Candidates:
    """Offers that come into question for one ask."""
    found = {
        **_by_terms(market, market.asks, market.find_offers, row=ask, terms=market.recipe.asks_by),
        "含义": _by_meaning(market, market.asks, market.find_offers, row=ask),
        "产业链": market.chain.offer_titles(ask, market.recipe.channels.chain),
    }
    if market.concepts is not None:
        found["词库"] = market.concepts.offer_titles(ask, market.recipe.channels.concepts)
    candidates = _spread(found, market.offers, market.recipe.channels)
    if market.withheld is None:
        return candidates
    return replace(candidates, rows=candidates.rows[~market.withheld[candidates.rows]])


def recall_asks(market: Market, offer: int) -> Candidates:
    """Asks that come into question for one offer. Raises ValueError on a market asked anew."""
    if market.find_asks is None:
        raise ValueError("a market asked anew does not find asks for offers")
    found = {
        **_by_terms(
            market, market.offers, market.find_asks, row=offer, terms=market.recipe.offers_by
        ),
        "含义": _by_meaning(market, market.offers, market.find_asks, row=offer),
        "产业链": market.chain.ask_titles(offer, market.recipe.channels.chain),
    }
    if market.concepts is not None:
        found["词库"] = market.concepts.ask_titles(offer, market.recipe.channels.concepts)
    return _spread(found, market.asks, market.recipe.channels)


def _by_terms(
    market: Market, of: Shelf, among: Recaller, *, row: int, terms: str
) -> dict[str, Ints]:
    """Title rows by words and by character pairs."""
    channels = market.recipe.channels
    limits = {"words": ("词语", channels.words), "characters": ("字面", channels.characters)}
    text = int(of.columns.terms[terms].of_row[row])
    found = {}
    for space in SPACES:
        name, limit = limits[space]
        query = _telling_terms(of.terms[terms, space], market.statistics.vocabularies[space], text)
        hits = among.index.recall(query, limit) if query and limit else []
        found[name] = np.asarray([int(hit.id) for hit in hits], np.int64)
    return found


def _telling_terms(rows: TermRows, vocabulary: Vocabulary, text: int) -> dict[str, float]:
    """The terms of one text worth most, each with weight × rarity."""
    columns, weights = row_of(rows.matrix, text)
    worth = weights * vocabulary.rarity[columns]
    best = np.argsort(-worth, kind="stable")[:_TERMS]
    return {vocabulary.terms[columns[i]]: float(worth[i]) for i in best}


def _by_meaning(market: Market, of: Shelf, among: Recaller, *, row: int) -> Ints:
    """Title rows whose title means the same as any of the record's own meanings."""
    limit = market.recipe.channels.meaning
    own = [of.meanings[name] for name in market.recipe.recalled_by if name in of.meanings]
    if not limit or not own:
        return np.zeros(0, np.int64)
    queries = np.stack([meaning.vectors[meaning.of_row[row]] for meaning in own])
    titles, _ = among.vectors.nearest(queries, limit)
    # The nearest to each meaning in turn: their cosines do not compare, short texts lie closer.
    near = titles.T.ravel()
    _, first = np.unique(near, return_index=True)
    near = near[np.sort(first)]
    return among.called.members(near[near >= 0], limit * len(own))


def _spread(found: Mapping[str, Ints], shelf: Shelf, channels: Channels) -> Candidates:
    """Fuse the channels' title rows by reciprocal rank, then list the records behind them."""
    worth: dict[int, float] = {}
    named: dict[int, list[str]] = {}
    for channel, rows in found.items():
        for rank, row in enumerate(rows.tolist()):
            worth[row] = worth.get(row, 0.0) + 1.0 / (_FUSION + rank)
            named.setdefault(row, []).append(channel)
    best_first = sorted(worth, key=lambda row: (-worth[row], row))
    records = shelf.columns.titles.members(np.asarray(best_first, np.int64), channels.listings)
    return Candidates(records, {row: tuple(channels) for row, channels in named.items()})
