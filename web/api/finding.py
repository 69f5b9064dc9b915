"""Which addresses search for programs, and keep searches, synonyms and unmet demand? As the pages do."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from matchmaking.finding import saved, synonyms, unmet
from matchmaking.finding.missing import help_for
from matchmaking.people.roles import Action
from web.api.finding_schemas import (
    MuteIn,
    SavedIn,
    SavedListOut,
    SavedOut,
    SearchOut,
    SearchParameters,
    SynonymListOut,
    SynonymParameters,
    SynonymsIn,
    SynonymsOut,
    UnmetListOut,
    UnmetOut,
    UnmetParameters,
)
from web.api.problems import ANY, LOOK_UP, PROBLEM, WHO_MAY, WRITE
from web.api.schemas import NoParameters
from web.api.wording_schemas import SuggestionOut, SuggestionsOut, SuggestParameters
from web.idempotency import OnceDep, Written
from web.platform import Platform
from web.rendering import edge_of
from web.searches import hand_of, note_unmet, saved_with_news
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow


def platform_of(request: Request) -> Platform:
    """The database, search, clock and ids."""
    return edge_of(request).platform


router = APIRouter(prefix="/api/v1", responses=ANY)
PlatformDep = Annotated[Platform, Depends(platform_of)]
Nothing = Annotated[NoParameters, Query()]
DOWN: dict[int | str, dict[str, Any]] = {
    503: PROBLEM | {"description": "检索服务没有应答，请按 Retry-After 再问"}
}


@router.get("/search", dependencies=[allow(Action.SEARCH)], responses=DOWN)
def search(
    request: Request,
    platform: PlatformDep,
    view: View,
    visitor: VisitorDep,
    asked: Annotated[SearchParameters, Query()],
) -> SearchOut:
    """在需求和供给里检索，附每个条件的条数；不用登录。一条也没有时给出建议，并记为未满足的检索。"""
    wanted, today = asked.wanted(start=asked.start, limit=asked.limit), platform.today()
    found = platform.finder.find(view, wanted, today=today)
    note_unmet(platform, request, visitor, found)
    help_ = None if found.total else help_for(platform.finder, wanted, today=today)
    return SearchOut.of(found, help_)


@router.get("/search/suggest", dependencies=[allow(Action.SEARCH)])
def suggest(platform: PlatformDep, asked: Annotated[SuggestParameters, Query()]) -> SuggestionsOut:
    """边输入边提示：词库里以此开头、含有此词或拼音首字母相符的产品和服务，最多八个。"""
    found = platform.finder.suggest(asked.q)
    return SuggestionsOut(suggestions=[SuggestionOut.of(one) for one in found])


@router.get("/saved-searches", dependencies=[allow(Action.SAVE_SEARCH)], responses=WHO_MAY)
def list_saved(
    view: View, platform: PlatformDep, visitor: VisitorDep, nothing: Nothing
) -> SavedListOut:
    """自己保存的检索，新的在前，附有几条新结果。"""
    del nothing
    kept, _ = saved_with_news(platform, view, visitor)
    return SavedListOut(searches=[SavedOut.of(one) for one in kept])


@router.post(
    "/saved-searches",
    status_code=201,
    response_model=SavedOut,
    dependencies=[allow(Action.SAVE_SEARCH)],
    responses={**WHO_MAY, **WRITE},
)
def save_search(
    once: OnceDep,
    tx: Tx,
    platform: PlatformDep,
    visitor: VisitorDep,
    body: SavedIn,
    nothing: Nothing,
) -> Response:
    """保存一次检索。"""
    del nothing

    def work() -> Written:
        row = saved.save(
            tx,
            visitor.user_id,
            body.wanted(),
            name=body.name,
            new_id=platform.new_id(),
            now=platform.now(),
        )
        answer = SavedOut.of(saved.kept(row))
        return Written(201, answer, {"Location": f"/api/v1/saved-searches/{row.id}"})

    return once.run(work)


@router.post(
    "/saved-searches/{saved_id}/look",
    dependencies=[allow(Action.SAVE_SEARCH)],
    responses={**WHO_MAY, **LOOK_UP},
)
def look_at_saved(
    tx: Tx, platform: PlatformDep, visitor: VisitorDep, saved_id: str, nothing: Nothing
) -> SavedOut:
    """看过了：此后来的才算新结果。"""
    del nothing
    saved.look(tx, visitor.user_id, saved_id, now=platform.now())
    return SavedOut.of(saved.kept(saved.find(tx, visitor.user_id, saved_id)))


@router.post(
    "/saved-searches/{saved_id}/mute",
    dependencies=[allow(Action.SAVE_SEARCH)],
    responses={**WHO_MAY, **LOOK_UP},
)
def mute_saved(
    tx: Tx, visitor: VisitorDep, saved_id: str, body: MuteIn, nothing: Nothing
) -> SavedOut:
    """不再提醒，或恢复提醒。"""
    del nothing
    row = saved.mute(tx, visitor.user_id, saved_id, muted=body.muted)
    return SavedOut.of(saved.kept(row))


@router.delete(
    "/saved-searches/{saved_id}",
    status_code=204,
    dependencies=[allow(Action.SAVE_SEARCH)],
    responses={**WHO_MAY, **LOOK_UP},
)
def delete_saved(tx: Tx, visitor: VisitorDep, saved_id: str, nothing: Nothing) -> None:
    """删除一个保存的检索。"""
    del nothing
    saved.delete(tx, visitor.user_id, saved_id)


@router.get("/synonyms", dependencies=[allow(Action.EDIT_SYNONYMS)], responses=WHO_MAY)
def list_synonyms(view: View, asked: Annotated[SynonymParameters, Query()]) -> SynonymListOut:
    """同义词，最近改过的在前。"""
    groups, total = synonyms.page(view, asked.q, start=asked.start, limit=asked.limit)
    return SynonymListOut(groups=[SynonymsOut.of(one) for one in groups], total=total)


@router.post(
    "/synonyms",
    status_code=201,
    response_model=SynonymsOut,
    dependencies=[allow(Action.EDIT_SYNONYMS)],
    responses={**WHO_MAY, **WRITE},
)
def add_synonyms(
    once: OnceDep,
    tx: Tx,
    platform: PlatformDep,
    visitor: VisitorDep,
    body: SynonymsIn,
    nothing: Nothing,
) -> Response:
    """新增一组同义词，立刻对检索生效。"""
    del nothing

    def work() -> Written:
        new_id, hand = platform.new_id(), hand_of(platform, visitor)
        group = synonyms.add(tx, body.words, note=body.note, new_id=new_id, hand=hand)
        return Written(201, SynonymsOut.of(group), {"Location": f"/api/v1/synonyms/{group.id}"})

    return once.run(work)


@router.get(
    "/synonyms/{group_id}",
    dependencies=[allow(Action.EDIT_SYNONYMS)],
    responses={**WHO_MAY, **LOOK_UP},
)
def show_synonyms(view: View, group_id: str, nothing: Nothing) -> SynonymsOut:
    """一组同义词。"""
    del nothing
    return SynonymsOut.of(synonyms.find(view, group_id))


@router.put(
    "/synonyms/{group_id}",
    dependencies=[allow(Action.EDIT_SYNONYMS)],
    responses={**WHO_MAY, **LOOK_UP},
)
def change_synonyms(
    tx: Tx,
    platform: PlatformDep,
    visitor: VisitorDep,
    group_id: str,
    body: SynonymsIn,
    nothing: Nothing,
) -> SynonymsOut:
    """改写一组同义词，立刻对检索生效。"""
    del nothing
    hand = hand_of(platform, visitor)
    return SynonymsOut.of(synonyms.change(tx, group_id, body.words, note=body.note, hand=hand))


@router.delete(
    "/synonyms/{group_id}",
    status_code=204,
    dependencies=[allow(Action.EDIT_SYNONYMS)],
    responses={**WHO_MAY, **LOOK_UP},
)
def delete_synonyms(
    tx: Tx, platform: PlatformDep, visitor: VisitorDep, group_id: str, nothing: Nothing
) -> None:
    """删去一组同义词。"""
    del nothing
    synonyms.delete(tx, group_id, hand=hand_of(platform, visitor))


@router.get("/unmet", dependencies=[allow(Action.SEE_UNMET)], responses=WHO_MAY)
def list_unmet(view: View, asked: Annotated[UnmetParameters, Query()]) -> UnmetListOut:
    """有人找而没有找到的，次数多的在前。"""
    rows, total = unmet.page(view, dismissed=asked.dismissed, start=asked.start, limit=asked.limit)
    return UnmetListOut(searches=[UnmetOut.of(row) for row in rows], total=total)


@router.post(
    "/unmet/{unmet_id}/dismiss",
    dependencies=[allow(Action.SEE_UNMET)],
    responses={**WHO_MAY, **LOOK_UP},
)
def dismiss_unmet(tx: Tx, platform: PlatformDep, unmet_id: str, nothing: Nothing) -> UnmetOut:
    """标为已处理；再有人找时会重新列出。"""
    del nothing
    return UnmetOut.of(unmet.dismiss(tx, unmet_id, now=platform.now()))
