"""What is somebody about to type? Names that begin with it, contain it, or sound so by their initials.

Sorted once; a question is two bisections and one look through a text of all names.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import nsmallest

from matchmaking.thesaurus.concepts import Thesaurus, name_key
from search.analysis import initials

MOST = 8
LONGEST = 40  # no name is longer
_LEAST_INITIALS = 2
_LOOKED_AT = 2_000  # names that begin or sound so; a single letter has more than anybody can use
_CONTAINING = 200
_ENOUGH = 120  # for eight concepts, whatever number of names each of them has
_LETTERS = re.compile(r"[a-z]+")
_END = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A product or service to look for."""

    text: str  # to be put where it was begun
    name: str
    matched: str  # its other name that was begun; "" where it was the proper one
    division: str


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    text: str
    row: int
    standard: bool


class Suggester:
    """All names of a thesaurus, ready to be begun."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._concepts = thesaurus.concepts
        self._divisions = {one.code: one.name for one in thesaurus.divisions}
        self._entries = sorted(
            (
                _Entry(name_key(name.text), name.text, row, standard=place == 0)
                for row, concept in enumerate(thesaurus.concepts)
                for place, name in enumerate(concept.names)
            ),
            key=lambda entry: entry.key,
        )
        self._keys = [entry.key for entry in self._entries]
        self._whole = "\n".join(["", *self._keys, ""])
        sounds = sorted((initials(key), place) for place, key in enumerate(self._keys))
        self._sounds = [sound for sound, _ in sounds]
        self._places = [place for _, place in sounds]

    def suggest(self, text: str) -> list[Suggestion]:
        """The best eight for a text; where there are none, for its last word."""
        found = self._suggest(text)
        head, _, tail = text.strip().rpartition(" ")
        if found or not head:
            return found
        return [replace(one, text=f"{head} {one.name}") for one in self._suggest(tail)]

    def _suggest(self, text: str) -> list[Suggestion]:
        """Begun before contained before sounding so, proper names first, short first."""
        typed = name_key(text)
        if not typed or len(typed) > LONGEST:
            return []
        chosen: dict[int, Suggestion] = {}
        for found in (self._beginning, self._containing, self._sounding):
            for entry in nsmallest(_ENOUGH, found(typed), key=_order):
                if len(chosen) == MOST:
                    return list(chosen.values())
                chosen.setdefault(entry.row, self._suggestion(entry))
        return list(chosen.values())

    def _beginning(self, typed: str) -> Iterator[_Entry]:
        start = bisect_left(self._keys, typed)
        end = bisect_left(self._keys, typed + _END, start)
        return iter(self._entries[start : min(end, start + _LOOKED_AT)])

    def _containing(self, typed: str) -> Iterator[_Entry]:
        """Latin names are contained from the beginning of one of their words on."""
        sought = f" {typed}" if typed.isascii() else typed
        at = self._whole.find(sought)
        for _ in range(_CONTAINING):
            if at < 0:
                return
            line_start = self._whole.rfind("\n", 0, at + 1) + 1
            line_end = self._whole.find("\n", at + 1)
            key = self._whole[line_start:line_end]
            yield self._entries[bisect_left(self._keys, key)]
            at = self._whole.find(sought, line_end)

    def _sounding(self, typed: str) -> Iterator[_Entry]:
        if len(typed) < _LEAST_INITIALS or not _LETTERS.fullmatch(typed):
            return
        start = bisect_left(self._sounds, typed)
        end = bisect_left(self._sounds, typed + _END, start)
        for place in self._places[start : min(end, start + _LOOKED_AT)]:
            yield self._entries[place]

    def _suggestion(self, entry: _Entry) -> Suggestion:
        concept = self._concepts[entry.row]
        matched = "" if entry.standard else entry.text
        division = self._divisions.get(concept.division, "")
        return Suggestion(concept.name, concept.name, matched, division)


def _order(entry: _Entry) -> tuple[int, bool, str]:
    return len(entry.key) + (0 if entry.standard else 1), not entry.standard, entry.key
