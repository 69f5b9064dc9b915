"""How is an uploaded list read? Every row accepted or returned, stored, and compared with what is there."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from matchmaking.errors import UnreadableFile
from matchmaking.imports.models import ImportState, ListImport
from matchmaking.imports.outlook import Fate, look_ahead
from matchmaking.imports.own import Own, firm_of_record, keep_to
from matchmaking.intake.headers import Field
from matchmaking.intake.kinds import ListKind
from matchmaking.intake.service import read_list
from matchmaking.progress import Progress
from matchmaking.records import Demand, Reading
from matchmaking.storage.store import Receipt, store_reading

COMPARING = "与已有的记录比较"


@dataclass(frozen=True, slots=True)
class Read:
    """A list as read, and of which kind it turned out to be."""

    reading: Reading
    kind: ListKind


def read(
    path: Path, kind: ListKind | None, *, own: Own | None, today: date, progress: Progress
) -> Read:
    """Raises UnreadableFile."""
    fresh = read_list(path, kind, today=today, firm=own.name if own else "", progress=progress)
    return Read(fresh, kind or kind_of(fresh))


def store(
    session: Session,
    job: ListImport,
    found: Read,
    *,
    own: Own | None,
    now: datetime,
    progress: Progress,
) -> dict[str, Any]:
    """Write the rows under the import's id; what is to be said of the import from now on."""
    reading = keep_to(session, found.reading, own)
    progress(COMPARING, 0, len(reading.records))
    outlook = look_ahead(session, reading.records, own)
    receipt = Receipt(job.id, found.kind, job.sha256, received_at=now)
    store_reading(session, reading, receipt, progress=progress)
    ways = dict.fromkeys(firm_of_record(record) for record in reading.records)
    numbers = {firm: number for number, firm in enumerate(ways)}
    return {
        "kind": found.kind,
        "state": ImportState.TO_CONFIRM,
        "step": "",
        "lease_until": None,
        "crashes": 0,
        "rows_in": reading.rows_in,
        "accepted": len(reading.records),
        "returned": len(reading.returned),
        "created": outlook.count(Fate.NEW),
        "updated": outlook.count(Fate.CHANGED),
        "unchanged": outlook.count(Fate.SAME),
        "doubts": sorted(numbers[firm] for firm in outlook.doubts),
    }


def kind_of(fresh: Reading) -> ListKind:
    """By its records; where none was good, by its headings. Raises UnreadableFile."""
    if fresh.records:
        return ListKind.DEMAND if isinstance(fresh.records[0], Demand) else ListKind.SUPPLY
    fields = set(fresh.columns.values())
    if Field.TITLE in fields and Field.PRODUCT not in fields:
        return ListKind.DEMAND
    if Field.PRODUCT in fields and Field.TITLE not in fields:
        return ListKind.SUPPLY
    raise UnreadableFile("清单里没有一行可用，认不出是需求还是供给。请按退回原因改正后再导入。")
