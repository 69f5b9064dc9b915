"""How is a marked workbook written anew? The same cells as text and numbers, marks beside them."""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from matchmaking.imports.marks import Cause, Marks
from matchmaking.intake.cells import Cell
from matchmaking.intake.sheets import Sheet

CAUSES = "退回原因"
HEADINGS = ("工作表", "单元格", "列", "原值", "处理", "原因与办法")
WIDTHS = (18, 10, 18, 30, 18, 60)
_UNNAMED = "清单"  # the one sheet of a text file
_LONGEST = 32_000
_LONGEST_NAME = 31
_WIDTH = 16
_MOST_COMMENTS = 20_000  # more make a workbook that no program opens in reasonable time
_MOST_LINKS = 60_000  # Excel allows 65,530 on a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def marked_copy(sheets: Sequence[Sheet], marks: Marks) -> bytes:
    """A new workbook. Text stays text: what looks like a formula is not one."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        names = _names(sheets)
        faulty = book.add_format({"bg_color": "#FFE699"})
        left = _MOST_COMMENTS
        for sheet in sheets:
            page = book.add_worksheet(names[sheet.name])
            page.set_column(0, 60, _WIDTH)
            said = marks.at.get(sheet.name, {})
            _write_cells(page, sheet, said, faulty=faulty)
            left -= _write_comments(page, said, most=left)
        _write_causes(book, marks.causes, names)
    return buffer.getvalue()


def _write_cells(page: Any, sheet: Sheet, said: dict[str, list[str]], *, faulty: Any) -> None:
    marked = {xl_cell_to_rowcol(where) for where in said}
    for number, cells in sheet.rows:
        for place, cell in enumerate(cells):
            at = (number - 1, place)
            _write(page, at, cell, look=faulty if at in marked else None)
            marked.discard(at)
    for row, column in sorted(marked):
        page.write_blank(row, column, None, faulty)


def _write(page: Any, at: tuple[int, int], cell: Cell, *, look: Any) -> None:
    if cell is None or cell == "":
        page.write_blank(*at, None, look)
    elif isinstance(cell, bool):
        page.write_boolean(*at, cell, look)
    elif isinstance(cell, int | float):
        page.write_number(*at, cell, look)
    else:
        text = cell.isoformat() if isinstance(cell, date) else str(cell)
        page.write_string(*at, text[:_LONGEST], look)


def _write_comments(page: Any, said: dict[str, list[str]], *, most: int) -> int:
    """How many were written."""
    written = dict(list(said.items())[: max(0, most)])
    for where, causes in written.items():
        text = "\n".join(dict.fromkeys(causes))[:_LONGEST]
        page.write_comment(where, text, {"author": "融通", "x_scale": 2.5, "y_scale": 1.5})
    return len(written)


def _write_causes(book: Any, causes: Sequence[Cause], names: dict[str, str]) -> None:
    taken = set(names.values())
    name = next(
        one for one in (CAUSES, *(f"{CAUSES}{n}" for n in range(2, 99))) if one not in taken
    )
    page = book.add_worksheet(name)
    head, link = book.add_format({"bold": True}), book.add_format({"underline": 1})
    for place, width in enumerate(WIDTHS):
        page.set_column(place, place, width)
        page.write_string(0, place, HEADINGS[place], head)
    page.freeze_panes(1, 0)
    for row, cause in enumerate(causes, start=1):
        sheet = names.get(cause.sheet, cause.sheet)
        where = cause.cell or (f"第{cause.row}行" if cause.row else "")
        told = (sheet, where, cause.heading, cause.value, cause.treated, cause.cause)
        for place, text in enumerate(told):
            page.write_string(row, place, text[:_LONGEST])
        if cause.target and row <= _MOST_LINKS:
            quoted = sheet.replace("'", "''")
            page.write_url(row, 1, f"internal:'{quoted}'!{cause.target}", link, where)


def _names(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Names a workbook may have: neither empty nor too long nor twice, without signs it forbids."""
    names: dict[str, str] = {}
    for sheet in sheets:
        clean = _FORBIDDEN.sub(" ", sheet.name).strip(" '")[:_LONGEST_NAME] or _UNNAMED
        taken = {name.lower() for name in names.values()}
        more = (f"{clean[: _LONGEST_NAME - 4]}({n})" for n in range(2, len(sheets) + 2))
        names[sheet.name] = next(one for one in (clean, *more) if one.lower() not in taken)
    return names
