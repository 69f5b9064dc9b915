"""Which concepts does a text touch, and by what: a name, or a grade that betrays it?

Names and marks are found by one automaton in one pass over the text, whatever their number.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import ahocorasick

from matchmaking.thesaurus.concepts import Thesaurus, name_key

MARK_WORTH = 0.7  # a grade tells the material, not always the thing made of it
ASIDE = 0.4  # 水泥 in 水泥搅拌机: it says more about another thing
_LETTER = re.compile(r"[a-z0-9]")
# What may follow a name without taking it for a mere qualifier.
_CLOSING = re.compile(
    r"(?:[^\w]|$|s\b|产品|系列|制品|成品|及|和|与|或|等|类|一批|若干|供应|采购|求购|生产|制造|加工|销售|定制|服务)"
)
_ANY = r"[a-z0-9.\-/]*"


class By(StrEnum):
    """What leads from a text to a concept."""

    NAME = "名称"
    OTHER_NAME = "其他名称"
    MARK = "标志"
    PURPOSE = "用途"


@dataclass(frozen=True, slots=True)
class Touch:
    """A concept a text touches. `written` is what the text has for it."""

    row: int  # the concept's, in the thesaurus
    by: By
    written: str
    worth: float  # in (0, 1]

    def times(self, weight: float) -> "Touch":
        """The same found in a place that counts less."""
        return replace(self, worth=self.worth * weight)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A concept that is called so, perhaps only where one of the words of its context is near."""

    row: int
    standard: bool
    context: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    key: str


class Toucher:
    """The names and marks of a thesaurus, ready to be found in texts."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._claims: dict[str, list[_Claim]] = {}
        self._marks: dict[str, list[tuple[re.Pattern[str], int]]] = {}
        for row, concept in enumerate(thesaurus.concepts):
            for place, name in enumerate(concept.names):
                context = tuple(map(name_key, name.context))
                claims = self._claims.setdefault(name_key(name.text), [])
                claims.append(_Claim(row, place == 0, context))
            for mark in concept.marks:
                for spelt in dict.fromkeys((name_key(mark), name_key(mark).replace(" ", ""))):
                    stem, pattern = _mark_pattern(spelt)
                    self._marks.setdefault(stem, []).append((pattern, row))
        self._names = _automaton(self._claims)
        self._stems = _automaton(self._marks)

    def touch(self, text: str, aside: float = ASIDE) -> list[Touch]:
        """Every concept the text touches, each once by its best evidence, most telling first.

        aside: what a name is worth that only qualifies another thing.
        """
        key = name_key(text)
        found: dict[int, Touch] = {}
        for touch in (*self._by_name(key, aside), *self._by_mark(key)):
            if touch.row not in found or touch.worth > found[touch.row].worth:
                found[touch.row] = touch
        return sorted(found.values(), key=lambda one: (-one.worth, one.row))

    def named(self, text: str) -> list[Touch]:
        """Every name in the text with each concept it means there, from left to right."""
        return list(self._by_name(name_key(text), ASIDE))

    def _by_name(self, key: str, aside: float) -> Iterator[Touch]:
        placed = [
            place
            for place in _places(self._names, key)
            if _stands_alone(key, place) and self._meant(place, key)
        ]
        for place in _longest(placed):
            worth = 1.0 if _CLOSING.match(key, place.end) else aside
            for claim in self._meant(place, key):
                by = By.NAME if claim.standard else By.OTHER_NAME
                yield Touch(claim.row, by, place.key, worth)

    def _by_mark(self, key: str) -> Iterator[Touch]:
        for place in _places(self._stems, key):
            if place.start and _LETTER.match(key[place.start - 1]) and _LETTER.match(place.key):
                continue
            for pattern, row in self._marks[place.key]:
                if found := pattern.match(key, place.start):
                    yield Touch(row, By.MARK, found[0], MARK_WORTH)

    def _meant(self, place: _Place, key: str) -> list[_Claim]:
        """What a name means here: the concepts whose context is near, else those without one."""
        claims = self._claims[place.key]
        if len(claims) == 1 and not claims[0].context:
            return claims
        around = key[: place.start] + " " + key[place.end :]
        near = [one for one in claims if any(word in around for word in one.context)]
        return near or [one for one in claims if not one.context]


def _automaton(keys: Iterable[str]) -> "ahocorasick.Automaton":
    automaton = ahocorasick.Automaton()
    for key in keys:
        automaton.add_word(key, key)
    automaton.make_automaton()
    return automaton


def _places(automaton: "ahocorasick.Automaton", text: str) -> list[_Place]:
    if not len(automaton):
        return []
    return [_Place(end - len(key) + 1, end + 1, key) for end, key in automaton.iter(text)]


def _stands_alone(text: str, place: _Place) -> bool:
    """Letters and digits must end where the name ends: pe is not in pet; bearings are a bearing."""
    if place.start and _LETTER.match(text[place.start - 1]) and _LETTER.match(place.key):
        return False
    if not _LETTER.match(place.key[-1]) or not _LETTER.match(text[place.end : place.end + 1]):
        return True
    plural = text.startswith("s", place.end) and place.key.isascii()
    return plural and not _LETTER.match(text[place.end + 1 : place.end + 2])


def _longest(placed: list[_Place]) -> list[_Place]:
    """None overlapping another, longer ones first; from left to right."""
    chosen: list[_Place] = []
    for one in sorted(placed, key=lambda place: (place.start - place.end, place.start)):
        if all(one.end <= other.start or one.start >= other.end for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda place: place.start)


def _mark_pattern(mark: str) -> tuple[str, re.Pattern[str]]:
    """The letters a mark begins with, and the whole of it."""
    parts = mark.split("*")
    return parts[0], re.compile(_ANY.join(map(re.escape, parts)) + r"(?![a-z0-9])")
