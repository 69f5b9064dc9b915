"""Which tables hold the catalogue? Needs, supplies, the product tree with its other names, chain links.

A need or supply holds what a list said (`records.Demand`, `records.Supply`) in columns of the same
names, and beside it how it stands: whose it is, who entered it, status, dates, versions.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Float, Index
from sqlmodel import Field, SQLModel

from matchmaking.storage.types import Moment, Yuan


class Status(StrEnum):
    """How it stands with a need or a supply. Expired and stale are told from the dates."""

    PENDING = "待审核"
    PUBLISHED = "已发布"
    RETURNED = "已退回"  # by the reviewer, with a note; changing it hands it in again
    CLOSED = "已结束"  # done with: found, or no longer wanted
    WITHDRAWN = "已撤回"  # taken back: by its owner, or by undoing its import


class Listing(SQLModel):
    """What needs and supplies have in common."""

    id: str = Field(primary_key=True)
    firm_id: str = Field(foreign_key="firm.id", index=True)
    number: str = Field(index=True)  # 需求编号 / 供给编号 as its firm or its list wrote it
    status: str = Field(index=True)  # a Status
    specs: str = ""
    batch_id: str | None = Field(default=None, foreign_key="import_batch.id", index=True)
    entered_by: str = ""  # the account; "" for the demo city and the command line
    on_behalf: bool = False  # entered by an officer for the firm, and shown as such
    posted_at: datetime = Field(sa_type=Moment, index=True)
    updated_at: datetime = Field(sa_type=Moment)
    expires_on: date | None = Field(default=None, index=True)  # last day it is valid
    confirmed_on: date  # last day somebody said it still holds; long ago = stale
    review_note: str = ""
    reviewed_by: str = ""
    reviewed_at: datetime | None = Field(default=None, sa_type=Moment)
    version: int = 1  # of the whole row, against two people writing at once
    terms: int = 1  # of what a match rests on; a change re-opens the marks set on matches
    origin_file: str = ""
    origin_sheet: str = ""
    origin_row: int = 0


class Need(Listing, table=True):
    """A need of a large enterprise (大企业产品需求清单)."""

    __tablename__ = "need"
    __table_args__ = (Index("one_need_per_number", "firm_id", "number", unique=True),)

    title: str
    type: str = ""
    category: str = ""
    description: str = ""
    quantity_amount: float | None = Field(default=None, sa_type=Float)
    quantity_unit: str | None = None
    quantity_period: str | None = None
    quantity_approximate: bool | None = None
    needed_by: date | None = Field(default=None, index=True)
    price_yuan: Decimal | None = Field(default=None, sa_type=Yuan)
    price_unit: str | None = None
    region_code: str = ""
    region_name: str = ""
    wishes: list[list[Any]] = Field(default_factory=list, sa_type=JSON)  # [kind, text, must]
    musts: list[str] = Field(default_factory=list, sa_type=JSON)


class SupplyListing(Listing, table=True):
    """A supply of a small enterprise (中小企业产品供给清单)."""

    __tablename__ = "supply"
    __table_args__ = (Index("one_supply_per_number", "firm_id", "number", unique=True),)

    product: str
    industry: str = ""
    capacity_amount: float | None = Field(default=None, sa_type=Float)
    capacity_unit: str | None = None
    capacity_period: str | None = None
    capacity_approximate: bool | None = None
    spare_amount: float | None = Field(default=None, sa_type=Float)
    spare_unit: str | None = None
    spare_period: str | None = None
    spare_approximate: bool | None = None
    customers: list[str] = Field(default_factory=list, sa_type=JSON)
    targets: list[str] = Field(default_factory=list, sa_type=JSON)
    certificates: list[list[Any]] = Field(default_factory=list, sa_type=JSON)
    lead_days: int | None = Field(default=None, sa_type=BigInteger)
    minimum_order_amount: float | None = Field(default=None, sa_type=Float)
    minimum_order_unit: str | None = None
    minimum_order_period: str | None = None
    minimum_order_approximate: bool | None = None
    price_yuan: Decimal | None = Field(default=None, sa_type=Yuan)
    price_unit: str | None = None
    revenue_share: float | None = Field(default=None, sa_type=Float)


class ListingBefore(SQLModel, table=True):
    """What a listing said before the first change typed in since its last review."""

    __tablename__ = "listing_before"

    subject: str = Field(primary_key=True)  # need or supply
    listing_id: str = Field(primary_key=True)
    before: dict[str, Any] = Field(sa_type=JSON)  # its row (`catalogue.taking_in.plain`)


class Product(SQLModel, table=True):
    """A product of the tree: what it is called, and what it is a kind of."""

    __tablename__ = "product"

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    parent_id: str | None = Field(default=None, foreign_key="product.id", index=True)


class ProductAlias(SQLModel, table=True):
    """Another name of a product: a trade name, an abbreviation."""

    __tablename__ = "product_alias"

    name: str = Field(primary_key=True)
    product_id: str = Field(foreign_key="product.id", index=True)


class ChainLinkRow(SQLModel, table=True):
    """A line of the chain file: what a product is made from (上游材料), what it is a kind of (产品小类)."""

    __tablename__ = "chain_link"

    product: str = Field(primary_key=True)
    related: str = Field(primary_key=True)
    relation: str = Field(primary_key=True)


class MatchMark(SQLModel, table=True):
    """What a buyer thinks of a match, on the terms both sides had then."""

    __tablename__ = "match_mark"

    need_id: str = Field(primary_key=True, foreign_key="need.id")
    supply_id: str = Field(primary_key=True, foreign_key="supply.id")
    mark: str  # 入围, 不合适
    reason: str = ""
    need_terms: int
    supply_terms: int
    marked_by: str
    marked_at: datetime = Field(sa_type=Moment)
