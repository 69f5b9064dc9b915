"""Which concepts look like a name nobody knows? By the characters they share, and by meaning if asked to."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matchmaking.thesaurus.concepts import Thesaurus, name_key
from search.analysis import grams
from search.vectors import Encoder, VectorIndex, encode_all

# From here on a likeness is worth showing: two of four characters, or about the same meaning.
_ALIKE, _MEANT = 0.35, 0.6


class Lookalikes:
    """The names of a thesaurus, ready to be compared with others once that is asked for."""

    def __init__(self, thesaurus: Thesaurus, encoder: Encoder | None = None) -> None:
        self._thesaurus, self._encoder = thesaurus, encoder
        self._meanings: VectorIndex | None = None

    def near(self, text: str, most: int = 5) -> list[str]:
        """Standard names, the likest first; those alike in meaning only come last."""
        rows = dict.fromkeys([*self._alike(text, most), *self._meant(text, most)])
        return [self._thesaurus.concepts[row].name for row in list(rows)[:most]]

    def _alike(self, text: str, most: int) -> Sequence[int]:
        names, parts = self._names, _parts(text)
        likeness = names.likeness(parts)
        best = np.argsort(-likeness, kind="stable")[: most * 4]  # a concept has several names
        rows = dict.fromkeys(int(names.of[at]) for at in best if likeness[at] >= _ALIKE)
        return list(rows)[:most]

    def _meant(self, text: str, most: int) -> Sequence[int]:
        if self._encoder is None:
            return ()
        if self._meanings is None:
            names = [concept.name for concept in self._thesaurus.concepts]
            self._meanings = VectorIndex(encode_all(self._encoder, names))
        rows, cosines = self._meanings.nearest(self._encoder.encode([text]), most)
        found = zip(rows[0], cosines[0], strict=True)
        return [int(row) for row, cosine in found if row >= 0 and cosine >= _MEANT]

    @cached_property
    def _names(self) -> "_Names":
        return _Names(self._thesaurus)


class _Names:
    """Every name as the set of its characters and pairs of them. `of`: whose name each is."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        pairs = [
            (row, name.text) for row, one in enumerate(thesaurus.concepts) for name in one.names
        ]
        parts = [_parts(text) for _, text in pairs]
        self.of = np.fromiter((row for row, _ in pairs), np.int64, len(pairs))
        self._sizes = np.fromiter(map(len, parts), np.float64, len(parts))
        self._columns = {part: at for at, part in enumerate(dict.fromkeys(_all(parts)))}
        columns = [self._columns[part] for part in _all(parts)]
        ends = np.cumsum([0, *map(len, parts)])
        shape = (len(parts), max(len(self._columns), 1))
        self._has = sparse.csr_array((np.ones(len(columns)), columns, ends), shape=shape)

    def likeness(self, parts: Sequence[str]) -> npt.NDArray[np.float64]:
        """The share that a name and these have in common (Dice), for every name."""
        asked = np.zeros(self._has.shape[1])
        asked[[self._columns[part] for part in parts if part in self._columns]] = 1.0
        common = np.asarray(self._has @ asked, np.float64)
        return 2 * common / np.maximum(self._sizes + len(parts), 1)


def _parts(text: str) -> list[str]:
    key = name_key(text)
    return sorted({*grams(key), *key.replace(" ", "")})


def _all(parts: Iterable[Sequence[str]]) -> Iterable[str]:
    return (part for some in parts for part in some)
