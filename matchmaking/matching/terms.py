"""Which terms do two texts share, and how much is that worth? Sparse rows over one frozen vocabulary.

Rarity (idf) is counted once over the offers' distinct texts and frozen with the market, so a pair
is worth the same whichever list it is seen in.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Cut = Callable[[str], list[str]]
Row = tuple[np.ndarray, np.ndarray]  # column numbers and values of one sparse row


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms in the order first met, each with its rarity (BM25's idf, never negative)."""

    row_of: dict[str, int]
    terms: tuple[str, ...]
    rarity: Floats
    unseen: float  # the rarity of a term no text has

    def __len__(self) -> int:
        return len(self.row_of)


@dataclass(frozen=True, slots=True)
class TermRows:
    """A text a row: the weight of each of its terms, and what the row is worth in all."""

    matrix: sparse.csr_array
    total: Floats  # Σ weight × rarity a row, terms no offer has included


def learn_vocabulary(texts: Sequence[str], cut: Cut) -> Vocabulary:
    """Count in how many texts each term occurs."""
    occurs: Counter[str] = Counter()
    for text in texts:
        occurs.update(dict.fromkeys(cut(text), 1))
    counts = np.fromiter(occurs.values(), np.float64, len(occurs))
    rarity = _rarity(counts, len(texts))
    row_of = {term: row for row, term in enumerate(occurs)}
    return Vocabulary(row_of, tuple(occurs), rarity, float(_rarity(np.zeros(1), len(texts))[0]))


def _rarity(occurs_in: Floats, texts: int) -> Floats:
    return np.log1p((texts - occurs_in + 0.5) / (occurs_in + 0.5))


def weigh(
    rows: Iterable[Sequence[tuple[str, float]]], cut: Cut, vocabulary: Vocabulary
) -> TermRows:
    """Rows of (text, weight) fields to term weights; a term counts by its best field, once.

    A term no offer has cannot be shared, but it is asked for: it counts in the total, as the rarest.
    """
    indices: list[int] = []
    weights: list[float] = []
    ends, unheard = [0], []
    for fields in rows:
        best: dict[str, float] = {}
        for text, weight in fields:
            for term in cut(text):
                best[term] = max(weight, best.get(term, 0.0))
        known = {
            vocabulary.row_of[term]: best.pop(term) for term in [*best] if term in vocabulary.row_of
        }
        for column in sorted(known):
            indices.append(column)
            weights.append(known[column])
        ends.append(len(indices))
        unheard.append(sum(best.values()))
    shape = (len(ends) - 1, len(vocabulary))
    columns = np.asarray(indices, np.int32)
    matrix = sparse.csr_array((np.asarray(weights, np.float64), columns, ends), shape=shape)
    known_worth = np.asarray(matrix @ vocabulary.rarity, np.float64)
    return TermRows(matrix, known_worth + np.asarray(unheard) * vocabulary.unseen)


def row_of(matrix: sparse.csr_array, row: int) -> Row:
    """One row without making a matrix of it, which would take a hundred times as long."""
    part = slice(int(matrix.indptr[row]), int(matrix.indptr[row + 1]))
    return matrix.indices[part], matrix.data[part]


def weights_of(matrix: sparse.csr_array, row: int) -> dict[int, float]:
    """The same as column -> value."""
    columns, values = row_of(matrix, row)
    return dict(zip(columns.tolist(), values.tolist(), strict=True))


def shared(asks: sparse.csr_array, offers: sparse.csr_array) -> sparse.csr_array:
    """ask × offer weight of the terms both rows hold, row by row: (n × V), (n × V) -> (n × V).

    One kernel for every caller and both directions, so the same pair gives the same bits.
    """
    return sparse.csr_array(asks.multiply(offers))
