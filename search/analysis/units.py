"""What is the smallest thing that can be found? A Han character, or a name, grade or measure whole.

A word typed is found wherever its units stand next to each other: 工程 in 在建工程. Punctuation
parts what stands beside it, blanks do not: 钢 管 is 钢管.
"""

from dataclasses import dataclass
from itertools import chain, pairwise

from search.analysis.cutting import RUN, is_han, is_measure, squeeze, with_parts
from search.analysis.normalising import normalise, normalise_with_places

Units = tuple[str, ...]
BREAK = "|"
_JOINT = "·"
_SHORTEST_START = 3


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit and the stretch of the original text it was read from."""

    text: str
    start: int
    end: int


def units(text: str) -> list[Units]:
    """The units of each stretch between punctuation marks."""
    return units_of_normal(normalise(text))


def units_of_normal(normal: str) -> list[Units]:
    """The same for a text that is normalised already."""
    groups: list[list[str]] = []
    end = 0
    for run in RUN.finditer(normal):
        gap = normal[end : run.start()]
        if not groups or (gap and not gap.isspace()):
            groups.append([])
        if run.lastgroup == "han":
            groups[-1].extend(run[0])
        else:
            groups[-1].append(squeeze(run[0]))
        end = run.end()
    return [tuple(group) for group in groups]


def placed_units(text: str) -> list[list[PlacedUnit]]:
    """The units of each stretch with their places in `text`, for highlighting."""
    normal, places = normalise_with_places(text)
    places = [*places, len(text)]
    groups: list[list[PlacedUnit]] = []
    end = 0
    for run in RUN.finditer(normal):
        gap = normal[end : run.start()]
        if not groups or (gap and not gap.isspace()):
            groups.append([])
        end = run.end()
        if run.lastgroup == "han":
            stretches = [(at, at + 1) for at in range(run.start(), end)]
        else:
            stretches = [(run.start(), end)]
        for first, last in stretches:
            # The last character read decides where the stretch ends: ㎜ is two letters, one place.
            unit = PlacedUnit(squeeze(normal[first:last]), places[first], places[last - 1] + 1)
            groups[-1].append(unit)
    return groups


def pair(left: str, right: str) -> str:
    """One token for two neighbours; for two Han characters the bigram itself."""
    return left + right if is_han(left) and is_han(right) else f"{left}{_JOINT}{right}"


def joined(group: Units) -> str:
    """One token for any number of neighbours."""
    token = group[0]
    for left, right in pairwise(group):
        token += right if is_han(left) and is_han(right) else _JOINT + right
    return token


def pairs(group: Units) -> list[str]:
    """Every two neighbours of a stretch, in order."""
    return [pair(left, right) for left, right in pairwise(group)]


def entries(unit: str) -> list[str]:
    """What a unit alone is found by: itself, its parts, and the beginnings of a grade.

    Q345B is found by Q345, 220kV by 220. A beginning ends where letters and figures meet and never
    takes a unit of measure apart: 1000kg is not found by 100, nor 1.5mm² by 1.5m.
    """
    if len(unit) == 1 or is_han(unit):
        return [unit]
    tokens = (unit, *with_parts(unit))
    return list(dict.fromkeys([*tokens, *chain.from_iterable(map(_beginnings, tokens))]))


def _beginnings(token: str) -> list[str]:
    borders = [
        end
        for end in range(1, len(token))
        if token[end - 1].isalnum()
        and token[end].isalnum()
        and token[end - 1].isdigit() != token[end].isdigit()
    ]
    if is_measure(token):
        borders = [end for end in borders if token[end - 1].isdigit()][:1]
    return [token[:end] for end in borders if end >= _SHORTEST_START]
