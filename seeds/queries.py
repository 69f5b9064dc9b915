"""What does the demo city ask of the tables? Whether anything is there, and the busiest firms."""

from sqlmodel import Session, col, func, select

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.firms.models import FirmFile
from matchmaking.people.models import UserAccount


def is_empty(session: Session) -> bool:
    """Whether nobody and nothing has been entered yet."""
    return not any(
        session.exec(select(model.id).limit(1)).first()
        for model in (UserAccount, FirmFile, Need, SupplyListing)
    )


def busiest(session: Session, model: type[Need] | type[SupplyListing]) -> str:
    """The firm with most listings of a kind; of equals the first by name."""
    query = (
        select(FirmFile.id)
        .join(model, col(model.firm_id) == col(FirmFile.id))
        .group_by(col(FirmFile.id), col(FirmFile.name))
        .order_by(func.count().desc(), col(FirmFile.name))
        .limit(1)
    )
    return session.exec(query).one()


def accounts(session: Session, logins: list[str]) -> list[UserAccount]:
    """Those of these accounts that are there and not disabled."""
    query = select(UserAccount).where(
        col(UserAccount.login).in_(logins), col(UserAccount.active).is_(True)
    )
    return list(session.exec(query).all())


def names_of(session: Session, firm_ids: list[str]) -> dict[str, str]:
    """Firms' names by id."""
    query = select(FirmFile.id, FirmFile.name).where(col(FirmFile.id).in_(firm_ids))
    return dict(session.exec(query).all())
