"""Where in a sheet does the list begin? Finds the header, joins two-row headers, says the rows below."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from matchmaking.intake.cells import Cell, text_of
from matchmaking.intake.groups import are_headings, groups_of, joined
from matchmaking.intake.headers import (
    ESSENTIAL,
    Column,
    Field,
    columns_of,
    is_telling,
    plain_header,
)
from matchmaking.intake.kinds import ListKind
from matchmaking.intake.merges import across, filling
from matchmaking.intake.sheets import Merge, Sheet

_ROWS_SEARCHED = 30
_FEWEST_FIELDS = 2
_FILLED_BY = re.compile(
    r"(?:填报单位|填报企业|申报单位|采购单位|需求单位|单位名称|企业名称|公司名称)[:：]\s*([^\s:：]{4,40})"
)
_NAMED = {
    ListKind.DEMAND: re.compile("需求|采购|求购"),
    ListKind.SUPPLY: re.compile("供给|供应|产品目录"),
}
_DITTO = frozenset(("同上", "〃", "″"))
_NAME_BONUS = 3
# Headings only one kind of list has decide more than those both have.
_OWN_BONUS = 2
_OWN = {
    ListKind.DEMAND: {
        Field.NEEDED_BY,
        Field.PRICE_LIMIT,
        Field.REGION_WISH,
        Field.REQUIREMENTS,
        Field.TYPE,
        Field.QUANTITY,
    },
    ListKind.SUPPLY: {
        Field.CAPACITY,
        Field.SPARE,
        Field.CUSTOMERS,
        Field.TARGETS,
        Field.MINIMUM,
        Field.SHARE,
        Field.LEAD,
    },
}


@dataclass(slots=True)
class Table:
    """A sheet whose header was found."""

    sheet: Sheet
    kind: ListKind
    header_row: int  # as the spreadsheet shows it; the lower one of two
    first: int  # where in sheet.rows the data begins
    headers: list[str]
    columns: list[Column]
    unknown: list[int]
    score: int
    default_firm: str = ""  # 填报单位：… above the header

    @property
    def size(self) -> int:
        """How many rows follow the header."""
        return len(self.sheet.rows) - self.first

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number and clean texts of each data row, merged cells filled downwards."""
        before: list[str] = []
        width = len(self.headers)
        merged = filling(self.sheet.merged, self.header_row, range(width))
        for number, raw in self.sheet.rows[self.first :]:
            texts = list(map(text_of, raw))
            if not any(texts):
                continue
            if len(texts) < width:
                texts.extend([""] * (width - len(texts)))
            merged.fill(number, texts)
            if not _DITTO.isdisjoint(texts):
                texts = _without_dittos(texts, before)
            before = texts
            yield number, texts


def _without_dittos(texts: list[str], before: list[str]) -> list[str]:
    """“同上” read as what stands above it."""
    above = before + [""] * len(texts)
    return [above[place] if text in _DITTO else text for place, text in enumerate(texts)]


def find_table(sheet: Sheet, kind: ListKind) -> Table | None:
    """The list in a sheet, read as this kind; None when no row looks like its header."""
    best: Table | None = None
    searched = sheet.rows[: _ROWS_SEARCHED + 1]
    merged = across(sheet.merged, [number for number, _ in searched])
    for depth, place in product((1, 2), range(min(len(sheet.rows), _ROWS_SEARCHED))):
        found = _table_at(sheet, kind, at=(place, depth), merged=merged)
        # A later or taller header must be better, not as good, to be believed.
        if found and (best is None or found.score > best.score):
            best = found
    if best:
        best.default_firm = _filled_by(sheet, best.first)
    return best


def _table_at(
    sheet: Sheet, kind: ListKind, *, at: tuple[int, int], merged: Mapping[int, list[Merge]]
) -> Table | None:
    place, depth = at
    rows = sheet.rows[place : place + depth]
    # A header of two rows has no gap, and its second row is headings, not data.
    if len(rows) < depth or rows[-1][0] != rows[0][0] + depth - 1:
        return None
    top = _header_texts(sheet, rows[0], merged)
    headers = top
    if depth > 1:
        below = _header_texts(sheet, rows[1], merged)
        groups = groups_of(top, below)
        if not any(groups) or not are_headings(top, below, kind):
            return None
        headers = joined(groups, below, kind)
    columns, unknown = columns_of(headers, kind)
    fields = {column.field for column in columns}
    if len(fields) < _FEWEST_FIELDS or not set(ESSENTIAL[kind]) <= fields | _given_above(
        sheet, place
    ):
        return None
    return Table(sheet, kind, rows[-1][0], place + depth, headers, columns, unknown, len(fields))


def _given_above(sheet: Sheet, place: int) -> set[Field]:
    return {Field.FIRM} if _filled_by(sheet, place) else set()


def _header_texts(
    sheet: Sheet, row: tuple[int, list[Cell]], merged: Mapping[int, list[Merge]]
) -> list[str]:
    """A header row's texts, merged headings told for each of their columns."""
    number, raw = row
    texts = [" ".join(text_of(cell).split()) for cell in raw]
    by_number = None
    for merge in merged[number]:
        if merge.right - merge.left > len(texts):
            continue
        by_number = by_number or dict(sheet.rows[: _ROWS_SEARCHED + 2])
        source = by_number.get(merge.top + 1, [])
        said = " ".join(text_of(source[merge.left]).split()) if merge.left < len(source) else ""
        for column in range(merge.left, min(merge.right + 1, len(texts))):
            texts[column] = texts[column] or said
    return texts


def _filled_by(sheet: Sheet, place: int) -> str:
    """The firm named above the header: 填报单位：云南示例公司."""
    above = "\n".join(text_of(cell) for _, cells in sheet.rows[:place] for cell in cells)
    found = _FILLED_BY.search(above)
    return found[1] if found else ""


def weight_of(table: Table) -> int:
    """How much a sheet looks like its kind of list, to compare the two kinds."""
    fields = {column.field for column in table.columns}
    texts = [text_of(cell) for _, cells in table.sheet.rows[: table.first] for cell in cells]
    named = set(_NAMED[table.kind].findall(" ".join([table.sheet.name, *texts])))
    return (
        table.score
        + _OWN_BONUS * len(fields & _OWN[table.kind])
        + _OWN_BONUS * sum(is_telling(text, table.kind) for text in set(texts))
        + _NAME_BONUS * len(named)
    )


def is_header_again(texts: Sequence[str], table: Table) -> bool:
    """Whether a row repeats the headings, as a list printed over several pages does."""
    first = table.columns[0]
    # Told apart by one cheap look: hardly any row begins like the header.
    if texts[first.index][:1] != first.header[:1]:
        return False
    pairs = ((texts[column.index], column.header) for column in table.columns[:4])
    return all(plain_header(text)[0] == plain_header(header)[0] for text, header in pairs)
