"""Which addresses let programs put two files of one firm together, and apart again?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from matchmaking.merging.previewing import preview_merge
from matchmaking.merging.service import merge, past_merges, undo_merge
from matchmaking.people.roles import Action
from web.api.merge_schemas import (
    MergeIn,
    MergeOut,
    MergesOut,
    MergesParameters,
    PairParameters,
    PastMergeOut,
    PreviewOut,
)
from web.api.problems import ANY, LOOK_UP, WHO_MAY, WRITE
from web.api.schemas import NoParameters
from web.ground import Ground, ground_of
from web.idempotency import OnceDep, Written
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow

router = APIRouter(
    prefix="/api/v1",
    dependencies=[allow(Action.MERGE_FIRMS)],
    responses={**ANY, **WHO_MAY},
)
GroundDep = Annotated[Ground, Depends(ground_of)]
Nothing = Annotated[NoParameters, Query()]


@router.get("/merges")
def list_merges(view: View, asked: Annotated[MergesParameters, Query()]) -> MergesOut:
    """最近的合并，撤销过的也在内。"""
    found = past_merges(view, limit=asked.limit)
    return MergesOut(merges=[PastMergeOut.named(one) for one in found])


@router.get("/merges/preview", responses={**LOOK_UP, **WRITE})
def show_preview(view: View, asked: Annotated[PairParameters, Query()]) -> PreviewOut:
    """合并前先看：两份档案哪里不同，会移过去什么。不改动任何内容。"""
    return PreviewOut.of(preview_merge(view, asked.kept, asked.gone))


@router.post("/merges", status_code=201, response_model=MergeOut, responses={**LOOK_UP, **WRITE})
def do_merge(
    once: OnceDep, tx: Tx, ground: GroundDep, visitor: VisitorDep, body: MergeIn, nothing: Nothing
) -> Response:
    """合并两份档案。可以撤销：POST /merges/{merge_id}/undo。"""
    del nothing

    def work() -> Written:
        by, now = visitor.user_id, ground.now()
        done = merge(tx, body.kept, body.gone, by=by, now=now, new_id=ground.new_id)
        return Written(201, MergeOut.of(done))

    return once.run(work)


@router.post("/merges/{merge_id}/undo", response_model=MergeOut, responses={**LOOK_UP, **WRITE})
def take_back(
    once: OnceDep, tx: Tx, ground: GroundDep, visitor: VisitorDep, merge_id: str, nothing: Nothing
) -> Response:
    """撤销合并：移过去的都还回来，此后新增的留在合并后的档案里。"""
    del nothing

    def work() -> Written:
        done = undo_merge(tx, merge_id, by=visitor.user_id, now=ground.now())
        return Written(200, MergeOut.of(done))

    return once.run(work)
