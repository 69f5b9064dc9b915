"""What is a concept? One product or service of industry: what it is called, is for, is made of, and is not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from search.analysis import normalise

_BLANKS = re.compile(r"\s+")
_BESIDE_HAN = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def name_key(text: str) -> str:
    """Two spellings with one key are the same: width, case, script and blanks beside Han do not matter."""
    return _BESIDE_HAN.sub("", _BLANKS.sub(" ", normalise(text))).strip()


@dataclass(frozen=True, slots=True)
class Name:
    """One of the names of a concept; where it has several meanings, words that must be near it."""

    text: str
    context: tuple[str, ...] = ()  # any of them; (): the name means this wherever it stands


@dataclass(frozen=True, slots=True)
class Concept:
    """One line of a division's file. Links are names of other concepts, as written there."""

    name: str  # the standard name
    division: str  # GB/T 4754-2017: "35"
    kind_of: tuple[str, ...]
    part_of: tuple[str, ...] = ()
    other_names: tuple[Name, ...] = ()
    purposes: tuple[str, ...] = ()  # what it is for, in a buyer's words
    marks: tuple[str, ...] = ()  # grades and standards that betray it; * stands for any
    made_from: tuple[str, ...] = ()
    goes_into: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()  # near things it is not
    where: str = ""  # file and line, for whoever mends it

    @property
    def names(self) -> tuple[Name, ...]:
        """All its names, the standard one first."""
        return (Name(self.name), *self.other_names)

    @property
    def links(self) -> tuple[str, ...]:
        """All names of other concepts it mentions."""
        return self.kind_of + self.part_of + self.made_from + self.goes_into + self.unlike


@dataclass(frozen=True, slots=True)
class Division:
    """A division of GB/T 4754-2017; its short name is the root of what the division makes."""

    code: str
    name: str  # 专用设备
    other_names: tuple[str, ...] = ()  # what links may call it as well


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """All concepts, in the order of their files. `rows` leads from the key of a name to concepts."""

    divisions: Sequence[Division]
    concepts: Sequence[Concept]
    rows: Mapping[str, Sequence[int]] = field(repr=False)
    users: frozenset[str] = frozenset()  # who uses things, and where; no products themselves

    def find(self, name: str) -> int | None:
        """The concept a link means: by its standard name, else by one it shares with nobody."""
        rows = self.rows.get(name_key(name), ())
        own = [row for row in rows if name_key(self.concepts[row].name) == name_key(name)]
        found = own or rows
        return found[0] if len(found) == 1 else None

    def is_division(self, name: str) -> bool:
        """Whether a link means a whole division (农业)."""
        return any(name == one.name or name in one.other_names for one in self.divisions)


def make_thesaurus(
    divisions: Sequence[Division],
    concepts: Sequence[Concept],
    users: frozenset[str] = frozenset(),
) -> Thesaurus:
    """Number the concepts and find them by every name."""
    rows: dict[str, list[int]] = {}
    for row, concept in enumerate(concepts):
        for key in dict.fromkeys(name_key(name.text) for name in concept.names):
            rows.setdefault(key, []).append(row)
    return Thesaurus(divisions, concepts, rows, users)
