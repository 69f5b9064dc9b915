"""How does a list come in without anybody looking? Read, stored and written at once; the command line.

Two transactions: the reading, then what it does to the catalogue. Broken off in between, the same file
again goes on where it stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from matchmaking.catalogue.models import Status
from matchmaking.errors import Conflict
from matchmaking.imports import files, queries
from matchmaking.imports.models import ImportState, ListImport
from matchmaking.imports.reading import Read, read, store
from matchmaking.imports.writing import Pen, done, write
from matchmaking.intake.kinds import ListKind
from matchmaking.progress import Progress, silent
from matchmaking.storage.database import reading, transaction
from matchmaking.storage.failpoints import reach
from matchmaking.storage.uploads import Upload

BUSY = "这个文件正在网页上导入（现在是“{state}”），请稍候再看。"


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What came of an import: rows_in == accepted + returned; accepted == created + updated + unchanged."""

    import_id: str
    kind: ListKind
    rows_in: int
    accepted: int
    returned: int
    created: int
    updated: int
    unchanged: int
    repeated: bool  # this very file was imported before; nothing was changed


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where it is done, and how far it is."""

    engine: Engine
    data: Path
    pen: Pen
    progress: Progress


def import_now(  # noqa: PLR0913 (the edge of the package: all that a list needs from outside)
    path: Path,
    kind: ListKind | None = None,
    *,
    engine: Engine,
    data: Path,
    now: datetime,
    today: date,
    new_id: Callable[[], str],
    by: str = "",
    status: Status = Status.PUBLISHED,
    progress: Progress = silent,
) -> ImportSummary:
    """Bring a list in; the same file again changes nothing. Raises UnreadableFile, Conflict."""
    desk = _Desk(engine, data, Pen(now, today, new_id), progress)
    sha256, content = files.fetch(path)
    job = _known(engine, sha256, kind)
    if job is None:
        found = read(path, kind, own=None, today=today, progress=progress)
        job = ListImport(
            id=new_id(),
            kind=found.kind,
            file=path.name,
            sha256=sha256,
            live_key=files.live_key(sha256, kind, None),
            uploaded_by=by,
            publish=status is Status.PUBLISHED,
            state=ImportState.TO_CONFIRM,
            uploaded_at=now,
        )
        job.file = files.keep(data, job.id, Upload(path.name, content)).name
        job = _stored(desk, job, found, asked=kind)
    if job.state == ImportState.TO_CONFIRM and _written(desk, job, by=by):
        return _summary(_found(engine, job.id), repeated=False)
    return _summary(_found(engine, job.id), repeated=True)


def _stored(desk: _Desk, job: ListImport, found: Read, *, asked: ListKind | None) -> ListImport:
    """The first transaction; where somebody else brought the same file meanwhile, theirs."""
    try:
        with transaction(desk.engine) as session:
            queries.add(session, job)
            changes = store(session, job, found, own=None, now=desk.pen.now, progress=desk.progress)
            queries.change_standing(session, job.id, ImportState.TO_CONFIRM, changes=changes)
            reach("import.read.before")
    except IntegrityError:
        other = _known(desk.engine, job.sha256, asked)
        if other is None:
            raise
        return other
    reach("import.read.after")
    return job


def _written(desk: _Desk, job: ListImport, *, by: str) -> bool:
    """The second transaction; False where somebody else confirmed it first."""
    confirmed = {"state": ImportState.WRITING, "confirmed_by": by, "confirmed_at": desk.pen.now}
    with transaction(desk.engine) as session:
        if not queries.change_standing(session, job.id, ImportState.TO_CONFIRM, changes=confirmed):
            return False
        fresh = find_again(session, job.id)
        taken = write(session, fresh, desk.pen, progress=desk.progress)
        changes = done(taken, desk.pen.now)
        queries.change_standing(session, job.id, ImportState.WRITING, changes=changes)
        reach("import.write.before")
    reach("import.write.after")
    return True


def _known(engine: Engine, sha256: str, kind: ListKind | None) -> ListImport | None:
    with reading(engine) as session:
        return queries.alive(session, sha256, kind=kind, for_firm_id=None)


def _found(engine: Engine, import_id: str) -> ListImport:
    with reading(engine) as session:
        return find_again(session, import_id)


def find_again(session: Session, import_id: str) -> ListImport:
    """As it is now. Raises Conflict."""
    found = queries.find(session, import_id)
    if found is None:
        raise Conflict("这次导入的记录刚刚被删除，请重新导入。")
    return found


def _summary(job: ListImport, *, repeated: bool) -> ImportSummary:
    """Raises Conflict while it is under way elsewhere."""
    if job.state != ImportState.DONE:
        raise Conflict(BUSY.format(state=job.state))
    return ImportSummary(
        import_id=job.id,
        kind=ListKind(job.kind),
        rows_in=job.rows_in,
        accepted=job.accepted,
        returned=job.returned,
        created=job.created,
        updated=job.updated,
        unchanged=job.unchanged,
        repeated=repeated,
    )
