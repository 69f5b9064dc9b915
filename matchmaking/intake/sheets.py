"""What is a sheet before anybody understands it? Numbered rows of raw cells and merged ranges."""

from dataclasses import dataclass, field
from typing import NamedTuple

from matchmaking.intake.cells import Cell


class Merge(NamedTuple):
    """A merged range, counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """Rows that hold anything, each with its number as the spreadsheet shows it (from 1)."""

    name: str
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    merged: tuple[Merge, ...] = ()
    hidden: bool = False
