"""Where in the sender's file is what wrong? Every cause of a reading, put to its sheet, row and cell."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from matchmaking.records import Problem, Reading

RETURNED, EMPTIED = "整行退回", "这一格按未填处理"


@dataclass(frozen=True, slots=True)
class Cause:
    """One line of the sheet of causes."""

    sheet: str
    row: int  # 0: of the whole sheet
    cell: str  # C7; "" for the whole row
    heading: str
    value: str
    treated: str
    cause: str

    @property
    def target(self) -> str:
        """The cell to go to; "" where there is none."""
        return self.cell or (f"A{self.row}" if self.row else "")


@dataclass(slots=True)
class Marks:
    """All causes, and by sheet what is to be written at which cell."""

    causes: list[Cause] = field(default_factory=list)
    at: dict[str, dict[str, list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


def marks_of(reading: Reading, *, shift: int = 0) -> Marks:
    """The marks on a file's cells; `shift`: how many rows lower its rows stand in the workbook."""
    marks = Marks()
    home = _home(reading)
    causes = [*_of_rows(reading, shift), *(_of_remark(one, home) for one in reading.remarks)]
    for cause in causes:
        marks.causes.append(cause)
        if cause.cell:
            marks.at[cause.sheet][cause.cell].append(cause.cause)
        # A returned row is seen at its first cell too, where the eye runs down.
        if cause.row and cause.cell != f"A{cause.row}":
            said = marks.at[cause.sheet][f"A{cause.row}"]
            said.append(f"{cause.treated}：{cause.cause}")
    return marks


def _of_rows(reading: Reading, shift: int) -> Iterator[Cause]:
    for row in reading.returned:
        for problem in row.problems:
            number = row.origin.row + shift if row.origin.row else 0
            cell = problem.cell.rpartition("!")[2]
            yield Cause(
                row.origin.sheet,
                number,
                cell,
                problem.column,
                problem.value or " | ".join(filter(None, row.cells)),
                RETURNED,
                problem.cause,
            )


def _of_remark(problem: Problem, home: str) -> Cause:
    sheet, _, cell = problem.cell.rpartition("!")
    return Cause(sheet or home, 0, cell, problem.column, problem.value, EMPTIED, problem.cause)


def _home(reading: Reading) -> str:
    """The list's sheet where it has but one; cells do not name it then."""
    if reading.records:
        return reading.records[0].origin.sheet
    return reading.returned[0].origin.sheet if reading.returned else ""
