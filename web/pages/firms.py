"""The other direction: what could this firm deliver? 我的机会."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from matchmaking.matching.evidence import Match, Opportunities
from matchmaking.people.roles import Action
from matchmaking.records import Supply
from web.needs import TOP, apart
from web.overviews import Board
from web.rendering import Edge, edge_of
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.TRY_LISTS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]


@dataclass(frozen=True, slots=True)
class FirmPage:
    """A firm, what it offers, and the demands that may suit it."""

    template: ClassVar[str] = "pages/firm.html"
    run_id: str
    opportunities: Opportunities
    supplies: tuple[Supply, ...]
    usable: tuple[Match, ...]
    failing: tuple[Match, ...]


@router.get("/runs/{run_id}/firms")
def show_firm(request: Request, edge: EdgeDep, run_id: str, firm: str) -> Response:
    board = edge.overviews.board(run_id)
    found = edge.services.recommend_demands(
        board.result.market, firm, top=TOP, today=edge.services.today()
    )
    usable, failing = apart(found.matches)
    page = FirmPage(run_id, found, offers_of(board, firm), usable, failing)
    return edge.renderer.page(request, page)


def offers_of(board: Board, firm_key: str) -> tuple[Supply, ...]:
    """The firm's listings, as its list wrote them."""
    return tuple(
        record
        for record in board.result.supplies.records
        if isinstance(record, Supply) and record.firm.key == firm_key
    )
