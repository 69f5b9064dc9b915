"""Which form do people fill in? The official lists as workbooks: headings that are read with certainty.

Help stands on every heading, choices in drop-downs, examples on a sheet of their own.
"""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from matchmaking.imports.form_columns import FormColumn, columns_of
from matchmaking.intake.kinds import ListKind

TITLES = {ListKind.DEMAND: "大企业产品需求清单", ListKind.SUPPLY: "中小企业产品供给清单"}
HELP, CHOICES = "填表说明", "选项"
LAST_ROW = 5_000  # how far down drop-downs and formats reach
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_LOOKS: dict[str, dict[str, Any]] = {
    "date": {"num_format": "yyyy-mm-dd"},
    "amount": {"num_format": "#,##0.######"},
    "": {"num_format": "@"},
}
_HEAD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}


def template(kind: ListKind, today: date) -> bytes:
    """The form as .xlsx; the same bytes all day."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        made = datetime(today.year, today.month, today.day)  # noqa: DTZ001 (a workbook knows no zone)
        book.set_properties({"title": TITLES[kind], "created": made})
        columns = columns_of(kind)
        form = book.add_worksheet(TITLES[kind])
        _write_help(book, columns)
        ranges = _write_choices(book, columns)
        _write_form(book, form, columns, ranges=ranges)
    return buffer.getvalue()


def _write_form(
    book: Any, form: Any, columns: Sequence[FormColumn], *, ranges: dict[str, str]
) -> None:
    needed = book.add_format(_HEAD | {"bg_color": "#CFE3EB"})
    usual = book.add_format(_HEAD | {"bg_color": "#EEF2F5"})
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    form.freeze_panes(1, 0)
    form.set_row(0, 30)
    for place, column in enumerate(columns):
        form.set_column(place, place, column.width, looks[column.look])
        form.write_string(0, place, column.heading, needed if column.required else usual)
        form.write_comment(0, place, says(column), {"author": "融通"})
        if column.heading in ranges:
            form.data_validation(1, place, LAST_ROW, place, _from_list(column, ranges))


def _from_list(column: FormColumn, ranges: dict[str, str]) -> dict[str, Any]:
    """A drop-down that lets other words pass: places elsewhere, types of one's own."""
    return {
        "validate": "list",
        "source": ranges[column.heading],
        "error_type": "information",
        "error_title": column.heading,
        "error_message": "不在选项里，确定要这样写吗？",
    }


def _write_choices(book: Any, columns: Sequence[FormColumn]) -> dict[str, str]:
    """Choices on a hidden sheet, since a drop-down holds 255 signs only; heading -> range."""
    sheet, ranges = book.add_worksheet(CHOICES), {}
    sheet.hide()
    for place, column in enumerate(one for one in columns if one.choices):
        for row, choice in enumerate(column.choices):
            sheet.write_string(row, place, str(choice))
        letter = chr(ord("A") + place)
        ranges[column.heading] = f"={CHOICES}!${letter}$1:${letter}${len(column.choices)}"
    return ranges


def _write_help(book: Any, columns: Sequence[FormColumn]) -> None:
    """A line a column, two cells wide, so that it is taken for no list itself."""
    sheet = book.add_worksheet(HELP)
    head, wrapped = book.add_format(_HEAD), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26, wrapped)
    sheet.set_column(1, 1, 90, wrapped)
    sheet.write_row(0, 0, ("这一列", "怎么填，举例"), head)
    for row, column in enumerate(columns, start=1):
        example = f"例如：{column.example}" if column.example else ""
        sheet.write_string(row, 0, f"第{row}列 {column.heading}")
        sheet.write_string(row, 1, says(column) + example)
    sheet.freeze_panes(1, 0)


def says(column: FormColumn) -> str:
    """What is asked for, and whether it must be there."""
    return f"{'必填。' if column.required else ''}{column.help}"
