"""Who has an account? For the authority: the list, new users, passwords forgotten, users disabled."""

from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from matchmaking.errors import Conflict, Invalid, MatchmakingError
from matchmaking.people import service
from matchmaking.people.queries import Member
from matchmaking.people.roles import Action, Role
from matchmaking.people.service import NewUser
from matchmaking.storage.database import reading, transaction
from web.errors import answer_of
from web.exports import FileDep
from web.ground import Ground, ground_of
from web.page_tables import MOST, download, users_table, whole
from web.rendering import Edge, edge_of
from web.security import WITHOUT_ZERO
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow

router = APIRouter(dependencies=[allow(Action.MANAGE_USERS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
GroundDep = Annotated[Ground, Depends(ground_of)]
Typed = Annotated[str, Form(pattern=WITHOUT_ZERO)]
PAGE = 50
ROLES = tuple(role for role in Role if role is not Role.PUBLIC)


@dataclass(frozen=True, slots=True)
class UsersPage:
    """The list, filtered."""

    template: ClassVar[str] = "pages/users.html"
    members: tuple[Member, ...]
    roles: tuple[Role, ...]
    role: str
    words: str
    start: int
    more: bool
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Wanted:
    """A new user, as typed."""

    login: str = ""
    name: str = ""
    role: str = ""
    firm: str = ""


@dataclass(frozen=True, slots=True)
class NewUserPage:
    """The form, and what is wrong with each field."""

    template: ClassVar[str] = "pages/new_user.html"
    roles: tuple[Role, ...]
    wanted: Wanted = Wanted()
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UserPage:
    """One user. A password we made is shown once, here."""

    template: ClassVar[str] = "pages/user.html"
    member: Member
    oneself: bool
    password: str = ""


@router.get("/users")
def show_users(
    request: Request,
    edge: EdgeDep,
    view: View,
    file: FileDep,
    role: str = "",
    q: str = "",
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    only = Role(role) if role in ROLES else None
    if file:
        everybody = service.list_users(view, role=only, words=q, limit=MOST + 1)
        whole(len(everybody))
        return download(request, edge, file=file, table=users_table(everybody))
    found = service.list_users(view, role=only, words=q, start=start, limit=PAGE + 1)
    page = UsersPage(tuple(found[:PAGE]), ROLES, role, q, start, more=len(found) > PAGE)
    return edge.renderer.page(request, page)


@router.get("/users/new")
def show_new_user(request: Request, edge: EdgeDep) -> Response:
    return edge.renderer.page(request, NewUserPage(ROLES))


@router.post("/users")
def create_user(
    request: Request,
    edge: EdgeDep,
    ground: GroundDep,
    visitor: VisitorDep,
    login: Typed = "",
    name: Typed = "",
    role: Typed = "",
    firm: Typed = "",
) -> Response:
    wanted, password = Wanted(login, name, role, firm), temporary_password()
    try:
        user_id = _create(ground, wanted, password)
    except (Invalid, Conflict) as wrong:
        return _again(request, edge, wanted, wrong=wrong)
    with reading(ground.engine) as session:
        member = service.find_member(session, user_id)
    page = UserPage(member, user_id == visitor.user_id, password)
    return edge.renderer.page(request, page, status=201)


@router.get("/users/{user_id}")
def show_user(
    request: Request, edge: EdgeDep, view: View, visitor: VisitorDep, user_id: str
) -> Response:
    member = service.find_member(view, user_id)
    return edge.renderer.page(request, UserPage(member, user_id == visitor.user_id))


@router.post("/users/{user_id}/password")
def reset_password(
    request: Request, edge: EdgeDep, tx: Tx, visitor: VisitorDep, user_id: str
) -> Response:
    password = temporary_password()
    service.reset_password(tx, service.find_user(tx, user_id), password)
    member = service.find_member(tx, user_id)
    return edge.renderer.page(request, UserPage(member, user_id == visitor.user_id, password))


@router.post("/users/{user_id}/disable")
def disable_user(ground: GroundDep, tx: Tx, visitor: VisitorDep, user_id: str) -> Response:
    account = service.find_user(tx, user_id)
    service.disable_user(tx, account, by=visitor.user_id, now=ground.now())
    return RedirectResponse(f"/users/{account.id}", 303)


@router.post("/users/{user_id}/enable")
def enable_user(tx: Tx, user_id: str) -> Response:
    account = service.find_user(tx, user_id)
    service.enable_user(tx, account)
    return RedirectResponse(f"/users/{account.id}", 303)


def temporary_password() -> str:
    """One that nobody has to think up, and its owner must change."""
    return token_urlsafe(12)


def _create(ground: Ground, wanted: Wanted, password: str) -> str:
    if wanted.role not in ROLES:
        wrong = "请选择一个角色。"
        raise Invalid(wrong, {"role": wrong})
    with transaction(ground.engine) as session:
        firm_id = service.firm_for(session, wanted.firm)
        new = NewUser(wanted.login, wanted.name, Role(wanted.role), password, firm_id)
        return service.create_user(session, new, now=ground.now(), new_id=ground.new_id).id


def _again(request: Request, edge: Edge, wanted: Wanted, *, wrong: MatchmakingError) -> Response:
    errors = wrong.fields if isinstance(wrong, Invalid) else {"login": str(wrong)}
    page = NewUserPage(ROLES, wanted, str(wrong), errors)
    return edge.renderer.page(request, page, status=answer_of(wrong).status)
