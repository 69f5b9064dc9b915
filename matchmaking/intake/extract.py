"""What is in a workbook? Run as a process of its own, which writes one JSON value a line.

A crafted workbook can make the reader ask for all memory there is, or end its process; so it reads
in a process that may die without taking the platform along. First line of a sheet: its name and
merged ranges; then its rows that hold anything, as [number, cells]; last of all: null.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TextIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from matchmaking.intake.bounds import MAX_COLUMNS, MAX_MERGES, MAX_ROWS, MAX_SHEETS

_MEMORY = 2 << 30
_SECONDS = 120
_ROWS_OF_HEADINGS = 40  # more than are searched for the headings

Raw = str | int | float | bool | date | datetime | time | timedelta
PASSWORD, BROKEN, MANY_SHEETS, MANY_ROWS, MANY_COLUMNS = (
    "password", "broken", "sheets", "rows", "columns",
)  # fmt: skip


def sheets_of(path: str) -> Iterator[str]:
    """The lines that tell of every sheet; an object with "error" where it cannot be read."""
    try:
        # Given the bytes and not the path: by the path, the extension would decide the kind.
        with Path(path).open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            names = [
                (meta.name, meta.visible != SheetVisibleEnum.Visible)
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
            if len(names) > MAX_SHEETS:
                yield _line({"error": MANY_SHEETS, "detail": len(names)})
                return
            rows = 0
            for name, hidden in names:
                for line, is_row in _sheet_lines(book.get_sheet_by_name(name), hidden=hidden):
                    rows += is_row
                    if rows > MAX_ROWS:
                        yield _line({"error": MANY_ROWS})
                        return
                    yield line
    except CalamineError as error:
        kind = PASSWORD if "assword" in f"{type(error).__name__} {error}" else BROKEN
        yield _line({"error": kind, "detail": str(error)})
        return
    yield "null\n"


def _sheet_lines(sheet: CalamineSheet, *, hidden: bool) -> Iterator[tuple[str, bool]]:
    first_column = sheet.start[1] if sheet.start else 0
    merged = (sheet.merged_cell_ranges or [])[:MAX_MERGES]
    yield _line({"sheet": sheet.name, "merged": merged, "hidden": hidden}), False
    if sheet.end and sheet.end[1] >= MAX_COLUMNS:
        yield _line({"error": MANY_COLUMNS, "detail": sheet.name}), False
        return
    before = [""] * first_column
    told = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if not any(cell != "" for cell in cells):
            continue
        told += 1
        # One cell far to the right makes every row as wide; what is empty need not be told, but
        # under a merged heading, where a column begins that its rows may leave empty.
        while told > _ROWS_OF_HEADINGS and cells[-1] == "":
            cells.pop()
        yield _line([number, before + [_plain(cell) for cell in cells]]), True


def _plain(cell: Raw) -> Raw:
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell if isinstance(cell, str | int | float) else str(cell)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True) + "\n"


def main(path: str, out: TextIO) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out.writelines(sheets_of(path))


if __name__ == "__main__":
    main(sys.argv[1], sys.stdout)
