"""What do programs send and receive about handing out all open needs at once?"""

from dataclasses import asdict
from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from matchmaking.allocation.problem import Limits
from matchmaking.allocation.service import Allocation, Way
from matchmaking.allocation.telling import Proposal
from web.allocation_tables import WayName
from web.allocations import Finished, Stage
from web.api.schemas import NoParameters


class LimitsIn(BaseModel):
    """Bounds of the handing out."""

    model_config = ConfigDict(extra="forbid")

    per_firm: int = Field(10, ge=1, le=1_000, description="一家企业最多推荐给几条需求")
    per_need: int = Field(5, ge=1, le=1_000, description="一条需求最多推荐几家企业")
    parts: int = Field(3, ge=1, le=1_000, description="一个订单最多拆给几家")
    floor: int = Field(1, ge=0, le=1_000, description="小型、微型和新企业至少推荐几次")

    def limits(self) -> Limits:
        """As the allocation takes them."""
        return Limits(**self.model_dump())


class ProposalParameters(NoParameters):
    """Which way, and which part of its proposals."""

    way: WayName = Field(WayName.OPTIMAL, description="optimal 统筹分配，greedy 逐条贪心")
    start: int = Field(0, ge=0, le=1_000_000, description="从第几条起，首条为 0")
    limit: int = Field(100, ge=1, le=1_000, description="最多几条")


class SizeOut(BaseModel):
    """How often firms of one size class are proposed."""

    size: str
    firms: int
    proposals: int


class UnitOut(BaseModel):
    """What is asked for and carried in one unit."""

    unit: str = Field(description="计量单位；数量都折算成每年")
    needs: int
    asked: float
    carried: float


class WayOut(BaseModel):
    """One plan, measured."""

    value: float = Field(description="总价值（匹配得分合计）")
    proposals: int = Field(description="推荐次数")
    answered: int = Field(description="有企业可谈的需求")
    served: int = Field(description="订单全部安排的需求")
    filled: float = Field(description="平均安排了订单的多少")
    gini: float = Field(description="机会的基尼系数（0 为人人一样）")
    seen: int = Field(description="得到机会的企业")
    short: int = Field(description="还缺的保底机会")
    by_size: list[SizeOut]
    by_unit: list[UnitOut]
    below_floor: list[str] = Field(description="没有得到保底机会的企业，按编号")

    @classmethod
    def of(cls, way: Way) -> Self:
        return cls(
            **asdict(way.figures),
            by_size=[SizeOut(**asdict(one)) for one in way.sizes],
            by_unit=[UnitOut(**asdict(one)) for one in way.units],
            below_floor=[firm.key for firm in way.below_floor],
        )


class ResultOut(BaseModel):
    """Both ways over all open needs."""

    at: datetime
    day: date
    needs: int
    needs_without_candidates: int
    firms: int
    pairs: int
    gap: float = Field(description="统筹分配离理论上限最多还差多少")
    optimal: WayOut
    greedy: WayOut

    @classmethod
    def of(cls, finished: Finished) -> Self:
        found: Allocation = finished.allocation
        return cls(
            at=finished.at,
            day=found.day,
            needs=found.needs,
            needs_without_candidates=found.hopeless,
            firms=found.firms,
            pairs=found.pairs,
            gap=found.gap,
            optimal=WayOut.of(found.optimal),
            greedy=WayOut.of(found.greedy),
        )


class AllocationOut(BaseModel):
    """How far a computation is, and the last result."""

    running: bool
    step: str
    done: int
    total: int | None
    error: str
    result: ResultOut | None = Field(description="最近一次的结果；还没有算过时为空")

    @classmethod
    def of(cls, stage: Stage, finished: Finished | None) -> Self:
        return cls(**asdict(stage), result=ResultOut.of(finished) if finished else None)


class ProposalOut(BaseModel):
    """One firm proposed to one need."""

    need: str
    supply: str
    firm: str
    part: str = Field(description="承担订单、对接、先询问、备选")
    share: float = Field(description="承担订单的多少")
    amount: str
    score: float
    conclusion: str
    reasons: list[str]

    @classmethod
    def of(cls, one: Proposal) -> Self:
        pair = one.candidate
        return cls(
            need=pair.demand.id,
            supply=pair.supply.id,
            firm=pair.supply.firm.key,
            part=one.part,
            share=one.share,
            amount=str(one.amount or ""),
            score=pair.score,
            conclusion=pair.conclusion,
            reasons=[str(reason) for reason in one.reasons],
        )


class ProposalsOut(BaseModel):
    """A part of one way's proposals, by need."""

    proposals: list[ProposalOut]
    total: int
