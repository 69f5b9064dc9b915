"""Where does an index live, and which one is in use? A generation each, and a pointer to one of them.

A generation is a folder of the embedded engine or an index of the search server. It is built beside
the one in use and takes over when the pointer is changed, which is one rename: whoever searches
meanwhile has the old one or the new one, whole.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from matchmaking.indexing.documents import SETTINGS
from search.contract import Document, Query, Results, SearchError
from search.engines.meilisearch_index import MeilisearchIndex
from search.engines.tantivy_index import TantivyIndex

Synonyms = Mapping[str, Sequence[str]]
_NAME = re.compile(r"[0-9a-z-]{1,60}")


class KeptIndex(Protocol):
    """An index that is kept in step: what both engines can do."""

    def change(self, documents: Iterable[Document], removed: Iterable[str]) -> None: ...

    def search(self, query: Query) -> Results: ...

    def reload(self) -> None: ...

    def use_synonyms(self, synonyms: Synonyms) -> None: ...

    def inventory(self) -> Iterator[tuple[str, str]]: ...

    def count(self) -> int: ...

    def close(self) -> None: ...


class Shelf(Protocol):
    """Where the generations of one engine stand."""

    @property
    def synonyms_inside(self) -> bool:
        """Whether new synonyms need a new generation."""

    def current(self) -> str:
        """The generation in use; "" before the first."""

    def point_to(self, generation: str) -> None:
        """Let this one be in use from now on."""

    def make(self, generation: str, synonyms: Synonyms) -> KeptIndex:
        """A new and empty one, in use by nobody."""

    def open(self, generation: str) -> KeptIndex:
        """One that was made. Raises SearchError where it cannot be used, SearchUnavailable."""

    def mark(self, generation: str) -> object:
        """Something that is another after every change somebody committed."""

    def drop(self, generation: str) -> None:
        """Remove one that is in use no longer."""

    def leftovers(self) -> list[str]:
        """Generations that are not in use: replaced, or never finished."""


class Pointer:
    """A file that holds the name of the generation in use."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> str:
        """The name; "" where there is none yet."""
        try:
            name = self._path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""
        return name if _NAME.fullmatch(name) else ""

    def write(self, name: str) -> None:
        """Exchange it at once, and wait until the disk has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        with fresh.open("w", encoding="ascii") as file:
            file.write(f"{name}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        _sync_folder(self._path.parent)


class FolderShelf:
    """The embedded engine: data/index/<generation>/ and data/index/current."""

    synonyms_inside = False

    def __init__(self, data: Path) -> None:
        self._root = data / "index"
        self._pointer = Pointer(self._root / "current")

    def current(self) -> str:
        return self._pointer.read()

    def point_to(self, generation: str) -> None:
        self._pointer.write(generation)

    def make(self, generation: str, synonyms: Synonyms) -> KeptIndex:
        del synonyms  # looked at when somebody searches
        return TantivyIndex(self._root / generation, SETTINGS)

    def open(self, generation: str) -> KeptIndex:
        folder = self._root / generation
        if not (folder / "meta.json").exists():
            # The engine would make an empty index there, and answer that nothing is found.
            raise SearchError(f"没有索引 {generation}：请重建索引（rongtong reindex）。")
        return TantivyIndex(folder, SETTINGS)

    def mark(self, generation: str) -> object:
        try:
            state = (self._root / generation / "meta.json").stat()
        except FileNotFoundError:
            return None
        return (state.st_ino, state.st_mtime_ns, state.st_size)

    def drop(self, generation: str) -> None:
        shutil.rmtree(self._root / generation, ignore_errors=True)

    def leftovers(self) -> list[str]:
        if not self._root.is_dir():
            return []
        folders = sorted(one.name for one in self._root.iterdir() if one.is_dir())
        return [name for name in folders if name != self.current()]


@dataclass(frozen=True, slots=True)
class Server:
    """A search server, and what our indexes are called there."""

    url: str
    key: str
    prefix: str = "rongtong"


class ServerShelf:
    """Meilisearch: an index <prefix>_<generation> each, and data/index/current-server.

    The names of all that were made stand in a file beside the pointer, so that none is forgotten on
    the server, where others may have indexes of their own.
    """

    synonyms_inside = True

    def __init__(self, data: Path, server: Server) -> None:
        self._server = server
        self._root = data / "index"
        self._pointer = Pointer(self._root / "current-server")
        self._made = self._root / "made-on-server"

    def current(self) -> str:
        return self._pointer.read()

    def point_to(self, generation: str) -> None:
        self._pointer.write(generation)

    def make(self, generation: str, synonyms: Synonyms) -> KeptIndex:
        self._made.mkdir(parents=True, exist_ok=True)
        (self._made / generation).touch()
        settings = replace(SETTINGS, synonyms=synonyms)
        uid, server = self._uid(generation), self._server
        return MeilisearchIndex(server.url, server.key, uid, settings=settings)

    def open(self, generation: str) -> KeptIndex:
        index = self._opened(generation)
        if not index.exists():
            raise SearchError(
                f"搜索服务上没有索引 {self._uid(generation)}：请重建索引（rongtong reindex）。"
            )
        return index

    def mark(self, generation: str) -> object:
        del generation  # the server answers with what it has
        return ""

    def drop(self, generation: str) -> None:
        self._opened(generation).delete()
        (self._made / generation).unlink(missing_ok=True)

    def leftovers(self) -> list[str]:
        if not self._made.is_dir():
            return []
        names = sorted(one.name for one in self._made.iterdir())
        return [name for name in names if name != self.current()]

    def _uid(self, generation: str) -> str:
        return f"{self._server.prefix}_{generation}"

    def _opened(self, generation: str) -> MeilisearchIndex:
        uid, server = self._uid(generation), self._server
        return MeilisearchIndex(server.url, server.key, uid, settings=SETTINGS, made=True)


def open_shelf(data: Path, server: Server | None = None) -> Shelf:
    """The search server's, where there is one; else the embedded engine's."""
    return FolderShelf(data) if server is None else ServerShelf(data, server)


def _sync_folder(folder: Path) -> None:
    """A rename lasts once its folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
