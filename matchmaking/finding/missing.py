"""Nothing was found: what could be looked for instead? Words alone, fewer filters, words nearby."""

from dataclasses import dataclass, replace
from datetime import date

from matchmaking.finding.service import Finder
from matchmaking.finding.wanted import KIND, Wanted
from search.analysis import normalise, words
from search.analysis.typed import read_typed

MOST_WORDS, MOST_NEAR = 6, 5
EXPIRED = "已过期"  # not a facet: the wish to see those too
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Count:
    """Something else to look for, and how much there is."""

    what: str
    total: int


@dataclass(frozen=True, slots=True)
class Help:
    """What stands in the way, and what lies near."""

    words: tuple[Count, ...] = ()  # each typed word alone, where there are several
    filters: tuple[Count, ...] = ()  # facets without which there would be some
    near: tuple[Count, ...] = ()  # parts of the words that find something
    meant: tuple[Count, ...] = ()  # what the text may mean, where it tells a purpose

    @property
    def empty_handed(self) -> tuple[str, ...]:
        """The words that find nothing even alone."""
        return tuple(word.what for word in self.words if not word.total)


def help_for(finder: Finder, wanted: Wanted, *, today: date) -> Help:
    """A bounded number of small questions to the engine. Raises as `Finder.find`."""
    typed = _typed_words(wanted.text)
    open_wish = replace(wanted, facets={}, start=0)

    def count(text: str) -> Count:
        return Count(text, finder.how_many(replace(open_wish, text=text), today=today))

    alone = tuple(count(word) for word in typed) if len(typed) > 1 else ()
    near = (count(part) for part in _near(typed))
    return Help(
        words=alone,
        filters=_filters(finder, wanted, today),
        near=tuple(one for one in near if one.total)[:MOST_NEAR],
        meant=meant_by(finder, wanted, today=today),
    )


def meant_by(finder: Finder, wanted: Wanted, *, today: date) -> tuple[Count, ...]:
    """Products that are for what the text says, nearest first; their right names help, there or not.

    Raises as `Finder.find`.
    """
    open_wish = replace(wanted, facets={}, start=0)
    return tuple(
        Count(name, finder.how_many(replace(open_wish, text=name), today=today))
        for name in finder.wording().meant(wanted.text)
    )


def _filters(finder: Finder, wanted: Wanted, today: date) -> tuple[Count, ...]:
    """Each filter on its own, and the days: without which one would there be something?"""
    chosen = list(wanted.facets)
    if wanted.without(KIND) != wanted:
        chosen.append(KIND)
    counts = [Count(name, finder.how_many(wanted.without(name), today=today)) for name in chosen]
    if not wanted.expired:
        late = replace(wanted, expired=True)
        counts.append(Count(EXPIRED, finder.how_many(late, today=today)))
    return tuple(one for one in counts if one.total)


def _typed_words(text: str) -> tuple[str, ...]:
    """The words that had to be found, as the engine cut them."""
    wanted = [word.names[0] for word in read_typed(text, {}).wanted]
    return tuple(dict.fromkeys("".join(units) for units in wanted))[:MOST_WORDS]


def _near(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Parts of the words: as the dictionary knows them, then beginnings and ends, longest first."""
    parts: dict[str, None] = {}
    for word in typed:
        found = [part for part in words(normalise(word)) if part != word]
        for length in range(len(word) - 1, _SHORTEST - 1, -1):
            found += [word[-length:], word[:length]]
        own = [part for part in dict.fromkeys(found) if len(part) >= _SHORTEST]
        parts |= dict.fromkeys(own[: 2 * MOST_NEAR])
    return tuple(part for part in parts if part not in typed)[: 4 * MOST_NEAR]
