"""Which texts have been encoded before? Their vectors, kept in two files that only grow.

`vectors` holds the rows, `digests` for each row the digest of its text and a checksum of both. A row
counts once both are there; what a crash left half-written is cut off when the writer opens the files.
Whoever adds rows takes turns; any number read, and see new rows when they look.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fcntl import LOCK_EX, flock
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.vectors import Encoder, Vectors

_DIGEST = 16
_ENTRY = np.dtype([("digest", f"S{_DIGEST}"), ("checksum", "<u4")])
_TAIL = 2_048  # rows looked at when the files are opened: more than are ever written in one go
_AT_ONCE = 2_048
_LATEST = 50_000

Entries = npt.NDArray[np.void]
Digests = npt.NDArray[np.bytes_]


def text_digest(text: str) -> bytes:
    """What stands for a text."""
    return blake2b(text.encode(), digest_size=_DIGEST).digest()


class VectorStore:
    """Vectors by text; every call is safe from several threads, and `add` from several processes."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.dimensions = dimensions
        self._row_bytes = 4 * dimensions
        self._vectors = folder / f"vectors-{dimensions}"
        self._digests = folder / f"digests-{dimensions}"
        self._taken = folder / "writing"
        self._lock = Lock()
        self._looked_at = -1  # the size of the digests when they were last read
        self._known = _NOTHING
        self.look()

    def __len__(self) -> int:
        return self._known.count

    def look(self) -> None:
        """See what has been added since; costs one look at a file where nothing was."""
        with self._lock:
            size = _size(self._digests)
            if size != self._looked_at:
                self._known = self._caught_up(self._known)
                self._looked_at = size

    def get(self, texts: Sequence[str]) -> tuple[Vectors, npt.NDArray[np.bool_]]:
        """The vectors of these texts, and which are known; the rows of the others are zeros."""
        store = self._known
        found = np.zeros((len(texts), self.dimensions), np.float32)
        rows = store.rows_of(texts)
        known: npt.NDArray[np.bool_] = rows >= 0
        if known.any():
            found[known] = self._map(store.count)[rows[known]]
        return found, known

    def unknown(self, texts: Sequence[str]) -> int:
        """How many of these have no vector."""
        return int((self._known.rows_of(texts) < 0).sum())

    def add(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Keep these; both files are on the disk when the call returns."""
        with self._taken.open("w") as turn:
            flock(turn, LOCK_EX)  # let go when the file is closed, and when its process dies
            self.look()
            # Another process may have kept some of them while we were encoding.
            new = np.flatnonzero(self._known.rows_of(texts) < 0).tolist()
            texts, vectors = [texts[row] for row in new], vectors[new]
            held = len(self)
            for start in range(0, len(texts), _AT_ONCE):
                some = vectors[start : start + _AT_ONCE]
                entries = _entries_of(texts[start : start + _AT_ONCE], some)
                _write_at(self._vectors, held * self._row_bytes, some.tobytes())
                _write_at(self._digests, held * _ENTRY.itemsize, entries.tobytes())
                held += len(some)
        self.look()

    def broken(self) -> int:
        """How many rows do not fit their checksum: a fault of the disk."""
        entries = self._entries()
        count = len(entries)
        if not count:
            return 0
        vectors = self._map(count)
        return sum(
            len(some) - int(_fits(some, vectors[start : start + len(some)]).sum())
            for start in range(0, count, _AT_ONCE)
            for some in (entries[start : start + _AT_ONCE],)
        )

    def _entries(self, start: int = 0) -> Entries:
        """From a row on, as many as have a vector, whole."""
        whole = min(
            _size(self._digests) // _ENTRY.itemsize, _size(self._vectors) // self._row_bytes
        )
        if whole <= start:
            return np.zeros(0, _ENTRY)
        return np.fromfile(self._digests, _ENTRY, whole - start, offset=start * _ENTRY.itemsize)

    def _caught_up(self, known: "_Known") -> "_Known":
        """What is known, and all that was added, as far as it is whole."""
        entries = self._entries(known.count)
        start = max(0, len(entries) - _TAIL)
        if len(entries):
            vectors = self._map(known.count + len(entries))[known.count + start :]
            torn = np.flatnonzero(~_fits(entries[start:], vectors))
            if len(torn):
                entries = entries[: start + int(torn[0])]
        return known.with_more(entries["digest"])

    def _map(self, count: int) -> Vectors:
        shape = (count, self.dimensions)
        return np.memmap(self._vectors, np.float32, "r", shape=shape)


@dataclass(frozen=True, slots=True)
class _Known:
    """Which row a text has: most of them sorted, the latest in a table, so that few cost little."""

    ordered: Digests
    rows: npt.NDArray[np.int64]
    latest: Mapping[bytes, int]
    count: int  # of rows in the files, also of those a text has twice

    def with_more(self, digests: Digests) -> "_Known":
        rows_of_new = zip(
            digests.tolist(), range(self.count, self.count + len(digests)), strict=True
        )
        latest = {**self.latest, **dict(rows_of_new)}
        count = self.count + len(digests)
        if len(latest) <= _LATEST:
            return replace(self, latest=latest, count=count)
        ordered = np.concatenate([self.ordered, np.array(list(latest), self.ordered.dtype)])
        rows = np.concatenate([self.rows, np.array(list(latest.values()), np.int64)])
        order = np.argsort(ordered, kind="stable")
        return _Known(ordered[order], rows[order], {}, count)

    def rows_of(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        """-1 where a text has none."""
        asked = np.array([text_digest(text) for text in texts], self.ordered.dtype)
        rows = np.array([self.latest.get(digest, -1) for digest in asked.tolist()], np.int64)
        if len(self.ordered) and len(asked):
            places = np.minimum(np.searchsorted(self.ordered, asked), len(self.ordered) - 1)
            rows = np.where(self.ordered[places] == asked, self.rows[places], rows)
        return rows


_NOTHING = _Known(np.zeros(0, f"S{_DIGEST}"), np.zeros(0, np.int64), {}, 0)


class StoredEncoder:
    """An encoder that looks texts up before it encodes them; where it `keeps`, it stores what is new."""

    def __init__(self, store: VectorStore, encoder: Encoder, *, keeps: bool = False) -> None:
        self._store = store
        self._encoder = encoder
        self._keeps = keeps

    def missing(self, texts: Sequence[str]) -> int:
        """How many of these would have to be encoded."""
        self._store.look()
        return self._store.unknown(texts)

    def broken(self) -> int:
        """How many vectors are not what was kept."""
        return self._store.broken()

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32, one unit row a text."""
        self._store.look()
        vectors, known = self._store.get(texts)
        unknown = np.flatnonzero(~known).tolist()
        missing = list(dict.fromkeys(texts[row] for row in unknown))
        if not missing:
            return vectors
        fresh = self._encoder.encode(missing)
        if self._keeps:
            self._store.add(missing, fresh)
        place = {text: at for at, text in enumerate(missing)}
        for row in unknown:
            vectors[row] = fresh[place[texts[row]]]
        return vectors


def _entries_of(texts: Sequence[str], vectors: Vectors) -> Entries:
    entries = np.zeros(len(texts), _ENTRY)
    entries["digest"] = [text_digest(text) for text in texts]
    entries["checksum"] = _checksums(entries["digest"], vectors)
    return entries


def _fits(entries: Entries, vectors: Vectors) -> npt.NDArray[np.bool_]:
    return np.asarray(_checksums(entries["digest"], vectors) == entries["checksum"])


def _checksums(digests: Digests, vectors: Vectors) -> npt.NDArray[np.uint32]:
    # A digest may end in zero bytes, which numpy leaves off when it hands one out.
    padded = (digest.ljust(_DIGEST, b"\0") for digest in digests.tolist())
    rows = zip(padded, vectors, strict=True)
    return np.array([crc32(row.tobytes(), crc32(digest)) for digest, row in rows], np.uint32)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _write_at(path: Path, start: int, data: bytes) -> None:
    """Write from a place on, over anything torn there, and wait until the disk has it."""
    path.touch()
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
