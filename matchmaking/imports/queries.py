"""What do we ask of lists on their way in? All SQL on imports, their effects, and their stored rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, or_, update
from sqlmodel import Session, col, func, select

from matchmaking.imports.models import ImportEffect, ImportState, ListImport
from matchmaking.storage.models import (
    DemandRow,
    FirmRow,
    RemarkLine,
    ReturnedLine,
    SupplyRow,
)
from matchmaking.storage.queries import add_rows, table_of

CLAIMED = (ImportState.READING, ImportState.WRITING)
CHUNK = 5_000
Lines = type[DemandRow] | type[SupplyRow] | type[ReturnedLine] | type[RemarkLine]


def add(session: Session, job: ListImport) -> None:
    """A fresh one. Raises IntegrityError where the same file is on its way already."""
    session.add(job)
    session.flush()


def find(session: Session, import_id: str) -> ListImport | None:
    return session.get(ListImport, import_id)


def locked(session: Session, import_id: str) -> ListImport | None:
    """The same, not to be changed by anybody else till the transaction ends."""
    query = select(ListImport).where(col(ListImport.id) == import_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def alive(
    session: Session, sha256: str, *, kind: str | None, for_firm_id: str | None
) -> ListImport | None:
    """The import of this very file for this firm that is not over, if there is one."""
    query = select(ListImport).where(
        col(ListImport.sha256) == sha256,
        col(ListImport.for_firm_id) == for_firm_id,
        col(ListImport.live_key).is_not(None),
    )
    if kind is not None:
        query = query.where(col(ListImport.kind).in_((kind, "")))
    return session.exec(query.order_by(col(ListImport.uploaded_at))).first()


def waits(session: Session, now: datetime) -> bool:
    """Whether any waits for a worker; asked often, so it locks nothing."""
    return session.exec(select(ListImport.id).where(_waiting(now)).limit(1)).first() is not None


def to_claim(session: Session, now: datetime) -> ListImport | None:
    """The oldest that waits for a worker, or whose worker let its lease lapse."""
    query = (
        select(ListImport)
        .where(_waiting(now))
        .order_by(col(ListImport.uploaded_at), col(ListImport.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.exec(query).first()


def change_claimed(
    session: Session, import_id: str, claim: int, *, changes: Mapping[str, Any]
) -> bool:
    """Change an import as the holder of `claim`; False when it is no longer the valid one."""
    held = col(ListImport.claim) == claim, col(ListImport.state).in_(CLAIMED)
    return _change(session, import_id, *held, changes=changes)


def change_standing(
    session: Session, import_id: str, state: ImportState, *, changes: Mapping[str, Any]
) -> bool:
    """Change an import that stands so; False when it does not, or no longer."""
    return _change(session, import_id, col(ListImport.state) == state, changes=changes)


def page(
    session: Session, *, whose: tuple[str, str | None] | None, start: int, limit: int
) -> tuple[Sequence[ListImport], int]:
    """One page of imports, newest first, and how many there are; `whose`: account and firm."""
    query, count = select(ListImport), select(func.count()).select_from(ListImport)
    if whose is not None:
        by, firm_id = whose
        mine = or_(col(ListImport.uploaded_by) == by, col(ListImport.for_firm_id) == firm_id)
        query, count = query.where(mine), count.where(mine)
    query = query.order_by(col(ListImport.uploaded_at).desc(), col(ListImport.id))
    return session.exec(query.offset(start).limit(limit)).all(), session.exec(count).one()


def add_effects(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), CHUNK):
        add_rows(session, ImportEffect, rows[start : start + CHUNK])


def effects(session: Session, import_id: str) -> Sequence[RowMapping]:
    """What it did, in the list's order."""
    table = table_of(ImportEffect)
    query = table.select().where(table.c.import_id == import_id).order_by(table.c.number)
    return session.execute(query).mappings().all()


def before_last(session: Session, batch_ids: Iterable[str], ids: Sequence[str]) -> dict[str, Any]:
    """What these listings said before these imports changed them; created ones are left out."""
    query = select(ImportEffect).where(
        col(ImportEffect.import_id).in_(sorted(set(batch_ids))),
        col(ImportEffect.listing_id).in_(ids),
    )
    found = session.exec(query.order_by(col(ImportEffect.version)))
    return {one.listing_id: one.before for one in found if one.before is not None}


def lines(
    session: Session, model: Lines, batch_id: str, *, start: int, limit: int
) -> Sequence[RowMapping]:
    """Some of a list's stored lines of one kind, in its order."""
    table = table_of(model)
    query = (
        table.select()
        .where(table.c.batch_id == batch_id)
        .order_by(table.c.number)
        .offset(start)
        .limit(limit)
    )
    return session.execute(query).mappings().all()


def count_lines(session: Session, model: Lines, batch_id: str) -> int:
    """How many there are."""
    query = select(func.count()).select_from(model).where(col(model.batch_id) == batch_id)
    return session.exec(query).one()


def listed_firms(session: Session, batch_id: str, numbers: Iterable[int]) -> dict[int, RowMapping]:
    """Firms as the list writes them, by number."""
    table = table_of(FirmRow)
    wanted = table.c.number.in_(sorted(set(numbers)))
    query = table.select().where(table.c.batch_id == batch_id, wanted)
    return {row["number"]: row for row in session.execute(query).mappings()}


def _change(session: Session, import_id: str, *conditions: Any, changes: Mapping[str, Any]) -> bool:
    change = update(table_of(ListImport)).where(col(ListImport.id) == import_id, *conditions)
    return bool(session.connection().execute(change.values(**changes)).rowcount)


def _waiting(now: datetime) -> ColumnElement[bool]:
    free = or_(col(ListImport.lease_until).is_(None), col(ListImport.lease_until) < now)
    left = and_(col(ListImport.state).in_(CLAIMED), free)
    return or_(col(ListImport.state) == ImportState.QUEUED, left)
