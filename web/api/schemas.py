"""What do programs receive? The domain's values as JSON, sentences already in the caller's language."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from matchmaking.matching.evidence import Conclusion, Finding, Match, Recommendation
from matchmaking.records import Reading
from matchmaking.runs import RunState
from web.language import Tongue
from web.needs import Standing, stand
from web.overviews import Stage
from web.pages.rows import Line


class NoParameters(BaseModel):
    """This address takes no query parameters; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid")


class DemandParameters(NoParameters):
    """Which demand, and how many firms at most."""

    demand: str = Field(description="需求编号")
    top: int = Field(20, ge=1, le=100, description="最多返回几家企业")


class FirmParameters(NoParameters):
    """Which firm, and how many demands at most."""

    firm: str = Field(description="统一社会信用代码，没有时是规范后的企业名称")
    top: int = Field(20, ge=1, le=100, description="最多返回几条需求")


class PageParameters(NoParameters):
    """Which part of a long list."""

    start: int = Field(0, ge=0, le=10_000_000, description="从第几条起，0 为第一条")
    limit: int = Field(200, ge=1, le=1000, description="最多返回几条")


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[dict[str, str]] | None = None


class RunOut(BaseModel):
    """How far a run is."""

    id: str
    state: RunState
    step: str
    done: int
    total: int | None
    error: str
    demand_file: str
    supply_file: str
    started_at: datetime

    @classmethod
    def of(cls, stage: Stage, tongue: Tongue) -> Self:
        return cls(
            id=stage.status.id,
            state=stage.state,
            step=tongue.word(stage.step),
            done=stage.done,
            total=stage.total,
            error=tongue.retell(stage.error),
            demand_file=stage.status.demand_file,
            supply_file=stage.status.supply_file,
            started_at=stage.status.started_at,
        )


class NeedOut(BaseModel):
    """A demand and how it stands."""

    id: str
    title: str
    buyer: str
    row: str
    standing: Standing
    fitting: int
    to_confirm: int
    best_score: float | None
    unmet_cause: str

    @classmethod
    def of(cls, answer: Recommendation, tongue: Tongue) -> Self:
        need = stand(answer)
        return cls(
            id=answer.demand.id,
            title=answer.demand.title,
            buyer=answer.demand.buyer.name,
            row=str(answer.demand.origin),
            standing=need.standing,
            fitting=need.fitting,
            to_confirm=need.to_confirm,
            best_score=need.best.score if need.best else None,
            unmet_cause=tongue.tell(answer.unmet.cause) if answer.unmet else "",
        )


class FindingOut(BaseModel):
    """One condition, judged: 1 met, 0 unknown, -1 not met."""

    name: str
    verdict: int
    must: bool
    asked: str
    offered: str
    sentence: str
    question: str
    change: str

    @classmethod
    def of(cls, finding: Finding, tongue: Tongue) -> Self:
        return cls(
            name=tongue.word(finding.name),
            verdict=finding.verdict,
            must=finding.must,
            asked=finding.asked,
            offered=finding.offered,
            sentence=tongue.tell(finding.sentence),
            question=tongue.tell(finding.question),
            change=tongue.tell(finding.change),
        )


class ContributionOut(BaseModel):
    """One part of the score; all parts add up to it."""

    name: str
    points: float
    signal: float
    reason: str


class MatchOut(BaseModel):
    """One demand and one supply, judged and explained."""

    demand_id: str
    demand_title: str
    supply_id: str
    product: str
    firm_key: str
    firm_name: str
    region: str
    price_yuan: Decimal | None
    needed_by: date | None
    rank: int
    score: float
    conclusion: Conclusion
    reasons: list[str]
    questions: list[str]
    changes: list[str]
    contributions: list[ContributionOut]
    findings: list[FindingOut]
    channels: list[str]
    other_listings: list[str]

    @classmethod
    def of(cls, match: Match, tongue: Tongue) -> Self:
        supply = match.supply
        return cls(
            demand_id=match.demand.id,
            demand_title=match.demand.title,
            supply_id=supply.id,
            product=supply.product,
            firm_key=supply.firm.key,
            firm_name=supply.firm.name,
            region=supply.firm.region.name,
            price_yuan=supply.price.yuan if supply.price else None,
            needed_by=match.demand.needed_by,
            rank=match.rank,
            score=match.score,
            conclusion=match.conclusion,
            reasons=[tongue.tell(reason) for reason in match.reasons],
            questions=[tongue.tell(question) for question in match.questions],
            changes=[tongue.tell(change) for change in match.changes],
            contributions=[
                ContributionOut(
                    name=tongue.word(part.name),
                    points=part.points,
                    signal=part.signal,
                    reason=tongue.tell(part.reason),
                )
                for part in match.contributions
            ],
            findings=[FindingOut.of(finding, tongue) for finding in match.findings],
            channels=[tongue.word(channel) for channel in match.channels],
            other_listings=list(match.other_listings),
        )


class RecommendationOut(BaseModel):
    """Who can supply a demand; `nearest` is filled when nobody fits."""

    demand_id: str
    considered: int
    matches: list[MatchOut]
    unmet_cause: str
    nearest: list[MatchOut]
    upstream_supply_ids: list[str]

    @classmethod
    def of(cls, answer: Recommendation, tongue: Tongue) -> Self:
        unmet = answer.unmet
        return cls(
            demand_id=answer.demand.id,
            considered=answer.considered,
            matches=[MatchOut.of(match, tongue) for match in answer.matches],
            unmet_cause=tongue.tell(unmet.cause) if unmet else "",
            nearest=[MatchOut.of(match, tongue) for match in unmet.nearest] if unmet else [],
            upstream_supply_ids=[supply.id for supply in unmet.upstream] if unmet else [],
        )


class OpportunitiesOut(BaseModel):
    """What a firm could deliver."""

    firm_key: str
    firm_name: str
    considered: int
    matches: list[MatchOut]


class LineOut(BaseModel):
    """One cause why a row was returned, or a cell left out."""

    file: str
    row: str
    cell: str
    column: str
    value: str
    cause: str

    @classmethod
    def of(cls, line: Line, tongue: Tongue) -> Self:
        return cls(
            file=line.file,
            row=line.place,
            cell=line.problem.cell,
            column=line.problem.column,
            value=line.problem.value,
            cause=tongue.retell(line.problem.cause),
        )


class LedgerOut(BaseModel):
    """What became of a file's rows: rows_in = accepted + returned."""

    file: str
    rows_in: int
    accepted: int
    returned: int

    @classmethod
    def of(cls, reading: Reading) -> Self:
        return cls(
            file=reading.file,
            rows_in=reading.rows_in,
            accepted=len(reading.records),
            returned=len(reading.returned),
        )


class RowsOut(BaseModel):
    """Everything that was not taken, with its cause."""

    files: list[LedgerOut]
    returned: list[LineOut]
    returned_in_all: int
    remarks: list[LineOut]
    remarks_in_all: int
