"""How does somebody come in, stay in and leave? Tries counted first, then the password, then a session.

The steps are apart because checking a password takes long on purpose: `begin` counts the try in one
short transaction, the password is checked outside of any, and `open_session` writes in another. A
thousand guesses at once are thus counted before the first of them is answered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from matchmaking.people import queries, tokens
from matchmaking.people.models import SignIn, SignInFailure, UserAccount
from matchmaking.people.roles import Role, Visitor
from matchmaking.people.service import normal_login
from matchmaking.people.tries import WINDOW, Try, refuse_if_too_many

IDLE = timedelta(hours=12)
LONGEST_STAY = timedelta(days=14)
# A use is noted at most this often, for a page should not cost a write.
NOTED_EVERY = timedelta(minutes=10)
LONGEST_AGENT = 120
LONGEST_LOGIN = 100  # of what is remembered of a wrong one


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who says a login; what their password must fit."""

    login: str
    address: str
    user_id: str | None
    password_hash: str | None  # None: no such account, or it is disabled; the answer is the same
    temporary_password: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Who a session or key belongs to."""

    visitor: Visitor
    temporary_password: bool  # must be changed before anything else
    to_be_noted: bool  # the last use noted is long enough ago


def begin(
    session: Session, login: str, address: str, *, now: datetime, new_id: Callable[[], str]
) -> Candidate:
    """Count the try as failed until it succeeds. Raises TooManyTries."""
    login = normal_login(login)[:LONGEST_LOGIN]
    account = queries.account_of_login(session, login, locked=True)
    queries.forget_failures_before(session, now - WINDOW)
    found = queries.failures(session, login, address, since=now - WINDOW)
    tries = [Try(one.login, one.address, one.at) for one in found]
    refuse_if_too_many(tries, login, address, now=now)
    session.add(SignInFailure(id=new_id(), login=login, address=address, at=now))
    if account is None or not account.active:
        return Candidate(login, address, None, None)
    return Candidate(
        login, address, account.id, account.password_hash, account.must_change_password
    )


def succeed(session: Session, candidate: Candidate) -> None:
    """The password was right: its failed tries no longer count."""
    queries.forget_failures_of(session, candidate.login, candidate.address)


def open_session(session: Session, user_id: str, *, token: str, agent: str, now: datetime) -> None:
    """From now on this token stands for them."""
    queries.end_sign_ins_expired(session, now)
    queries.touch_account(session, user_id, now)
    session.add(
        SignIn(
            token_hash=tokens.digest(token),
            user_id=user_id,
            created_at=now,
            last_used_at=now,
            expires_at=now + LONGEST_STAY,
            agent=agent[:LONGEST_AGENT],
        )
    )


def who_has_session(session: Session, token: str, *, now: datetime) -> Known | None:
    """Whose session it is; None once it lapsed or ended, or the account is disabled."""
    found = queries.signed_in(session, tokens.digest(token))
    if found is None:
        return None
    sign_in, account = found
    lapsed = now >= min(sign_in.expires_at, sign_in.last_used_at + IDLE)
    return None if lapsed or not account.active else known(account, sign_in.last_used_at, now)


def note_session(session: Session, token: str, user_id: str, *, now: datetime) -> None:
    """It was used."""
    queries.touch_sign_in(session, tokens.digest(token), now)
    queries.touch_account(session, user_id, now)


def sign_out(session: Session, token: str) -> None:
    """This browser is out; signing out twice is no error."""
    queries.end_sign_in(session, tokens.digest(token))


def sign_out_everywhere(session: Session, user_id: str, *, keep: str = "") -> None:
    """All of somebody's browsers are out, except perhaps the one of this token's hash."""
    queries.end_sign_ins(session, user_id, but=keep)


def known(account: UserAccount, last_noted: datetime | None, now: datetime) -> Known:
    """What the rest of the site needs of an account."""
    return Known(
        Visitor(account.id, account.name, Role(account.role), account.firm_id),
        temporary_password=account.must_change_password,
        to_be_noted=last_noted is None or now - last_noted >= NOTED_EVERY,
    )
