"""Up to four firms side by side for one need."""

from dataclasses import dataclass
from typing import Annotated, ClassVar
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from matchmaking.people.roles import Action
from matchmaking.records import Demand
from web.comparing import MOST, Comparison, compare
from web.rendering import Edge, edge_of
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.TRY_LISTS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The table, and how many firms were ticked beyond what fits."""

    template: ClassVar[str] = "pages/compare.html"
    back: str
    firms: str  # where a firm's page is: this, and its key
    demand: Demand
    comparison: Comparison
    left_out: int


@router.get("/runs/{run_id}/compare")
def show_comparison(
    request: Request,
    edge: EdgeDep,
    run_id: str,
    need: str,
    supply: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies defaults
) -> Response:
    board = edge.overviews.board(run_id)
    ticked = list(dict.fromkeys(supply))
    matches = [board.match(need, supply_id) for supply_id in ticked[:MOST]]
    base = f"/runs/{quote(run_id)}"
    page = ComparePage(
        f"{base}?need={quote(need)}",
        f"{base}/firms?firm=",
        board.answer(need).demand,
        compare(matches),
        max(0, len(ticked) - MOST),
    )
    return edge.renderer.page(request, page)
