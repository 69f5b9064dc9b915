"""Which concepts is a text about that names none? By the words in which their purpose and place are told.

Each concept is a small document: its purposes, and what it is called, is a kind of, made from and goes
into. Rarity is counted over the concepts, so that 设备 tells little and 粉尘 much. Of those that share words, the
ones whose purposes mean the same come first.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matchmaking.thesaurus.concepts import Concept, Thesaurus
from matchmaking.thesaurus.touching import By, Touch
from search.analysis import grams, words
from search.vectors import Encoder, Vectors

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SURE = 0.5  # from this share of what a text says on, the concept is as good as meant
_BEST = 0.5  # what the nearest is worth at least, however much else the text says
_LOOKED_AT = 20  # concepts with the most words in common whose meanings are compared
_MEANING = 0.3  # how much the nearest meaning and the name's add to the share of words


class Purposes:
    """The purposes of a thesaurus, ready to be found in texts."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._concepts = thesaurus.concepts
        told = [_terms_of(concept.purposes) for concept in thesaurus.concepts]
        called = [_terms_of(_calling(concept)) for concept in thesaurus.concepts]
        occurs = Counter(
            term for one, other in zip(told, called, strict=True) for term in one | other
        )
        self._row_of = {term: row for row, term in enumerate(sorted(occurs))}
        counts = np.asarray([occurs[term] for term in self._row_of], np.float64)
        self._rarity = np.log1p((len(told) - counts + 0.5) / (counts + 0.5))
        self._unseen = float(np.log1p(2 * len(told) + 1))
        # A word that a concept is called by and told by counts twice.
        self._documents = sparse.csr_array(self._matrix(told) + self._matrix(called))
        # Of concepts looked at before, by how long the encoder's vectors are: name, then purposes.
        self._vectors: dict[int, dict[int, Vectors]] = {}

    def near(self, text: str, most: int = 5, *, encoder: Encoder | None = None) -> list[Touch]:
        """The concepts whose purpose the text speaks of, nearest first. `written` is the text itself.

        Without an encoder by words alone.
        """
        shares = self._shares(text)
        rows = np.argsort(-shares, kind="stable")[:_LOOKED_AT]
        rows = rows[shares[rows] > 0]
        if not len(rows):
            return []
        least = _BEST * shares[rows] / shares[rows[0]]
        worth = np.minimum(np.maximum(shares[rows] / SURE, least), 1.0)
        alike = self._alike(text, rows, encoder) if encoder else np.zeros(len(rows))
        order = np.argsort(-(shares[rows] + _MEANING * alike), kind="stable")
        return [Touch(int(rows[at]), By.PURPOSE, text, float(worth[at])) for at in order[:most]]

    def _shares(self, text: str) -> Floats:
        """How much of what the text says each concept says too, by rarity; twice at most."""
        terms = _terms_of([text])
        known = [self._row_of[term] for term in sorted(terms) if term in self._row_of]
        if not known:
            return np.zeros(len(self._concepts))
        asked = np.zeros(len(self._row_of))
        asked[known] = self._rarity[known]
        total = asked.sum() + self._unseen * (len(terms) - len(known))
        shares: Floats = np.asarray(self._documents @ asked, np.float64) / total
        return shares

    def _alike(self, text: str, rows: Ints, encoder: Encoder) -> Floats:
        """How near the text is to each concept's name and to the nearest of its purposes, added up."""
        known = self._vectors.setdefault(encoder.dimensions, {})
        known.update(self._learnt([row for row in rows.tolist() if row not in known], encoder))
        asked = encoder.encode([text])[0]
        cosines = [known[row] @ asked for row in rows.tolist()]
        return np.asarray([one[0] + one[1:].max(initial=0.0) for one in cosines], np.float64)

    def _learnt(self, rows: Sequence[int], encoder: Encoder) -> dict[int, Vectors]:
        """What concepts are called and told by, encoded."""
        texts = [[self._concepts[row].name, *self._concepts[row].purposes] for row in rows]
        vectors = encoder.encode([text for group in texts for text in group])
        ends = np.cumsum([0, *map(len, texts)])
        return {row: vectors[ends[at] : ends[at + 1]] for at, row in enumerate(rows)}

    def _matrix(self, documents: Sequence[set[str]]) -> sparse.csr_array:
        columns = [self._row_of[term] for document in documents for term in sorted(document)]
        ends = np.cumsum([0, *map(len, documents)])
        shape = (len(documents), len(self._row_of))
        return sparse.csr_array((np.ones(len(columns)), columns, ends), shape=shape)


def _calling(concept: Concept) -> Iterable[str]:
    names = (name.text for name in concept.names)
    return (*names, *concept.kind_of, *concept.part_of, *concept.made_from, *concept.goes_into)


def _terms_of(texts: Iterable[str]) -> set[str]:
    return {term for text in texts for term in (*words(text), *grams(text))}
