"""Which searches do I come back to, and what is new in them?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from matchmaking.finding import saved
from matchmaking.finding.saved import COUNTED, Kept
from matchmaking.finding.wanted import Kind, Wanted
from matchmaking.people.roles import Action
from web.exports import Cell, FileDep, export
from web.language import Tongue
from web.names import mark
from web.rendering import Edge, edge_of
from web.searches import query_of, saved_with_news, wanted_of_query
from web.security import WITHOUT_ZERO
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow

router = APIRouter(dependencies=[allow(Action.SAVE_SEARCH)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
Typed = Annotated[str, Form(pattern=WITHOUT_ZERO, max_length=2_000)]
HEADINGS = (mark("名称"), mark("条件"), mark("新结果"), mark("保存于"), mark("不再提醒"))


@dataclass(frozen=True, slots=True)
class SavedPage:
    """All saved searches. `down`: what is new cannot be counted now."""

    template: ClassVar[str] = "pages/saved.html"
    searches: tuple[Kept, ...]
    down: bool
    counted: int = COUNTED

    def address(self, wanted: Wanted) -> str:
        """The search page of it."""
        return f"/search?{query_of(wanted)}"

    def told(self, wanted: Wanted) -> list[str]:
        """What it is narrowed by, in a line."""
        return conditions(wanted)


@router.get("/saved")
def show_saved(
    request: Request, edge: EdgeDep, view: View, visitor: VisitorDep, file: FileDep
) -> Response:
    kept, down = saved_with_news(edge.platform, view, visitor)
    if file is not None:
        tongue = edge.renderer.tongue(request)
        headings = [tongue.word(heading) for heading in HEADINGS]
        name = f"{tongue.word('保存的检索')}-{edge.platform.today():%Y%m%d}"
        return export(lines(kept, tongue), headings, file=file, name=name)
    return edge.renderer.page(request, SavedPage(kept, down))


@router.post("/saved")
def save(
    edge: EdgeDep, tx: Tx, visitor: VisitorDep, query: Typed = "", name: Typed = ""
) -> Response:
    platform, wanted = edge.platform, wanted_of_query(query)
    saved.save(tx, visitor.user_id, wanted, name=name, new_id=platform.new_id(), now=platform.now())
    return RedirectResponse("/saved", 303)


@router.post("/saved/{saved_id}/look")
def look(edge: EdgeDep, tx: Tx, visitor: VisitorDep, saved_id: str) -> Response:
    wanted = saved.look(tx, visitor.user_id, saved_id, now=edge.platform.now())
    return RedirectResponse(f"/search?{query_of(wanted)}", 303)


@router.post("/saved/{saved_id}/mute")
def mute(tx: Tx, visitor: VisitorDep, saved_id: str, muted: Typed = "1") -> Response:
    saved.mute(tx, visitor.user_id, saved_id, muted=muted == "1")
    return RedirectResponse("/saved", 303)


@router.post("/saved/{saved_id}/delete")
def delete(tx: Tx, visitor: VisitorDep, saved_id: str) -> Response:
    saved.delete(tx, visitor.user_id, saved_id)
    return RedirectResponse("/saved", 303)


def conditions(wanted: Wanted) -> list[str]:
    """The words, the list and the facets of a search."""
    parts = [wanted.text] if wanted.text else []
    parts += [wanted.kind.value] if wanted.kind is not Kind.ALL else []
    return parts + [value for values in wanted.facets.values() for value in values]


def lines(kept: tuple[Kept, ...], tongue: Tongue) -> Iterator[list[Cell]]:
    """The searches, a line each."""
    for one in kept:
        told = " · ".join(tongue.word(part) for part in conditions(one.wanted))
        yield [one.name, told, one.new, one.created_at, one.muted]
