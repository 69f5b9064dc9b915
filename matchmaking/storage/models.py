"""Which tables are there? What a list brought in, row by row, and the runs that matched two lists.

What will be filtered and sorted by has a column of its own; lists inside a record are JSON. A list's
rows are addressed by (batch, number), number being the place in the list, so that storing the same
batch twice cannot double a row and loading gives the list's own order back.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Float,
    ForeignKeyConstraint,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from matchmaking.storage.types import Moment, Yuan


class RunState(StrEnum):
    """How it stands with a run."""

    QUEUED = "queued"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class MatchRun(SQLModel, table=True):
    """One matching of two lists: what was asked for, how far it is, who works on it until when."""

    __tablename__ = "match_run"

    id: str = Field(primary_key=True)
    state: str = Field(index=True)  # a RunState
    step: str = ""
    done: int = 0
    total: int | None = None
    error: str = ""
    demand_file: str
    supply_file: str
    chain_file: str = ""
    started_at: datetime = Field(sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    # A claim is a worker's turn at the run. Its number fences off a worker that lost the run to
    # another one because its lease lapsed while it still lived.
    claim: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    crashes: int = 0  # claims that ended with a dead worker


class ImportBatch(SQLModel, table=True):
    """One list, read and stored: rows_in == accepted + returned."""

    __tablename__ = "import_batch"

    id: str = Field(primary_key=True)
    kind: str
    run_id: str | None = Field(default=None, foreign_key="match_run.id", index=True)
    file: str
    sha256: str
    received_at: datetime = Field(sa_type=Moment)
    rows_in: int
    accepted: int
    returned: int
    columns: dict[str, str] = Field(sa_type=JSON)  # header as written -> our field


class FirmRow(SQLModel, table=True):
    """A firm as a list writes it. Rows that write a firm alike share one of these."""

    __tablename__ = "listed_firm"

    batch_id: str = Field(primary_key=True, foreign_key="import_batch.id")
    number: int = Field(primary_key=True)
    key: str = Field(index=True)
    variant: int  # 0 the first way the list writes this firm; 1, 2 … with another phone or region
    name: str
    code: str
    short_name: str
    region_code: str
    region_name: str
    industry: str
    size: str | None
    tier: str | None
    contact: str
    phone: str


class DemandRow(SQLModel, table=True):
    """A stored `records.Demand`."""

    __tablename__ = "listed_demand"
    __table_args__ = (
        UniqueConstraint("batch_id", "id"),
        ForeignKeyConstraint(
            ["batch_id", "firm_number"], ["listed_firm.batch_id", "listed_firm.number"]
        ),
    )

    batch_id: str = Field(primary_key=True, foreign_key="import_batch.id")
    number: int = Field(primary_key=True)
    id: str
    firm_number: int
    title: str
    type: str
    category: str
    description: str
    specs: str
    quantity_amount: float | None = Field(sa_type=Float)
    quantity_unit: str | None
    quantity_period: str | None
    quantity_approximate: bool | None
    needed_by: date | None
    price_yuan: Decimal | None = Field(sa_type=Yuan)
    price_unit: str | None
    region_code: str
    region_name: str
    wishes: list[list[Any]] = Field(sa_type=JSON)  # [kind, text, must]
    musts: list[str] = Field(sa_type=JSON)
    origin_file: str
    origin_sheet: str
    origin_row: int


class SupplyRow(SQLModel, table=True):
    """A stored `records.Supply`."""

    __tablename__ = "listed_supply"
    __table_args__ = (
        UniqueConstraint("batch_id", "id"),
        ForeignKeyConstraint(
            ["batch_id", "firm_number"], ["listed_firm.batch_id", "listed_firm.number"]
        ),
    )

    batch_id: str = Field(primary_key=True, foreign_key="import_batch.id")
    number: int = Field(primary_key=True)
    id: str
    firm_number: int
    product: str
    industry: str
    specs: str
    capacity_amount: float | None = Field(sa_type=Float)
    capacity_unit: str | None
    capacity_period: str | None
    capacity_approximate: bool | None
    spare_amount: float | None = Field(sa_type=Float)
    spare_unit: str | None
    spare_period: str | None
    spare_approximate: bool | None
    customers: list[str] = Field(sa_type=JSON)
    targets: list[str] = Field(sa_type=JSON)
    certificates: list[list[Any]] = Field(sa_type=JSON)  # [name, expires or null, held]
    lead_days: int | None = Field(sa_type=BigInteger)
    minimum_order_amount: float | None = Field(sa_type=Float)
    minimum_order_unit: str | None
    minimum_order_period: str | None
    minimum_order_approximate: bool | None
    price_yuan: Decimal | None = Field(sa_type=Yuan)
    price_unit: str | None
    revenue_share: float | None = Field(sa_type=Float)
    origin_file: str
    origin_sheet: str
    origin_row: int


class ReturnedLine(SQLModel, table=True):
    """A stored `records.ReturnedRow`: a row that was not accepted, whole, with every cause."""

    __tablename__ = "returned_row"

    batch_id: str = Field(primary_key=True, foreign_key="import_batch.id")
    number: int = Field(primary_key=True)
    origin_file: str
    origin_sheet: str
    origin_row: int
    cells: list[str] = Field(sa_type=JSON)
    problems: list[list[str]] = Field(sa_type=JSON)  # [cell, column, value, cause]


class RemarkLine(SQLModel, table=True):
    """A stored remark: one cell of an accepted row that was left empty, with the reason."""

    __tablename__ = "remark"

    batch_id: str = Field(primary_key=True, foreign_key="import_batch.id")
    number: int = Field(primary_key=True)
    cell: str
    column: str
    value: str
    cause: str
