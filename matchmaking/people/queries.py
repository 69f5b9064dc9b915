"""What do we ask of accounts, sign-ins and keys? All their SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, delete, or_, update
from sqlmodel import Session, SQLModel, col, select

from matchmaking.people.models import (
    ApiKey,
    IdempotentAnswer,
    Look,
    SignIn,
    SignInFailure,
    UserAccount,
)


@dataclass(frozen=True, slots=True)
class Member:
    """An account with the name of its firm."""

    account: UserAccount
    firm_name: str


def account(session: Session, user_id: str) -> UserAccount | None:
    return session.get(UserAccount, user_id)


def account_of_login(session: Session, login: str, *, locked: bool = False) -> UserAccount | None:
    """The account; locked, so that tries for one login come one after another."""
    query = select(UserAccount).where(col(UserAccount.login) == login)
    return session.exec(query.with_for_update() if locked else query).first()


def member(session: Session, user_id: str) -> Member | None:
    """One account with its firm."""
    firm = _firm_table()
    query = (
        select(UserAccount, firm.c.name)
        .outerjoin(firm, firm.c.id == col(UserAccount.firm_id))
        .where(col(UserAccount.id) == user_id)
    )
    found = session.exec(query).first()
    return None if found is None else Member(found[0], found[1] or "")


def members(
    session: Session, *, role: str | None, words: str, start: int, limit: int
) -> Sequence[Member]:
    """Accounts by login, with their firms."""
    firm = _firm_table()
    query = (
        select(UserAccount, firm.c.name)
        .outerjoin(firm, firm.c.id == col(UserAccount.firm_id))
        .order_by(col(UserAccount.login))
        .offset(start)
        .limit(limit)
    )
    if role is not None:
        query = query.where(col(UserAccount.role) == role)
    if words:
        like = f"%{_literally(words)}%"
        query = query.where(
            or_(
                col(UserAccount.login).ilike(like, escape="\\"),
                col(UserAccount.name).ilike(like, escape="\\"),
                firm.c.name.ilike(like, escape="\\"),
            )
        )
    return [Member(found, name or "") for found, name in session.exec(query).all()]


def active_of_role(session: Session, role: str) -> int:
    """How many active accounts a role has, locked on databases that let two write at once."""
    query = select(col(UserAccount.id)).where(
        col(UserAccount.role) == role, col(UserAccount.active).is_(True)
    )
    return len(session.exec(query.with_for_update()).all())


def firm_named(session: Session, words: str) -> tuple[str, str] | None:
    """Id and name of the one firm of this id, code or name."""
    firm = _firm_table()
    query = (
        select(firm.c.id, firm.c.name)
        .where(or_(firm.c.id == words, firm.c.code == words, firm.c.name == words))
        .where(firm.c.merged_into.is_(None))
        .limit(2)
    )
    found = session.exec(query).all()
    return (found[0][0], found[0][1]) if len(found) == 1 else None


def firm_name(session: Session, firm_id: str) -> str | None:
    """The firm's name, if it is there."""
    firm = _firm_table()
    return session.exec(select(firm.c.name).where(firm.c.id == firm_id)).first()


def failures(
    session: Session, login: str, address: str, *, since: datetime
) -> Sequence[SignInFailure]:
    """Failures for this login or from this address."""
    query = select(SignInFailure).where(
        or_(col(SignInFailure.login) == login, col(SignInFailure.address) == address),
        col(SignInFailure.at) > since,
    )
    return session.exec(query).all()


def forget_failures_before(session: Session, moment: datetime) -> None:
    session.execute(delete(SignInFailure).where(col(SignInFailure.at) <= moment))


def forget_failures_of(session: Session, login: str, address: str) -> None:
    """After the right password: what came before it was forgetfulness."""
    session.execute(
        delete(SignInFailure).where(
            col(SignInFailure.login) == login, col(SignInFailure.address) == address
        )
    )


def signed_in(session: Session, token_hash: str) -> tuple[SignIn, UserAccount] | None:
    """A sign-in and whose it is."""
    query = (
        select(SignIn, UserAccount)
        .join(UserAccount, col(UserAccount.id) == col(SignIn.user_id))
        .where(col(SignIn.token_hash) == token_hash)
    )
    return session.exec(query).first()


def touch_sign_in(session: Session, token_hash: str, now: datetime) -> None:
    """Note the use; a sign-in that was ended meanwhile stays ended."""
    session.execute(
        update(SignIn).where(col(SignIn.token_hash) == token_hash).values(last_used_at=now)
    )


def touch_key(session: Session, key_id: str, now: datetime) -> None:
    session.execute(update(ApiKey).where(col(ApiKey.id) == key_id).values(last_used_at=now))


def touch_account(session: Session, user_id: str, now: datetime) -> None:
    session.execute(
        update(UserAccount).where(col(UserAccount.id) == user_id).values(last_seen_at=now)
    )


def end_sign_in(session: Session, token_hash: str) -> None:
    session.execute(delete(SignIn).where(col(SignIn.token_hash) == token_hash))


def end_sign_ins(session: Session, user_id: str, *, but: str = "") -> None:
    """All of somebody's, except perhaps one."""
    session.execute(
        delete(SignIn).where(col(SignIn.user_id) == user_id, col(SignIn.token_hash) != but)
    )


def end_sign_ins_expired(session: Session, now: datetime) -> None:
    session.execute(delete(SignIn).where(col(SignIn.expires_at) <= now))


def key(session: Session, key_id: str) -> ApiKey | None:
    return session.get(ApiKey, key_id)


def key_of_hash(session: Session, key_hash: str) -> tuple[ApiKey, UserAccount] | None:
    """A key and whose it is."""
    query = (
        select(ApiKey, UserAccount)
        .join(UserAccount, col(UserAccount.id) == col(ApiKey.user_id))
        .where(col(ApiKey.key_hash) == key_hash)
    )
    return session.exec(query).first()


def keys_of(session: Session, user_id: str) -> Sequence[ApiKey]:
    """Somebody's keys in use, the newest first."""
    query = (
        select(ApiKey)
        .where(col(ApiKey.user_id) == user_id, col(ApiKey.revoked_at).is_(None))
        .order_by(col(ApiKey.created_at).desc(), col(ApiKey.id))
    )
    return session.exec(query).all()


def revoke_keys(session: Session, user_id: str, now: datetime) -> None:
    session.execute(
        update(ApiKey)
        .where(col(ApiKey.user_id) == user_id, col(ApiKey.revoked_at).is_(None))
        .values(revoked_at=now)
    )


def answer(session: Session, user_id: str, key_text: str) -> IdempotentAnswer | None:
    return session.get(IdempotentAnswer, (user_id, key_text))


def forget_answers_before(session: Session, moment: datetime) -> None:
    session.execute(delete(IdempotentAnswer).where(col(IdempotentAnswer.at) <= moment))


def looks(session: Session, firm_id: str, limit: int) -> Sequence[tuple[Look, str, str]]:
    """Looks at a firm, the newest first, each with the name and role of who looked."""
    query = (
        select(Look, UserAccount.name, UserAccount.role)
        .join(UserAccount, col(UserAccount.id) == col(Look.user_id))
        .where(col(Look.firm_id) == firm_id)
        .order_by(col(Look.at).desc(), col(Look.id))
        .limit(limit)
    )
    return session.exec(query).all()


def last_look(session: Session, user_id: str, firm_id: str, *, what: str) -> Look | None:
    """The newest of one person at one thing."""
    query = (
        select(Look)
        .where(col(Look.user_id) == user_id, col(Look.firm_id) == firm_id, col(Look.what) == what)
        .order_by(col(Look.at).desc())
        .limit(1)
    )
    return session.exec(query).first()


def _firm_table() -> Table:
    # By name, for the firms' package knows visitors: importing it here would close a ring.
    return SQLModel.metadata.tables["firm"]


def _literally(words: str) -> str:
    """So that % and _ stand for themselves."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
