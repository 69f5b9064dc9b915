"""Which cells does a merged cell speak for? Those below it in a list, those beside it in a heading.

A spreadsheet lets no two merged ranges overlap. A crafted file may hold a hundred thousand that all do,
so of ranges that meet only the first counts: work and memory stay within the cells there are.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from matchmaking.intake.sheets import Merge


@dataclass(slots=True)
class _Span:
    """Rows of one column that are one cell."""

    top: int
    bottom: int
    said: str = ""


@dataclass(slots=True)
class Filling:
    """Fills the rows of one reading, from the first to the last, downwards."""

    _spans: Mapping[int, list[_Span]] = field(default_factory=dict)
    _next: dict[int, int] = field(default_factory=dict)

    def fill(self, number: int, texts: list[str]) -> None:
        """Put into the empty cells of a row what their merged cell says."""
        row = number - 1
        for column, spans in self._spans.items():
            at = self._next.get(column, 0)
            while at < len(spans) and spans[at].bottom < row:
                at += 1
            self._next[column] = at
            if at == len(spans) or spans[at].top > row or column >= len(texts):
                continue
            texts[column] = texts[column] or spans[at].said
            spans[at].said = texts[column]


def filling(merged: Iterable[Merge], header_row: int, columns: Collection[int]) -> Filling:
    """What merged cells under the header say in these columns. Only downwards: a note merged across
    the whole width must not look like a full row.
    """
    spans: dict[int, list[_Span]] = {}
    for merge in sorted(merged):
        if not merge.bottom > merge.top >= header_row or merge.left not in columns:
            continue
        before = spans.setdefault(merge.left, [])
        if not before or before[-1].bottom < merge.top:
            before.append(_Span(merge.top, merge.bottom))
    return Filling(spans)


def across(merged: Iterable[Merge], numbers: Iterable[int]) -> dict[int, list[Merge]]:
    """For each of these rows the merged ranges that reach into it, from left to right."""
    rows: dict[int, list[Merge]] = {number: [] for number in numbers}
    last = max(rows, default=0)
    near = (merge for merge in merged if merge.top < last)
    for merge in sorted(near, key=lambda one: (one.left, one.top)):
        for number, found in rows.items():
            meets = bool(found) and found[-1].right >= merge.left
            if merge.top < number <= merge.bottom + 1 and not meets:
                found.append(merge)
    return rows
