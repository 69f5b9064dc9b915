"""How do a million records become columns? Distinct texts once, numbers as arrays, tags as sparse rows."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matchmaking.matching.recipe import Record, Side
from matchmaking.records import Firm
from search.vectors import Vectors

Rows = npt.NDArray[np.int64]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Distinct:
    """Values that repeat, kept once: `values[of_row[i]]` is record i's; `members` lists the records."""

    values: tuple[Hashable, ...]
    row_of: Mapping[Any, int]  # value -> its place in `values`
    of_row: Rows
    order: Rows  # records sorted by value, stable
    starts: Rows  # len(values) + 1 offsets into `order`

    def members(self, value_rows: Rows, most: int) -> Rows:
        """Records of these values, value by value, at most `most` and never cutting the first off."""
        sizes = self.starts[value_rows + 1] - self.starts[value_rows]
        keep = np.cumsum(sizes) - sizes < most
        parts = [self.order[self.starts[v] : self.starts[v + 1]] for v in value_rows[keep]]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def distinct(values: Iterable[Key]) -> Distinct:
    """Number the distinct values in the order first met."""
    row_of: dict[Key, int] = {}
    of_row = np.fromiter((row_of.setdefault(value, len(row_of)) for value in values), np.int64)
    order = np.argsort(of_row, kind="stable")
    starts = np.searchsorted(of_row[order], np.arange(len(row_of) + 1))
    return Distinct(tuple(row_of), row_of, of_row, order, starts)


@dataclass(frozen=True, slots=True)
class Columns:
    """One side of the market, column by column; row i of each belongs to `records[i]`."""

    records: Sequence[Record]
    row_of: dict[str, int]  # record id -> row
    firms: Distinct  # by key
    firm_records: tuple[Firm, ...]
    titles: Distinct  # (title, detail)
    terms: dict[str, Distinct]  # of weighted fields
    meanings: dict[str, Distinct]  # of texts to encode
    numbers: dict[str, npt.NDArray[np.float64]]
    codes: dict[str, npt.NDArray[np.int32]]

    def __len__(self) -> int:
        return len(self.records)


def make_columns(records: Sequence[Record], side: Side) -> Columns:
    """Take from every record what the recipe's side declares."""
    firms = [side.firm(record) for record in records]
    by_key = {firm.key: firm for firm in reversed(firms)}  # the first mention of a firm stands
    firm_keys = distinct(firm.key for firm in firms)
    return Columns(
        records=records,
        row_of={record.id: row for row, record in enumerate(records)},
        firms=firm_keys,
        firm_records=tuple(by_key[str(key)] for key in firm_keys.values),
        titles=distinct((side.title(record), side.detail(record)) for record in records),
        terms={name: distinct(map(take, records)) for name, take in side.terms.items()},
        meanings={name: distinct(map(take, records)) for name, take in side.meanings.items()},
        numbers={
            name: np.fromiter(map(take, records), np.float64, len(records))
            for name, take in side.numbers.items()
        },
        codes={
            name: np.fromiter(map(take, records), np.int32, len(records))
            for name, take in side.codes.items()
        },
    )


@dataclass(frozen=True, slots=True)
class TagRows:
    """Tags of one column as sparse rows over the tags that offers have."""

    matrix: sparse.csr_array  # 1 where the record bears the tag
    counts: npt.NDArray[np.float64]  # how many each record names, offered by anyone or not


def number_tags(
    records: Iterable[Record], take: Callable[[Record], Iterable[str]]
) -> dict[str, int]:
    """Every tag of the records, in the order first met."""
    row_of: dict[str, int] = {}
    for record in records:
        for tag in sorted(take(record)):
            row_of.setdefault(tag, len(row_of))
    return row_of


def make_tags(
    records: Sequence[Record], take: Callable[[Record], Iterable[str]], row_of: Mapping[str, int]
) -> TagRows:
    """One row a record; tags without a number count but take no place."""
    columns: list[int] = []
    ends = [0]
    counts: list[int] = []
    for record in records:
        tags = set(take(record))
        counts.append(len(tags))
        columns.extend(sorted(row_of[tag] for tag in tags if tag in row_of))
        ends.append(len(columns))
    shape = (len(records), len(row_of))
    ones = np.ones(len(columns))
    matrix = sparse.csr_array((ones, np.asarray(columns, np.int32), ends), shape=shape)
    return TagRows(matrix, np.asarray(counts, np.float64))


@dataclass(frozen=True, slots=True)
class Meaning:
    """Vectors of a text column's distinct values."""

    of_row: Rows
    vectors: Vectors
