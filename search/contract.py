"""What do we ask of a search engine? Documents, queries, hits and the protocol both engines keep.

Plain values in, plain values out. Texts are analysed by `search.analysis` inside the engines, so
both see the same tokens; a caller hands over raw text and never tokens of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class SearchError(Exception):
    """Something is wrong with the query or the index; the message says what to do."""


class SearchUnavailable(SearchError):
    """The engine does not answer. Never to be shown as an empty result."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to be found."""

    id: str
    title: str
    body: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)  # exact values: 行业, 地区
    numbers: Mapping[str, float] = field(default_factory=dict)  # to filter and sort by: 截止日


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` to `high`, both included; None = open."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed, and how to narrow and sort it.

    text: words that must all be found; "…" a phrase; -word must not be found; "" finds all.
    sort: a number's name, "-name" for descending; "" sorts by relevance.
    names: other names of words in the text, for this query alone; each finds what they find, too.
    """

    text: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)  # any of the values
    numbers: Mapping[str, Range] = field(default_factory=dict)
    count_facets: Sequence[str] = ()
    sort: str = ""
    limit: int = 20
    offset: int = 0
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found; `title` has its matches between 〔 and 〕 where highlighting is on."""

    id: str
    score: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """Hits in order, how many there are in all, and counts per facet value."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    partial: bool = False  # no document has all the words; these have some


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """What an index holds besides texts, fixed when it is made."""

    facets: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)  # word -> same meaning


class SearchIndex(Protocol):
    """An index of documents. Every call is safe from several threads."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace by id; findable when the call returns."""

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these; unknown ids are no error."""

    def search(self, query: Query) -> Results:
        """Answer a person. Raises SearchError, SearchUnavailable."""

    def recall(self, terms: Mapping[str, float], limit: int) -> list[Hit]:
        """Documents with any of the analysed `terms` (term -> weight), best first: wide, for matching.

        Terms are words or bigrams as `search.analysis` makes them; scores are the engine's own.
        """

    def count(self) -> int:
        """How many documents are held."""

    def close(self) -> None:
        """Free locks and connections."""
