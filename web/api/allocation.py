"""Which addresses hand out all open needs at once for programs? As the operator's page does."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from matchmaking.errors import UnknownRecord
from matchmaking.people.roles import Action
from web.allocation_tables import way_of
from web.allocations import Allocations
from web.api.allocation_schemas import (
    AllocationOut,
    LimitsIn,
    ProposalOut,
    ProposalParameters,
    ProposalsOut,
)
from web.api.problems import ANY, PROBLEM, WHO_MAY
from web.api.schemas import NoParameters
from web.ground import ground_of
from web.rendering import edge_of
from web.visitors import allow

router = APIRouter(
    prefix="/api/v1/allocation", dependencies=[allow(Action.ALLOCATE)], responses={**ANY, **WHO_MAY}
)


def allocations_of(request: Request) -> Allocations:
    """The last result and what is under way."""
    return edge_of(request).platform.allocations


KeptDep = Annotated[Allocations, Depends(allocations_of)]
Nothing = Annotated[NoParameters, Query()]


@router.get("")
def show_allocation(kept: KeptDep, nothing: Nothing) -> AllocationOut:
    """统筹分配的进度和最近一次的结果。"""
    del nothing
    return AllocationOut.of(kept.stage, kept.last)


@router.post("", status_code=202)
def start_allocation(
    request: Request, kept: KeptDep, body: LimitsIn, nothing: Nothing
) -> AllocationOut:
    """开始统筹分配；正在计算时不再另起一次。"""
    del nothing
    kept.ask(body.limits(), now=ground_of(request).now())
    return AllocationOut.of(kept.stage, kept.last)


@router.get(
    "/proposals",
    responses={404: PROBLEM | {"description": "还没有分配结果，请先计算"}},
)
def list_proposals(kept: KeptDep, asked: Annotated[ProposalParameters, Query()]) -> ProposalsOut:
    """最近一次分配的推荐名单，按需求排列。"""
    if kept.last is None:
        raise UnknownRecord("还没有分配结果。请先计算。")
    found = way_of(kept.last.allocation, asked.way).proposals
    shown = found[asked.start : asked.start + asked.limit]
    return ProposalsOut(proposals=[ProposalOut.of(one) for one in shown], total=len(found))
