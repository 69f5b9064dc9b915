"""Which concepts is a text about that names none? By the words in which their purpose and place are told.

Each concept is a small document: its purposes, and with more weight what it is called, is a kind of and
goes into. Rarity is counted over the concepts, so that 设备 tells little and 粉尘 much.
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np
from scipy import sparse

from matchmaking.thesaurus.concepts import Concept, Thesaurus
from matchmaking.thesaurus.touching import By, Touch
from search.analysis import grams, words

SURE = 0.5  # from this share of what a text says on, the concept is as good as meant
_CALLED = 1.5  # names and places tell more than the wording of a purpose


class Purposes:
    """The purposes of a thesaurus, ready to be found in texts."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        documents = [_document(concept) for concept in thesaurus.concepts]
        occurs = Counter(term for document in documents for term in document)
        self._row_of = {term: row for row, term in enumerate(occurs)}
        counts = np.fromiter(occurs.values(), np.float64, len(occurs))
        self._rarity = np.log1p((len(documents) - counts + 0.5) / (counts + 0.5))
        self._unseen = float(np.log1p(2 * len(documents) + 1))
        self._told = self._matrix(documents)

    def near(self, text: str, most: int = 5) -> list[Touch]:
        """The concepts whose purpose the text speaks of, nearest first. `written` is the text itself."""
        terms = _terms(text)
        known = [self._row_of[term] for term in terms if term in self._row_of]
        if not known:
            return []
        asked = np.zeros(len(self._row_of))
        asked[known] = 1.0
        total = self._rarity[known].sum() + self._unseen * (len(terms) - len(known))
        shares = np.asarray(self._told @ asked) / total
        best = np.argsort(-shares, kind="stable")[:most]
        return [
            Touch(int(row), By.PURPOSE, text, min(float(shares[row]) / SURE, 1.0))
            for row in best
            if shares[row] > 0
        ]

    def _matrix(self, documents: list[dict[str, float]]) -> sparse.csr_array:
        columns = [self._row_of[term] for document in documents for term in document]
        weights = np.fromiter(
            (weight for document in documents for weight in document.values()), np.float64
        )
        ends = np.cumsum([0, *map(len, documents)])
        shape = (len(documents), len(self._row_of))
        return sparse.csr_array((weights * self._rarity[columns], columns, ends), shape=shape)


def _document(concept: Concept) -> dict[str, float]:
    """Term -> weight."""
    told = dict.fromkeys(_all_terms(concept.purposes), 1.0)
    names = [name.text for name in concept.names]
    places = [*concept.kind_of, *concept.part_of, *concept.goes_into]
    return told | dict.fromkeys(_all_terms([*names, *places]), _CALLED)


def _all_terms(texts: Iterable[str]) -> Iterable[str]:
    return (term for text in texts for term in sorted(_terms(text)))


def _terms(text: str) -> set[str]:
    return {*words(text), *grams(text)}
