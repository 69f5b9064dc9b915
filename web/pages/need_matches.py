"""Who can supply this need, what do its buyer's people think of each, and how do they compare?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from matchmaking.catalogue import marks, queries
from matchmaking.catalogue.marks import Mark, Marked
from matchmaking.catalogue.models import SupplyListing
from matchmaking.errors import Conflict, Invalid, NotReady
from matchmaking.firms.dossiers import find_firm
from matchmaking.matching.evidence import Match, Recommendation, Team
from matchmaking.people.roles import Action, Visitor
from matchmaking.storage.database import reading, transaction
from web.comparing import MOST, compare
from web.errors import answer_of
from web.exports import FileDep, export
from web.listing_tables import match_headings, match_rows
from web.listing_writing import Author
from web.listings import Shown, shown
from web.marking import need_of, set_mark
from web.needs import TOP, apart
from web.pages.compare import ComparePage
from web.rendering import Edge, edge_of
from web.visitors import VisitorDep, allow

FIRST = 10  # on the page at once; the rest one click away, since few look further

router = APIRouter(dependencies=[allow(Action.SEE_MATCHES)])
EdgeDep = Annotated[Edge, Depends(edge_of)]


@dataclass(frozen=True, slots=True)
class MarkedElsewhere:
    """A supply that is marked and not among those shown now."""

    supply_id: str
    product: str
    firm_id: str
    firm_name: str
    marked: Marked


@dataclass(frozen=True, slots=True)
class NeedMatchesPage:
    """The need, the firms that may supply it, and the marks set on them."""

    template: ClassVar[str] = "pages/need_matches.html"
    need: Shown
    answer: Recommendation
    usable: tuple[Match, ...]
    failing: tuple[Match, ...]
    more: int  # found as well and not on this page yet
    marks: Mapping[str, Marked]
    elsewhere: tuple[MarkedElsewhere, ...]
    error: str = ""
    error_at: str = ""  # the supply whose mark was not set
    team: Team | None = None  # where no single firm meets the need
    shortlisted: Mark = Mark.SHORTLISTED
    unsuitable: Mark = Mark.UNSUITABLE

    @property
    def cut(self) -> bool:
        """Whether only the best were found, of more."""
        return len(self.answer.matches) >= TOP


@dataclass(frozen=True, slots=True)
class PreparingPage:
    """The market is first built; the page asks again by itself."""

    template: ClassVar[str] = "pages/preparing.html"
    reason: str
    back: str


@router.get("/needs/{need_id}/matches")
def show_matches(
    request: Request,
    edge: EdgeDep,
    visitor: VisitorDep,
    file: FileDep,
    need_id: str,
    *,
    everything: Annotated[bool, Query(alias="all")] = False,
) -> Response:
    try:
        page = compose(edge, visitor, need_id, most=TOP if everything else FIRST)
    except NotReady as reason:
        return edge.renderer.page(request, PreparingPage(str(reason), f"/needs/{need_id}"))
    if file is None:
        team = edge.platform.live.team(page.answer)
        return edge.renderer.page(request, replace(page, team=team))
    tongue = edge.renderer.tongue(request)
    rows = match_rows(page.answer.matches, tongue, page.marks)
    return export(rows, match_headings(tongue), file=file, name=page.need.title)


@router.post("/needs/{need_id}/marks")
def mark_match(
    request: Request,
    edge: EdgeDep,
    visitor: VisitorDep,
    need_id: str,
    supply: Annotated[str, Form()],
    mark: Annotated[Mark | None, Form()] = None,
    reason: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    try:
        with transaction(edge.platform.engine) as session:
            need, author = need_of(session, visitor, need_id), Author(visitor, edge.platform)
            set_mark(session, need, supply, said=(mark, reason), author=author)
    except (Invalid, Conflict) as wrong:
        page = compose(edge, visitor, need_id, error=str(wrong), error_at=supply)
        return edge.renderer.page(request, page, status=answer_of(wrong).status)
    return RedirectResponse(f"/needs/{need_id}/matches#supply-{supply}", 303)


@router.get("/needs/{need_id}/compare")
def show_comparison(
    request: Request,
    edge: EdgeDep,
    visitor: VisitorDep,
    need_id: str,
    supply: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies defaults
) -> Response:
    back = f"/needs/{need_id}/matches"
    try:
        answer = compose(edge, visitor, need_id).answer
    except NotReady as reason:
        return edge.renderer.page(request, PreparingPage(str(reason), back))
    by_id = {match.supply.id: match for match in answer.matches}
    ticked = [by_id[one] for one in dict.fromkeys(supply) if one in by_id]
    left_out = max(0, len(ticked) - MOST)
    page = ComparePage(back, "/firms/", answer.demand, compare(ticked[:MOST]), left_out)
    return edge.renderer.page(request, page)


def compose(
    edge: Edge,
    visitor: Visitor,
    need_id: str,
    *,
    most: int = TOP,
    error: str = "",
    error_at: str = "",
) -> NeedMatchesPage:
    """The page with the first `most` firms and all that are marked.

    Raises UnknownRecord, NotAllowed, NotReady.
    """
    platform = edge.platform
    with reading(platform.engine) as session:
        need = need_of(session, visitor, need_id)
        one = shown(need, find_firm(session, need.firm_id), platform.today())
        marked = marks.marks_of(session, need)
        answer = platform.live.suppliers(need_id, top=TOP)
        page = [one for one in answer.matches if one.rank <= most or one.supply.id in marked]
        usable, failing = apart(page)
        here = {match.supply.id for match in answer.matches}
        elsewhere = _elsewhere(session, {k: v for k, v in marked.items() if k not in here})
    more = len(answer.matches) - len(page)
    return NeedMatchesPage(one, answer, usable, failing, more, marked, elsewhere, error, error_at)


def _elsewhere(session: Session, marked: Mapping[str, Marked]) -> tuple[MarkedElsewhere, ...]:
    supplies = queries.by_ids(session, SupplyListing, list(marked))
    firms = queries.firms_by_ids(session, [row["firm_id"] for row in supplies.values()])
    return tuple(
        MarkedElsewhere(
            key, row["product"], row["firm_id"], firms[row["firm_id"]]["name"], marked[key]
        )
        for key, row in supplies.items()
    )
