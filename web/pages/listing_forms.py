"""How is a need or a supply written? Typed in, changed with its version, renewed, closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from matchmaking.catalogue import service
from matchmaking.errors import Conflict, Invalid
from matchmaking.firms.dossiers import find_firm
from matchmaking.intake.forms import form_of
from matchmaking.people.roles import Action, Visitor
from matchmaking.storage.database import transaction
from web.errors import answer_of
from web.listing_fields import FIELDS, FormField
from web.listing_writing import FIRM, VERSION, Author, add_listing, change_listing
from web.listings import Kind, firm_meant, kind_of, to_write
from web.rendering import Edge, edge_of
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow

router = APIRouter()
EdgeDep = Annotated[Edge, Depends(edge_of)]
KindDep = Annotated[Kind, Depends(kind_of)]


@dataclass(frozen=True, slots=True)
class ListingFormPage:
    """The form as typed, and what is wrong with each field."""

    template: ClassVar[str] = "pages/listing_form.html"
    kind: Kind
    listing_id: str  # "" for a new one
    texts: Mapping[str, str]
    firm_name: str  # "" where it is to be typed
    asks_firm: bool
    error: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The fields, from top to bottom."""
        return FIELDS[self.kind.list_kind]

    @property
    def action(self) -> str:
        """Where the form goes."""
        return f"/{self.kind.folder}/{self.listing_id}/edit" if self.listing_id else self.new

    @property
    def new(self) -> str:
        """Where a new one is written."""
        return f"/{self.kind.folder}/new"


async def typed(request: Request) -> Mapping[str, str]:
    """What was typed; no database takes a zero byte in a text."""
    form = await request.form()
    return {
        name: value.replace("\x00", "")
        for name, value in form.multi_items()
        if isinstance(value, str)
    }


Typed = Annotated[Mapping[str, str], Depends(typed)]


@router.get("/needs/new", dependencies=[allow(Action.EDIT_NEEDS)])
@router.get("/supplies/new", dependencies=[allow(Action.EDIT_SUPPLIES)])
def show_new(
    request: Request,
    edge: EdgeDep,
    kind: KindDep,
    view: View,
    visitor: VisitorDep,
    firm: str = "",
) -> Response:
    file = firm_meant(view, visitor, firm)
    texts = {FIRM: file.id if file else ""}
    page = ListingFormPage(kind, "", texts, file.name if file else "", file is None)
    return edge.renderer.page(request, page)


@router.post("/needs/new", dependencies=[allow(Action.EDIT_NEEDS)])
@router.post("/supplies/new", dependencies=[allow(Action.EDIT_SUPPLIES)])
def save_new(
    request: Request, edge: EdgeDep, kind: KindDep, visitor: VisitorDep, texts: Typed
) -> Response:
    asks = visitor.firm_id is None and visitor.may(Action.ACT_FOR_FIRMS)
    return _save(request, edge, ListingFormPage(kind, "", texts, "", asks), visitor)


@router.get("/needs/{listing_id}/edit", dependencies=[allow(Action.EDIT_NEEDS)])
@router.get("/supplies/{listing_id}/edit", dependencies=[allow(Action.EDIT_SUPPLIES)])
def show_form(
    request: Request,
    edge: EdgeDep,
    kind: KindDep,
    view: View,
    visitor: VisitorDep,
    listing_id: str,
) -> Response:
    listing = to_write(view, kind, listing_id, visitor)
    file = find_firm(view, listing.firm_id)
    texts = form_of(service.record(listing, file)) | {VERSION: str(listing.version)}
    page = ListingFormPage(kind, listing_id, texts, file.name, asks_firm=False)
    return edge.renderer.page(request, page)


@router.post("/needs/{listing_id}/edit", dependencies=[allow(Action.EDIT_NEEDS)])
@router.post("/supplies/{listing_id}/edit", dependencies=[allow(Action.EDIT_SUPPLIES)])
def save_form(
    request: Request,
    edge: EdgeDep,
    kind: KindDep,
    visitor: VisitorDep,
    listing_id: str,
    texts: Typed,
) -> Response:
    page = ListingFormPage(kind, listing_id, texts, "", asks_firm=False)
    return _save(request, edge, page, visitor)


@router.post("/needs/{listing_id}/close", dependencies=[allow(Action.EDIT_NEEDS)])
@router.post("/supplies/{listing_id}/close", dependencies=[allow(Action.EDIT_SUPPLIES)])
def close(edge: EdgeDep, kind: KindDep, tx: Tx, visitor: VisitorDep, listing_id: str) -> Response:
    listing = to_write(tx, kind, listing_id, visitor)
    service.close(tx, listing, hand=Author(visitor, edge.platform).hand)
    return RedirectResponse(f"/{kind.folder}/{listing_id}?done=closed", 303)


@router.post("/needs/{listing_id}/renew", dependencies=[allow(Action.EDIT_NEEDS)])
@router.post("/supplies/{listing_id}/renew", dependencies=[allow(Action.EDIT_SUPPLIES)])
def renew(edge: EdgeDep, kind: KindDep, tx: Tx, visitor: VisitorDep, listing_id: str) -> Response:
    listing = to_write(tx, kind, listing_id, visitor)
    service.renew(tx, listing, hand=Author(visitor, edge.platform).hand)
    return RedirectResponse(f"/{kind.folder}/{listing_id}?done=renewed", 303)


def _save(request: Request, edge: Edge, page: ListingFormPage, visitor: Visitor) -> Response:
    """To the listing when it is written, else the form again with what is wrong."""
    try:
        with transaction(edge.platform.engine) as session:
            author = Author(visitor, edge.platform)
            if page.listing_id:
                change_listing(session, page.kind, page.listing_id, texts=page.texts, author=author)
            listing_id = page.listing_id or add_listing(
                session, page.kind, texts=page.texts, author=author
            )
    except (Invalid, Conflict) as wrong:
        fields = wrong.fields if isinstance(wrong, Invalid) else {}
        again = replace(page, error=str(wrong), errors=fields)
        return edge.renderer.page(request, again, status=answer_of(wrong).status)
    return RedirectResponse(f"/{page.kind.folder}/{listing_id}?done=saved", 303)
