"""Which tables make a firm's file? The firm, its other names, contacts, certificates, and what was merged."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from matchmaking.storage.types import Moment


class FirmKind(StrEnum):
    """What a firm is on the platform."""

    CHAIN_LEADER = "链主企业"
    SME = "中小企业"
    SERVICE = "服务机构"
    LENDER = "金融机构"
    AUTHORITY = "主管部门"


class FirmFile(SQLModel, table=True):
    """One firm, one file (一户一档, 优(四))."""

    __tablename__ = "firm"

    id: str = Field(primary_key=True)
    code: str | None = Field(default=None, unique=True)  # 统一社会信用代码, verified
    name: str
    name_key: str = Field(index=True)  # as names compare: intake.identity.normal_name
    brand_sound: str = Field(default="", index=True)  # of the 字号: firms.likeness.brand_sound
    short_name: str = ""
    kind: str = Field(index=True)  # a FirmKind
    region_code: str = Field(default="", index=True)
    region_name: str = ""
    industry: str = ""
    size: str | None = None  # a records.Size
    tier: str | None = Field(default=None, index=True)  # a records.Tier
    about: str = ""  # what the firm says of itself
    merged_into: str | None = Field(default=None, foreign_key="firm.id", index=True)
    entered_by: str = ""
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    version: int = 1


class FirmName(SQLModel, table=True):
    """Another name the firm is known by."""

    __tablename__ = "firm_name"

    name_key: str = Field(primary_key=True)
    firm_id: str = Field(primary_key=True, foreign_key="firm.id", index=True)
    name: str
    why: str  # 曾用名, 别名, 人工确认, 合并
    decided_by: str = ""
    decided_at: datetime = Field(sa_type=Moment)


class FirmContact(SQLModel, table=True):
    """Whom to call. Shown only to those with a reason (people.roles)."""

    __tablename__ = "firm_contact"

    id: str = Field(primary_key=True)
    firm_id: str = Field(foreign_key="firm.id", index=True)
    name: str = ""
    phone: str = ""
    email: str = ""


class FirmCertificate(SQLModel, table=True):
    """A certificate of the firm, with the last day it is valid where known."""

    __tablename__ = "firm_certificate"

    id: str = Field(primary_key=True)
    firm_id: str = Field(foreign_key="firm.id", index=True)
    name: str
    expires: date | None = None


class NameDecision(SQLModel, table=True):
    """What a person decided about a name in a list: this firm, or a new one. Asked once, remembered."""

    __tablename__ = "name_decision"

    name_key: str = Field(primary_key=True)
    firm_id: str | None = Field(default=None, foreign_key="firm.id")  # None: a firm of its own
    decided_by: str
    decided_at: datetime = Field(sa_type=Moment)


class FirmMerge(SQLModel, table=True):
    """Two files made one, with all that was moved, so that it can be taken back."""

    __tablename__ = "firm_merge"

    id: str = Field(primary_key=True)
    kept_id: str = Field(foreign_key="firm.id", index=True)
    gone_id: str = Field(foreign_key="firm.id", index=True)
    moved: dict[str, Any] = Field(sa_type=JSON)  # table -> ids moved from gone to kept
    merged_by: str
    merged_at: datetime = Field(sa_type=Moment)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_by: str = ""
