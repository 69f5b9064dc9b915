"""What does a need or a supply say, and which ones are mine?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from matchmaking.catalogue import queries
from matchmaking.firms.models import FirmFile
from matchmaking.people.roles import Action
from web.exports import FileDep, export
from web.listing_tables import listing_headings, listing_rows
from web.listings import Kind, Shown, firm_meant, kind_of, may_write, shown, to_read
from web.rendering import Edge, edge_of
from web.transactions import View
from web.visitors import VisitorDep, allow

router = APIRouter()
EdgeDep = Annotated[Edge, Depends(edge_of)]
KindDep = Annotated[Kind, Depends(kind_of)]
PAGE = 50
EXPORTED = 50_000  # listings of one firm in a file


class Done(StrEnum):
    """What has just been done, for the page to confirm."""

    NOTHING = ""
    SAVED = "saved"
    CLOSED = "closed"
    RENEWED = "renewed"


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A need or a supply. What only its owner and officers see hangs on `own`."""

    template: ClassVar[str] = "pages/listing.html"
    kind: Kind
    one: Shown
    own: bool
    may_match: bool
    done: Done


@dataclass(frozen=True, slots=True)
class MyListingsPage:
    """All of a firm's, whatever their status; `firm` is None where one is still to be chosen."""

    template: ClassVar[str] = "pages/my_listings.html"
    kind: Kind
    firm: FirmFile | None
    acting: bool  # for another firm
    listings: Sequence[Shown]
    total: int
    start: int
    size: int = PAGE


@router.get("/my/needs", dependencies=[allow(Action.EDIT_NEEDS)])
@router.get("/my/supplies", dependencies=[allow(Action.EDIT_SUPPLIES)])
def show_mine(
    request: Request,
    edge: EdgeDep,
    kind: KindDep,
    view: View,
    visitor: VisitorDep,
    file: FileDep,
    firm: str = "",
    start: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    owner, today = firm_meant(view, visitor, firm), edge.platform.today()
    acting = owner is None or owner.id != visitor.firm_id
    if owner is None:
        return edge.renderer.page(request, MyListingsPage(kind, None, acting, (), 0, 0))
    at, limit = (0, EXPORTED) if file else (start, PAGE)
    rows, total = queries.page_of_firm(view, kind.model, owner.id, start=at, limit=limit)
    mine = [shown(row, owner, today) for row in rows]
    if file:
        tongue = edge.renderer.tongue(request)
        table = listing_rows(mine, kind, tongue), listing_headings(kind, tongue)
        return export(*table, file=file, name=f"{owner.name}-{today:%Y%m%d}")
    return edge.renderer.page(request, MyListingsPage(kind, owner, acting, mine, total, start))


@router.get("/needs/{listing_id}", dependencies=[allow(Action.SEARCH)])
@router.get("/supplies/{listing_id}", dependencies=[allow(Action.SEARCH)])
def show_listing(
    request: Request,
    edge: EdgeDep,
    kind: KindDep,
    view: View,
    visitor: VisitorDep,
    listing_id: str,
    done: Done = Done.NOTHING,
) -> Response:
    one = to_read(view, kind, listing_id, visitor=visitor, today=edge.platform.today())
    own = may_write(visitor, kind, one.firm_id)
    may_match = own and kind.is_need and visitor.may(Action.SEE_MATCHES)
    return edge.renderer.page(request, ListingPage(kind, one, own, may_match, done))
