"""Which tables remember what is searched? Saved searches, searches that found nothing, words of one meaning."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from matchmaking.storage.types import Moment


class SavedSearch(SQLModel, table=True):
    """A search somebody wants to come back to."""

    __tablename__ = "saved_search"

    id: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="user_account.id", index=True)
    name: str
    query: dict[str, Any] = Field(sa_type=JSON)  # wanted.as_json
    created_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)  # what came later is new
    muted: bool = False


class UnmetSearch(SQLModel, table=True):
    """What was looked for and not found. Who looked is counted by role, never by name."""

    __tablename__ = "unmet_search"

    id: str = Field(primary_key=True)  # unmet.id_of(text, kind)
    kind: str  # a wanted.Kind
    text: str  # as typed the last time
    count: int = 0
    first_at: datetime = Field(sa_type=Moment)
    last_at: datetime = Field(sa_type=Moment, index=True)
    roles: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    dismissed_at: datetime | None = Field(default=None, sa_type=Moment)


class SynonymGroup(SQLModel, table=True):
    """Words that mean the same; whoever types one also finds the others."""

    __tablename__ = "synonym_group"

    id: str = Field(primary_key=True)
    words: list[str] = Field(sa_type=JSON)
    note: str = ""
    changed_by: str = ""
    changed_at: datetime = Field(sa_type=Moment)
