"""What do programs send and receive about searches, saved ones, synonyms and unmet demand?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from matchmaking.finding.missing import Count, Help
from matchmaking.finding.models import SynonymGroup, UnmetSearch
from matchmaking.finding.saved import Kept
from matchmaking.finding.service import Found, FoundListing
from matchmaking.finding.wanted import (
    DEEPEST,
    LONGEST_TEXT,
    MOST_VALUES,
    PAGE,
    Kind,
    Sort,
    Wanted,
)
from web.api.schemas import NoParameters
from web.api.wording_schemas import AlsoOut, BesideOut
from web.searches import PARAMETERS
from web.security import WITHOUT_ZERO

MOST_AT_ONCE = 200
Text = Annotated[str, Field(max_length=LONGEST_TEXT, pattern=WITHOUT_ZERO)]
Values = Annotated[list[Text], Field(max_length=MOST_VALUES)]


class Wish(BaseModel):
    """What is looked for, and how it is narrowed and sorted."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"q": "电解铜箔", "kind": "供给", "tier": ["专精特新中小企业"]}]
        },
    )

    q: Text = Field("", description="要找的词；“…”为短语，-词 表示不要，留空为全部")
    kind: Kind = Field(Kind.ALL, description="在哪份清单里找")
    group: Values = Field([], description="产品类别；可重复，任一即可")
    region: Values = Field([], description="地区，写到市；可重复，任一即可")
    industry: Values = Field([], description="行业大类；可重复，任一即可")
    tier: Values = Field([], description="梯度；可重复，任一即可")
    type: Values = Field([], description="需求类型；可重复，任一即可")
    size: Values = Field([], description="企业规模；可重复，任一即可")
    sort: Sort = Field(Sort.FIT, description="排列的依据")
    expired: bool = Field(default=False, description="也要已过期的")

    def wanted(self, *, start: int = 0, limit: int = PAGE) -> Wanted:
        """As the finder takes it."""
        facets = {name: getattr(self, parameter) for name, parameter in PARAMETERS.items()}
        return Wanted.of(
            self.q,
            facets,
            kind=self.kind,
            sort=self.sort,
            expired=self.expired,
            start=start,
            limit=limit,
        )

    @classmethod
    def meant_by(cls, wanted: Wanted) -> "Wish":
        """A kept search as programs write it."""
        facets = {PARAMETERS[name]: list(values) for name, values in wanted.facets.items()}
        return Wish(
            q=wanted.text, kind=wanted.kind, sort=wanted.sort, expired=wanted.expired, **facets
        )


class SearchParameters(Wish):
    """The same, and which part of the answer."""

    start: int = Field(0, ge=0, le=DEEPEST, description="从第几条起，0 为第一条")
    limit: int = Field(PAGE, ge=1, le=MOST_AT_ONCE, description="最多返回几条")


class PartParameters(NoParameters):
    """Which part of a long list."""

    start: int = Field(0, ge=0, le=1_000_000, description="从第几条起，0 为第一条")
    limit: int = Field(MOST_AT_ONCE, ge=1, le=1_000, description="最多返回几条")


class SynonymParameters(PartParameters):
    """Which groups."""

    q: Text = Field("", description="组里某个词含有的字")


class UnmetParameters(PartParameters):
    """Which unmet searches."""

    dismissed: bool = Field(default=False, description="只列已处理的")


class HitOut(BaseModel):
    """A need or a supply that was found."""

    kind: Kind
    id: str
    title: str
    specs: str
    firm_id: str
    firm_name: str
    region: str
    tier: str | None
    amount: str = Field(description="需求的数量或供给的产能，连同单位")
    deadline: date | None = Field(description="需要日期")
    days_left: int | None
    expires_on: date | None
    expired: bool
    stale: bool = Field(description="久未确认")
    on_behalf: bool = Field(description="由服务专员代填")
    posted_on: date

    @classmethod
    def of(cls, one: FoundListing) -> Self:
        return cls(
            kind=one.kind,
            id=one.id,
            title=one.plain_title,
            specs=one.record.specs,
            firm_id=one.firm.key,
            firm_name=one.firm.name,
            region=one.place,
            tier=one.firm.tier,
            amount=str(one.amount or ""),
            deadline=one.deadline,
            days_left=one.days_left,
            expires_on=one.expires_on,
            expired=one.expired,
            stale=one.stale,
            on_behalf=one.on_behalf,
            posted_on=one.posted_on,
        )


class CountOut(BaseModel):
    """Something else to look for, and how much there is."""

    what: str
    total: int

    @classmethod
    def all_of(cls, counts: Sequence[Count]) -> list[Self]:
        return [cls(what=one.what, total=one.total) for one in counts]


class HelpOut(BaseModel):
    """Where nothing was found: what stands in the way, and what lies near."""

    words: list[CountOut] = Field(description="每个词单独能找到几条")
    filters: list[CountOut] = Field(description="去掉哪个条件就有")
    near: list[CountOut] = Field(description="相近的词")
    meant: list[CountOut] = Field(description="像是在说用途时，可能要找的产品")

    @classmethod
    def of(cls, found: Help) -> Self:
        return cls(
            words=CountOut.all_of(found.words),
            filters=CountOut.all_of(found.filters),
            near=CountOut.all_of(found.near),
            meant=CountOut.all_of(found.meant),
        )


class SearchOut(BaseModel):
    """The answer to a search."""

    total: int
    partial: bool = Field(description="没有一条同时含有全部的词，这些含有其中一些")
    hits: list[HitOut]
    facets: Mapping[str, Mapping[str, int]] = Field(description="每个条件的每个取值各有几条")
    also: list[AlsoOut] = Field(description="哪些词连同哪些别的名称一起找了")
    beside: list[BesideOut] = Field(description="也可以看的")
    help: HelpOut | None = Field(description="一条也没有时的建议")

    @classmethod
    def of(cls, found: Found, help_: Help | None) -> Self:
        return cls(
            total=found.total,
            partial=found.partial,
            hits=[HitOut.of(one) for one in found.listings],
            facets=found.facets,
            also=list(map(AlsoOut.of, found.explained.also)),
            beside=list(map(BesideOut.of, found.explained.beside)),
            help=HelpOut.of(help_) if help_ else None,
        )


class SavedIn(Wish):
    """A search to be kept."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "铜箔供应", "q": "电解铜箔", "kind": "供给"}]}
    )

    name: Annotated[str, Field(max_length=60, pattern=WITHOUT_ZERO)] = Field(
        "", description="名称，空着就用要找的词"
    )


class SavedOut(BaseModel):
    """A saved search."""

    id: str
    name: str
    search: Wish
    created_at: datetime
    seen_at: datetime = Field(description="此后的算新结果")
    muted: bool
    new: int | None = Field(description="有几条新结果，最多数到 100；不再提醒时为空")

    @classmethod
    def of(cls, kept: Kept) -> Self:
        return cls(
            id=kept.id,
            name=kept.name,
            search=Wish.meant_by(kept.wanted),
            created_at=kept.created_at,
            seen_at=kept.seen_at,
            muted=kept.muted,
            new=kept.new,
        )


class SavedListOut(BaseModel):
    """All of one's saved searches."""

    searches: list[SavedOut]


class MuteIn(BaseModel):
    """Whether its news are to be counted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"muted": True}]})

    muted: bool


class SynonymsIn(BaseModel):
    """Words that mean the same."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"words": ["螺栓", "螺丝杆"], "note": "示例"}]},
    )

    words: list[Text] = Field(max_length=50, description="至少两个不同的词")
    note: Text = Field("", description="说明")


class SynonymsOut(BaseModel):
    """A group of words that mean the same."""

    id: str
    words: list[str]
    note: str
    changed_by: str
    changed_at: datetime

    @classmethod
    def of(cls, group: SynonymGroup) -> Self:
        return cls(**group.model_dump())


class SynonymListOut(BaseModel):
    """A part of the groups."""

    groups: list[SynonymsOut]
    total: int


class UnmetOut(BaseModel):
    """What was looked for and not found."""

    id: str
    text: str
    kind: Kind
    count: int
    roles: dict[str, int] = Field(description="哪类访客找过几次")
    first_at: datetime
    last_at: datetime
    dismissed_at: datetime | None

    @classmethod
    def of(cls, row: UnmetSearch) -> Self:
        return cls(**row.model_dump())


class UnmetListOut(BaseModel):
    """A part of it, the most wanted first."""

    searches: list[UnmetOut]
    total: int
