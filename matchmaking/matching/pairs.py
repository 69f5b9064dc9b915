"""Which asks and offers are being compared? Row numbers into a market, with shared work done once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from matchmaking.matching.market import Market
from matchmaking.matching.terms import shared

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Pairs:
    """n pairs: asks[i] is compared with offers[i], both row numbers of the market's columns."""

    market: Market
    asks: Ints
    offers: Ints
    today: date
    _memory: dict[object, Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.asks)

    def term_overlap(self, ask_terms: str, offer_terms: str, space: str) -> Floats:
        """Σ rarity × weights of the terms both sides hold, a pair."""
        return self._remember(
            ("overlap", ask_terms, offer_terms, space),
            lambda: self._overlap(ask_terms, offer_terms, space),
        )

    def term_totals(self, ask_terms: str, offer_terms: str, space: str) -> tuple[Floats, Floats]:
        """What each side's terms are worth in all, a pair."""
        asks, offers = self.market.asks, self.market.offers
        of_ask = asks.columns.terms[ask_terms].of_row[self.asks]
        of_offer = offers.columns.terms[offer_terms].of_row[self.offers]
        return (
            asks.terms[ask_terms, space].total[of_ask],
            offers.terms[offer_terms, space].total[of_offer],
        )

    def cosine(self, ask_meaning: str, offer_meaning: str) -> Floats:
        """Cosine of two meanings, a pair; below zero counts as zero."""
        return self._remember(
            ("cosine", ask_meaning, offer_meaning), lambda: self._cosine(ask_meaning, offer_meaning)
        )

    def ask_numbers(self, name: str) -> Floats:
        return self.market.asks.columns.numbers[name][self.asks]

    def offer_numbers(self, name: str) -> Floats:
        return self.market.offers.columns.numbers[name][self.offers]

    def ask_codes(self, name: str) -> npt.NDArray[np.int32]:
        return self.market.asks.columns.codes[name][self.asks]

    def offer_codes(self, name: str) -> npt.NDArray[np.int32]:
        return self.market.offers.columns.codes[name][self.offers]

    def tags_asked(self, name: str) -> Floats:
        """How many tags each pair's ask wants."""
        counts: Floats = self.market.asks.tags[name].counts[self.asks]
        return counts

    def tags_met(self, name: str) -> Floats:
        """How many of them its offer has."""
        if not self.tags_asked(name).any():
            return np.zeros(len(self))
        wanted = self.market.asks.tags[name].matrix[self.asks]
        there = self.market.offers.tags[name].matrix[self.offers]
        return np.asarray(wanted.multiply(there).sum(axis=1), np.float64)

    def _remember(self, key: object, work: Callable[[], Result]) -> Result:
        if key not in self._memory:
            self._memory[key] = work()
        found: Result = self._memory[key]
        return found

    def _overlap(self, ask_terms: str, offer_terms: str, space: str) -> Floats:
        asks, offers = self.market.asks, self.market.offers
        ask_rows = asks.terms[ask_terms, space].matrix
        offer_rows = offers.terms[offer_terms, space].matrix
        # Words and characters are cut from the same texts, so these are paired up once for both.
        ask_texts, offer_texts, back = self._remember(
            ("texts", ask_terms, offer_terms),
            lambda: _distinct_pairs(
                asks.columns.terms[ask_terms].of_row[self.asks],
                offers.columns.terms[offer_terms].of_row[self.offers],
            ),
        )
        both = shared(ask_rows[ask_texts], offer_rows[offer_texts])
        return np.asarray(both @ self.market.statistics.vocabularies[space].rarity, np.float64)[
            back
        ]

    def _cosine(self, ask_meaning: str, offer_meaning: str) -> Floats:
        ask = self.market.asks.meanings[ask_meaning]
        offer = self.market.offers.meanings[offer_meaning]
        ask_texts, offer_texts, back = _distinct_pairs(
            ask.of_row[self.asks], offer.of_row[self.offers]
        )
        # einsum adds each row up on its own, so a pair's bits do not depend on its neighbours.
        products = np.einsum("ij,ij->i", ask.vectors[ask_texts], offer.vectors[offer_texts])
        cosines: Floats = np.maximum(products.astype(np.float64), 0.0)[back]
        return cosines


def _distinct_pairs(asks: Ints, offers: Ints) -> tuple[Ints, Ints, Ints]:
    """Distinct (ask text, offer text) pairs, and which of them each pair is."""
    width = int(offers.max(initial=0)) + 1
    keys, back = np.unique(asks * width + offers, return_inverse=True)
    return keys // width, keys % width, back
