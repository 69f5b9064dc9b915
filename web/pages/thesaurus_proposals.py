"""Which changes of the thesaurus wait for the authority's yes, and what became of others?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from matchmaking.errors import Invalid
from matchmaking.noticing.service import notice
from matchmaking.people.roles import Action
from matchmaking.storage.database import reading, transaction
from matchmaking.thesaurus import editing, queries
from matchmaking.thesaurus.editing import Hand
from matchmaking.thesaurus.models import Doing, State, ThesaurusEntry
from matchmaking.thesaurus.proposing import Question, question_of
from web.exports import FileDep
from web.page_tables import download, whole
from web.pages.thesaurus import names_of
from web.pages.thesaurus_forms import FormPage, held_by, refused, to_queue
from web.rendering import Edge, edge_of
from web.security import WITHOUT_ZERO
from web.thesaurus_deciding import NOTHING_WRONG, Desk, Typed, Wrong, under
from web.thesaurus_fields import FIELDS, STATES, Field, entries_table
from web.transactions import View
from web.visitors import VisitorDep, allow

router = APIRouter(prefix="/thesaurus/proposals", dependencies=[allow(Action.EDIT_THESAURUS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
Line = Annotated[str, Form(pattern=WITHOUT_ZERO, max_length=500)]
Start = Annotated[int, Query(ge=0, le=1_000_000)]
PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the queue, with what use asks."""

    entry: ThesaurusEntry
    question: Question | None

    @property
    def waits(self) -> bool:
        return self.entry.state == State.PROPOSED

    @property
    def in_force(self) -> bool:
        return self.entry.state == State.APPROVED

    @property
    def asks_for_a_name(self) -> bool:
        """Whether it may be another name of something: a name nobody knows yet."""
        return self.question is not None and self.entry.doing == Doing.ADD

    @property
    def cells(self) -> list[tuple[Field, str]]:
        """What is written, but for the name."""
        pairs = zip(FIELDS[1:], self.entry.cells[1:], strict=True)
        return [(field, cell) for field, cell in pairs if cell]


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """The entries in one state; one of them refused, with what is wrong."""

    template: ClassVar[str] = "pages/thesaurus_proposals.html"
    rows: Sequence[Row]
    total: int
    state: State
    counts: Mapping[str, int]
    divisions: Mapping[str, str]
    start: int = 0
    found: int | None = None  # how many questions a look at the use of the platform added
    wrong: Wrong = NOTHING_WRONG
    states: Sequence[State] = STATES
    size: int = PAGE


@router.get("")
def show_queue(
    request: Request,
    edge: EdgeDep,
    view: View,
    file: FileDep,
    state: str = State.PROPOSED,
    start: Start = 0,
    found: Annotated[int | None, Query(ge=0, le=1_000_000)] = None,
) -> Response:
    which = State(state) if state in set(State) else State.PROPOSED
    if file:
        _, total = queries.page(view, which, start=0, limit=0)
        rows, _ = queries.page(view, which, start=0, limit=whole(total))
        return download(request, edge, file=file, table=entries_table(rows))
    return edge.renderer.page(request, compose(edge, which, start=start, found=found))


@router.post("/find")
def look_for_more(edge: EdgeDep, visitor: VisitorDep) -> Response:
    platform = edge.platform
    hand = Hand(visitor.user_id, platform.now())
    new = notice(platform.engine, platform.thesaurus, hand=hand)
    return RedirectResponse(f"/thesaurus/proposals?found={new}", 303)


@router.get("/{entry_id}")
def show_entry(
    request: Request,
    edge: EdgeDep,
    view: View,
    entry_id: str,
    kind_of: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    entry, held = editing.find(view, entry_id), edge.platform.thesaurus.thesaurus(view)
    said = under(held, editing.said_by(entry), kind_of)
    return edge.renderer.page(request, FormPage(said, names_of(held), entry=entry))


@router.post("/{entry_id}")
def change_entry(
    request: Request,
    edge: EdgeDep,
    visitor: VisitorDep,
    entry_id: str,
    form: Annotated[Typed, Form()],
) -> Response:
    try:
        with transaction(edge.platform.engine) as session:
            desk = Desk(edge.platform, visitor, session)
            return to_queue(desk.change(entry_id, form.said, form.decision).state)
    except Invalid as wrong:
        with reading(edge.platform.engine) as session:
            entry = editing.find(session, entry_id)
        return refused(request, edge, form.said, wrong, entry=entry)


@router.post("/{entry_id}/approve")
def approve(request: Request, edge: EdgeDep, visitor: VisitorDep, entry_id: str) -> Response:
    return decided(request, edge, visitor, entry_id, lambda desk: desk.approve(entry_id))


@router.post("/{entry_id}/reject")
def reject(
    request: Request, edge: EdgeDep, visitor: VisitorDep, entry_id: str, note: Line = ""
) -> Response:
    return decided(request, edge, visitor, entry_id, lambda desk: desk.reject(entry_id, note))


@router.post("/{entry_id}/withdraw")
def withdraw(request: Request, edge: EdgeDep, visitor: VisitorDep, entry_id: str) -> Response:
    return decided(request, edge, visitor, entry_id, lambda desk: desk.withdraw(entry_id))


@router.post("/{entry_id}/another-name")
def name_too(
    request: Request, edge: EdgeDep, visitor: VisitorDep, entry_id: str, concept: Line = ""
) -> Response:
    return decided(request, edge, visitor, entry_id, lambda desk: desk.name_too(entry_id, concept))


def decided(
    request: Request,
    edge: Edge,
    visitor: VisitorDep,
    entry_id: str,
    step: Callable[[Desk], ThesaurusEntry],
) -> Response:
    """Take a step, and back to the queue it was taken from; refused: the queue with what is wrong."""
    with reading(edge.platform.engine) as session:
        state = State(editing.find(session, entry_id).state)
    try:
        with transaction(edge.platform.engine) as session:
            step(Desk(edge.platform, visitor, session))
    except Invalid as refused_as:
        page = compose(edge, state, wrong=Wrong.of(refused_as, entry_id))
        return edge.renderer.page(request, page, status=422)
    return to_queue(state)


def compose(
    edge: Edge,
    state: State,
    *,
    start: int = 0,
    found: int | None = None,
    wrong: Wrong = NOTHING_WRONG,
) -> ProposalsPage:
    """The page; the entry that was refused comes first, wherever it stands."""
    names = names_of(held_by(edge))
    with reading(edge.platform.engine) as session:
        entries, total = queries.page(session, state, start=start, limit=PAGE)
        counts = queries.counts(session)
        first = [editing.find(session, wrong.entry_id)] if wrong.entry_id else []
    shown = [*first, *(one for one in entries if one.id != wrong.entry_id)]
    rows = [Row(one, question_of(one)) for one in shown]
    return ProposalsPage(rows, total, state, counts, names, start, found, wrong)
