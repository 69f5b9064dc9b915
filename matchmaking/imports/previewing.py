"""What is shown of a list before it goes in? Some rows and their fate, the questions, the faults."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from matchmaking.catalogue.rows import Record
from matchmaking.firms.recognising import Doubt
from matchmaking.firms.service import recognise
from matchmaking.imports import queries
from matchmaking.imports.models import ListImport
from matchmaking.imports.outlook import Fate, look_ahead
from matchmaking.imports.own import own_of
from matchmaking.intake.kinds import ListKind
from matchmaking.records import Problem
from matchmaking.storage.models import DemandRow, RemarkLine, ReturnedLine, SupplyRow
from matchmaking.storage.rows import (
    Stored,
    demand_from,
    firm_from,
    remark_from,
    returned_from,
    supply_from,
)

MOST_DOUBTS = (
    50  # questions on one page; those beyond come as firms of their own, to be merged later
)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """An accepted row and what becomes of it."""

    record: Record
    fate: Fate


@dataclass(frozen=True, slots=True)
class Preview:
    """Some of the accepted rows, and which firms a person is asked about."""

    rows: tuple[PreviewRow, ...]
    total: int
    doubts: tuple[Doubt, ...]
    doubts_in_all: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: with a returned row, or with a cell of an accepted one."""

    problem: Problem
    place: str  # sheet!row of a returned row; "" for a cell that was left empty
    row: str = ""  # the returned row, to recognise it


@dataclass(frozen=True, slots=True)
class Faults:
    """Some of them: returned rows first, then cells left empty."""

    lines: tuple[Fault, ...]
    rows: int  # returned, in all
    cells: int  # left empty, in all

    @property
    def total(self) -> int:
        return self.rows + self.cells


def preview(session: Session, job: ListImport, *, start: int, limit: int) -> Preview:
    """One page of what confirming would do; the numbers of the whole stand in the import itself."""
    records = _records(session, job, start=start, limit=limit)
    outlook = look_ahead(session, records, own_of(session, job.for_firm_id))
    rows = tuple(
        PreviewRow(record, fate) for record, fate in zip(records, outlook.fates, strict=True)
    )
    asked = queries.listed_firms(session, job.id, job.doubts[:MOST_DOUBTS])
    firms = [firm_from(asked[number]) for number in sorted(asked)]
    # Somebody may have answered since the list was read.
    doubts = recognise(session, firms).doubts if firms else ()
    return Preview(rows, job.accepted, doubts, len(job.doubts))


def faults(session: Session, job: ListImport, *, start: int, limit: int) -> Faults:
    """One page of what is wrong. A returned row may have several causes, and counts once."""
    cells = queries.count_lines(session, RemarkLine, job.id)
    returned = queries.lines(session, ReturnedLine, job.id, start=start, limit=limit)
    lines = [fault for row in returned for fault in _of_row(row)]
    left = limit - len(returned)
    if left:
        after = max(0, start - job.returned)
        remarks = queries.lines(session, RemarkLine, job.id, start=after, limit=left)
        lines += [Fault(remark_from(row), "") for row in remarks]
    return Faults(tuple(lines), job.returned, cells)


def _of_row(row: Stored) -> list[Fault]:
    returned = returned_from(row)
    said = " | ".join(cell for cell in returned.cells if cell)
    return [Fault(problem, str(returned.origin), said) for problem in returned.problems]


def _records(session: Session, job: ListImport, *, start: int, limit: int) -> Sequence[Record]:
    if not job.kind:
        return ()
    demands = job.kind == ListKind.DEMAND
    model = DemandRow if demands else SupplyRow
    rows = queries.lines(session, model, job.id, start=start, limit=limit)
    firms = queries.listed_firms(session, job.id, (row["firm_number"] for row in rows))
    restore = demand_from if demands else supply_from
    return [restore(row, firm_from(firms[row["firm_number"]])) for row in rows]
