"""Which part of a title matched? Marked on the title as it was written, the same for every engine."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from search.analysis.typed import Typed, Wanted
from search.analysis.units import PlacedUnit, Units, entries, placed_units

OPENS, CLOSES = "〔", "〕"


def mark(title: str, typed: Typed) -> str:
    """The title with 〔…〕 around everything that was looked for."""
    stretches: list[tuple[int, int]] = []
    for group in placed_units(title):
        for wanted in typed.wanted:
            stretches += _by_name(group, wanted)
        for phrase in typed.phrases:
            stretches += _found(group, phrase)
    pieces: list[str] = []
    end = 0
    for start, stop in _merged(stretches):
        pieces += (title[end:start], OPENS, title[start:stop], CLOSES)
        end = stop
    return "".join(pieces) + title[end:]


def _by_name(group: list[PlacedUnit], wanted: Wanted) -> list[tuple[int, int]]:
    """By any of its names; where there is none, the words it is cut into."""
    stretches: list[tuple[int, int]] = []
    for name in (*wanted.names, *wanted.others):
        stretches += _found(group, name)
    if wanted.typos:
        stretches += _nearly_found(group, wanted.names[0][0], wanted.typos)
    if not stretches:
        for part in wanted.apart:
            stretches += _by_name(group, part)
    return stretches


def _found(group: list[PlacedUnit], name: Units) -> Iterable[tuple[int, int]]:
    size = len(name)
    if size == 1:
        return [(unit.start, unit.end) for unit in group if name[0] in entries(unit.text)]
    texts = tuple(unit.text for unit in group)
    return [
        (group[at].start, group[at + size - 1].end)
        for at in range(len(texts) - size + 1)
        if texts[at : at + size] == name
    ]


def _nearly_found(group: list[PlacedUnit], word: str, typos: int) -> Iterable[tuple[int, int]]:
    return [
        (unit.start, unit.end)
        for unit in group
        if any(
            part.isascii()
            and part.isalpha()
            and OSA.distance(part, word, score_cutoff=typos) <= typos
            for part in entries(unit.text)
        )
    ]


def _merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping and touching stretches made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
