"""What can be done with a list? Uploaded, looked at, confirmed or given up, and taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from matchmaking.catalogue.taking_in import take_back
from matchmaking.errors import Conflict, Invalid, NotAllowed, UnknownRecord
from matchmaking.firms.service import decide
from matchmaking.imports import files, queries
from matchmaking.imports.models import ImportState, ListImport
from matchmaking.imports.own import own_of
from matchmaking.imports.writing import effects_of
from matchmaking.intake.kinds import ListKind
from matchmaking.people import queries as people
from matchmaking.people.roles import Action, Role, Visitor
from matchmaking.storage.database import reading, transaction
from matchmaking.storage.uploads import Upload

GONE = "没有这次导入，可能链接不完整。请从“导入清单”里重新选择。"
NO_FIRM = "您的账号还没有对应的企业，不能导入清单。请联系主管部门把账号和企业对应起来。"


@dataclass(frozen=True, slots=True)
class Order:
    """Who brings a list, of which kind, for whom."""

    visitor: Visitor
    kind: ListKind | None = None  # None: the headings tell
    for_firm_id: str | None = None  # an officer's choice; a firm's own list is always its own


@dataclass(frozen=True, slots=True)
class Uploaded:
    """Where it is to be followed."""

    import_id: str
    repeated: bool  # this very file is in already, or on its way


@dataclass(frozen=True, slots=True)
class Described:
    """An import with the names of those it speaks of; "" where nobody is named."""

    job: ListImport
    by: str
    firm: str


def upload(
    engine: Engine,
    data: Path,
    file: Upload,
    *,
    order: Order,
    now: datetime,
    new_id: Callable[[], str],
) -> Uploaded:
    """Keep the file, then queue it to be read. The same file for the same firm is not queued again."""
    if not file.content:
        raise Invalid("这个文件是空的，请选择填好的清单。", {"file": "请选择填好的清单"})
    firm_id, digest = _for_whom(engine, order), sha256(file.content).hexdigest()
    known = _alive(engine, digest, order, firm_id=firm_id)
    if known is not None:
        return Uploaded(known, repeated=True)
    job = ListImport(
        id=new_id(),
        kind=order.kind or "",
        file="",
        sha256=digest,
        live_key=files.live_key(digest, order.kind, firm_id),
        uploaded_by=order.visitor.user_id,
        for_firm_id=firm_id,
        on_behalf=order.visitor.role is Role.OFFICER,
        publish=order.visitor.may(Action.REVIEW),
        state=ImportState.QUEUED,
        uploaded_at=now,
    )
    job.file = files.keep(data, job.id, file).name
    try:
        with transaction(engine) as session:
            queries.add(session, job)
    except IntegrityError:
        known = _alive(engine, digest, order, firm_id=firm_id)
        if known is None:
            raise
        return Uploaded(known, repeated=True)
    return Uploaded(job.id, repeated=False)


def find(session: Session, import_id: str, visitor: Visitor) -> ListImport:
    """An import this visitor may see. Raises UnknownRecord."""
    found = queries.find(session, import_id)
    if found is None or not _may_see(visitor, found):
        raise UnknownRecord(GONE)
    return found


def listed(
    session: Session, visitor: Visitor, *, start: int, limit: int
) -> tuple[tuple[Described, ...], int]:
    """One page of those they may see, newest first, and how many there are."""
    everything = visitor.may(Action.ACT_FOR_FIRMS)
    whose = None if everything else (visitor.user_id, visitor.firm_id)
    jobs, total = queries.page(session, whose=whose, start=start, limit=limit)
    return tuple(described(session, job) for job in jobs), total


def described(session: Session, job: ListImport) -> Described:
    """Who brought it, and for which firm."""
    account = people.account(session, job.uploaded_by) if job.uploaded_by else None
    firm = people.firm_name(session, job.for_firm_id) if job.for_firm_id else None
    return Described(job, account.name if account else "", firm or "")


def confirm(
    session: Session,
    import_id: str,
    decisions: Mapping[str, str],
    *,
    visitor: Visitor,
    now: datetime,
) -> None:
    """Have the good rows written. `decisions`: name key -> firm id, or "" for a firm of its own.

    Pressing twice is pressing once. Raises Conflict where there is nothing to write.
    """
    job = _locked(session, import_id, visitor)
    if job.state in (ImportState.WRITING, ImportState.DONE):
        return
    if job.state != ImportState.TO_CONFIRM:
        raise Conflict(f"这次导入现在是“{job.state}”，不能确认。请重新上传清单。")
    if not job.accepted:
        raise Conflict("这份清单没有一行可以导入。请按退回原因改正后重新上传。")
    if decisions and not visitor.may(Action.ACT_FOR_FIRMS):
        raise NotAllowed("认定企业是谁由助企服务专员或主管部门来做。")
    for name_key, firm_id in decisions.items():
        decide(session, name_key, firm_id or None, by=visitor.user_id, now=now)
    job.state, job.confirmed_by, job.confirmed_at = ImportState.WRITING, visitor.user_id, now
    job.publish = job.publish or visitor.may(Action.REVIEW)
    job.step, job.done, job.total, job.lease_until = "", 0, None, None
    # The worker that read it may still be at its marked workbook; its turn is over.
    job.claim += 1
    session.add(job)


def abandon(session: Session, import_id: str, *, visitor: Visitor, now: datetime) -> None:
    """Give up a list that is not written yet; the same file may come again."""
    job = _locked(session, import_id, visitor)
    if job.state == ImportState.ABANDONED:
        return
    if job.state not in (ImportState.QUEUED, ImportState.READING, ImportState.TO_CONFIRM):
        raise Conflict(f"这次导入现在是“{job.state}”，不能再放弃。")
    job.state, job.finished_at = ImportState.ABANDONED, now
    job.live_key = job.lease_until = None
    session.add(job)


def undo(session: Session, import_id: str, *, visitor: Visitor, now: datetime) -> tuple[str, ...]:
    """Take back what it did; gives the listings left alone since somebody changed them after."""
    job = _locked(session, import_id, visitor)
    if job.state == ImportState.UNDONE:
        return tuple(job.kept)
    if job.state != ImportState.DONE:
        raise Conflict(f"这次导入现在是“{job.state}”，没有可以撤销的内容。")
    kept = take_back(session, effects_of(session, import_id), now=now)
    job.state, job.kept, job.live_key = ImportState.UNDONE, list(kept), None
    job.undone_by, job.undone_at = visitor.user_id, now
    session.add(job)
    return kept


def _for_whom(engine: Engine, order: Order) -> str | None:
    """Whose rows alone it may hold. Raises NotAllowed, UnknownRecord."""
    visitor = order.visitor
    if not visitor.may(Action.ACT_FOR_FIRMS):
        if visitor.firm_id is None:
            raise NotAllowed(NO_FIRM)
        return visitor.firm_id
    with reading(engine) as session:
        own_of(session, order.for_firm_id)
    return order.for_firm_id


def _alive(engine: Engine, digest: str, order: Order, *, firm_id: str | None) -> str | None:
    with reading(engine) as session:
        found = queries.alive(session, digest, kind=order.kind, for_firm_id=firm_id)
    return None if found is None else found.id


def _may_see(visitor: Visitor, job: ListImport) -> bool:
    if visitor.may(Action.ACT_FOR_FIRMS) or job.uploaded_by == visitor.user_id:
        return True
    return job.for_firm_id is not None and job.for_firm_id == visitor.firm_id


def _locked(session: Session, import_id: str, visitor: Visitor) -> ListImport:
    found = queries.locked(session, import_id)
    if found is None or not _may_see(visitor, found):
        raise UnknownRecord(GONE)
    return found
