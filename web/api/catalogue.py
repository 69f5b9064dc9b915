"""Which addresses tell programs of matches, opportunities, review and changes?"""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from matchmaking.catalogue.marks import marks_of
from matchmaking.errors import UnknownRecord
from matchmaking.outbox import queries as outbox
from matchmaking.people.roles import Action
from web.api.catalogue_schemas import (
    ChanceParameters,
    ChangeOut,
    ChangesOut,
    ChangesParameters,
    DecisionIn,
    MarkIn,
    MarkOut,
    MarksOut,
    NeedMatchesOut,
    OutcomeOut,
    QueuedOut,
    QueueOut,
    QueueParameters,
    TeamOut,
    TopParameters,
)
from web.api.listings import AuthorDep, Nothing
from web.api.problems import ANY, LOOK_UP, PROBLEM, WHO_MAY, WRITE
from web.api.routes import TongueDep
from web.api.schemas import MatchOut, OpportunitiesOut, RecommendationOut
from web.listings import KINDS, firm_meant
from web.marking import need_of, set_mark
from web.reviewing import decide, queue_of
from web.transactions import Tx, View
from web.visitors import allow

router = APIRouter(prefix="/api/v1", responses={**ANY, **WHO_MAY})
READY: dict[int | str, dict[str, Any]] = {
    503: PROBLEM | {"description": "还没有算好，请按 Retry-After 再问"}
}


@router.get(
    "/needs/{need_id}/matches",
    dependencies=[allow(Action.SEE_MATCHES)],
    responses={**LOOK_UP, **READY},
)
def show_matches(
    view: View,
    author: AuthorDep,
    tongue: TongueDep,
    need_id: str,
    asked: Annotated[TopParameters, Query()],
) -> NeedMatchesOut:
    """谁能供这条需求：理由、条件对照、待确认问题、得分构成，以及已有的标记。"""
    need = need_of(view, author.visitor, need_id)
    marks = [MarkOut.of(one) for one in marks_of(view, need).values()]
    answer = author.platform.live.suppliers(need_id, top=asked.top)
    told = RecommendationOut.of(answer, tongue)
    team = TeamOut.or_none(author.platform.live.team(answer), tongue)
    return NeedMatchesOut(marks=marks, team=team, **told.model_dump())


@router.post(
    "/needs/{need_id}/marks",
    dependencies=[allow(Action.SEE_MATCHES)],
    responses={**LOOK_UP, **WRITE},
)
def mark_match(tx: Tx, author: AuthorDep, need_id: str, body: MarkIn, nothing: Nothing) -> MarksOut:
    """标记一条供给：入围（双方可看联系方式）、不合适（写明原因），或取消。"""
    del nothing
    need = need_of(tx, author.visitor, need_id)
    set_mark(tx, need, body.supply_id, said=(body.mark, body.reason), author=author)
    return MarksOut(marks=[MarkOut.of(one) for one in marks_of(tx, need).values()])


@router.get(
    "/opportunities",
    dependencies=[allow(Action.SEE_OPPORTUNITIES)],
    responses={**LOOK_UP, **READY},
)
def show_opportunities(
    view: View,
    author: AuthorDep,
    tongue: TongueDep,
    asked: Annotated[ChanceParameters, Query()],
) -> OpportunitiesOut:
    """我的机会：一家企业已发布的供给能满足哪些需求，还差什么。"""
    firm = firm_meant(view, author.visitor, asked.firm)
    if firm is None:
        raise UnknownRecord("请用 firm 指明是哪家企业的。")
    found = author.platform.live.opportunities(firm.id, top=asked.top)
    return OpportunitiesOut(
        firm_key=firm.id,
        firm_name=firm.name,
        considered=found.considered,
        matches=[MatchOut.of(match, tongue) for match in found.matches],
    )


@router.get("/review", dependencies=[allow(Action.REVIEW)])
def show_queue(
    view: View, author: AuthorDep, asked: Annotated[QueueParameters, Query()]
) -> QueueOut:
    """等待审核的需求或供给，先来的在前。"""
    kind, today = KINDS[asked.kind], author.platform.today()
    queue = queue_of(view, kind, today, start=asked.start, limit=asked.limit)
    return QueueOut(items=[QueuedOut.of(item) for item in queue.items], total=queue.total)


@router.post("/review", dependencies=[allow(Action.REVIEW)], responses=WRITE)
def decide_several(tx: Tx, author: AuthorDep, body: DecisionIn, nothing: Nothing) -> OutcomeOut:
    """一次发布或退回多条；读过之后又改过的不动，在 skipped 里列出。"""
    del nothing
    keys = [f"{item.id}:{item.version}" for item in body.items]
    said = (body.decision, body.note)
    outcome = decide(tx, KINDS[body.kind], keys, said=said, hand=author.hand)
    return OutcomeOut(done=outcome.done, skipped=list(outcome.skipped))


@router.get("/changes", dependencies=[allow(Action.SEE_CHANGES)])
def show_changes(view: View, asked: Annotated[ChangesParameters, Query()]) -> ChangesOut:
    """什么变了，按先后顺序：记下 after，下次从那里读起，不会漏也不会乱。"""
    found = outbox.after(view, asked.after, asked.limit + 1)
    changes = [ChangeOut.of(change) for change in found[: asked.limit]]
    last = changes[-1].seq if changes else asked.after
    return ChangesOut(changes=changes, after=last, more=len(found) > asked.limit)
