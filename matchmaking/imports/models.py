"""Which tables belong here? A list on its way in, and what it did, so that it can be taken back."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from matchmaking.storage.types import Moment


class ImportState(StrEnum):
    """How it stands with a list that somebody brought."""

    QUEUED = "排队"
    READING = "读取中"
    TO_CONFIRM = "待确认"
    WRITING = "导入中"
    DONE = "已导入"
    UNDONE = "已撤销"
    ABANDONED = "已放弃"
    FAILED = "失败"


OVER = frozenset({ImportState.UNDONE, ImportState.ABANDONED, ImportState.FAILED})


class ListImport(SQLModel, table=True):
    """One list from its upload on; its rows are stored as the `import_batch` of the same id."""

    __tablename__ = "list_import"

    id: str = Field(primary_key=True)
    kind: str = ""  # a ListKind; "" until its headings have told
    file: str
    sha256: str = Field(index=True)
    # What makes two uploads the same: content, kind asked for, firm. Given up once it is over, so
    # that a list that was taken back may come again.
    live_key: str | None = Field(default=None, unique=True)
    uploaded_by: str = ""  # the account; "" for the demo city and the command line
    for_firm_id: str | None = Field(default=None, foreign_key="firm.id", index=True)
    on_behalf: bool = False  # brought by an officer, and shown as such
    publish: bool = False  # who brought it may review, so its rows need no reviewer
    state: str = Field(index=True)  # an ImportState
    step: str = ""
    done: int = 0
    total: int | None = None
    error: str = ""  # a sentence when it failed
    # A claim is a worker's turn; its number fences off one that lost it (see runs.queue).
    claim: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    crashes: int = 0
    rows_in: int = 0
    accepted: int = 0
    returned: int = 0
    # Of the catalogue: expected once the list is read, true once it is written.
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    doubts: list[int] = Field(default_factory=list, sa_type=JSON)  # numbers of its `listed_firm`
    kept: list[str] = Field(default_factory=list, sa_type=JSON)  # changed since, so not taken back
    uploaded_at: datetime = Field(sa_type=Moment, index=True)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    confirmed_by: str = ""
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_by: str = ""


class ImportEffect(SQLModel, table=True):
    """What an import did to one listing (`catalogue.taking_in.Effect`)."""

    __tablename__ = "import_effect"

    import_id: str = Field(primary_key=True, foreign_key="list_import.id")
    number: int = Field(primary_key=True)
    subject: str  # need or supply
    listing_id: str
    version: int  # after
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # None: it was created
