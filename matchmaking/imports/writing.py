"""How do a list's good rows get into the catalogue? Firms first, then listings, in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from matchmaking.catalogue.models import Status
from matchmaking.catalogue.rows import Record
from matchmaking.catalogue.taking_in import Effect, Source, TakenIn, take_in
from matchmaking.firms.entering import Entry, Written, enter, written
from matchmaking.firms.models import FirmKind
from matchmaking.firms.service import ensure_firms
from matchmaking.imports import queries
from matchmaking.imports.models import ImportState, ListImport
from matchmaking.imports.own import firm_of_record, own_of
from matchmaking.intake.kinds import ListKind
from matchmaking.outbox.models import Subject
from matchmaking.progress import Progress
from matchmaking.records import Certificate, Supply
from matchmaking.storage.store import load_reading

RECOGNISING, WRITING = "认出各家企业", "写入"


@dataclass(frozen=True, slots=True)
class Pen:
    """When it is written, and with which numbers."""

    now: datetime
    today: date
    new_id: Callable[[], str]


def write(session: Session, job: ListImport, pen: Pen, *, progress: Progress) -> TakenIn:
    """Take in all accepted rows and note what that did. The caller's transaction is all or nothing."""
    records = load_reading(session, job.id).records
    progress(RECOGNISING, 0, len(records))
    firm_ids = _firm_ids(session, job, records, pen=pen)
    progress(WRITING, 0, len(records))
    source = Source(
        pen.now,
        pen.today,
        pen.new_id,
        batch_id=job.id,
        entered_by=job.uploaded_by,
        on_behalf=job.on_behalf,
        status=Status.PUBLISHED if job.publish else Status.PENDING,
    )
    taken = take_in(session, records, firm_ids, source=source)
    rows = [
        {
            "import_id": job.id,
            "number": number,
            "subject": effect.subject,
            "listing_id": effect.listing_id,
            "version": effect.version,
            "before": effect.before,
        }
        for number, effect in enumerate(taken.effects)
    ]
    queries.add_effects(session, rows)
    return taken


def done(taken: TakenIn, now: datetime) -> dict[str, Any]:
    """What is to be said of an import that is written."""
    created = sum(effect.created for effect in taken.effects)
    return {
        "state": ImportState.DONE,
        "step": "",
        "lease_until": None,
        "created": created,
        "updated": len(taken.effects) - created,
        "unchanged": taken.unchanged,
        "finished_at": now,
    }


def effects_of(session: Session, import_id: str) -> list[Effect]:
    """What it did."""
    return [
        Effect(Subject(row["subject"]), row["listing_id"], row["version"], row["before"])
        for row in queries.effects(session, import_id)
    ]


def _firm_ids(
    session: Session, job: ListImport, records: Sequence[Record], *, pen: Pen
) -> dict[str, str]:
    """`Firm.key` -> firm id; files of new firms are opened, gaps in old ones filled."""
    kind = FirmKind.CHAIN_LEADER if job.kind == ListKind.DEMAND else FirmKind.SME
    entry = Entry(kind, job.uploaded_by, pen.now, pen.new_id)
    firms = list(dict.fromkeys(firm_of_record(record) for record in records))
    held: dict[str, list[Certificate]] = defaultdict(list)
    for record in records:
        if isinstance(record, Supply):
            held[record.firm.key] += record.certificates
    own = own_of(session, job.for_firm_id)
    if own is None:
        return ensure_firms(session, firms, entry=entry, certificates=held)
    said: Written | None = None
    for firm in firms:
        said = written(said, firm, held.get(firm.key, ()))
    if said is not None:
        enter(session, {own.firm_id: said}, known={own.firm_id}, entry=entry)
    return {firm.key: own.firm_id for firm in firms}
