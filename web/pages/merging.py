"""Two files of one firm? Pick both, see what would move, merge, and take it back if it was wrong."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.firms import queries
from matchmaking.firms.dossiers import list_firms
from matchmaking.firms.models import FirmFile
from matchmaking.firms.queries import FirmFilter
from matchmaking.merging.previewing import Preview, preview_merge
from matchmaking.merging.service import PastMerge, merge, past_merges, undo_merge
from matchmaking.people.roles import Action
from web.errors import answer_of
from web.exports import FileDep
from web.ground import Ground, ground_of
from web.names import mark
from web.page_tables import download, merges_table
from web.rendering import Edge, edge_of
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow

router = APIRouter(dependencies=[allow(Action.MERGE_FIRMS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
GroundDep = Annotated[Ground, Depends(ground_of)]
Typed = Annotated[str, Form()]
FOUND = 20  # firms offered for each words typed
FIELDS = {
    "name": mark("名称"),
    "code": mark("统一社会信用代码"),
    "short_name": mark("简称"),
    "kind": mark("企业类型"),
    "region_name": mark("地区"),
    "industry": mark("行业"),
    "size": mark("企业规模"),
    "tier": mark("梯度"),
    "about": mark("企业介绍"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what was typed, and the firms it may mean."""

    words: str
    found: tuple[FirmFile, ...]
    chosen: str = ""  # the id, where only one can be meant


@dataclass(frozen=True, slots=True)
class MergePage:
    """Picking, the preview once both are picked, and what was merged before."""

    template: ClassVar[str] = "pages/merge_firms.html"
    kept: Side
    gone: Side
    preview: Preview | None
    past: tuple[PastMerge, ...]
    done: str = ""
    error: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """Column -> what it is called."""
        return FIELDS


@router.get("/firms/merge")
def show_merge(
    request: Request,
    edge: EdgeDep,
    view: View,
    file: FileDep,
    kept: str = "",
    gone: str = "",
    done: str = "",
) -> Response:
    if file:
        return download(request, edge, file=file, table=merges_table(past_merges(view)))
    sides = side(view, kept), side(view, gone)
    try:
        preview = _preview(view, *sides)
    except (Invalid, Conflict, UnknownRecord) as wrong:
        page = MergePage(*sides, None, past_merges(view), done, str(wrong))
        return edge.renderer.page(request, page, status=answer_of(wrong).status)
    return edge.renderer.page(request, MergePage(*sides, preview, past_merges(view), done))


@router.post("/firms/merge")
def do_merge(
    ground: GroundDep, tx: Tx, visitor: VisitorDep, kept: Typed = "", gone: Typed = ""
) -> Response:
    by, now = visitor.user_id, ground.now()
    merge(tx, kept, gone, by=by, now=now, new_id=ground.new_id)
    return RedirectResponse("/firms/merge?done=merged", 303)


@router.post("/firms/merge/{merge_id}/undo")
def undo(ground: GroundDep, tx: Tx, visitor: VisitorDep, merge_id: str) -> Response:
    undo_merge(tx, merge_id, by=visitor.user_id, now=ground.now())
    return RedirectResponse("/firms/merge?done=undone", 303)


def side(view: Session, words: str) -> Side:
    """The firms an id, a code or a part of a name may mean."""
    words = words.strip()
    if not words:
        return Side("", ())
    row = queries.firm(view, words)
    if row is not None:
        return Side(words, (row,), row.id)
    found, total = list_firms(view, FirmFilter(words), start=0, limit=FOUND)
    return Side(words, tuple(found), found[0].id if total == 1 else "")


def _preview(view: Session, kept: Side, gone: Side) -> Preview | None:
    if not kept.chosen or not gone.chosen:
        return None
    return preview_merge(view, kept.chosen, gone.chosen)
