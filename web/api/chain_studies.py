"""What does the chain lack, hang on and lose, for programs? Studies as JSON."""

import math
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from matchmaking.chain.studies import MOST_TIERS, Dropped, Line, LostNeed
from matchmaking.errors import Invalid, UnknownRecord
from matchmaking.people.roles import Action
from web.api.problems import ANY, LOOK_UP, WHO_MAY
from web.api.schemas import NoParameters
from web.chain_studies import TIERS, Answered, AskedStudy, StudyKind, answer, effect_of
from web.language import Tongue
from web.rendering import Edge, edge_of
from web.transactions import View
from web.visitors import allow

router = APIRouter(prefix="/api/v1", responses={**ANY, **WHO_MAY})
EdgeDep = Annotated[Edge, Depends(edge_of)]


class StudyParameters(NoParameters):
    """Which study, and of what."""

    study: StudyKind = Field(StudyKind.GAPS, description="缺口、独家或断供")
    what: Dropped = Field(Dropped.FIRM, description="断供时：停下来的是企业、地区还是产品")
    q: str = Field(
        "", max_length=100, pattern=r"^[^\x00]*$", description="断供时必填：它的名称或编号"
    )
    tiers: int = Field(TIERS, ge=0, le=MOST_TIERS, description="断供时：往下游看几级")
    limit: int = Field(100, ge=1, le=1_000, description="产品和需求各最多返回几条")

    def asked(self) -> AskedStudy:
        return AskedStudy(self.study, self.what, self.q.strip(), self.tiers)


class StandInOut(BaseModel):
    """Who could step in, nearest first."""

    firm_key: str
    firm_name: str
    region: str
    product: str
    same: bool = Field(description="做的就是这种产品或它的小类；否则是相近的产品")


class StudiedProductOut(BaseModel):
    """A product, what is at stake with it, and who makes it."""

    product_id: str
    product: str
    needs: int = Field(description="涉及几条需求")
    worth: float = Field(description="其中已知的年金额，元")
    lost: bool
    tier: int = Field(description="-1 没有断；0 直接断供；1 起是第几级缺料")
    effect: str
    makers: list[str] = Field(description="停下来的或唯一的企业的编号，最多三家")
    makers_left: int
    stand_ins: list[StandInOut]

    @classmethod
    def of(cls, line: Line, tongue: Tongue) -> Self:
        return cls(
            product_id=line.product.id,
            product=line.product.name,
            needs=line.needs,
            worth=line.worth,
            lost=line.lost,
            tier=line.tier,
            effect=tongue.tell(effect_of(line.tier)) if line.lost or line.left else "",
            makers=[firm.key for firm in line.makers],
            makers_left=line.left,
            stand_ins=[
                StandInOut(
                    firm_key=one.firm.key,
                    firm_name=one.firm.name,
                    region=one.firm.region.name,
                    product=one.product,
                    same=one.same,
                )
                for one in line.stand_ins
            ],
        )


class LostNeedOut(BaseModel):
    """A need that loses all its suppliers."""

    need_id: str
    title: str
    buyer: str
    tier: int
    worth: float | None = Field(description="年金额，元；数量或价格不明时为空")

    @classmethod
    def of(cls, one: LostNeed) -> Self:
        worth = None if math.isnan(one.worth) else one.worth
        need = one.need
        return cls(
            need_id=need.id, title=need.title, buyer=need.buyer.name, tier=one.tier, worth=worth
        )


class StudyOut(BaseModel):
    """The answer, the most needs at stake first."""

    dropped: str = Field(description="停下来的是谁；不是断供时为空")
    firms_dropped: int
    products: list[StudiedProductOut]
    products_in_all: int
    needs_lost: list[LostNeedOut]
    needs_lost_in_all: int
    unjudged_needs: int


@router.get("/chain/studies", dependencies=[allow(Action.STUDY_CHAIN)], responses=LOOK_UP)
def show_study(
    request: Request, edge: EdgeDep, view: View, given: Annotated[StudyParameters, Query()]
) -> StudyOut:
    """产业链推演：缺口、独家，以及一家企业、一个地区或一种产品停了会断在哪里、谁能顶上。"""
    tongue, asked = edge.renderer.tongue(request), given.asked()
    answered = answer(view, edge.platform, asked, named=given.limit)
    if answered.study is None:
        raise _not_clear(asked, answered)
    study = answered.study
    return StudyOut(
        dropped=answered.dropped.name if answered.dropped else "",
        firms_dropped=study.firms,
        products=[StudiedProductOut.of(line, tongue) for line in study.lines[: given.limit]],
        products_in_all=len(study.lines),
        needs_lost=[LostNeedOut.of(one) for one in study.needs[: given.limit]],
        needs_lost_in_all=len(study.needs),
        unjudged_needs=study.unjudged,
    )


def _not_clear(asked: AskedStudy, answered: Answered) -> Exception:
    if answered.choices:
        names = "、".join(f"{one.name}（{one.id}）" for one in answered.choices[:5])
        said = f"“{asked.text}”可能指几个：{names}。请用 q 写明编号。"
        return Invalid(said, {"q": said})
    if not asked.text:
        said = "断供时请用 q 写明停下来的企业、地区或产品。"
        return Invalid(said, {"q": said})
    return UnknownRecord(f"没有找到{asked.what}“{asked.text}”，请写全名或编号。")
