"""How does a list come in to stay? Read, stored once, and summed up; the command `rongtong import`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from matchmaking.errors import UnreadableFile
from matchmaking.intake.kinds import ListKind
from matchmaking.intake.service import read_list
from matchmaking.progress import Progress, silent
from matchmaking.records import Demand, Reading
from matchmaking.storage import queries
from matchmaking.storage.database import reading, transaction
from matchmaking.storage.models import ImportBatch
from matchmaking.storage.store import Receipt, store_reading
from matchmaking.storage.uploads import digest


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What came of an import: rows_in == accepted + returned."""

    batch_id: str
    kind: ListKind
    rows_in: int
    accepted: int
    returned: int
    repeated: bool  # this very file was imported before; nothing was changed


def import_list(
    path: Path,
    kind: ListKind | None = None,
    *,
    engine: Engine,
    now: datetime,
    batch_id: str,
    progress: Progress = silent,
) -> ImportSummary:
    """Store a list; the same file again changes nothing. Raises UnreadableFile."""
    sha256 = _digest(path)
    known = _imported(engine, sha256, kind)
    if known is not None:
        return known
    fresh = read_list(path, kind, progress=progress)
    receipt = Receipt(batch_id, kind or _kind_of(fresh), sha256, received_at=now)
    try:
        with transaction(engine) as session:
            batch = store_reading(session, fresh, receipt, progress=progress)
    except IntegrityError:
        # Somebody else imported the same file while this one was being read.
        known = _imported(engine, sha256, kind)
        if known is None:
            raise
        return known
    return _summary(batch, repeated=False)


def _imported(engine: Engine, sha256: str, kind: ListKind | None) -> ImportSummary | None:
    with reading(engine) as session:
        batch = queries.import_of_file(session, sha256, kind)
    return None if batch is None else _summary(batch, repeated=True)


def _summary(batch: ImportBatch, *, repeated: bool) -> ImportSummary:
    return ImportSummary(
        batch_id=batch.id,
        kind=ListKind(batch.kind),
        rows_in=batch.rows_in,
        accepted=batch.accepted,
        returned=batch.returned,
        repeated=repeated,
    )


def _digest(path: Path) -> str:
    try:
        return digest(path)
    except OSError as error:
        raise UnreadableFile(f"打不开文件 {path}：{error.strerror}。请检查路径和权限。") from error


def _kind_of(fresh: Reading) -> ListKind:
    """A list without one good row tells nothing of its kind."""
    if not fresh.records:
        raise UnreadableFile("清单里没有一行可用，认不出是需求还是供给。请按退回原因改正后再导入。")
    return ListKind.DEMAND if isinstance(fresh.records[0], Demand) else ListKind.SUPPLY
