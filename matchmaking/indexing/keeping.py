"""How does a serving process search? It follows the pointer and what the indexer commits, and writes nothing.

Where no index can be used it says so with SearchUnavailable: never an empty answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from matchmaking.indexing.generations import KeptIndex, Shelf, Synonyms
from search.contract import Query, Results, SearchError, SearchUnavailable

_BEING_BUILT = "搜索索引正在建立，请过一会儿再搜。发布和修改不受影响，建好后马上就能搜到。"


def no_synonyms() -> Synonyms:
    """Every word means itself."""
    return {}


@dataclass(slots=True)
class _Open:
    """The generation we read, as of what was committed to it, with the synonyms it was told."""

    generation: str
    index: KeptIndex
    mark: object
    synonyms: Synonyms


class Reader:
    """Searches from any thread; `synonyms` is asked each time, so new ones hold at once."""

    def __init__(self, shelf: Shelf, *, synonyms: Callable[[], Synonyms] = no_synonyms) -> None:
        self._shelf = shelf
        self._synonyms = synonyms
        self._lock = Lock()
        self._open: _Open | None = None

    def search(self, query: Query) -> Results:
        """Answer a person from what is committed now. Raises SearchError, SearchUnavailable."""
        return self._fresh(self._synonyms()).search(query)

    def count(self) -> int:
        """How many listings can be found. Raises SearchUnavailable."""
        return self._fresh(self._synonyms()).count()

    def close(self) -> None:
        """Let go of the index; the next search opens it again."""
        with self._lock:
            if self._open is not None:
                self._open.index.close()
            self._open = None

    def _fresh(self, synonyms: Synonyms) -> KeptIndex:
        """The index in use, as of its last commit: two looks at files, and no more."""
        with self._lock:
            generation = self._shelf.current()
            mark = self._shelf.mark(generation)
            held = self._open
            if held is None or held.generation != generation:
                held = self._open = self._opened(generation, mark)
            elif mark != held.mark:
                held.index.reload()
                held.mark = mark
            if synonyms != held.synonyms:
                held.index.use_synonyms(synonyms)
                held.synonyms = dict(synonyms)
            return held.index

    def _opened(self, generation: str, mark: object) -> _Open:
        if not generation:
            raise SearchUnavailable(_BEING_BUILT)
        try:
            return _Open(generation, self._shelf.open(generation), mark, {})
        except SearchUnavailable:
            raise
        except SearchError as error:
            # It was made by another version, or lost; the indexer builds it anew.
            raise SearchUnavailable(_BEING_BUILT) from error
