"""How does a record become a listing's columns, and a listing the record the matcher reads?

Inside the platform a record's id is the listing's id; the number its firm gave it stands beside it.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import RowMapping

from matchmaking.catalogue.models import Listing, Need, SupplyListing
from matchmaking.intake.ledger import is_made_id
from matchmaking.records import Demand, Firm, Supply
from matchmaking.storage.rows import demand_from, demand_row, supply_from, supply_row

Record = Demand | Supply
Row = dict[str, Any]
Stored = Mapping[str, Any] | RowMapping  # a row by column name, loaded or written down
ORIGIN = ("origin_file", "origin_sheet", "origin_row")


def model_of(record: Record) -> type[Need] | type[SupplyListing]:
    """Which table a record belongs to."""
    return Need if isinstance(record, Demand) else SupplyListing


def columns_of(record: Record) -> Row:
    """What the record says, as the table's columns; JSON columns as JSON has them."""
    row = demand_row(record) if isinstance(record, Demand) else supply_row(record)
    del row["id"]
    for name, value in row.items():
        if isinstance(value, tuple):
            row[name] = list(value)
    return row


def number_of(record: Record) -> str:
    """What tells a listing from its firm's others: its own number, else what it is.

    A number made from the row would make row 7 of the next list a change to row 7 of this one.
    """
    if not is_made_id(record.id, record.origin):
        return record.id
    said = (
        (record.title, record.specs, record.description)
        if isinstance(record, Demand)
        else (record.product, record.specs, record.industry)
    )
    return f"#{sha256('|'.join(said).encode()).hexdigest()[:12]}"


def record_of(row: Stored, firm: Firm) -> Record:
    """The matcher's value of a stored listing."""
    return demand_from(row, firm) if "title" in row else supply_from(row, firm)  # type: ignore[arg-type]


def as_row(listing: Listing) -> Row:
    """A loaded listing's columns by name."""
    return listing.model_dump()
