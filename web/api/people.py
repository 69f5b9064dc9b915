"""Which addresses tell programs who they are, and manage users? The same services as the pages."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from matchmaking.people import service
from matchmaking.people.queries import Member
from matchmaking.people.roles import Action, Role
from matchmaking.people.service import NewUser
from web.api.problems import ANY, LOOK_UP, WHO_MAY, WRITE
from web.api.schemas import NoParameters
from web.ground import Ground, ground_of
from web.idempotency import OnceDep, Written
from web.pages.users import temporary_password
from web.security import WITHOUT_ZERO
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow

router = APIRouter(prefix="/api/v1", responses={**ANY, **WHO_MAY})
GroundDep = Annotated[Ground, Depends(ground_of)]
Nothing = Annotated[NoParameters, Query()]
Words = Annotated[str, Field(max_length=200, pattern=WITHOUT_ZERO)]
MANAGE = [allow(Action.MANAGE_USERS)]


class UserParameters(NoParameters):
    """Which users, and which part of them."""

    role: Role | None = Field(None, description="只列这个角色")
    q: Words = Field("", description="账号、姓名或企业名称里的词")
    start: int = Field(0, ge=0, le=1_000_000, description="从第几个起，0 为第一个")
    limit: int = Field(200, ge=1, le=1000, description="最多返回几个")


class NewUserIn(BaseModel):
    """An account to be made. Its password is asked for apart."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"login": "zhang.san", "name": "示例张三", "role": "助企服务专员", "firm": ""}
            ]
        },
    )

    login: Words = Field(description="3 到 40 个小写字母、数字或 . _ - @")
    name: Words = Field(description="姓名")
    role: Role = Field(description="角色，访客除外")
    firm: Words = Field("", description="所属企业：统一社会信用代码、全称或编号")


class UserOut(BaseModel):
    """An account, without anything secret."""

    id: str
    login: str
    name: str
    role: Role
    firm_id: str | None
    firm_name: str
    active: bool
    must_change_password: bool
    created_at: datetime
    last_seen_at: datetime | None

    @classmethod
    def of(cls, member: Member) -> Self:
        account = member.account
        return cls(
            id=account.id,
            login=account.login,
            name=account.name,
            role=Role(account.role),
            firm_id=account.firm_id,
            firm_name=member.firm_name,
            active=account.active,
            must_change_password=account.must_change_password,
            created_at=account.created_at,
            last_seen_at=account.last_seen_at,
        )


class UsersOut(BaseModel):
    """A part of the users."""

    users: list[UserOut]
    more: bool = Field(description="后面还有没有")


class TemporaryPasswordOut(BaseModel):
    """Said once; its owner must change it."""

    login: str
    password: str


@router.get("/me", dependencies=[allow(Action.OWN_ACCOUNT)])
def show_me(view: View, visitor: VisitorDep, nothing: Nothing) -> UserOut:
    """这个密钥属于谁，能做什么角色的事。"""
    del nothing
    return UserOut.of(service.find_member(view, visitor.user_id))


@router.get("/users", dependencies=MANAGE)
def list_users(view: View, asked: Annotated[UserParameters, Query()]) -> UsersOut:
    """用户，按账号名排列。"""
    found = service.list_users(
        view, role=asked.role, words=asked.q, start=asked.start, limit=asked.limit + 1
    )
    users = [UserOut.of(one) for one in found[: asked.limit]]
    return UsersOut(users=users, more=len(found) > asked.limit)


@router.post(
    "/users", status_code=201, response_model=UserOut, dependencies=MANAGE, responses=WRITE
)
def create_user(
    once: OnceDep, tx: Tx, ground: GroundDep, body: NewUserIn, nothing: Nothing
) -> Response:
    """新建用户。密码另取：POST /users/{user_id}/password。"""
    del nothing

    def work() -> Written:
        firm_id = service.firm_for(tx, body.firm)
        wanted = NewUser(body.login, body.name, body.role, temporary_password(), firm_id)
        made = service.create_user(tx, wanted, now=ground.now(), new_id=ground.new_id)
        answer = UserOut.of(service.find_member(tx, made.id))
        return Written(201, answer, {"Location": f"/api/v1/users/{made.id}"})

    return once.run(work)


@router.get("/users/{user_id}", dependencies=MANAGE, responses=LOOK_UP)
def show_user(view: View, user_id: str, nothing: Nothing) -> UserOut:
    """一个用户。"""
    del nothing
    return UserOut.of(service.find_member(view, user_id))


@router.post("/users/{user_id}/password", dependencies=MANAGE, responses=LOOK_UP)
def reset_password(tx: Tx, user_id: str, nothing: Nothing) -> TemporaryPasswordOut:
    """重设密码：给出一个临时密码，只返回这一次；本人在所有设备上退出登录。"""
    del nothing
    password = temporary_password()
    account = service.find_user(tx, user_id)
    service.reset_password(tx, account, password)
    return TemporaryPasswordOut(login=account.login, password=password)


@router.post("/users/{user_id}/disable", dependencies=MANAGE, responses={**LOOK_UP, **WRITE})
def disable_user(
    tx: Tx, ground: GroundDep, visitor: VisitorDep, user_id: str, nothing: Nothing
) -> UserOut:
    """停用用户：立即退出登录，密钥作废。"""
    del nothing
    account = service.find_user(tx, user_id)
    service.disable_user(tx, account, by=visitor.user_id, now=ground.now())
    return UserOut.of(service.find_member(tx, user_id))


@router.post("/users/{user_id}/enable", dependencies=MANAGE, responses=LOOK_UP)
def enable_user(tx: Tx, user_id: str, nothing: Nothing) -> UserOut:
    """恢复使用。"""
    del nothing
    service.enable_user(tx, service.find_user(tx, user_id))
    return UserOut.of(service.find_member(tx, user_id))
