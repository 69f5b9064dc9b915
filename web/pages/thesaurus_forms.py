"""How is a concept added, corrected or dropped, and a text tried out? For the authority."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from matchmaking.errors import Invalid, NotReady
from matchmaking.people.roles import Action
from matchmaking.storage.database import reading, transaction
from matchmaking.thesaurus.browsing import Explained, explain
from matchmaking.thesaurus.concepts import Thesaurus
from matchmaking.thesaurus.editing import Said
from matchmaking.thesaurus.models import Doing, ThesaurusEntry
from matchmaking.thesaurus.proposing import Question, question_of
from web.pages.need_matches import PreparingPage
from web.pages.thesaurus import concept_page, names_of
from web.rendering import Edge, edge_of
from web.security import WITHOUT_ZERO
from web.thesaurus_deciding import (
    NOTHING_WRONG,
    Decision,
    Desk,
    Typed,
    Wrong,
    dropping,
    start_of,
    under,
)
from web.thesaurus_fields import FIELDS, Field
from web.transactions import View
from web.visitors import VisitorDep, allow

router = APIRouter(dependencies=[allow(Action.EDIT_THESAURUS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
Text = Annotated[str, Query(max_length=500)]
Line = Annotated[str, Form(pattern=WITHOUT_ZERO, max_length=5_000)]


@dataclass(frozen=True, slots=True)
class FormPage:
    """A concept to be written; refused, with what is wrong. `entry`: one that waits already."""

    template: ClassVar[str] = "pages/thesaurus_form.html"
    said: Said
    divisions: Mapping[str, str]
    wrong: Wrong = NOTHING_WRONG
    entry: ThesaurusEntry | None = None
    keep: Decision = Decision.KEEP
    approve: Decision = Decision.APPROVE

    @property
    def question(self) -> Question | None:
        """What use asks, if it does."""
        return question_of(self.entry) if self.entry else None

    @property
    def fields(self) -> list[tuple[Field, str, str]]:
        """Each field, what stands in it, and what is wrong with that."""
        wrong = self.wrong.fields
        cells = zip(FIELDS, self.said.cells, strict=True)
        return [
            (field, cell, wrong.get(field.name) or wrong.get(field.label, ""))
            for field, cell in cells
        ]

    @property
    def corrects(self) -> bool:
        return self.said.doing is Doing.CORRECT


@dataclass(frozen=True, slots=True)
class ExplainPage:
    """What a text touches, and why."""

    template: ClassVar[str] = "pages/thesaurus_explain.html"
    text: str
    found: Sequence[Explained]


@router.get("/thesaurus/explain")
def try_out(request: Request, edge: EdgeDep, view: View, text: Text = "") -> Response:
    known = edge.platform.thesaurus
    asked = text.strip()
    try:
        found = explain(known.soon(view), asked, encoder=known.encoder) if asked else []
    except NotReady as reason:
        return edge.renderer.page(request, PreparingPage(str(reason), "/thesaurus"))
    return edge.renderer.page(request, ExplainPage(text, found))


@router.get("/thesaurus/edit")
def show_form(
    request: Request, edge: EdgeDep, view: View, name: Text = "", kind_of: Text = ""
) -> Response:
    held = edge.platform.thesaurus.thesaurus(view)
    said = under(held, start_of(held, name), kind_of)
    return edge.renderer.page(request, FormPage(said, names_of(held)))


@router.post("/thesaurus/edit")
def write_concept(
    request: Request, edge: EdgeDep, visitor: VisitorDep, form: Annotated[Typed, Form()]
) -> Response:
    try:
        with transaction(edge.platform.engine) as session:
            entry = Desk(edge.platform, visitor, session).propose(form.said, form.decision)
            return to_queue(entry.state)
    except Invalid as wrong:
        return refused(request, edge, form.said, wrong)


@router.post("/thesaurus/drop")
def drop(
    request: Request, edge: EdgeDep, visitor: VisitorDep, name: Line = "", note: Line = ""
) -> Response:
    said = dropping(name, note)
    try:
        with transaction(edge.platform.engine) as session:
            entry = Desk(edge.platform, visitor, session).propose(said, Decision.APPROVE)
            return to_queue(entry.state)
    except Invalid as refused_as:
        page = concept_page(held_by(edge), name, may_edit=True, wrong=Wrong.of(refused_as))
        return edge.renderer.page(request, page, status=422)


def refused(
    request: Request, edge: Edge, said: Said, wrong: Invalid, *, entry: ThesaurusEntry | None = None
) -> Response:
    """The form as it was sent, with what is wrong; nothing was written."""
    page = FormPage(said, names_of(held_by(edge)), Wrong.of(wrong), entry)
    return edge.renderer.page(request, page, status=422)


def held_by(edge: Edge) -> Thesaurus:
    """The thesaurus in force."""
    with reading(edge.platform.engine) as session:
        return edge.platform.thesaurus.thesaurus(session)


def to_queue(state: str) -> Response:
    """The entries in this state, the one just written among them."""
    return RedirectResponse(f"/thesaurus/proposals?{urlencode({'state': state})}", 303)
