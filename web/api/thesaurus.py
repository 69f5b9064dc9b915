"""Which addresses read and keep the thesaurus for programs? As the pages do."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from matchmaking.errors import UnknownRecord
from matchmaking.noticing.service import notice
from matchmaking.people.roles import Action
from matchmaking.thesaurus import editing, queries
from matchmaking.thesaurus.browsing import explain, look_at, look_up
from matchmaking.thesaurus.coverage import coverage
from matchmaking.thesaurus.editing import Hand
from matchmaking.thesaurus.models import ThesaurusEntry
from web.api.problems import ANY, LOOK_UP, PROBLEM, WHO_MAY, WRITE
from web.api.schemas import NoParameters
from web.api.thesaurus_schemas import (
    AskedOut,
    ConceptListOut,
    ConceptOut,
    ConceptParameters,
    CoverageListOut,
    CoverageOut,
    EntryIn,
    EntryListOut,
    EntryOut,
    EntryParameters,
    ExplainOut,
    ExplainParameters,
    LookedOut,
    LookParameters,
    NameTooIn,
    RejectIn,
    TouchOut,
)
from web.idempotency import OnceDep, Written
from web.language import Tongue
from web.rendering import Edge, edge_of
from web.thesaurus_deciding import Desk
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow


def tongue_of(request: Request) -> Tongue:
    """The caller's language."""
    return edge_of(request).renderer.tongue(request)


def desk_of(request: Request, visitor: VisitorDep, tx: Tx) -> Desk:
    """An operator's program at work."""
    return Desk(edge_of(request).platform, visitor, tx)


router = APIRouter(prefix="/api/v1/thesaurus", responses=ANY)
EdgeDep = Annotated[Edge, Depends(edge_of)]
TongueDep = Annotated[Tongue, Depends(tongue_of)]
DeskDep = Annotated[Desk, Depends(desk_of)]
Nothing = Annotated[NoParameters, Query()]
READ, EDIT = [allow(Action.READ_THESAURUS)], [allow(Action.EDIT_THESAURUS)]
MAKING: dict[int | str, dict[str, Any]] = {
    503: PROBLEM | {"description": "词库刚改过，正在重新整理，请按 Retry-After 再问"}
}
DECIDE = {**WHO_MAY, **LOOK_UP, **WRITE}


@router.get("", dependencies=READ)
def list_concepts(
    edge: EdgeDep, view: View, asked: Annotated[LookParameters, Query()]
) -> ConceptListOut:
    """按任一名称和门类查概念，不用登录。"""
    found = look_up(edge.platform.thesaurus.thesaurus(view), asked.q, asked.division)
    shown = found[asked.start : asked.start + asked.limit]
    return ConceptListOut(concepts=[ConceptOut.of(one) for one in shown], total=len(found))


@router.get("/coverage", dependencies=READ)
def show_coverage(edge: EdgeDep, view: View, nothing: Nothing) -> CoverageListOut:
    """各门类有多少概念、多少名称，最后是合计。"""
    del nothing
    rows = coverage(edge.platform.thesaurus.thesaurus(view))
    return CoverageListOut(divisions=[CoverageOut.of(one) for one in rows])


@router.get("/concept", dependencies=READ, responses=LOOK_UP)
def show_concept(
    edge: EdgeDep, view: View, asked: Annotated[ConceptParameters, Query()]
) -> LookedOut:
    """一个概念：名称、用途、用料、用于，更窄的概念和它的部分。"""
    looked = look_at(edge.platform.thesaurus.thesaurus(view), asked.name)
    if looked is None:
        raise UnknownRecord("词库里没有这个概念，可能已改名。请在词库里按任一名称查找。")
    return LookedOut.of(looked)


@router.get("/explain", dependencies=EDIT, responses={**WHO_MAY, **MAKING})
def explain_text(
    edge: EdgeDep, view: View, asked: Annotated[ExplainParameters, Query()]
) -> ExplainOut:
    """一段文字触及哪些概念，凭什么。"""
    known = edge.platform.thesaurus
    found = explain(known.soon(view), asked.text, encoder=known.encoder)
    return ExplainOut(touches=[TouchOut.of(one) for one in found])


@router.get("/entries", dependencies=EDIT, responses=WHO_MAY)
def list_entries(
    view: View, tongue: TongueDep, asked: Annotated[EntryParameters, Query()]
) -> EntryListOut:
    """词库的修改，按状态，新的在前。"""
    rows, total = queries.page(view, asked.state, start=asked.start, limit=asked.limit)
    return EntryListOut(entries=[EntryOut.of(row, tongue) for row in rows], total=total)


@router.post(
    "/entries",
    status_code=201,
    response_model=EntryOut,
    dependencies=EDIT,
    responses={**WHO_MAY, **WRITE},
)
def add_entry(
    once: OnceDep, desk: DeskDep, tongue: TongueDep, body: EntryIn, nothing: Nothing
) -> Response:
    """新增、更正或删去一个概念；decision 为 approve 时立刻生效。会让词库出错的不收，errors 逐条说明。"""
    del nothing

    def work() -> Written:
        entry = desk.propose(body.said, body.decision)
        place = {"Location": f"/api/v1/thesaurus/entries/{entry.id}"}
        return Written(201, EntryOut.of(entry, tongue), place)

    return once.run(work)


@router.post("/questions", dependencies=EDIT, responses=WHO_MAY)
def look_for_more(edge: EdgeDep, visitor: VisitorDep, nothing: Nothing) -> AskedOut:
    """从未满足的检索、需求和入围的匹配里找词库缺的，提成待审核的修改；问过的不再问。"""
    del nothing
    platform = edge.platform
    hand = Hand(visitor.user_id, platform.now())
    return AskedOut(new=notice(platform.engine, platform.thesaurus, hand=hand))


@router.get("/entries/{entry_id}", dependencies=EDIT, responses={**WHO_MAY, **LOOK_UP})
def show_entry(view: View, tongue: TongueDep, entry_id: str, nothing: Nothing) -> EntryOut:
    """一条修改。"""
    del nothing
    return EntryOut.of(editing.find(view, entry_id), tongue)


@router.put("/entries/{entry_id}", dependencies=EDIT, responses=DECIDE)
def change_entry(
    desk: DeskDep, tongue: TongueDep, entry_id: str, body: EntryIn, nothing: Nothing
) -> EntryOut:
    """改写一条待审核的修改；decision 为 approve 时立刻生效。"""
    del nothing
    return EntryOut.of(desk.change(entry_id, body.said, body.decision), tongue)


@router.post("/entries/{entry_id}/approve", dependencies=EDIT, responses=DECIDE)
def approve(desk: DeskDep, tongue: TongueDep, entry_id: str, nothing: Nothing) -> EntryOut:
    """采用，立刻生效。"""
    del nothing
    return EntryOut.of(desk.approve(entry_id), tongue)


@router.post("/entries/{entry_id}/reject", dependencies=EDIT, responses=DECIDE)
def reject(
    desk: DeskDep, tongue: TongueDep, entry_id: str, body: RejectIn, nothing: Nothing
) -> EntryOut:
    """不采用；平台不会再提同一个问题。"""
    del nothing
    return EntryOut.of(desk.reject(entry_id, body.note), tongue)


@router.post("/entries/{entry_id}/withdraw", dependencies=EDIT, responses=DECIDE)
def withdraw(desk: DeskDep, tongue: TongueDep, entry_id: str, nothing: Nothing) -> EntryOut:
    """撤回一条待审核或已采用的修改。"""
    del nothing
    return EntryOut.of(desk.withdraw(entry_id), tongue)


@router.post("/entries/{entry_id}/another-name", dependencies=EDIT, responses=DECIDE)
def name_too(
    desk: DeskDep, tongue: TongueDep, entry_id: str, body: NameTooIn, nothing: Nothing
) -> EntryOut:
    """这个名称是已有概念的另一个名称：加上，立刻生效。"""
    del nothing
    entry: ThesaurusEntry = desk.name_too(entry_id, body.concept)
    return EntryOut.of(entry, tongue)
