"""How does a row become a line of text, the same from every database, and a row again?

A line is the row's values in the order of its columns. What JSON has no word for is written as an object
of one letter; a column that holds JSON holds anything, so there nothing is taken for such an object.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Table

_SPACE = 1 << 256
_READERS: Mapping[str, Callable[[str], Any]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "number": Decimal,
    "bytes": base64.b64decode,
}
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(slots=True)
class Sum:
    """Tells one set of lines from another, whatever their order: databases sort texts each their own way."""

    rows: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest())) % _SPACE

    @property
    def text(self) -> str:
        return f"{self.total:064x}"


def line_of(values: Iterable[Any]) -> bytes:
    """A row as a line."""
    return _write([_said(value) for value in values]).encode() + b"\n"


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(value).decode()}
    return value


def reader_of(table: Table, columns: Sequence[str]) -> Callable[[bytes], dict[str, Any]]:
    """What makes rows of this table out of lines again."""
    plain = [not isinstance(table.c[column].type, JSON) for column in columns]

    def read(line: bytes) -> dict[str, Any]:
        values = json.loads(line)
        return {
            column: _heard(value) if is_plain else value
            for column, value, is_plain in zip(columns, values, plain, strict=True)
        }

    return read


def _heard(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    return _READERS[kind](text)
