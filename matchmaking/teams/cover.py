"""Which is the smallest set of firms that covers a need? An exact answer by integer programming.

What counts, in this order: the most parts covered, the most volume (never more than is needed), the
fewest firms, the highest total score, the names. Each is a program of its own with what counts more
held fast, so that no weight of one can buy another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

Floats = npt.NDArray[np.float64]
MOST_FIRMS = 6  # a larger team is nobody's supplier any more
_SLACK = 1e-6  # the solver's own tolerance; a millionth of the volume is nothing


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one firm could bring."""

    name: str
    score: int  # in tenths of a point, as shown
    share: float = 0.0  # of the volume needed, from 0
    covers: frozenset[int] = frozenset()  # parts, by number


@dataclass(frozen=True, slots=True)
class _Program:
    """Columns: a firm each (taken or not), a part each (covered or not), and the volume filled."""

    firms: int
    parts: int
    rows: Floats  # rows @ columns <= most
    most: Floats

    @property
    def width(self) -> int:
        return self.firms + self.parts + 1

    def holding(self, row: Floats, limit: float) -> "_Program":
        """The same with one more condition: row @ columns <= limit."""
        rows, most = np.vstack([self.rows, row]), np.append(self.most, limit)
        return _Program(self.firms, self.parts, rows, most)

    def least(self, cost: Floats) -> Floats | None:
        """The columns that cost least; None where nothing satisfies all conditions."""
        found = milp(
            cost,
            constraints=LinearConstraint(self.rows, -np.inf, self.most),
            integrality=np.append(np.ones(self.width - 1), 0.0),
            bounds=Bounds(0.0, 1.0),
            options={"mip_rel_gap": 0.0},
        )
        return None if found.x is None else np.asarray(found.x, np.float64)

    def column(self, *, firms: float = 0.0, parts: float = 0.0, volume: float = 0.0) -> Floats:
        """One number for all firms, one for all parts, one for the volume."""
        return np.concatenate(
            [np.full(self.firms, firms), np.full(self.parts, parts), np.asarray([volume])]
        )


def smallest_cover(
    candidates: Sequence[Candidate], parts: int, *, most: int = MOST_FIRMS
) -> tuple[int, ...]:
    """Rows of the chosen firms in the order given; none where nobody covers anything."""
    useful = [row for row, one in enumerate(candidates) if one.covers or one.share > 0]
    useful.sort(key=lambda row: candidates[row].name)
    if not useful:
        return ()
    chosen = _solve([candidates[row] for row in useful], parts, most)
    return tuple(sorted(useful[row] for row in chosen))


def _solve(candidates: Sequence[Candidate], parts: int, most: int) -> list[int]:
    program = _conditions(candidates, parts, most)
    scores = program.column()
    scores[: program.firms] = [-one.score for one in candidates]
    found = scores
    for cost in (
        program.column(parts=-1.0),
        program.column(volume=-1.0),
        program.column(firms=1.0),
        scores,
    ):
        best = program.least(cost)
        if best is None:  # the one before it satisfies everything, but for rounding
            break
        found = best
        program = program.holding(cost, float(cost @ best) + _SLACK)
    taken = _taken(found, program.firms)
    return taken if _is_only(program, taken) else _first_by_name(program, len(taken))


def _conditions(candidates: Sequence[Candidate], parts: int, most: int) -> _Program:
    """A part is covered only by somebody taken, the volume filled only by what those taken have."""
    firms = len(candidates)
    program = _Program(firms, parts, np.zeros((0, firms + parts + 1)), np.zeros(0))
    program = program.holding(program.column(firms=1.0), float(most))
    for part in range(parts):
        row = program.column()
        row[:firms] = [-float(part in one.covers) for one in candidates]
        row[firms + part] = 1.0
        program = program.holding(row, 0.0)
    volume = program.column(volume=1.0)
    volume[:firms] = [-min(one.share, 1.0) for one in candidates]
    return program.holding(volume, 0.0)


def _taken(columns: Floats, firms: int) -> list[int]:
    return np.flatnonzero(columns[:firms] > 0.5).tolist()  # noqa: PLR2004 (a rounded yes or no)


def _is_only(program: _Program, taken: Sequence[int]) -> bool:
    """Whether no other set is as good."""
    other = program.column()
    other[list(taken)] = 1.0
    return program.holding(other, len(taken) - 1.0).least(program.column()) is None


def _first_by_name(program: _Program, size: int) -> list[int]:
    """Of sets equally good, the one whose names come first, firm by firm."""
    taken: list[int] = []
    for firm, row in _single(program):
        if len(taken) == size:
            break
        tried = program.holding(-row, -1.0)
        if tried.least(program.column()) is None:
            program = program.holding(row, 0.0)
        else:
            program, taken = tried, [*taken, firm]
    return taken


def _single(program: _Program) -> Iterator[tuple[int, Floats]]:
    for firm in range(program.firms):
        row = program.column()
        row[firm] = 1.0
        yield firm, row
