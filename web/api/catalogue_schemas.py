"""What do programs send and receive of matches, marks, review and changes?"""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from matchmaking.catalogue.marks import Mark, Marked
from matchmaking.matching.evidence import Part, Team
from matchmaking.outbox.models import Change, Subject
from web.api.listing_schemas import LAST, Line, ListingOut, Text
from web.api.schemas import NoParameters, RecommendationOut
from web.language import Tongue
from web.reviewing import Decision, Queued


class TopParameters(NoParameters):
    """How many matches at most."""

    top: int = Field(20, ge=1, le=100, description="最多返回几家企业")


class ChanceParameters(TopParameters):
    """Whose opportunities."""

    firm: Line = Field("", description="企业编号；不填为自己的企业")


class QueueParameters(NoParameters):
    """What waits: of which kind, and which part of it."""

    kind: Literal["needs", "supplies"] = Field("needs", description="需求或供给")
    start: int = Field(0, ge=0, le=1_000_000, description="从第几条起，0 为第一条")
    limit: int = Field(50, ge=1, le=200, description="最多返回几条")


class ChangesParameters(NoParameters):
    """The changes after which place."""

    after: int = Field(0, ge=0, le=LAST, description="上次读到的序号，0 为从头读")
    limit: int = Field(500, ge=1, le=5_000, description="最多返回几个")


class MarkIn(BaseModel):
    """What the buyer thinks of a supply; no mark takes it away."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"supply_id": "…", "mark": "入围"}]}
    )

    supply_id: Line = Field(description="供给的编号")
    mark: Mark | None = Field(None, description="入围、不合适；不填为取消")
    reason: Text = Field("", description="不合适时必填")


class MarkOut(BaseModel):
    """A mark as it stands."""

    supply_id: str
    mark: Mark
    reason: str
    outdated: bool = Field(description="条件已变，要重新确认")

    @classmethod
    def of(cls, marked: Marked) -> Self:
        return cls(
            supply_id=marked.supply_id,
            mark=marked.mark,
            reason=marked.reason,
            outdated=marked.outdated,
        )


class MarksOut(BaseModel):
    """The marks of a need."""

    marks: list[MarkOut]


class PartOut(BaseModel):
    """What one firm of a team brings."""

    firm_key: str
    firm_name: str
    supply_ids: list[str]
    score: float
    share: float = Field(description="占需求量的份额，0 到 1；不按数量分时为 0")
    amount: str
    items: list[str]
    certificates: list[str]
    sentences: list[str]

    @classmethod
    def of(cls, part: Part, tongue: Tongue) -> Self:
        return cls(
            firm_key=part.firm.key,
            firm_name=part.firm.name,
            supply_ids=[supply.id for supply in part.supplies],
            score=part.score,
            share=part.share,
            amount=str(part.amount or ""),
            items=list(part.items),
            certificates=list(part.certificates),
            sentences=[tongue.tell(sentence) for sentence in part.says],
        )


class TeamOut(BaseModel):
    """The smallest set of firms that covers what no single firm does, as one offer."""

    parts: list[PartOut]
    uncovered: list[str] = Field(description="还缺什么；空着是全部覆盖")
    notes: list[str] = Field(description="先要确认的事")

    @classmethod
    def or_none(cls, team: Team | None, tongue: Tongue) -> Self | None:
        if team is None:
            return None
        return cls(
            parts=[PartOut.of(part, tongue) for part in team.parts],
            uncovered=[tongue.tell(sentence) for sentence in team.uncovered],
            notes=[tongue.tell(sentence) for sentence in team.notes],
        )


class NeedMatchesOut(RecommendationOut, MarksOut):
    """Who can supply the need, the marks set so far, and a team where nobody can alone."""

    team: TeamOut | None = Field(description="联合供货方案；有一家能独自满足时为空")


class DifferenceOut(BaseModel):
    """A field that was changed since the last review."""

    field: str
    before: str
    after: str


class QueuedOut(BaseModel):
    """A listing that waits for review, and where it came from."""

    listing: ListingOut
    changed: bool = Field(description="审核后改过")
    entered_by: str
    source: str
    differences: list[DifferenceOut] = Field(description="上次审核以后改了什么")

    @classmethod
    def of(cls, queued: Queued) -> Self:
        return cls(
            listing=ListingOut.of(queued.one, own=True),
            changed=queued.one.standing.changed,
            entered_by=queued.entered_by,
            source=queued.source,
            differences=[
                DifferenceOut(field=one.label, before=one.before, after=one.after)
                for one in queued.differences
            ],
        )


class QueueOut(BaseModel):
    """A part of what waits, oldest first."""

    items: list[QueuedOut]
    total: int


class Chosen(BaseModel):
    """A listing, and the version that was read."""

    model_config = ConfigDict(extra="forbid")

    id: Line
    version: int = Field(ge=1, le=LAST)


class DecisionIn(BaseModel):
    """What becomes of several listings of one kind."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"kind": "needs", "items": [{"id": "…", "version": 1}], "decision": "publish"}
            ]
        },
    )

    kind: Literal["needs", "supplies"] = Field(description="需求或供给")
    items: list[Chosen] = Field(min_length=1, max_length=500, description="哪些，各是哪个版本")
    decision: Decision = Field(description="publish 发布，send_back 退回")
    note: Text = Field("", description="退回时必填")


class OutcomeOut(BaseModel):
    """How many were decided, and which were left alone since they had changed."""

    done: int
    skipped: list[str]


class ChangeOut(BaseModel):
    """One thing changed; ask for it to see what it is now."""

    seq: int
    subject: Subject
    subject_id: str
    at: datetime

    @classmethod
    def of(cls, change: Change) -> Self:
        return cls(
            seq=change.seq or 0,
            subject=Subject(change.subject),
            subject_id=change.subject_id,
            at=change.at,
        )


class ChangesOut(BaseModel):
    """Changes in order, and from where to read on."""

    changes: list[ChangeOut]
    after: int = Field(description="下次从这里读起")
    more: bool = Field(description="后面还有没有")
