"""Ugly files, made to order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

Rows = Sequence[Sequence[object]]
TODAY = date(2026, 1, 20)


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """A workbook of the given sheets; `merged` names the merged ranges of each."""

    def make(
        sheets: Mapping[str, Rows],
        *,
        merged: Mapping[str, Iterable[str]] | None = None,
        name: str = "list.xlsx",
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            for cells in (merged or {}).get(title, ()):
                sheet.merge_cells(cells)
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """A separated text of the given rows in the given encoding."""

    def make(
        rows: Rows, *, encoding: str = "utf-8", name: str = "list.csv", separator: str = ","
    ) -> Path:
        lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in rows]
        path = tmp_path / name
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    return make
