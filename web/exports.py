"""How does a table leave as a file? Excel or CSV, streamed, and no cell that a spreadsheet would run."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response, StreamingResponse
from xlsxwriter import Workbook

from matchmaking.clock import CITY
from matchmaking.errors import Invalid

Cell = str | int | float | Decimal | date | datetime | bool | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# A spreadsheet takes a text that begins like this for a formula and runs it.
RUNS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_TEXT = 32_767  # characters in a cell of Excel
ROWS_A_SHEET = 1_000_000  # Excel holds 1,048,576
_LINES = 500  # sent at once


class Format(StrEnum):
    """What `?format=` may ask for."""

    XLSX = "xlsx"
    CSV = "csv"


def format_of(request: Request) -> Format | None:
    """The file asked for by `?format=`; None for the page itself. Raises Invalid for another."""
    asked = request.query_params.get("format")
    if asked is None:
        return None
    if asked not in set(Format):
        raise Invalid("只能导出为 Excel（format=xlsx）或 CSV（format=csv）。请用页面上的导出链接。")
    return Format(asked)


FileDep = Annotated[Format | None, Depends(format_of)]


def export(
    rows: Iterable[Sequence[Cell]], headings: Sequence[str], *, file: Format, name: str
) -> Response:
    """The table as a download called `name`, without its ending. Rows are taken one by one.

    CSV is sent while the rows are read, after the route has returned: rows must not hang on the
    request's session.
    """
    if file is Format.CSV:
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.csv"}
        return StreamingResponse(_csv(rows, headings), media_type=CSV, headers=headers)
    with ExitStack() as stack:
        path = Path(stack.enter_context(TemporaryDirectory(prefix="rongtong-"))) / "table.xlsx"
        write_workbook(path, rows, headings)
        leftover = stack.pop_all()
    return FileResponse(
        path,
        media_type=XLSX,
        filename=f"{name}.xlsx",
        background=BackgroundTask(leftover.close),
    )


def harmless(text: str) -> str:
    """The text as one that no spreadsheet runs: a leading ' shows it as it is."""
    return f"'{text}" if text.startswith(RUNS) else text


def write_workbook(path: Path, rows: Iterable[Sequence[Cell]], headings: Sequence[str]) -> None:
    """One row in memory at a time; what one sheet cannot hold goes on in the next."""
    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), settings) as book:
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = _new_sheet(book, headings, bold)
        for number, row in enumerate(rows):
            line = number % ROWS_A_SHEET
            if number and line == 0:
                sheet = _new_sheet(book, headings, bold)
            for column, cell in enumerate(row):
                _write_cell(sheet, (line + 1, column), cell, day)


def _new_sheet(book: Workbook, headings: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, harmless(heading), bold)
    return sheet


def _write_cell(sheet: Any, place: tuple[int, int], cell: Cell, day: Any) -> None:
    """Numbers as numbers and days as days, so that they add up and sort."""
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        sheet.write_number(*place, float(cell))
    elif isinstance(cell, date) and not isinstance(cell, datetime):
        sheet.write_datetime(*place, datetime.combine(cell, time()), day)
    elif text := _as_text(cell):
        sheet.write_string(*place, text[:LONGEST_TEXT])


def _as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return f"{cell.astimezone(CITY):%Y-%m-%d %H:%M}"
    return str(cell)


def _csv(rows: Iterable[Sequence[Cell]], headings: Sequence[str]) -> Iterator[bytes]:
    yield codecs.BOM_UTF8  # without it Excel takes UTF-8 for the machine's own encoding
    remaining = chain([headings], rows)
    while lines := list(islice(remaining, _LINES)):
        text = io.StringIO()
        csv.writer(text).writerows([_as_text(cell) for cell in row] for row in lines)
        yield text.getvalue().encode()
