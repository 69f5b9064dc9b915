"""What did a person mean by what they typed? Words wanted, phrases, words not wanted, other names.

"…" is a phrase, -word must not be found, everything else is cut into words that must all be found,
each by any of its names. The answer is in units, the same for every engine.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.analysis.cutting import NOISE, RUN, is_han, jieba, squeeze
from search.analysis.normalising import normalise
from search.analysis.units import Units, units, units_of_normal

# “curly”, 「corner」 and straight marks all open and close a phrase.
_PHRASE = re.compile(
    r"""(?P<minus>(?<!\S)-)?["“”„「」『』](?P<inside>[^"“”„「」『』]*)["“”„「」『』]?"""
)
_MINUS = re.compile(r"(?<!\S)-(?P<word>\S+)")
_ONE_TYPO_FROM = 4
_TWO_TYPOS_FROM = 8
_LONGEST_NAME = 8  # words a synonym may be cut into
_PARTING = frozenset("的了和与及或")  # these stand between words, never inside an unknown one

Synonyms = Mapping[Units, tuple[Units, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that must be found by one of its names: first as typed, then its synonyms.

    others: names told for this query alone. apart: the words it is cut into where nobody tells that
    it is one; all of them will do as well, so that other names only ever find more.
    """

    names: tuple[Units, ...]
    others: tuple[Units, ...] = ()
    apart: "tuple[Wanted, ...]" = ()

    @property
    def typos(self) -> int:
        """How many slips are forgiven: in Latin words only, never in Chinese or in a grade."""
        (first, *more) = self.names[0]
        if more or not (first.isascii() and first.isalpha()) or len(first) < _ONE_TYPO_FROM:
            return 0
        return 2 if len(first) >= _TWO_TYPOS_FROM else 1


@dataclass(frozen=True, slots=True)
class Typed:
    """A query taken apart. `blank`: nothing was typed, so everything is wanted."""

    wanted: tuple[Wanted, ...] = ()
    phrases: tuple[Units, ...] = ()
    unwanted: tuple[Units, ...] = ()
    blank: bool = False

    @property
    def size(self) -> int:
        """How many words were typed that something may have some of."""
        return sum(max(1, len(word.apart)) for word in self.wanted)

    @property
    def hopeless(self) -> bool:
        """Something was typed, but nothing that could be looked for (“!!!”)."""
        return not (self.blank or self.wanted or self.phrases or self.unwanted)


@dataclass(frozen=True, slots=True)
class _Names:
    """Other names of words: synonyms, and those told for this query."""

    synonyms: Synonyms
    told: Synonyms


@dataclass(frozen=True, slots=True)
class _Word:
    units: Units
    follows: bool  # nothing but blanks between it and the word before
    touches: bool  # not even blanks

    @property
    def noise(self) -> bool:
        return len(self.units) == 1 and self.units[0] in NOISE

    @property
    def single(self) -> bool:
        only = self.units[0]
        return len(self.units) == 1 and is_han(only) and only not in _PARTING


def name_groups(synonyms: Mapping[str, Sequence[str]]) -> Synonyms:
    """word → same meaning, read both ways and in units."""
    table: dict[Units, dict[Units, None]] = {}
    for word, meanings in synonyms.items():
        group = [unit for name in (word, *meanings) if (unit := _flat(name))]
        for name in group:
            table.setdefault(name, {}).update((other, None) for other in group if other != name)
    return {name: tuple(others) for name, others in table.items()}


def plain_part(text: str) -> str:
    """What is typed without phrases and without what is not wanted, normalised."""
    return _MINUS.sub(" ", _PHRASE.sub(" ", normalise(text)))


def read_typed(
    text: str, synonyms: Synonyms, told: Mapping[str, Sequence[str]] | None = None
) -> Typed:
    """Take a query apart. `told`: word → other names, beside the synonyms, which go before."""
    rest = normalise(text)
    if not rest.strip():
        return Typed(blank=True)
    phrases: list[Units] = []
    unwanted: list[Units] = []
    for found in _PHRASE.finditer(rest):
        (unwanted if found["minus"] else phrases).extend(units_of_normal(found["inside"]))
    rest = _PHRASE.sub(" ", rest)
    for found in _MINUS.finditer(rest):
        unwanted.extend(units_of_normal(found["word"]))
    rest = _MINUS.sub(" ", rest)
    wanted = _wanted(_words(rest), _Names(synonyms, _by_units(told or {})))
    if not (wanted or phrases or unwanted):
        # Only words that say nothing (的): then they are what is looked for.
        wanted = [Wanted((group,)) for group in units_of_normal(rest)]
    return Typed(tuple(dict.fromkeys(wanted)), tuple(phrases), tuple(unwanted))


def _words(normal: str) -> list[_Word]:
    found: list[_Word] = []
    end = 0
    for run in RUN.finditer(normal):
        gap = normal[end : run.start()]
        follows = bool(found) and not gap.strip()
        touches = follows and not gap
        end = run.end()
        if run.lastgroup != "han":
            found.append(_Word((squeeze(run[0]),), follows, touches))
            continue
        for word in jieba().cut(run[0], hmm=False):
            found.append(_Word(tuple(word), follows, touches))
            follows = touches = True
    return found


def _wanted(words: list[_Word], names: _Names) -> list[Wanted]:
    wanted: list[Wanted] = []
    at = 0
    while at < len(words):
        length, word = _known_name(words, at, names)
        if word is None:
            # Singles side by side are one word the dictionary does not know: 铣刨机.
            length = _singles(words, at)
            word = Wanted((sum((one.units for one in words[at : at + length]), ()),))
        if length > 1 or word.others or len(word.names) > 1 or not words[at].noise:
            wanted.append(word)
        at += length
    return wanted


def _known_name(words: list[_Word], at: int, names: _Names) -> tuple[int, Wanted | None]:
    """The longest run of words from `at` that has other names."""
    best: tuple[int, Wanted | None] = (0, None)
    name: Units = ()
    for length, word in enumerate(words[at : at + _LONGEST_NAME], start=1):
        if length > 1 and not word.follows:
            break
        name += word.units
        if same := names.synonyms.get(name):
            best = (length, Wanted((name, *same)))
        elif others := names.told.get(name):
            apart = _wanted(words[at : at + length], _Names(names.synonyms, {}))
            best = (length, Wanted((name,), others, tuple(apart) if len(apart) > 1 else ()))
    return best


def _singles(words: list[_Word], at: int) -> int:
    length = 1
    if words[at].single:
        while at + length < len(words) and words[at + length].touches:
            if not words[at + length].single:
                break
            length += 1
    return length


def _by_units(told: Mapping[str, Sequence[str]]) -> Synonyms:
    """The same in units, one way only: what is told is about the word typed."""
    table: dict[Units, tuple[Units, ...]] = {}
    for word, others in told.items():
        own = _flat(word)
        names = dict.fromkeys(unit for other in others if (unit := _flat(other)) and unit != own)
        if own and names:
            table[own] = tuple(names)
    return table


def _flat(name: str) -> Units:
    return sum(units(name), ())
