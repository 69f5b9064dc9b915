"""Who has an account? Made, given a new password, disabled and enabled again."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.people import passwords, queries
from matchmaking.people.models import UserAccount
from matchmaking.people.queries import Member
from matchmaking.people.roles import Role

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{2,39}")
LONGEST_NAME = 60
GONE = "没有这个用户，可能地址有误。请从用户列表里重新选择。"
# Whoever acts for a firm must belong to one; the authority and its officers act for none.
OF_A_FIRM = frozenset({Role.CHAIN_LEADER, Role.SME, Role.LENDER})


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to be made."""

    login: str
    name: str
    role: Role
    password: str
    firm_id: str | None = None
    must_change_password: bool = True


def create_user(
    session: Session, wanted: NewUser, *, now: datetime, new_id: Callable[[], str]
) -> UserAccount:
    """The account. Raises Invalid with every field to be mended, Conflict where the login is taken."""
    login = normal_login(wanted.login)
    _refuse_wrong(session, wanted, login)
    passwords.check_new(wanted.password, login)
    if queries.account_of_login(session, login) is not None:
        raise Conflict(f"账号名“{login}”已经有人用了，请换一个。")
    made = UserAccount(
        id=new_id(),
        login=login,
        name=wanted.name.strip(),
        role=wanted.role,
        firm_id=wanted.firm_id,
        password_hash=passwords.hash_of(wanted.password),
        must_change_password=wanted.must_change_password,
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def find_member(session: Session, user_id: str) -> Member:
    """An account with the name of its firm. Raises UnknownRecord."""
    found = queries.member(session, user_id)
    if found is None:
        raise UnknownRecord(GONE)
    return found


def find_user(session: Session, user_id: str) -> UserAccount:
    """An account by id. Raises UnknownRecord."""
    found = queries.account(session, user_id)
    if found is None:
        raise UnknownRecord(GONE)
    return found


def user_of_login(session: Session, login: str) -> UserAccount:
    """An account by login. Raises UnknownRecord."""
    found = queries.account_of_login(session, normal_login(login))
    if found is None:
        raise UnknownRecord(f"没有账号“{login}”。请核对账号名，或先新建用户。")
    return found


def list_users(
    session: Session, *, role: Role | None = None, words: str = "", start: int = 0, limit: int = 50
) -> Sequence[Member]:
    """Accounts in the order of their logins."""
    return queries.members(session, role=role, words=words.strip(), start=start, limit=limit)


def firm_for(session: Session, words: str) -> str | None:
    """The firm somebody is to belong to, by its code, name or id; None for no words.

    Raises Invalid where no one firm is meant.
    """
    words = words.strip()
    if not words:
        return None
    found = queries.firm_named(session, words)
    if found is None:
        wrong = "没有找到唯一的一家企业，请填写统一社会信用代码或企业全称。"
        raise Invalid(wrong, {"firm_id": wrong})
    return found[0]


def set_password(session: Session, account: UserAccount, password: str, *, keep: str = "") -> None:
    """The owner's new password; every browser but the one kept (a token's hash) is signed out."""
    _write_password(session, account, password, temporary=False)
    queries.end_sign_ins(session, account.id, but=keep)


def reset_password(session: Session, account: UserAccount, password: str) -> None:
    """An operator's word for somebody who forgot theirs; it must be changed at the next sign-in."""
    _write_password(session, account, password, temporary=True)
    queries.end_sign_ins(session, account.id)


def disable_user(session: Session, account: UserAccount, *, by: str, now: datetime) -> None:
    """Out at once, with browsers and keys. Raises Conflict for oneself and for the last operator."""
    if account.id == by:
        raise Conflict("不能停用自己的账号，请让另一位主管部门的同事来操作。")
    if account.role == Role.OPERATOR and queries.active_of_role(session, Role.OPERATOR) <= 1:
        raise Conflict("这是最后一个主管部门账号，停用后就没有人能管理用户了。请先新建一个。")
    account.active = False
    session.add(account)
    queries.end_sign_ins(session, account.id)
    queries.revoke_keys(session, account.id, now)


def enable_user(session: Session, account: UserAccount) -> None:
    """Back in, with the password of before; revoked keys stay revoked."""
    account.active = True
    session.add(account)


def normal_login(login: str) -> str:
    """Logins are compared without case, width, surrounding blanks and what cannot be seen."""
    plain = unicodedata.normalize("NFKC", login).strip().casefold()
    return "".join(letter for letter in plain if letter.isprintable())


def _write_password(
    session: Session, account: UserAccount, password: str, *, temporary: bool
) -> None:
    passwords.check_new(password, account.login)
    account.password_hash = passwords.hash_of(password)
    account.must_change_password = temporary
    session.add(account)


def _refuse_wrong(session: Session, wanted: NewUser, login: str) -> None:
    """Raises Invalid with all that is wrong but the password."""
    wrong: dict[str, str] = {}
    if not LOGIN.fullmatch(login):
        wrong["login"] = "请用 3 到 40 个小写字母、数字或 . _ - @，以字母或数字开头。"
    name = wanted.name.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        wrong["name"] = f"请填写姓名，最多 {LONGEST_NAME} 个字。"
    if wanted.role is Role.PUBLIC:
        wrong["role"] = "访客不需要账号，请选择另一个角色。"
    if wanted.role in OF_A_FIRM and not wanted.firm_id:
        wrong["firm_id"] = "这个角色代表一家企业，请写明所属企业。"
    elif wanted.firm_id and queries.firm_name(session, wanted.firm_id) is None:
        wrong["firm_id"] = "没有找到这家企业，请先建立企业档案。"
    if wrong:
        raise Invalid("用户没有建成：有的内容填写有误，请改正后再提交。", wrong)
