"""May a workbook be opened whole, to be written again? A small file can unfold into all the memory there is.

Opened for writing, a workbook takes about fifty times its unpacked size, and an object for every cell
that a merge covers, were it a million rows of nothing.
"""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

MOST_BYTES = 12_000_000  # of all parts, unpacked
MOST_MERGED = 200_000  # cells under merges, all sheets together
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*[\"']([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)[\"']"
)


def may_be_opened_whole(data: bytes) -> bool:
    """Judged by the file's own parts, without opening it."""
    try:
        with ZipFile(BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                return False
            sheets = [name for name in parts.namelist() if name.endswith(".xml")]
            return sum(merged_cells(parts.read(name)) for name in sheets) <= MOST_MERGED
    except (BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError, ValueError):
        return False


def merged_cells(sheet: bytes) -> int:
    """How many cells the merges of a sheet cover."""
    return sum(
        (abs(int(bottom) - int(top)) + 1) * (abs(_column(right) - _column(left)) + 1)
        for left, top, right, bottom in _MERGE.findall(sheet)
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
