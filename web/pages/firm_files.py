"""What is on file about a firm? Its public file for everybody, the register for officers, contacts with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from matchmaking.catalogue import marks, queries
from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.clock import CITY
from matchmaking.firms.contacts import (
    Contact,
    Moment,
    contacts_of,
    may_see_contacts,
    see_contacts,
)
from matchmaking.firms.dossiers import FirmDossier, firm_file, list_firms, surviving
from matchmaking.firms.models import FirmFile, FirmKind
from matchmaking.firms.queries import FirmFilter
from matchmaking.people.looks import Seen, looks_at
from matchmaking.people.roles import Action, Visitor
from matchmaking.places import find_region
from matchmaking.records import Tier
from web.exports import FileDep
from web.ground import Ground, ground_of
from web.names import mark
from web.page_tables import MOST, download, firms_table, whole
from web.rendering import Edge, edge_of
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow

router = APIRouter()
EdgeDep = Annotated[Edge, Depends(edge_of)]
GroundDep = Annotated[Ground, Depends(ground_of)]
PAGE = 50
SHOWN = 50  # listings of a firm on its page
SORTS = {
    "name": mark("名称"),
    "region": mark("地区"),
    "tier": mark("梯度"),
    "updated": mark("最近更新"),
}
# A kind that is no role, and what is looked at and why: words of files that pages show.
WORDS = (
    mark("服务机构"),
    mark("财务"),
    mark("办理企业事务"),
    mark("双方已入围"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A need or supply of the firm, in a line."""

    id: str
    title: str
    specs: str


@dataclass(frozen=True, slots=True)
class FirmFilePage:
    """A firm's file. `contacts` is None where they are not shown."""

    template: ClassVar[str] = "pages/firm_file.html"
    firm: FirmDossier
    needs: tuple[Listed, ...]
    supplies: tuple[Listed, ...]
    contacts: tuple[Contact, ...] | None
    may_look: bool
    edit: str  # where this visitor may change the file; "" where not
    may_merge: bool
    looks: Sequence[Seen] = ()  # for the firm itself: who saw its contacts
    shown: int = SHOWN


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The firms that pass the filter, a page of them."""

    template: ClassVar[str] = "pages/register.html"
    firms: Sequence[FirmFile]
    total: int
    wanted: FirmFilter
    region: str  # as typed
    start: int
    may_merge: bool
    kinds: tuple[FirmKind, ...] = tuple(FirmKind)
    tiers: tuple[Tier, ...] = tuple(Tier)
    size: int = PAGE

    @property
    def sorts(self) -> dict[str, str]:
        """Column -> what it is called."""
        return SORTS

    @property
    def unknown_region(self) -> bool:
        """Whether a place was typed that we do not know; then it filters nothing."""
        return bool(self.region.strip()) and not self.wanted.region


@router.get("/firms", dependencies=[allow(Action.ACT_FOR_FIRMS)])
def show_register(
    request: Request,
    edge: EdgeDep,
    view: View,
    visitor: VisitorDep,
    file: FileDep,
    q: str = "",
    kind: str = "",
    tier: str = "",
    region: str = "",
    sort: str = "name",
    start: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    wanted = FirmFilter(q.strip(), kind, tier, find_region(region).code, sort)
    at, limit = (0, MOST) if file else (start, PAGE)
    firms, total = list_firms(view, wanted, start=at, limit=limit)
    if file:
        whole(total)
        return download(request, edge, file=file, table=firms_table(firms))
    may_merge = visitor.may(Action.MERGE_FIRMS)
    page = RegisterPage(firms, total, wanted, region, start, may_merge)
    return edge.renderer.page(request, page)


@router.get("/firms/{firm_id}", dependencies=[allow(Action.SEARCH)])
def show_firm_file(
    request: Request,
    edge: EdgeDep,
    ground: GroundDep,
    view: View,
    visitor: VisitorDep,
    firm_id: str,
) -> Response:
    row = surviving(view, firm_id)
    if row.id != firm_id:
        return RedirectResponse(f"/firms/{row.id}", 302)
    own = visitor.firm_id == firm_id
    contacts = contacts_of(view, firm_id) if own else None
    return edge.renderer.page(request, file_page(view, visitor, firm_id, ground, contacts))


@router.post("/firms/{firm_id}/contacts", dependencies=[allow(Action.SEE_MATCHES)])
def show_contacts(
    request: Request,
    edge: EdgeDep,
    ground: GroundDep,
    tx: Tx,
    visitor: VisitorDep,
    firm_id: str,
) -> Response:
    row = surviving(tx, firm_id)
    met = introduced(tx, visitor, row.id)
    moment = Moment(ground.now(), ground.new_id)
    contacts = see_contacts(tx, visitor, row.id, introduced=met, moment=moment)
    return edge.renderer.page(request, file_page(tx, visitor, row.id, ground, contacts))


def file_page(
    view: View,
    visitor: Visitor,
    firm_id: str,
    ground: Ground,
    contacts: tuple[Contact, ...] | None,
) -> FirmFilePage:
    """The page as this visitor may see it."""
    today = ground.now().astimezone(CITY).date()
    met = introduced(view, visitor, firm_id)
    return FirmFilePage(
        firm_file(view, firm_id, today=today),
        open_listings(view, Need, firm_id, today=today),
        open_listings(view, SupplyListing, firm_id, today=today),
        contacts,
        may_look=contacts is None and may_see_contacts(visitor, firm_id, introduced=met),
        edit=edit_link(visitor, firm_id),
        may_merge=visitor.may(Action.MERGE_FIRMS),
        looks=looks_at(view, firm_id, limit=SHOWN) if visitor.firm_id == firm_id else (),
    )


def edit_link(visitor: Visitor, firm_id: str) -> str:
    """Officers change any file, members their own."""
    if visitor.may(Action.ACT_FOR_FIRMS):
        return f"/firms/{firm_id}/edit"
    own = visitor.may(Action.EDIT_FIRM) and visitor.firm_id == firm_id
    return "/my/firm" if own else ""


def introduced(view: View, visitor: Visitor, firm_id: str) -> bool:
    """Whether the visitor's firm and this one were brought together by a shortlist."""
    return visitor.firm_id is not None and marks.introduced(view, visitor.firm_id, firm_id)


def open_listings(
    view: View, model: type[Need] | type[SupplyListing], firm_id: str, *, today: date
) -> tuple[Listed, ...]:
    """What everybody may see of a firm's needs or supplies, the newest first."""
    rows = [
        row
        for row in queries.of_firms(view, model, [firm_id])
        if row["status"] == Status.PUBLISHED
        and (row["expires_on"] is None or row["expires_on"] >= today)
    ]
    rows.sort(key=lambda row: row["posted_at"], reverse=True)
    name = "title" if model is Need else "product"
    return tuple(Listed(row["id"], row[name], row["specs"]) for row in rows)
