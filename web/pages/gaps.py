"""What does the market lack? Products asked for that no firm offers, with who asks for them (补链)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from matchmaking.chain.map import Missing, missing_products
from matchmaking.people.roles import Action
from web.rendering import Edge, edge_of
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.TRY_LISTS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]


@dataclass(frozen=True, slots=True)
class GapsPage:
    """The table, and how many needs it cannot judge."""

    template: ClassVar[str] = "pages/gaps.html"
    run_id: str
    missing: tuple[Missing, ...]
    unjudged: int
    chained: bool  # whether there was a chain file to judge by


@router.get("/runs/{run_id}/gaps")
def show_gaps(request: Request, edge: EdgeDep, run_id: str) -> Response:
    market = edge.maps.of(run_id)
    chained = bool(edge.services.runs.result(run_id).chain.edges)
    page = GapsPage(run_id, missing_products(market), market.unjudged, chained)
    return edge.renderer.page(request, page)
