"""Who is asking, and may they do this? One answer for each request, from its cookie or its key.

Pages are signed in by a cookie, programs by `Authorization: Bearer rt_…`, which counts below /api/
only: a key that leaks cannot open the account that made it. Every route names its one action with
`dependencies=[allow(Action.…)]`; tests/web/test_access.py fails for a route that does not.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.responses import Response

from matchmaking.errors import NotAllowed, SignInNeeded
from matchmaking.people import keys, signing_in
from matchmaking.people.roles import ALLOWED, ANYBODY, Action, Role, Visitor, require
from matchmaking.people.signing_in import LONGEST_STAY, Known
from matchmaking.storage.database import reading, transaction
from web.ground import Ground, ground_of
from web.security import API, SESSION_COOKIE

BEARER = "bearer "
# What somebody with a password from an operator may do before choosing their own.
BEFORE_A_NEW_PASSWORD = ALLOWED[Role.PUBLIC] | {Action.OWN_ACCOUNT}


class PasswordIsTemporary(NotAllowed):
    """First choose a password nobody else knows."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is asking, and by what we know it."""

    visitor: Visitor = ANYBODY
    temporary_password: bool = False
    token: str = ""  # of the session; "" for keys and for strangers


def standing_of(request: Request) -> Standing:
    """Looked up once for each request. Raises SignInNeeded for a key that opens nothing."""
    found = getattr(request.state, "standing", None)
    if found is None:
        found = _by_key(request) or _by_session(request)
        request.state.standing = found
    return cast("Standing", found)


def visitor_of(request: Request) -> Visitor:
    """Who is asking."""
    return standing_of(request).visitor


def visitor_if_known(request: Request) -> Visitor:
    """The same without looking, for pages drawn while something is wrong."""
    return getattr(request.state, "standing", Standing()).visitor


KEY = HTTPBearer(
    auto_error=False,
    scheme_name="key",
    description="接口密钥，写成 Bearer rt_…。在“我的账号”里新建，能做的和账号的角色一样。",
)
KeyGiven = Annotated[HTTPAuthorizationCredentials | None, Security(KEY)]
StandingDep = Annotated[Standing, Depends(standing_of)]
VisitorDep = Annotated[Visitor, Depends(visitor_of)]


@dataclass(frozen=True, slots=True)
class Allowed:
    """Lets through whoever may do its action; tests read the action off it."""

    action: Action

    def check(self, standing: Standing) -> None:
        """Raises SignInNeeded, NotAllowed, PasswordIsTemporary."""
        require(standing.visitor, self.action)
        if standing.temporary_password and self.action not in BEFORE_A_NEW_PASSWORD:
            raise PasswordIsTemporary("您的密码是别人设的，请先在“我的账号”里换成自己的。")


@dataclass(frozen=True, slots=True)
class AllowedUnasked(Allowed):
    """For what anybody may, unless their own role or password forbids it."""

    def __call__(self, standing: StandingDep) -> None:
        self.check(standing)


@dataclass(frozen=True, slots=True)
class AllowedByKey(Allowed):
    """For members: the description of the interface says that a key is needed."""

    def __call__(self, standing: StandingDep, key: KeyGiven) -> None:
        del key  # read by standing_of
        self.check(standing)


def allow(action: Action) -> Any:
    """For a route's `dependencies`."""
    return Depends(
        AllowedUnasked(action) if action in ALLOWED[Role.PUBLIC] else AllowedByKey(action)
    )


def remember(request: Request, response: Response, token: str) -> None:
    """Give the browser its session. Scripts cannot read it; other sites' forms do not send it."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(LONGEST_STAY.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=not ground_of(request).development,
    )


def forget(request: Request, response: Response) -> None:
    """Take it back."""
    secure = not ground_of(request).development
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax", secure=secure)


def _by_key(request: Request) -> Standing | None:
    written = request.headers.get("authorization", "")
    if not request.url.path.startswith(API) or not written:
        return None
    ground = ground_of(request)
    now = ground.now()
    text = written[len(BEARER) :].strip() if written.lower().startswith(BEARER) else ""
    with reading(ground.engine) as session:
        found = keys.who_has_key(session, text, now=now)
    if found is None:
        raise SignInNeeded("接口密钥不对或已停用。请在“我的账号”里新建一个，写成 Bearer rt_…。")
    key_id, known = found
    if known.to_be_noted:
        with transaction(ground.engine) as session:
            keys.note_key(session, key_id, known.visitor.user_id, now=now)
    return Standing(known.visitor)


def _by_session(request: Request) -> Standing:
    token = request.cookies.get(SESSION_COOKIE)
    if not token:
        return Standing()
    ground = ground_of(request)
    now = ground.now()
    with reading(ground.engine) as session:
        known = signing_in.who_has_session(session, token, now=now)
    if known is None:
        return Standing()
    if known.to_be_noted:
        _note(ground, token, known, now)
    return Standing(known.visitor, known.temporary_password, token)


def _note(ground: Ground, token: str, known: Known, now: datetime) -> None:
    with transaction(ground.engine) as session:
        signing_in.note_session(session, token, known.visitor.user_id, now=now)
