"""Which table says what changed? One row a change, numbered in the order the changes became visible."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field, SQLModel

from matchmaking.storage.types import Moment


class Subject(StrEnum):
    """What may change."""

    NEED = "need"
    SUPPLY = "supply"
    FIRM = "firm"
    SYNONYM = "synonym"
    CHAIN = "chain"
    THESAURUS = "thesaurus"


class Change(SQLModel, table=True):
    """One thing changed; what it is now stands in its own table."""

    __tablename__ = "outbox"

    seq: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
    )
    subject: str  # a Subject
    subject_id: str
    at: datetime = Field(sa_type=Moment)


class Lease(SQLModel, table=True):
    """Who may do a thing that only one process may do at a time, and until when."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    holder: str = ""
    until: datetime | None = Field(default=None, sa_type=Moment)


class Position(SQLModel, table=True):
    """How far a reader of the outbox has got: everything up to `seq` is in what it keeps."""

    __tablename__ = "outbox_position"

    reader: str = Field(primary_key=True)
    seq: int = Field(default=0, sa_type=BigInteger)
