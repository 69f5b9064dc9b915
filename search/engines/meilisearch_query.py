"""How is a wish put to Meilisearch? The query string, filters, sort and page of a search.

A typed word is one term, a quoted phrase is one term; nothing is dropped (`all`), because which
words may be left out is decided here, the same way for both engines.
"""

from collections.abc import Iterable
from itertools import product
from math import prod
from typing import Any

from search.analysis.cutting import is_han
from search.analysis.typed import Typed, Wanted
from search.analysis.units import joined
from search.contract import Query
from search.engines.meilisearch_settings import (
    ID,
    ORDER,
    TITLE,
    facet_field,
    missing_field,
    number_field,
)
from search.engines.meilisearch_tokens import EVERYTHING, exactly, spelt, word_token

_MOST_SEARCHES = 40  # in one request
_OTHER_NAME = 0.9
_ALWAYS = {
    "matchingStrategy": "all",
    "showRankingScore": True,
    "locales": ["eng"],  # as in the settings: no language is guessed from made-up words
}


def asked(query: Query, q: str) -> dict[str, Any]:
    """The part of a search that is the same alone and in a federated search."""
    found = {**_ALWAYS, "q": q, "attributesToRetrieve": [ID, TITLE], "filter": make_filter(query)}
    return {**found, "sort": make_sort(query.sort)} if query.sort else found


def recall(term: str, limit: int) -> dict[str, Any]:
    """The search for one term of a recall."""
    name = tuple(term) if is_han(term) else (term,)
    return {**_ALWAYS, "q": exactly(name), "attributesToRetrieve": [ID], "limit": limit}


def every_word(typed: Typed) -> dict[str, float]:
    """Query strings with their weights for all that was typed.

    One, unless other names were told: those are no synonyms of the settings, which would grow with
    every name of everything, so each name is a search of its own. What was typed counts a little more.
    """
    choices = _bounded([_choices(word) for word in typed.wanted])
    strings = dict.fromkeys(_q(typed, chosen) for chosen in product(*choices))
    return {q: 1.0 if place == 0 else _OTHER_NAME for place, q in enumerate(strings)}


def any_word(typed: Typed) -> dict[str, float]:
    """Query strings with their weights: each word alone, and all words but one."""
    words = [part for word in typed.wanted for part in (word.apart or (word,))]
    size = len(words)
    choices: dict[str, float] = {}
    for word in (*words, *typed.wanted):
        for one in _choices(word):
            choices[_q(typed, [one])] = max(1, len(word.apart)) / size
    for at in range(size):
        choices[_q(typed, map(_term, words[:at] + words[at + 1 :]))] = (size - 1) / size
    return choices


def page(query: Query) -> dict[str, int]:
    """Pages, since only they give exact totals; an offset between pages takes one long page."""
    if query.limit and query.offset % query.limit == 0:
        return {"page": query.offset // query.limit + 1, "hitsPerPage": query.limit}
    return {"page": 1, "hitsPerPage": max(1, query.offset + query.limit)}


def make_filter(query: Query) -> list[list[str]]:
    """Facets and ranges: lists within the list are alternatives."""
    filters = [
        [f'{facet_field(name)} = "{spelt(value)}"' for value in values]
        for name, values in query.facets.items()
    ]
    for name, wanted in query.numbers.items():
        field = number_field(name)
        filters.append([f"{field} EXISTS"])
        if wanted.low is not None:
            filters.append([f"{field} >= {float(wanted.low)!r}"])
        if wanted.high is not None:
            filters.append([f"{field} <= {float(wanted.high)!r}"])
    return filters


def make_sort(sort: str) -> list[str]:
    """A number, then the id; documents without the number last."""
    name = sort.removeprefix("-")
    direction = "desc" if sort.startswith("-") else "asc"
    return [
        f"{missing_field(name)}:asc",
        f"{number_field(name)}:{direction}",
        f"{ORDER}:asc",
    ]


def nothing_can_match(query: Query) -> bool:
    """Whether a filter allows no value at all."""
    return any(not values for values in query.facets.values())


def _q(typed: Typed, terms: Iterable[str]) -> str:
    # What must not be found stands first, within the ten terms that are regarded.
    parts = [f"-{exactly(name)}" for name in typed.unwanted]
    positive = [*map(exactly, typed.phrases), *terms]
    if parts and not positive:
        positive = [EVERYTHING]
    return " ".join([*parts, *positive])


def _choices(wanted: Wanted) -> list[str]:
    """Each name of a word, and the words it is cut into."""
    apart = [" ".join(map(_term, wanted.apart))] if wanted.apart else []
    return [_term(wanted), *apart, *map(exactly, wanted.others)]


def _bounded(choices: list[list[str]]) -> list[list[str]]:
    """So many that all combinations can be asked; the last names of the richest words go first."""
    while prod(map(len, choices)) > _MOST_SEARCHES:
        max(choices, key=len).pop()
    return choices


def _term(wanted: Wanted) -> str:
    name = wanted.names[0]
    if len(wanted.names) > 1 or len(name) == 1:
        return word_token(joined(name))
    return exactly(name)
