"""How does a list go back to its sender? As it was, with faulty cells filled and explained.

An .xlsx is annotated in place: formats, widths, drop-downs and formulas stay. Other files, and those of
many rows, which take too long that way, come back as a new workbook with the same cells.
"""

import warnings
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from matchmaking.imports.marked_copy import CAUSES, HEADINGS, WIDTHS, marked_copy
from matchmaking.imports.marks import Cause, marks_of
from matchmaking.imports.weighing import may_be_opened_whole
from matchmaking.intake.files import read_bytes, read_sheets, text_of_file
from matchmaking.intake.jsonl import COLUMNS, looks_like_json, read_json_lines
from matchmaking.intake.sheets import Sheet
from matchmaking.records import Reading

MOST_ROWS = 20_000  # an annotated copy of more takes too long and too much memory
_FAULTY = PatternFill("solid", fgColor="FFE699")
_COMMENT_SIZE = (320, 120)  # wide enough for a sentence
_LONGEST = 32_000  # signs in a cell; Excel allows 32,767
# What openpyxl raises on workbooks that other programs wrote in ways of their own.
_STRANGE = (
    *(InvalidFileException, BadZipFile, SyntaxError),
    *(ValueError, TypeError, KeyError, IndexError, AttributeError),
)


def marked(path: Path, reading: Reading) -> bytes:
    """The sender's file with everything that is wrong marked, as .xlsx."""
    data = read_bytes(path)
    text = text_of_file(data)
    if text is not None and looks_like_json(text):
        sheet = Sheet("", [(1, [column.header for column in COLUMNS])])
        sheet.rows += [(number + 1, list(texts)) for number, texts, _, _ in read_json_lines(text)]
        return marked_copy([sheet], marks_of(reading, shift=1))
    if text is None and reading.rows_in <= MOST_ROWS and may_be_opened_whole(data):
        annotated = _annotated(data, reading)
        if annotated is not None:
            return annotated
    return marked_copy(read_sheets(path), marks_of(reading))


def _annotated(data: bytes, reading: Reading) -> bytes | None:
    """The workbook itself, or None where it cannot be opened to be written."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it mends or leaves out by itself
            book = openpyxl.load_workbook(BytesIO(data))
    except _STRANGE:
        return None
    marks = marks_of(reading)
    for name, cells in marks.at.items():
        if name in book.sheetnames:
            _mark_sheet(book[name], cells)
    _write_causes(book.create_sheet(_free_name(book.sheetnames)), marks.causes)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _mark_sheet(sheet: Worksheet, cells: dict[str, list[str]]) -> None:
    anchors = {
        place: (merged.min_row, merged.min_col)
        for merged in sheet.merged_cells.ranges
        for place in ((row, column) for row, column in merged.cells)
    }
    for where, causes in cells.items():
        cell = sheet[where]
        if isinstance(cell, MergedCell):
            row, column = anchors[cell.row, cell.column]
            cell = sheet.cell(row, column)
        before = f"{cell.comment.text}\n" if cell.comment else ""
        said = _plain(before + "\n".join(dict.fromkeys(causes)))
        cell.fill = _FAULTY
        cell.comment = Comment(said, "融通", width=_COMMENT_SIZE[0], height=_COMMENT_SIZE[1])


def _write_causes(sheet: Worksheet, causes: Iterable[Cause]) -> None:
    _write_row(sheet, 1, HEADINGS)
    for place, width in enumerate(WIDTHS):
        sheet.cell(1, place + 1).font = Font(bold=True)
        sheet.column_dimensions["ABCDEF"[place]].width = width
    sheet.freeze_panes = "A2"
    for number, cause in enumerate(causes, start=2):
        where = cause.cell or (f"第{cause.row}行" if cause.row else "")
        told = (cause.sheet, where, cause.heading, cause.value, cause.treated, cause.cause)
        _write_row(sheet, number, told)
        if cause.target:
            link = sheet.cell(number, 2)
            quoted = cause.sheet.replace("'", "''")
            link.hyperlink = Hyperlink(ref="", location=f"'{quoted}'!{cause.target}")
            link.font = Font(underline="single", color="0F5C78")


def _write_row(sheet: Worksheet, number: int, texts: Sequence[str]) -> None:
    for place, text in enumerate(texts, start=1):
        cell = sheet.cell(number, place)
        if isinstance(cell, Cell):
            cell.value = _plain(text)
            cell.data_type = "s"  # whatever it begins with, it is no formula


def _plain(text: str) -> str:
    """Without signs a workbook cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST]


def _free_name(taken: Sequence[str]) -> str:
    return next(
        name
        for name in (CAUSES, *(f"{CAUSES}{number}" for number in range(2, len(taken) + 3)))
        if name not in taken
    )
