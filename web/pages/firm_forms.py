"""How is a firm's file written? By the firm itself, or by an officer for any firm, in one form."""

from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.firms.contacts import Contact
from matchmaking.firms.dossiers import find_firm
from matchmaking.firms.editing import Hand, edit_firm, form_of, open_file
from matchmaking.firms.models import FirmKind
from matchmaking.firms.reading_forms import FirmForm, Held
from matchmaking.people.roles import Action, Visitor
from matchmaking.records import Size, Tier
from matchmaking.storage.database import transaction
from web.errors import answer_of
from web.ground import Ground, ground_of
from web.rendering import Edge, edge_of
from web.transactions import View
from web.visitors import VisitorDep, allow

router = APIRouter()
EdgeDep = Annotated[Edge, Depends(edge_of)]
GroundDep = Annotated[Ground, Depends(ground_of)]
Typed = Annotated[str, Form()]
Many = Annotated[list[str], Form(default_factory=list)]
MOST_LINES = 50  # contacts or certificates of one firm
SPARE_LINES = 2  # empty ones below those there are


@dataclass(frozen=True, slots=True)
class FirmFormPage:
    """The form as typed, and what is wrong with each field."""

    template: ClassVar[str] = "pages/firm_form.html"
    firm_id: str  # "" for a new one
    action: str
    form: FirmForm
    version: int
    official: bool
    saved: bool = False
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    kinds: tuple[FirmKind, ...] = tuple(FirmKind)
    sizes: tuple[Size, ...] = tuple(Size)
    tiers: tuple[Tier, ...] = tuple(Tier)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The lines of contacts, with empty ones to fill in."""
        return (*self.form.contacts, *(Contact() for _ in range(SPARE_LINES)))

    @property
    def certificates(self) -> tuple[Held, ...]:
        """The same of certificates."""
        return (*self.form.certificates, *(Held() for _ in range(SPARE_LINES)))


def typed_form(
    contact: Many,
    phone: Many,
    email: Many,
    certificate: Many,
    expires: Many,
    name: Typed = "",
    code: Typed = "",
    short_name: Typed = "",
    kind: Typed = "",
    region: Typed = "",
    industry: Typed = "",
    size: Typed = "",
    tier: Typed = "",
    about: Typed = "",
) -> FirmForm:
    """The form in the request; lines of a table come column by column."""
    people = zip(contact, phone, email, strict=False)
    papers = zip(certificate, expires, strict=False)
    return FirmForm(
        name=name,
        code=code,
        short_name=short_name,
        kind=kind,
        region=region,
        industry=industry,
        size=size,
        tier=tier,
        about=about,
        contacts=tuple(Contact(*one) for one in people if any(one))[:MOST_LINES],
        certificates=tuple(Held(*one) for one in papers if any(one))[:MOST_LINES],
    )


TypedForm = Annotated[FirmForm, Depends(typed_form)]


@router.get("/my/firm", dependencies=[allow(Action.EDIT_FIRM)])
def show_own_form(
    request: Request, edge: EdgeDep, view: View, visitor: VisitorDep, saved: str = ""
) -> Response:
    page = _page(view, own_firm(visitor), "/my/firm", official=False, saved=bool(saved))
    return edge.renderer.page(request, page)


@router.post("/my/firm", dependencies=[allow(Action.EDIT_FIRM)])
def save_own_form(
    request: Request,
    edge: EdgeDep,
    ground: GroundDep,
    visitor: VisitorDep,
    form: TypedForm,
    version: Annotated[int, Form()],
) -> Response:
    page = FirmFormPage(own_firm(visitor), "/my/firm", form, version, official=False)
    return _save(request, edge, page, ground=ground, visitor=visitor)


@router.get("/firms/new", dependencies=[allow(Action.ACT_FOR_FIRMS)])
def show_new_form(request: Request, edge: EdgeDep, name: str = "") -> Response:
    page = FirmFormPage("", "/firms", FirmForm(name=name), 0, official=True)
    return edge.renderer.page(request, page)


@router.post("/firms", dependencies=[allow(Action.ACT_FOR_FIRMS)])
def save_new_form(
    request: Request, edge: EdgeDep, ground: GroundDep, visitor: VisitorDep, form: TypedForm
) -> Response:
    page = FirmFormPage("", "/firms", form, 0, official=True)
    return _save(request, edge, page, ground=ground, visitor=visitor)


@router.get("/firms/{firm_id}/edit", dependencies=[allow(Action.ACT_FOR_FIRMS)])
def show_form(
    request: Request, edge: EdgeDep, view: View, firm_id: str, saved: str = ""
) -> Response:
    page = _page(view, firm_id, f"/firms/{firm_id}/edit", official=True, saved=bool(saved))
    return edge.renderer.page(request, page)


@router.post("/firms/{firm_id}/edit", dependencies=[allow(Action.ACT_FOR_FIRMS)])
def save_form(
    request: Request,
    edge: EdgeDep,
    ground: GroundDep,
    visitor: VisitorDep,
    form: TypedForm,
    firm_id: str,
    version: Annotated[int, Form()],
) -> Response:
    page = FirmFormPage(firm_id, f"/firms/{firm_id}/edit", form, version, official=True)
    return _save(request, edge, page, ground=ground, visitor=visitor)


def own_firm(visitor: Visitor) -> str:
    """Raises UnknownRecord for officers, who belong to none."""
    if visitor.firm_id is None:
        raise UnknownRecord("您的账号没有所属企业。要维护某家企业的档案，请从企业列表里打开它。")
    return visitor.firm_id


def _page(view: Session, firm_id: str, action: str, *, official: bool, saved: bool) -> FirmFormPage:
    row = find_firm(view, firm_id)
    form = form_of(view, row)
    return FirmFormPage(row.id, action, form, row.version, official, saved)


def _save(
    request: Request, edge: Edge, page: FirmFormPage, *, ground: Ground, visitor: Visitor
) -> Response:
    """Back to the file when it is written, else the form again with what is wrong."""
    hand = Hand(visitor.user_id, ground.now(), ground.new_id, page.official)
    try:
        with transaction(ground.engine) as session:
            firm_id = _write(session, page, hand)
    except (Invalid, Conflict) as wrong:
        fields = wrong.fields if isinstance(wrong, Invalid) else {}
        again = replace(page, error=str(wrong), errors=fields)
        return edge.renderer.page(request, again, status=answer_of(wrong).status)
    back = f"{page.action}?saved=yes" if page.firm_id else f"/firms/{firm_id}/edit?saved=yes"
    return RedirectResponse(back, 303)


def _write(session: Session, page: FirmFormPage, hand: Hand) -> str:
    if not page.firm_id:
        return open_file(session, page.form, hand=hand).id
    edit_firm(session, page.firm_id, page.form, version=page.version, hand=hand)
    return page.firm_id
