"""What is published now? Needs and supplies out of the tables, as the matcher reads them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import RowMapping
from sqlmodel import Session

from matchmaking.catalogue import queries
from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.catalogue.rows import record_of
from matchmaking.catalogue.service import firm_value
from matchmaking.catalogue.taking_in import Model
from matchmaking.errors import UnknownRecord
from matchmaking.live.queries import all_firms, listings_of_firm
from matchmaking.matching.chain import ChainLink
from matchmaking.outbox.queries import newest
from matchmaking.records import Demand, Firm, Supply


@dataclass(frozen=True, slots=True)
class Stock:
    """Everything a market is built from, at one place of the outbox."""

    seq: int
    needs: tuple[Demand, ...]
    supplies: tuple[Supply, ...]
    chain: tuple[ChainLink, ...]


def read_stock(session: Session, today: date) -> Stock:
    """All that is open today, in one unchanging view."""
    seq = newest(session)
    firms = {row["id"]: firm_value(row) for row in all_firms(session)}
    return Stock(
        seq,
        cast("tuple[Demand, ...]", tuple(_records(session, Need, firms, today=today))),
        cast("tuple[Supply, ...]", tuple(_records(session, SupplyListing, firms, today=today))),
        tuple(queries.chain_links(session)),
    )


def read_needs(session: Session, today: date) -> tuple[Demand, ...]:
    """All open needs."""
    rows = list(queries.open_listings(session, Need, today))
    firms = queries.firms_by_ids(session, sorted({row["firm_id"] for row in rows}))
    return tuple(cast("Demand", record_of(row, firm_value(firms[row["firm_id"]]))) for row in rows)


def read_supplies(session: Session, ids: Sequence[str], today: date) -> tuple[Supply, ...]:
    """These supplies as they are now; those no longer open are left out."""
    rows = queries.by_ids(session, SupplyListing, ids)
    open_rows = [row for key, row in sorted(rows.items()) if _is_open(row, today)]
    firms = queries.firms_by_ids(session, sorted({row["firm_id"] for row in open_rows}))
    return tuple(
        cast("Supply", record_of(row, firm_value(firms[row["firm_id"]]))) for row in open_rows
    )


def read_need(session: Session, need_id: str) -> Demand:
    """One need, whatever its status. Raises UnknownRecord."""
    rows = queries.by_ids(session, Need, [need_id])
    if need_id not in rows:
        raise UnknownRecord("没有这条需求，可能已被撤回，或者地址有误。请从列表里重新选择。")
    row = rows[need_id]
    firm = queries.firms_by_ids(session, [row["firm_id"]])[row["firm_id"]]
    return cast("Demand", record_of(row, firm_value(firm)))


def read_offers_of(session: Session, firm_id: str, today: date) -> tuple[Firm, tuple[Supply, ...]]:
    """A firm and its open supplies. Raises UnknownRecord."""
    found = queries.firms_by_ids(session, [firm_id])
    if firm_id not in found:
        raise UnknownRecord("没有这家企业，可能已并入另一家。请从列表里重新选择。")
    firm = firm_value(found[firm_id])
    rows = listings_of_firm(session, SupplyListing, firm_id)
    supplies = tuple(cast("Supply", record_of(row, firm)) for row in rows if _is_open(row, today))
    return firm, supplies


def _records(
    session: Session, model: Model, firms: dict[str, Firm], *, today: date
) -> Iterator[Demand | Supply]:
    for row in queries.open_listings(session, model, today):
        yield record_of(row, firms[row["firm_id"]])


def _is_open(row: RowMapping, today: date) -> bool:
    expires = row["expires_on"]
    return bool(row["status"] == Status.PUBLISHED and (expires is None or expires >= today))
