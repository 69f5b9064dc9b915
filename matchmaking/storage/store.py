"""How does a list last? Store a reading with its batch in one transaction, and load it back equal."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, SQLModel

from matchmaking.errors import UnknownRecord
from matchmaking.progress import Progress, silent
from matchmaking.records import Demand, Firm, Reading, Supply
from matchmaking.storage import queries
from matchmaking.storage.models import (
    DemandRow,
    FirmRow,
    ImportBatch,
    RemarkLine,
    ReturnedLine,
    SupplyRow,
)
from matchmaking.storage.rows import (
    FirmNumbers,
    Row,
    Stored,
    demand_from,
    demand_row,
    firm_from,
    remark_from,
    remark_row,
    returned_from,
    returned_row,
    supply_from,
    supply_row,
)

# Rows per insert: fewer cost more calls, more cost memory and rarer progress.
CHUNK = 5_000
STEP = "存入数据库"

Item = TypeVar("Item")
Record = TypeVar("Record", Demand, Supply)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a file besides its content: as which batch it came in, when, for which run."""

    batch_id: str
    kind: str  # 需求清单 or 供给清单
    sha256: str
    received_at: datetime
    run_id: str | None = None  # None: imported to stay, not dropped for a run


def store_reading(
    session: Session, reading: Reading, receipt: Receipt, *, progress: Progress = silent
) -> ImportBatch:
    """Write the batch and all its rows; the caller's transaction makes them all or nothing."""
    batch = ImportBatch(
        id=receipt.batch_id,
        kind=receipt.kind,
        run_id=receipt.run_id,
        file=reading.file,
        sha256=receipt.sha256,
        received_at=receipt.received_at,
        rows_in=reading.rows_in,
        accepted=len(reading.records),
        returned=len(reading.returned),
        columns=reading.columns,
    )
    session.add(batch)
    session.flush()
    _store_records(session, reading.records, receipt.batch_id, progress=progress)
    for model, rows in (
        (ReturnedLine, map(returned_row, reading.returned)),
        (RemarkLine, map(remark_row, reading.remarks)),
    ):
        numbered = ({**_place(receipt.batch_id, at), **row} for at, row in enumerate(rows))
        for chunk in _chunks(numbered):
            queries.add_rows(session, model, chunk)
    return batch


def load_reading(session: Session, batch_id: str) -> Reading:
    """The reading as it was stored. Raises UnknownRecord."""
    batch = queries.batch(session, batch_id)
    if batch is None:
        raise UnknownRecord(f"没有编号为 {batch_id} 的清单。")
    # A batch holds records of one kind only, so one of the two loads nothing.
    records = load_demands(session, batch_id) or load_supplies(session, batch_id)
    returned = queries.rows_of(session, ReturnedLine, batch_id)
    remarks = queries.rows_of(session, RemarkLine, batch_id)
    return Reading(
        file=batch.file,
        records=records,
        returned=tuple(map(returned_from, returned)),
        remarks=tuple(map(remark_from, remarks)),
        columns=dict(batch.columns),
    )


def load_demands(session: Session, batch_id: str) -> tuple[Demand, ...]:
    """A batch's demands in the list's order; none for a batch of supplies."""
    return _load(session, DemandRow, batch_id, restore=demand_from)


def load_supplies(session: Session, batch_id: str) -> tuple[Supply, ...]:
    """A batch's supplies in the list's order; none for a batch of demands."""
    return _load(session, SupplyRow, batch_id, restore=supply_from)


def _load(
    session: Session,
    model: type[SQLModel],
    batch_id: str,
    *,
    restore: Callable[[Stored, Firm], Record],
) -> tuple[Record, ...]:
    rows = queries.rows_of(session, model, batch_id)
    if not rows:
        return ()
    firms = [firm_from(row) for row in queries.rows_of(session, FirmRow, batch_id)]
    return tuple(restore(row, firms[row["firm_number"]]) for row in rows)


def _store_records(
    session: Session, records: Sequence[Demand | Supply], batch_id: str, *, progress: Progress
) -> None:
    """A chunk of firms goes in before the chunk of records that names them."""
    firms = FirmNumbers(batch_id)
    for start in range(0, len(records), CHUNK):
        progress(STEP, start, len(records))
        chunk = records[start : start + CHUNK]
        rows = [_record_row(record, firms) for record in chunk]
        for at, row in enumerate(rows, start):
            row.update(_place(batch_id, at))
        queries.add_rows(session, FirmRow, firms.fresh)
        firms.fresh.clear()
        model = DemandRow if isinstance(chunk[0], Demand) else SupplyRow
        queries.add_rows(session, model, rows)
    progress(STEP, len(records), len(records))


def _record_row(record: Demand | Supply, firms: FirmNumbers) -> Row:
    if isinstance(record, Demand):
        return {"firm_number": firms.of(record.buyer), **demand_row(record)}
    return {"firm_number": firms.of(record.firm), **supply_row(record)}


def _place(batch_id: str, number: int) -> Row:
    return {"batch_id": batch_id, "number": number}


def _chunks(items: Iterator[Item]) -> Iterator[list[Item]]:
    while chunk := [item for _, item in zip(range(CHUNK), items, strict=False)]:
        yield chunk
