"""Which words mean the same when people search? For the authority to keep, effective at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from matchmaking.errors import Invalid
from matchmaking.finding import synonyms
from matchmaking.finding.models import SynonymGroup
from matchmaking.finding.synonyms import split_words
from matchmaking.people.roles import Action
from web.exports import Cell, FileDep, export
from web.names import mark
from web.rendering import Edge, edge_of
from web.searches import hand_of
from web.security import WITHOUT_ZERO
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow

router = APIRouter(dependencies=[allow(Action.EDIT_SYNONYMS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
Typed = Annotated[str, Form(pattern=WITHOUT_ZERO, max_length=2_000)]
PAGE = 50
HEADINGS = (mark("同义词"), mark("说明"), mark("修改于"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A group as typed, refused; `id` "" for a new one."""

    id: str = ""
    words: str = ""
    note: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SynonymsPage:
    """The groups, a page of them, and one that was refused."""

    template: ClassVar[str] = "pages/synonyms.html"
    groups: Sequence[SynonymGroup]
    total: int
    words: str = ""
    start: int = 0
    draft: Draft = field(default_factory=Draft)
    size: int = PAGE


@router.get("/synonyms")
def show_synonyms(
    request: Request,
    edge: EdgeDep,
    view: View,
    file: FileDep,
    q: str = "",
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    if file is None:
        return edge.renderer.page(request, page_of(view, q, start=start))
    tongue, today = edge.renderer.tongue(request), edge.platform.today()
    headings = [tongue.word(heading) for heading in HEADINGS]
    name = f"{tongue.word('同义词')}-{today:%Y%m%d}"
    groups, _ = synonyms.page(view, q, start=0, limit=synonyms.MOST_GROUPS)
    return export(lines(groups), headings, file=file, name=name)


@router.post("/synonyms")
def add_group(
    request: Request,
    edge: EdgeDep,
    tx: Tx,
    visitor: VisitorDep,
    words: Typed = "",
    note: Typed = "",
) -> Response:
    hand, new_id = hand_of(edge.platform, visitor), edge.platform.new_id()
    try:
        synonyms.add(tx, split_words(words), note=note, new_id=new_id, hand=hand)
    except Invalid as wrong:
        return again(request, edge, tx, Draft("", words, note, str(wrong)))
    return RedirectResponse("/synonyms", 303)


@router.post("/synonyms/{group_id}")
def change_group(
    request: Request,
    edge: EdgeDep,
    tx: Tx,
    visitor: VisitorDep,
    group_id: str,
    words: Typed = "",
    note: Typed = "",
) -> Response:
    hand = hand_of(edge.platform, visitor)
    try:
        synonyms.change(tx, group_id, split_words(words), note=note, hand=hand)
    except Invalid as wrong:
        return again(request, edge, tx, Draft(group_id, words, note, str(wrong)))
    return RedirectResponse("/synonyms", 303)


@router.post("/synonyms/{group_id}/delete")
def delete_group(edge: EdgeDep, tx: Tx, visitor: VisitorDep, group_id: str) -> Response:
    synonyms.delete(tx, group_id, hand=hand_of(edge.platform, visitor))
    return RedirectResponse("/synonyms", 303)


def page_of(view: View, words: str = "", *, start: int = 0) -> SynonymsPage:
    """A page of the groups with these words in them."""
    groups, total = synonyms.page(view, words, start=start, limit=PAGE)
    return SynonymsPage(groups, total, words, start)


def again(request: Request, edge: Edge, tx: Tx, draft: Draft) -> Response:
    """The page with what was refused and why; nothing was written."""
    groups, total = synonyms.page(tx, "", start=0, limit=PAGE)
    if draft.id:
        groups = [synonyms.find(tx, draft.id)]
    return edge.renderer.page(request, SynonymsPage(groups, total, draft=draft), status=422)


def lines(groups: Sequence[SynonymGroup]) -> Iterator[list[Cell]]:
    """The groups, a line each."""
    for group in groups:
        yield ["、".join(group.words), group.note, group.changed_at]
