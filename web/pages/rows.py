"""What was not taken from my lists, and why? Every returned row and every remark, to the cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from matchmaking.intake.chains import Chain
from matchmaking.people.roles import Action
from matchmaking.records import Problem, Reading
from web.rendering import Edge, edge_of
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.TRY_LISTS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
PAGE = 200  # lines a page; a file may return a hundred thousand


@dataclass(frozen=True, slots=True)
class Line:
    """One cause: where it is, what stands there, what is wrong."""

    file: str
    place: str  # sheet!row
    problem: Problem
    row: str  # the whole returned row, to recognise it; "" for a remark


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Two tables, cut to one page each."""

    template: ClassVar[str] = "pages/rows.html"
    run_id: str
    readings: tuple[Reading, ...]
    chain: Chain
    returned: tuple[Line, ...]
    returned_in_all: int
    remarks: tuple[Line, ...]
    remarks_in_all: int
    start: int
    size: int

    @property
    def more(self) -> bool:
        """Whether a further page has lines."""
        return self.start + self.size < max(self.returned_in_all, self.remarks_in_all)


@router.get("/runs/{run_id}/rows")
def show_rows(
    request: Request, edge: EdgeDep, run_id: str, start: Annotated[int, Query(ge=0)] = 0
) -> Response:
    result = edge.services.runs.result(run_id)
    readings = (result.demands, result.supplies)
    returned = [line for reading in readings for line in returned_lines(reading)]
    remarks = [line for reading in readings for line in remark_lines(reading)]
    page = RowsPage(
        run_id,
        readings,
        result.chain,
        tuple(returned[start : start + PAGE]),
        len(returned),
        tuple(remarks[start : start + PAGE]),
        len(remarks),
        start,
        PAGE,
    )
    return edge.renderer.page(request, page)


def returned_lines(reading: Reading) -> Iterator[Line]:
    """A line for every cause of every returned row."""
    for row in reading.returned:
        cells = " | ".join(cell for cell in row.cells if cell)
        for problem in row.problems:
            yield Line(reading.file, str(row.origin), problem, cells)


def remark_lines(reading: Reading) -> Iterator[Line]:
    """A line for every cell that was left out of an accepted row."""
    for problem in reading.remarks:
        yield Line(reading.file, "", problem, "")
