"""How does a text file become a sheet? Its encoding, its separator, its rows."""

import codecs
import csv
import io
from collections import Counter

from matchmaking.errors import UnreadableFile
from matchmaking.intake.bounds import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    too_many_cells,
    too_many_columns,
    too_many_rows,
)
from matchmaking.intake.sheets import Sheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS = (",", "\t", ";", "，", "|")
_SAMPLE_LINES = 60
_LONGEST_CELL = 32_767  # what a spreadsheet's cell can hold
_FIELD_LIMIT = 10_000_000
_STRAY = 100  # one zero byte among so many others is no part of a wide encoding


def decode(data: bytes) -> str:
    """The text of UTF-8, UTF-16 or GB18030 bytes, with or without a byte order mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data.removeprefix(mark), encoding)
    if b"\x00" in data:
        plain = _without_stray_zeros(data)
        return _decoded(data, _wide_encoding(data)) if plain is None else plain
    return _decoded(data, "utf-8", "gb18030")


def _without_stray_zeros(data: bytes) -> str | None:
    """A UTF-8 text into which a zero byte or two has strayed; None for anything else."""
    if data.count(0) * _STRAY > len(data):
        return None
    try:
        return data.replace(b"\x00", b"").decode()
    except UnicodeDecodeError:
        return None


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: commas and line ends have their zero byte on one side."""
    return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"


def _decoded(data: bytes, *encodings: str) -> str:
    """The text by the first encoding that reads all of it."""
    furthest = 0
    for encoding in encodings:
        try:
            return _without_nulls(data.decode(encoding))
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
    line = data[:furthest].count(b"\n") + 1
    raise UnreadableFile(
        f"文件的文字编码认不出来（第{line}行附近有坏字符）。请用 Excel 打开，另存为 .xlsx 或“CSV UTF-8”后再上传。"
    )


def _without_nulls(text: str) -> str:
    if "\x00" in text:
        raise UnreadableFile("这不是文本或表格文件。请上传 .xlsx、.xls 或 .csv 格式的清单。")
    return text


def read_text(text: str) -> Sheet:
    """Rows of a separated text; a row in quotes over several lines is one row, as in a spreadsheet."""
    sheet = Sheet("")
    count = 0
    # The limit is the whole process's; it is only ever raised to this same value.
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
        for number, cells in enumerate(rows, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            _check_row(number, cells)
            sheet.rows.append((number, list(cells)))
            count += len(cells)
            if len(sheet.rows) > MAX_ROWS:
                raise too_many_rows()
            if count > MAX_CELLS:
                raise too_many_cells()
    except csv.Error as error:
        raise UnreadableFile(_quotes(len(sheet.rows) + 1)) from error
    return sheet


def _check_row(number: int, cells: list[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise too_many_columns(f"第{number}行")
    if max(map(len, cells)) > _LONGEST_CELL:
        raise UnreadableFile(_quotes(number))


def _quotes(number: int) -> str:
    return f"第{number}行起有一个引号没有成对，后面的内容连成了一格。请补上或删去这个引号后再上传。"


def separator_of(text: str) -> str:
    """The sign that cuts most of the first lines into one same number of cells."""
    sample = "\n".join(text[:200_000].splitlines()[:_SAMPLE_LINES])

    def evenness(separator: str) -> tuple[int, int]:
        widths = Counter(
            len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        )
        widths.pop(1, None)
        widths.pop(0, None)
        width, lines = widths.most_common(1)[0] if widths else (0, 0)
        return lines, width

    return max(_SEPARATORS, key=evenness)
