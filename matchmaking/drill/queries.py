"""What does the drill ask of its database? A schema of its own, and what came of the lists."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.firms.models import FirmFile
from matchmaking.imports.models import ListImport


def make_schema(engine: Engine, name: str) -> None:
    """Room in a PostgreSQL database that nobody else looks into; `name` is ours, letters and digits."""
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))


def drop_schema(engine: Engine, name: str) -> None:
    """And all that is in it."""
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


def published(session: Session) -> list[tuple[str, str]]:
    """Number and specs of everything in the catalogue."""
    found: list[tuple[str, str]] = []
    for model in (Need, SupplyListing):
        query = select(model.number, model.specs).where(col(model.status) == Status.PUBLISHED)
        found += session.exec(query)
    return found


def firm_names(session: Session) -> Counter[str]:
    """How many files each firm has."""
    return Counter(session.exec(select(FirmFile.name)))


def import_states(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """How these imports stand, as far as they are there."""
    wanted = set(ids)
    every = session.exec(select(ListImport.id, ListImport.state))
    return {key: state for key, state in every if key in wanted}
