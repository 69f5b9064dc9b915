"""What does handing out ask of the tables? Which firms are new."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from matchmaking.firms.models import FirmFile


def firms_of_all(session: Session) -> int:
    """How many firms there are."""
    return session.exec(select(func.count()).select_from(FirmFile)).one()


def firms_since(session: Session, moment: datetime) -> frozenset[str]:
    """The firms whose file was opened at this moment or later."""
    return frozenset(session.exec(select(FirmFile.id).where(col(FirmFile.created_at) >= moment)))
