"""What speaks for a pair? Soft evidence in [0, 1], over columns, for all candidates at once.

A signal is worth `weight × value` points; evidence counts fully from its `full` value on. Every value depends on the pair and on frozen statistics
of the market alone, never on the list it happens to be shown in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from matchmaking.matching.evidence import Case
from matchmaking.matching.market import TITLE
from matchmaking.matching.pairs import Floats, Pairs
from matchmaking.places import nearness
from matchmaking.sentences import NOTHING, Sentence

Reason = Callable[[Case, float], Sentence]  # (the pair, value) -> what to say


class Signal(Protocol):
    """One named part of the score."""

    @property
    def name(self) -> str:
        """As a person reads it: 含义."""

    @property
    def weight(self) -> float:
        """Points at a value of 1."""

    @property
    def reason(self) -> Reason:
        """What a value says about a pair; `NOTHING` when it says nothing."""

    def measure(self, pairs: Pairs) -> Floats:
        """The value of every pair, in [0, 1]."""


def silent(_case: Case, _value: float) -> Sentence:
    """Some evidence counts without being worth a sentence."""
    return NOTHING


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what is asked the offer names, by the rarity of the terms."""

    name: str
    weight: float
    ask_terms: str
    offer_terms: str
    space: str
    full: float  # the coverage from which it counts fully
    reason: Reason = silent

    def measure(self, pairs: Pairs) -> Floats:
        overlap = pairs.term_overlap(self.ask_terms, self.offer_terms, self.space)
        asked, _ = pairs.term_totals(self.ask_terms, self.offer_terms, self.space)
        return np.minimum(_ratio(overlap, asked * self.full), 1.0)


@dataclass(frozen=True, slots=True)
class Focus:
    """How much both texts are about the same: shared terms against the geometric mean of both."""

    name: str
    weight: float
    ask_terms: str
    offer_terms: str
    space: str
    full: float
    reason: Reason = silent

    def measure(self, pairs: Pairs) -> Floats:
        overlap = pairs.term_overlap(self.ask_terms, self.offer_terms, self.space)
        asked, offered = pairs.term_totals(self.ask_terms, self.offer_terms, self.space)
        return np.minimum(_ratio(overlap, np.sqrt(asked * offered) * self.full), 1.0)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near two meanings are: cosine of their vectors."""

    name: str
    weight: float
    ask_meaning: str
    offer_meaning: str
    full: float
    reason: Reason = silent

    def measure(self, pairs: Pairs) -> Floats:
        return np.minimum(pairs.cosine(self.ask_meaning, self.offer_meaning) / self.full, 1.0)


@dataclass(frozen=True, slots=True)
class ChainLinkage:
    """Whether the chain graph leads from what is asked to what is offered."""

    name: str
    weight: float
    reason: Reason = silent

    def measure(self, pairs: Pairs) -> Floats:
        return pairs.market.chain.closeness(pairs.asks, pairs.offers)


@dataclass(frozen=True, slots=True)
class ConceptCloseness:
    """How surely the offer is a concept of the thesaurus that the ask leads to.

    Of an ask the thesaurus knows nothing of, the words speak instead.
    """

    name: str
    weight: float
    instead: Coverage
    reason: Reason = silent

    def measure(self, pairs: Pairs) -> Floats:
        words, concepts = self.instead.measure(pairs), pairs.market.concepts
        if concepts is None:
            return words
        known = concepts.knows(pairs.asks)
        return np.where(known, concepts.closeness(pairs.asks, pairs.offers), words)


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How near the offer's title is to the name of what the ask means, whatever the ask calls it.

    Of an ask the thesaurus knows nothing of, its own title is the name.
    """

    name: str
    weight: float
    full: float
    reason: Reason = silent

    def measure(self, pairs: Pairs) -> Floats:
        near, concepts = pairs.cosine(TITLE, TITLE), pairs.market.concepts
        if concepts is not None:
            titles = pairs.market.offers.meanings[TITLE]
            of_names = concepts.likeness(pairs.asks, titles.of_row[pairs.offers], titles.vectors)
            near = np.where(concepts.knows(pairs.asks), of_names, near)
        return np.minimum(near / self.full, 1.0)


@dataclass(frozen=True, slots=True)
class Distance:
    """How near the two places are, by the smallest unit of GB/T 2260 they share."""

    name: str
    weight: float
    ask_code: str
    offer_code: str
    reason: Reason = silent

    def measure(self, pairs: Pairs) -> Floats:
        near = nearness(pairs.ask_codes(self.ask_code), pairs.offer_codes(self.offer_code))
        return near.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Share:
    """A number of the offer that is a share already; unknown counts as nothing."""

    name: str
    weight: float
    number: str
    reason: Reason = silent

    def measure(self, pairs: Pairs) -> Floats:
        return np.clip(np.nan_to_num(pairs.offer_numbers(self.number)), 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Tagged:
    """The share of the ask's tags that the offer bears."""

    name: str
    weight: float
    tags: str
    reason: Reason = silent

    def measure(self, pairs: Pairs) -> Floats:
        return np.minimum(_ratio(pairs.tags_met(self.tags), pairs.tags_asked(self.tags)), 1.0)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
