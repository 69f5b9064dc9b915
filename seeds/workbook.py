"""How does a list become a workbook? Title and note above the headings, a sheet a chain, merged cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from seeds.lists import Row

_HEADING_ROW = 2  # title, note, headings
_WIDTH = 16


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """All that stands in one sheet."""

    name: str
    title: str
    note: str
    headings: tuple[str, ...]
    rows: Sequence[Row]
    merged: tuple[int, ...] = ()  # columns whose equal neighbours become one cell
    footer: str = ""


@dataclass(frozen=True, slots=True)
class _Looks:
    title: Format
    heading: Format
    merged: Format
    day: Format


def write_workbook(
    path: Path, plans: Sequence[SheetPlan], *, cover: Sequence[str], today: date
) -> None:
    """A cover sheet and a sheet for each plan."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": cover[0], "created": datetime.combine(today, time())})
        looks = _Looks(
            book.add_format({"bold": True, "font_size": 16, "align": "center"}),
            book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E8EEF4"}),
            book.add_format({"valign": "vcenter", "text_wrap": True}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        first = book.add_worksheet("填报说明")
        first.set_column(0, 0, 80)
        first.write_column(0, 0, cover)
        for plan in plans:
            _write_sheet(book.add_worksheet(plan.name), plan, looks)


def _write_sheet(sheet: Worksheet, plan: SheetPlan, looks: _Looks) -> None:
    last = len(plan.headings) - 1
    sheet.set_column(0, last, _WIDTH)
    sheet.merge_range(0, 0, 0, last, plan.title, looks.title)
    sheet.merge_range(1, 0, 1, last, plan.note)
    sheet.write_row(_HEADING_ROW, 0, plan.headings, looks.heading)
    sheet.freeze_panes(_HEADING_ROW + 1, 0)
    for number, row in enumerate(plan.rows, start=_HEADING_ROW + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell, looks.day)
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write_number(number, column, cell)
    _merge(sheet, plan, looks.merged)
    if plan.footer:
        sheet.write_string(_HEADING_ROW + 2 + len(plan.rows), 0, plan.footer)


def _merge(sheet: Worksheet, plan: SheetPlan, look: Format) -> None:
    """One cell for a run of rows that say the same, as clerks like it."""
    for column in plan.merged:
        top = _HEADING_ROW + 1
        for value, run in groupby(row[column] for row in plan.rows):
            bottom = top + len(list(run)) - 1
            if value and bottom > top:
                sheet.merge_range(top, column, bottom, column, value, look)
            top = bottom + 1
