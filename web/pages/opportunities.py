"""我的机会: which needs may this firm meet, why, and what would turn a "not yet" into a "yes"?"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from matchmaking.errors import NotReady
from matchmaking.firms.models import FirmFile
from matchmaking.matching.evidence import Match
from matchmaking.people.roles import Action
from web.exports import FileDep, export
from web.listing_tables import match_headings, match_rows
from web.listings import firm_meant
from web.needs import TOP, apart
from web.pages.need_matches import PreparingPage
from web.rendering import Edge, edge_of
from web.transactions import View
from web.visitors import VisitorDep, allow

router = APIRouter()
EdgeDep = Annotated[Edge, Depends(edge_of)]


@dataclass(frozen=True, slots=True)
class OpportunitiesPage:
    """The needs; `firm` is None where an officer has still to choose one."""

    template: ClassVar[str] = "pages/opportunities.html"
    firm: FirmFile | None
    acting: bool
    usable: tuple[Match, ...] = ()
    failing: tuple[Match, ...] = ()


@router.get("/my/opportunities", dependencies=[allow(Action.SEE_OPPORTUNITIES)])
def show_opportunities(
    request: Request,
    edge: EdgeDep,
    view: View,
    visitor: VisitorDep,
    file: FileDep,
    firm: str = "",
) -> Response:
    owner = firm_meant(view, visitor, firm)
    acting = owner is None or owner.id != visitor.firm_id
    if owner is None:
        return edge.renderer.page(request, OpportunitiesPage(None, acting))
    try:
        found = edge.platform.live.opportunities(owner.id, top=TOP)
    except NotReady as reason:
        return edge.renderer.page(request, PreparingPage(str(reason), "/"))
    if file:
        tongue = edge.renderer.tongue(request)
        rows = match_rows(found.matches, tongue)
        return export(rows, match_headings(tongue), file=file, name=owner.name)
    usable, failing = apart(found.matches)
    return edge.renderer.page(request, OpportunitiesPage(owner, acting, usable, failing))
