"""Signing in and out, and one's own account: password, other browsers, keys for programs."""

from dataclasses import dataclass, field
from enum import StrEnum
from secrets import token_hex, token_urlsafe
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from matchmaking.errors import Conflict, Invalid, MatchmakingError, TooManyTries
from matchmaking.people import keys, signing_in
from matchmaking.people.models import ApiKey
from matchmaking.people.passwords import SHORTEST
from matchmaking.people.queries import Member
from matchmaking.people.roles import Action
from matchmaking.people.service import find_member
from matchmaking.people.tokens import digest, new_key
from matchmaking.storage.database import reading, transaction
from web import signing_in as door
from web.errors import answer_of
from web.ground import Ground, ground_of
from web.rendering import Edge, edge_of
from web.security import SESSION_COOKIE, WITHOUT_ZERO, way_back
from web.signing_in import NewPassword, Proof, address_of
from web.transactions import Tx, View
from web.visitors import Standing, StandingDep, allow, forget, remember

router = APIRouter()
EdgeDep = Annotated[Edge, Depends(edge_of)]
GroundDep = Annotated[Ground, Depends(ground_of)]
Typed = Annotated[str, Form(pattern=WITHOUT_ZERO)]
NextField = Annotated[str, Form(alias="next")]


class Done(StrEnum):
    """What has just been done, for the page to confirm."""

    NOTHING = ""
    PASSWORD = "password"  # noqa: S105 - a word of the address, no secret
    OTHERS = "others"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class LoginPage:
    """The form, and what was wrong with the last try."""

    template: ClassVar[str] = "pages/login.html"
    next: str
    login: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account. A new key's text is shown once, here."""

    template: ClassVar[str] = "pages/account.html"
    member: Member
    keys: tuple[ApiKey, ...]
    shortest: int
    temporary: bool
    done: Done = Done.NOTHING
    issued: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@router.get("/login", dependencies=[allow(Action.SIGN_IN)])
def show_login(request: Request, edge: EdgeDep, standing: StandingDep) -> Response:
    wanted = way_back(request.query_params.get("next", "/"))
    if standing.visitor.signed_in:
        return RedirectResponse(wanted, 303)
    return edge.renderer.page(request, LoginPage(wanted))


@router.post("/login", dependencies=[allow(Action.SIGN_IN)])
def sign_in(
    request: Request,
    edge: EdgeDep,
    ground: GroundDep,
    login: Typed = "",
    password: Typed = "",
    wanted: NextField = "/",
) -> Response:
    proof = Proof(login, password, address_of(request))
    agent = request.headers.get("user-agent", "")
    before = request.cookies.get(SESSION_COOKIE, "")
    try:
        signed_in = door.sign_in(ground, proof, agent=agent, before=before)
    except (Invalid, TooManyTries) as wrong:
        page = LoginPage(way_back(wanted), login, str(wrong))
        return edge.renderer.page(request, page, status=answer_of(wrong).status)
    response = RedirectResponse(
        "/account" if signed_in.temporary_password else way_back(wanted), 303
    )
    remember(request, response, signed_in.token)
    return response


@router.post("/logout", dependencies=[allow(Action.SIGN_IN)])
def sign_out(request: Request, tx: Tx) -> Response:
    signing_in.sign_out(tx, request.cookies.get(SESSION_COOKIE, ""))
    response = RedirectResponse("/", 303)
    forget(request, response)
    return response


@router.get("/account", dependencies=[allow(Action.OWN_ACCOUNT)])
def show_account(
    request: Request, edge: EdgeDep, view: View, standing: StandingDep, done: Done = Done.NOTHING
) -> Response:
    return edge.renderer.page(request, compose(view, standing, done=done))


@router.post("/account/password", dependencies=[allow(Action.OWN_ACCOUNT)])
def change_password(
    request: Request,
    edge: EdgeDep,
    ground: GroundDep,
    standing: StandingDep,
    old: Typed = "",
    new: Typed = "",
    again: Typed = "",
) -> Response:
    wish = NewPassword(old, new, again)
    try:
        door.change_password(ground, standing, wish, address=address_of(request))
    except (Invalid, TooManyTries) as wrong:
        return _again(request, edge, ground, standing=standing, wrong=wrong, form="password_form")
    return RedirectResponse(f"/account?done={Done.PASSWORD}", 303)


@router.post("/account/others", dependencies=[allow(Action.OWN_ACCOUNT)])
def sign_out_others(tx: Tx, standing: StandingDep) -> Response:
    keep = digest(standing.token)
    signing_in.sign_out_everywhere(tx, standing.visitor.user_id, keep=keep)
    return RedirectResponse(f"/account?done={Done.OTHERS}", 303)


@router.post("/account/keys", dependencies=[allow(Action.OWN_ACCOUNT)])
def issue_key(
    request: Request, edge: EdgeDep, ground: GroundDep, standing: StandingDep, name: Typed = ""
) -> Response:
    owner, text = standing.visitor.user_id, new_key(token_hex(), token_urlsafe())
    try:
        with transaction(ground.engine) as session:
            issued = keys.issue_key(
                session, owner, name, text=text, now=ground.now(), new_id=ground.new_id
            )
    except (Invalid, Conflict) as wrong:
        return _again(request, edge, ground, standing=standing, wrong=wrong, form="key_form")
    with reading(ground.engine) as session:
        return edge.renderer.page(request, compose(session, standing, issued=issued.text))


@router.post("/account/keys/{key_id}/revoke", dependencies=[allow(Action.OWN_ACCOUNT)])
def revoke_key(ground: GroundDep, tx: Tx, standing: StandingDep, key_id: str) -> Response:
    keys.revoke_key(tx, standing.visitor.user_id, key_id, now=ground.now())
    return RedirectResponse(f"/account?done={Done.KEY}", 303)


def compose(
    session: Session,
    standing: Standing,
    *,
    done: Done = Done.NOTHING,
    issued: str = "",
    errors: dict[str, str] | None = None,
) -> AccountPage:
    """The page of whoever is signed in."""
    user_id = standing.visitor.user_id
    member = find_member(session, user_id)
    return AccountPage(
        member,
        tuple(keys.list_keys(session, user_id)),
        SHORTEST,
        member.account.must_change_password,
        done,
        issued,
        errors or {},
    )


def _again(
    request: Request,
    edge: Edge,
    ground: Ground,
    *,
    standing: Standing,
    wrong: MatchmakingError,
    form: str,
) -> Response:
    """The page with what was wrong, beside its form."""
    with reading(ground.engine) as session:
        page = compose(session, standing, errors={form: str(wrong)})
    return edge.renderer.page(request, page, status=answer_of(wrong).status)
