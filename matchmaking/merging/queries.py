"""What hangs on a firm's file? All SQL that moves it from one firm to another."""

from collections.abc import Sequence

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.firms.models import FirmMerge, FirmName
from matchmaking.people.models import UserAccount
from matchmaking.storage.queries import table_of

Model = type[Need] | type[SupplyListing]


def numbers(session: Session, model: Model, firm_id: str) -> dict[str, str]:
    """Id -> number of a firm's listings, whatever their status."""
    query = select(model.id, model.number).where(col(model.firm_id) == firm_id)
    return dict(session.exec(query.order_by(col(model.id))).all())


def users(session: Session, firm_id: str) -> list[str]:
    """The ids of a firm's users."""
    query = select(UserAccount.id).where(col(UserAccount.firm_id) == firm_id)
    return list(session.exec(query.order_by(col(UserAccount.id))).all())


def move_names(session: Session, name_keys: Sequence[str], *, source: str, target: str) -> None:
    """Names of one firm become names of the other."""
    names = table_of(FirmName)
    for name_key in name_keys:
        session.execute(
            update(names)
            .where(names.c.name_key == name_key, names.c.firm_id == source)
            .values(firm_id=target)
        )


def forget_name(session: Session, name_key: str, *, firm_id: str, why: str) -> None:
    """A name that came with a merge goes with it."""
    session.execute(
        delete(FirmName).where(
            col(FirmName.name_key) == name_key,
            col(FirmName.firm_id) == firm_id,
            col(FirmName.why) == why,
        )
    )


def merge(session: Session, merge_id: str) -> FirmMerge | None:
    return session.get(FirmMerge, merge_id, with_for_update=True, populate_existing=True)


def merges(session: Session, *, limit: int) -> Sequence[FirmMerge]:
    """The latest, undone ones too."""
    query = select(FirmMerge).order_by(col(FirmMerge.merged_at).desc(), col(FirmMerge.id).desc())
    return session.exec(query.limit(limit)).all()
