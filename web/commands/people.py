"""How does an owner of the site let people and programs in? `rongtong user …` and `rongtong apikey …`.

Secrets are never options, which a shell remembers: a password is read from standard input or made up
and printed once, a key is printed once, alone on standard output.
"""

import json
import sys
from secrets import token_hex, token_urlsafe
from typing import Annotated
from uuid import uuid4

import typer
from sqlalchemy import Engine
from sqlmodel import Session

from matchmaking import clock
from matchmaking.errors import Invalid, UnknownRecord
from matchmaking.migrations.runner import migrate
from matchmaking.people import keys, service
from matchmaking.people.models import UserAccount
from matchmaking.people.queries import Member
from matchmaking.people.roles import Role
from matchmaking.people.service import NewUser
from matchmaking.people.tokens import new_key
from matchmaking.settings import read_settings
from matchmaking.storage.database import open_database, reading, transaction

MOST_LISTED = 10_000
TEMPORARY_BYTES = 12

user_app = typer.Typer(no_args_is_help=True, help="用户：新建、重设密码、列出。")
apikey_app = typer.Typer(no_args_is_help=True, help="接口密钥：新建、列出、停用。")
Login = Annotated[str, typer.Argument(help="账号名")]
FromInput = Annotated[
    bool,
    typer.Option(
        "--password-stdin", help="从标准输入读密码；不写就生成一个临时密码，登录后必须更换"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="打印 JSON")]


@user_app.command("create")
def create_user(
    login: Login,
    name: Annotated[str, typer.Option(help="姓名")],
    role: Annotated[Role, typer.Option(help="角色")],
    firm: Annotated[str, typer.Option(help="所属企业：统一社会信用代码或全称")] = "",
    *,
    password_stdin: FromInput = False,
) -> None:
    """新建一个用户。"""
    password = _password(from_input=password_stdin)
    with transaction(_database()) as session:
        firm_id = service.firm_for(session, firm)
        wanted = NewUser(login, name, role, password, firm_id, not password_stdin)
        made = _made(session, wanted)
    typer.echo(f"已新建用户 {made.login}（{made.role}）。", err=True)
    _tell(password, chosen=password_stdin)


@user_app.command("password")
def reset_password(login: Login, *, password_stdin: FromInput = False) -> None:
    """重设一个用户的密码；本人在所有设备上退出登录。"""
    password = _password(from_input=password_stdin)
    with transaction(_database()) as session:
        account = service.user_of_login(session, login)
        change = service.set_password if password_stdin else service.reset_password
        change(session, account, password)
    typer.echo(f"已重设 {account.login} 的密码。", err=True)
    _tell(password, chosen=password_stdin)


@user_app.command("list")
def list_users(
    role: Annotated[Role | None, typer.Option(help="只列这个角色")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """列出用户。"""
    with reading(_database()) as session:
        found = service.list_users(session, role=role, limit=MOST_LISTED)
    if as_json:
        typer.echo(json.dumps([_described(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        state = "使用中" if one.account.active else "已停用"
        line = (one.account.login, one.account.name, one.account.role, one.firm_name, state)
        typer.echo("\t".join(line))


@apikey_app.command("create")
def create_key(login: Login, name: Annotated[str, typer.Argument(help="给哪个程序用")]) -> None:
    """给一个用户新建接口密钥：它能做的和该用户的角色一样。密钥只打印这一次。"""
    text = new_key(token_hex(), token_urlsafe())
    with transaction(_database()) as session:
        owner = service.user_of_login(session, login)
        issued = keys.issue_key(session, owner.id, name, text=text, now=clock.now(), new_id=_id)
    typer.echo(f"{owner.login} 的新密钥（{issued.row.name}），只显示这一次，请保存好：", err=True)
    typer.echo(issued.text)


@apikey_app.command("list")
def list_keys(login: Login) -> None:
    """列出一个用户在用的密钥：开头、用途、建立和最近使用的时间。"""
    with reading(_database()) as session:
        found = keys.list_keys(session, service.user_of_login(session, login).id)
    for key in found:
        used = key.last_used_at.isoformat() if key.last_used_at else "还没有用过"
        typer.echo(f"rt_{key.prefix}_…\t{key.name}\t{key.created_at.isoformat()}\t{used}")


@apikey_app.command("revoke")
def revoke_key(
    login: Login, prefix: Annotated[str, typer.Argument(help="密钥的开头，例如 rt_0123abcd")]
) -> None:
    """停用一个密钥：用它的程序再也进不来。"""
    wanted = prefix.removeprefix("rt_").partition("_")[0]
    with transaction(_database()) as session:
        owner = service.user_of_login(session, login)
        fitting = [one for one in keys.list_keys(session, owner.id) if one.prefix == wanted]
        if not fitting:
            raise UnknownRecord(
                f"{owner.login} 没有以 {prefix} 开头的密钥。请用 apikey list 查看。"
            )
        for one in fitting:
            keys.revoke_key(session, owner.id, one.id, now=clock.now())
    typer.echo(f"已停用 {owner.login} 的密钥 rt_{wanted}_…。", err=True)


def _database() -> Engine:
    """The owner's, with this version's tables: the first user may come before the first start."""
    engine = open_database(read_settings().database_url)
    migrate(engine)
    return engine


def _made(session: Session, wanted: NewUser) -> UserAccount:
    """A terminal has no fields to write beside, so all that is wrong goes into one message."""
    try:
        return service.create_user(session, wanted, now=clock.now(), new_id=_id)
    except Invalid as wrong:
        raise Invalid("\n".join([str(wrong), *wrong.fields.values()]), wrong.fields) from wrong


def _id() -> str:
    return uuid4().hex


def _password(*, from_input: bool) -> str:
    return sys.stdin.readline().rstrip("\r\n") if from_input else token_urlsafe(TEMPORARY_BYTES)


def _tell(password: str, *, chosen: bool) -> None:
    if not chosen:
        typer.echo("临时密码只显示这一次，第一次登录时必须更换：", err=True)
        typer.echo(password)


def _described(one: Member) -> dict[str, str | bool]:
    account = one.account
    return {
        "login": account.login,
        "name": account.name,
        "role": account.role,
        "firm": one.firm_name,
        "active": account.active,
    }
