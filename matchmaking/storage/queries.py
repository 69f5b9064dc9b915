"""What do we ask the tables? All the SQL of lists and runs, each question one function."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Table, and_, insert, or_, update
from sqlmodel import Session, SQLModel, col, select

from matchmaking.storage.models import ImportBatch, MatchRun, RunState


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a class; inserting into it skips the mapper, which costs a third."""
    return model.metadata.tables[str(model.__tablename__)]


def add_rows(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows at once."""
    if rows:
        session.execute(insert(table_of(model)), rows)


def rows_of(session: Session, model: type[SQLModel], batch_id: str) -> Sequence[RowMapping]:
    """A batch's rows of one kind, in the list's order."""
    columns = table_of(model).c
    query = table_of(model).select().where(columns.batch_id == batch_id).order_by(columns.number)
    return session.execute(query).mappings().all()


def batch(session: Session, batch_id: str) -> ImportBatch | None:
    return session.get(ImportBatch, batch_id)


def batch_of_run(session: Session, run_id: str, kind: str) -> ImportBatch | None:
    query = select(ImportBatch).where(
        col(ImportBatch.run_id) == run_id, col(ImportBatch.kind) == kind
    )
    return session.exec(query).first()


def run(session: Session, run_id: str) -> MatchRun | None:
    return session.get(MatchRun, run_id)


def run_to_claim(session: Session, now: datetime) -> MatchRun | None:
    """The oldest run that waits, or whose worker let its lease lapse; nobody else gets it too."""
    lapsed = and_(col(MatchRun.state) == RunState.WORKING, col(MatchRun.lease_until) < now)
    query = (
        select(MatchRun)
        .where(or_(col(MatchRun.state) == RunState.QUEUED, lapsed))
        .order_by(col(MatchRun.started_at), col(MatchRun.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.exec(query).first()


def change_claimed_run(
    session: Session, run_id: str, claim: int, *, changes: Mapping[str, Any]
) -> bool:
    """Change a run as the holder of `claim`; False when the claim is no longer the valid one."""
    held = (
        col(MatchRun.id) == run_id,
        col(MatchRun.claim) == claim,
        col(MatchRun.state) == RunState.WORKING,
    )
    change = update(table_of(MatchRun)).where(*held).values(**changes)
    return bool(session.connection().execute(change).rowcount)
