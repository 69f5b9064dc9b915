"""In what order do the hits come? By score, by a number or by id, ties always by id.

Tantivy breaks ties by where a document happens to lie, which changes with every merge. So the last
group of equals on a page is looked at again: exactly for numbers and ids, and for scores as far as
a fixed number of documents past the page.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import tantivy
from tantivy import DocAddress, Occur, Searcher

from search.contract import Query, Range
from search.engines import tantivy_schema as fields
from search.engines.tantivy_query import QueryMaker

_TIES_FOLLOWED = 200
# Beyond these digits, single-precision sums depend on how segments were merged.
_SCORE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """One document on the page."""

    id: str
    score: float
    address: DocAddress


@dataclass(frozen=True, slots=True)
class Page:
    """The hits from `offset` on, and how many there are in all."""

    found: list[Found]
    total: int


def by_score(searcher: Searcher, asked: tantivy.Query, query: Query) -> Page:
    """Best first."""
    end = query.offset + query.limit
    result = searcher.search(asked, end + _TIES_FOLLOWED)
    found = [Found(id_of(searcher, at), float(score), at) for score, at in result.hits]
    return Page(in_order(found)[query.offset : end], _total(result))


def in_order(found: list[Found]) -> list[Found]:
    """By score, then by id."""
    return sorted(found, key=lambda one: (-round(one.score, _SCORE_DIGITS), one.id))


def by_id(searcher: Searcher, asked: tantivy.Query, query: Query) -> Page:
    """In the order of ids, for queries that make no difference between documents."""
    result = searcher.search(
        asked,
        max(1, query.limit),
        offset=query.offset,
        order_by_field=fields.ID,
        order=tantivy.Order.Asc,
    )
    return Page(
        [Found(str(key), 0.0, at) for key, at in result.hits[: query.limit]], _total(result)
    )


def by_number(searcher: Searcher, asked: tantivy.Query, query: Query, *, make: QueryMaker) -> Page:
    """By a number, "-name" downwards; documents without it come last."""
    name = query.sort.removeprefix("-")
    end = query.offset + query.limit
    result = searcher.search(
        asked,
        max(1, end),
        order_by_field=fields.number_field(name),
        order=tantivy.Order.Desc if query.sort.startswith("-") else tantivy.Order.Asc,
    )
    groups = [list(group) for _, group in groupby(result.hits, key=lambda hit: hit[0])]
    found: list[Found] = []
    for group in groups[:-1]:
        found += _by_id(searcher, [at for _, at in group])
    if groups:
        # The page may end inside this group: which of the equals belong on it, their ids decide.
        equals = _with_number(asked, make, name, value=groups[-1][0][0])
        found += by_id(searcher, equals, Query(limit=end - len(found))).found
    return Page(found[query.offset : end], _total(result))


def id_of(searcher: Searcher, address: DocAddress) -> str:
    """The id of a document found."""
    return str(searcher.doc(address).get_first(fields.ID))


def _by_id(searcher: Searcher, addresses: list[DocAddress]) -> list[Found]:
    found = [Found(id_of(searcher, address), 0.0, address) for address in addresses]
    return sorted(found, key=lambda one: one.id)


def _with_number(
    asked: tantivy.Query, make: QueryMaker, name: str, *, value: float | None
) -> tantivy.Query:
    if value is None:
        known = make.between(name, Range())
        return tantivy.Query.boolean_query([(Occur.Must, asked), (Occur.MustNot, known)])
    same = make.between(name, Range(value, value))
    return tantivy.Query.boolean_query([(Occur.Must, asked), (Occur.Must, same)])


# The library's type stub does not know `count`.
def _total(result: Any) -> int:
    return int(result.count)
