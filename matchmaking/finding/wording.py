"""By which other names is a typed word found, and what is said about that? Thesaurus and operators' groups.

The operators' groups go before: a word that stands in one of them means what they say, no more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlmodel import Session

from matchmaking.finding.lexicon import Lexicon, empty_lexicon
from matchmaking.finding.synonyms import in_force
from matchmaking.thesaurus.concepts import name_key
from matchmaking.thesaurus.knowledge import Knowledge
from search.analysis.typed import Wanted, name_groups, plain_part, read_typed
from search.analysis.units import Units, units

MOST_MEANT = 5
_MOST_CONCEPTS = 2  # of which kinds are shown
_PLAINLY = 1.0


@dataclass(frozen=True, slots=True)
class Also:
    """A word as typed, and the other names it was looked for by."""

    written: str
    name: str  # what it is properly called; "" where it is, or an operator says what it means
    others: tuple[str, ...]
    exactly: str  # the same search for the word as typed only


@dataclass(frozen=True, slots=True)
class Beside:
    """Something near a typed word that is worth a look."""

    name: str
    narrower: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """What was made of a search text."""

    also: tuple[Also, ...] = ()
    beside: tuple[Beside, ...] = ()


class Wording:
    """What the words of searches mean now."""

    def __init__(self, lexicon: Lexicon, groups: Mapping[str, Sequence[str]]) -> None:
        self.lexicon = lexicon
        self._groups = name_groups(groups)

    def names(self, text: str) -> dict[str, tuple[str, ...]]:
        """Typed word → the names by which it is to be found, too."""
        told: dict[str, tuple[str, ...]] = {}
        for word, rows in self._rows(text).items():
            names = dict.fromkeys(name for row in rows for name in self.lexicon.names(row))
            others = tuple(name for name in names if name_key(name) != word)
            if others:
                told[word] = others
        return told

    def explain(self, text: str) -> Explained:
        """To be told beside what is found."""
        rows = self._rows(text)
        proper = {_flat(word): tuple(map(self.lexicon.name, some)) for word, some in rows.items()}
        told = self.names(text)
        spelt = {_flat(name): name for others in told.values() for name in others}
        typed = read_typed(text, self._groups, told)
        also = (
            _also(text, word, proper.get(word.names[0], ()), spelt=spelt)
            for word in typed.wanted
            if word.others or len(word.names) > 1
        )
        beside = () if self.lexicon.is_told(plain_part(text)) else self._beside(text, rows)
        return Explained(tuple(also), tuple(beside))

    def meant(self, text: str) -> tuple[str, ...]:
        """What a text that tells a purpose may mean: 把面粉和成面团的机器 → 和面机."""
        plain = plain_part(text).strip()
        return self.lexicon.meant(plain, MOST_MEANT) if plain else ()

    def _rows(self, text: str) -> dict[str, list[int]]:
        """The words the thesaurus may widen, with the concepts each of them means."""
        rows: dict[str, list[int]] = {}
        for touch in self.lexicon.named(plain_part(text)):
            if _flat(touch.written) not in self._groups:
                rows.setdefault(touch.written, []).append(touch.row)
        return rows

    def _beside(self, text: str, rows: Mapping[str, list[int]]) -> Iterable[Beside]:
        touches = [one for one in self.lexicon.named(plain_part(text)) if one.written in rows]
        plainly = [one for one in touches if one.worth >= _PLAINLY] or touches
        found: dict[str, Beside] = {}
        for touch in plainly[-_MOST_CONCEPTS:]:
            for name in self.lexicon.narrower(touch.row):
                found.setdefault(name, Beside(name, narrower=True))
            for name in self.lexicon.wider(touch.row):
                found.setdefault(name, Beside(name, narrower=False))
        return found.values()


class Wordings:
    """Makes them from the tables; the lexicon stays as long as the thesaurus is the same."""

    def __init__(self, knowledge: Callable[[Session], Knowledge]) -> None:
        self._knowledge = knowledge
        self._held: tuple[Knowledge, Lexicon] | None = None

    def read(self, session: Session) -> Wording:
        """What words mean now."""
        known = self._knowledge(session)
        if self._held is None or self._held[0] is not known:
            self._held = known, Lexicon(known)
        return Wording(self._held[1], in_force(session))


def no_wording() -> Wording:
    """Every word means itself."""
    return Wording(empty_lexicon(), {})


def _also(text: str, word: Wanted, proper: tuple[str, ...], *, spelt: Mapping[Units, str]) -> Also:
    written = _as_typed(text, _shown(word.names[0]))
    others = tuple(spelt.get(one) or _shown(one) for one in (*word.names[1:], *word.others))
    name = "、".join(one for one in proper if _flat(one) != word.names[0])
    return Also(written, name, others, _exactly(text, written))


def _exactly(text: str, written: str) -> str:
    """The text with the word as a phrase, which is found as it stands only."""
    quoted = f"“{written}”"
    return text.replace(written, quoted, 1) if written in text else quoted


def _as_typed(text: str, shown: str) -> str:
    """How the person wrote it, where that differs in case only."""
    at = text.lower().find(shown)
    same = at >= 0 and len(text) == len(text.lower())
    return text[at : at + len(shown)] if same else shown


def _shown(name: Units) -> str:
    """A name put together again; blanks between Latin words."""
    text = name[0]
    for left, right in pairwise(name):
        text += f" {right}" if left.isascii() and right.isascii() else right
    return text


def _flat(name: str) -> Units:
    return sum(units(name), ())
