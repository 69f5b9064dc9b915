"""Workbooks no spreadsheet program writes: .xlsx put together from XML, .xls with spoilt bytes."""

import io
from collections.abc import Mapping

import openpyxl
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

from tests.intake.hostile.zips import parts_of, zipped

HEADER = ("企业名称", "主导产品", "产能规模")
FIRM, PRODUCT, CAPACITY = "示例虚构铝业有限公司", "铝箔", "500吨/月"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def good_xlsx(rows: int = 3) -> bytes:
    """A list as it should be."""
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for number in range(rows):
        book.active.append((FIRM, f"{PRODUCT}{number}", CAPACITY))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_parts(changed: Mapping[str, bytes | None]) -> bytes:
    """The good list with some parts replaced, added, or (None) left out."""
    parts = parts_of(good_xlsx()) | changed
    return zipped([(name, data) for name, data in parts.items() if data is not None])


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *texts: str) -> str:
    cells = "".join(cell(f"{chr(65 + at)}{number}", text) for at, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


TWO_ROWS = row(1, *HEADER) + row(2, FIRM, PRODUCT, CAPACITY)


def sheet(rows: str, *, before: str = "", after: str = "", doctype: str = "") -> bytes:
    """The XML of a sheet."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<worksheet xmlns="{MAIN}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    ).encode()


def with_sheet(rows: str, **more: str) -> bytes:
    """The good list with this sheet in place of its own."""
    return with_parts({SHEET: sheet(rows, **more)})


def merges(*ranges: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{one}"/>' for one in ranges) + "</mergeCells>"


def many_sheets(count: int) -> bytes:
    book = openpyxl.Workbook()
    for number in range(count - 1):
        book.create_sheet(f"表{number}")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def encrypted() -> bytes:
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(good_xlsx())).encrypt("虚构", stream)
    return stream.getvalue()


def good_xls(rows: int = 30) -> bytes:
    """A list as it should be, in the old format."""
    book = xlwt.Workbook()
    page = book.add_sheet("供给")
    for column, text in enumerate(HEADER):
        page.write(0, column, text)
    for number in range(1, rows + 1):
        for column, text in enumerate((FIRM, f"{PRODUCT}{number}", CAPACITY)):
            page.write(number, column, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_SECTOR = 512
_LAST_SECTOR = bytes.fromhex("feffffff")
_WORKBOOK_STARTS = bytes.fromhex("0908100000060500")  # BOF of a workbook's globals
_SHEET_STARTS = bytes.fromhex("0908100000061000")  # BOF of a sheet
_STRINGS_RECORD = 0x00FC
_FIRST_RECORD = bytes.fromhex("e1000200b004")
_PASSWORD_RECORD = bytes.fromhex("2f0002000000")


def locked_xls() -> bytes:
    """The old format's password record, which stands right after the beginning."""
    data = good_xls()
    assert data.count(_FIRST_RECORD) == 1
    return data.replace(_FIRST_RECORD, _PASSWORD_RECORD)


def circling_xls() -> bytes:
    """The table of sectors leads round and round: every chain of sectors goes back to its start."""
    data = bytearray(good_xls())
    table = (int.from_bytes(data[76:80], "little") + 1) * _SECTOR
    for place in range(table, table + _SECTOR, 4):
        if data[place : place + 4] == _LAST_SECTOR:
            data[place : place + 4] = bytes(4)
    return bytes(data)


def boasting_xls() -> bytes:
    """The table of texts claims four thousand million of them."""
    data = bytearray(good_xls())
    start = data.find(_WORKBOOK_STARTS)
    while int.from_bytes(data[start : start + 2], "little") != _STRINGS_RECORD:
        start += 4 + int.from_bytes(data[start + 2 : start + 4], "little")
    data[start + 4 : start + 12] = b"\xff" * 8
    return bytes(data)


def overlong_record_xls() -> bytes:
    """A record says it is longer than the file."""
    data = bytearray(good_xls())
    start = data.rfind(_SHEET_STARTS) + 20
    data[start + 2 : start + 4] = b"\xff\xff"
    return bytes(data)
