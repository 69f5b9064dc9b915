"""How is this firm connected with that buyer? Ways through products and the chain, each step with its row."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from matchmaking.chain.map import how_connected, tell_edge, tell_evidence
from matchmaking.people.roles import Action
from matchmaking.sentences import Sentence
from web.rendering import Edge, edge_of
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.TRY_LISTS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]


@dataclass(frozen=True, slots=True)
class Step:
    """One fact on the way, and where it is written."""

    sentence: Sentence
    evidence: Sentence


@dataclass(frozen=True, slots=True)
class ConnectionsPage:
    """Two firms and the ways between them, shortest first; none: the lists show no connection."""

    template: ClassVar[str] = "pages/connections.html"
    run_id: str
    firm_key: str
    firm: str
    other: str
    ways: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True, slots=True)
class ConnectionsFragment(ConnectionsPage):
    """The ways alone, for a page that shows both firms already."""

    template: ClassVar[str] = "fragments/connections.html"


@router.get("/runs/{run_id}/connections")
def show_connections(
    request: Request,
    edge: EdgeDep,
    run_id: str,
    firm: Annotated[str, Query(alias="from")],
    other: Annotated[str, Query(alias="to")],
) -> Response:
    market = edge.maps.of(run_id)
    ways = tuple(
        tuple(Step(tell_edge(step), tell_evidence(step)) for step in path.edges)
        for path in how_connected(market, firm, other)
    )
    kind = ConnectionsFragment if "hx-request" in request.headers else ConnectionsPage
    names = market.node(firm).name, market.node(other).name
    return edge.renderer.page(request, kind(run_id, firm, *names, ways))
