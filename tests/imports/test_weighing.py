"""A workbook is opened whole only where that takes little; its parts say so beforehand."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

from matchmaking.imports.weighing import MOST_BYTES, may_be_opened_whole, merged_cells


def test_an_ordinary_workbook_may() -> None:
    book, buffer = openpyxl.Workbook(), BytesIO()
    book.active.merge_cells("A1:D2")
    book.save(buffer)
    assert may_be_opened_whole(buffer.getvalue())


def test_a_merge_over_the_whole_sheet_may_not() -> None:
    book, buffer = openpyxl.Workbook(), BytesIO()
    book.active.merged_cells.add("A1:XFD1048576")
    book.save(buffer)
    assert not may_be_opened_whole(buffer.getvalue())


def test_what_unpacks_to_too_much_may_not() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (MOST_BYTES + 1))
    assert not may_be_opened_whole(buffer.getvalue())


def test_what_is_no_workbook_may_not() -> None:
    assert not may_be_opened_whole(b"PK nothing")


def test_cells_under_merges_are_counted_whatever_the_prefix() -> None:
    sheet = b'<x:mergeCell ref="A1:B3"/><mergeCell  count="1" ref=\'AA2:AB2\'/>'
    assert merged_cells(sheet) == 8
