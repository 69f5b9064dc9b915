"""Which table holds what people add to the shipped thesaurus? One row a concept added, corrected or dropped."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from matchmaking.storage.types import Moment


class Doing(StrEnum):
    """What an entry does to the thesaurus."""

    ADD = "新增"
    CORRECT = "更正"  # takes the place of the concept of this standard name, whole
    DROP = "删去"


class State(StrEnum):
    """How it stands with an entry; only approved ones are in force."""

    PROPOSED = "待审核"
    APPROVED = "已采用"
    REJECTED = "未采用"
    WITHDRAWN = "已撤回"


class Origin(StrEnum):
    """Where an entry comes from."""

    HAND = "手工填写"
    UNMET = "未满足的检索"
    NEED = "需求"  # the same title, in several needs
    MATCH = "入围的匹配"


class ThesaurusEntry(SQLModel, table=True):
    """A concept somebody, or the use of the platform, wants added, corrected or dropped."""

    __tablename__ = "thesaurus_entry"

    id: str = Field(primary_key=True)  # of what use proposes: told from what it asks, so asked once
    doing: str  # a Doing
    division: str = ""  # GB/T 4754: "35"; "" while nobody has said
    key: str = Field(index=True)  # concepts.name_key of the standard name
    cells: list[str] = Field(sa_type=JSON)  # as typed, in the order of reading.COLUMNS
    state: str = Field(index=True)  # a State
    origin: str  # an Origin
    grounds: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # proposing.Question
    note: str = ""
    by: str = ""  # the account; "" for what use proposes
    at: datetime = Field(sa_type=Moment, index=True)
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    decision_note: str = ""

    @property
    def name(self) -> str:
        """The standard name as typed."""
        return self.cells[0]
