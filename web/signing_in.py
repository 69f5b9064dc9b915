"""How does the site check a password? The try is counted, then the hash is worked out, outside of any transaction."""

from dataclasses import dataclass
from secrets import token_urlsafe

from fastapi import Request

from matchmaking.errors import Invalid
from matchmaking.people import signing_in
from matchmaking.people.passwords import check_new, is_right
from matchmaking.people.service import find_user, set_password
from matchmaking.people.tokens import digest
from matchmaking.storage.database import reading, transaction
from web.ground import Ground
from web.visitors import Standing

WRONG = "账号或密码不对，请核对后再试。连续输错 5 次，要过 15 分钟才能再试。"
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody says to be let in."""

    login: str
    password: str
    address: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session's token, and whether a password must be chosen first."""

    token: str
    temporary_password: bool


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The old one, the new one, and the new one typed again."""

    old: str
    new: str
    again: str


def address_of(request: Request) -> str:
    """Where a request comes from; behind a proxy the server is told whom to believe."""
    return request.client.host if request.client else ""


def prove(ground: Ground, proof: Proof) -> tuple[str, bool]:
    """Whose login and password these are, and whether it is a temporary one.

    Raises TooManyTries, and Invalid where they do not fit."""
    with transaction(ground.engine) as session:
        candidate = signing_in.begin(
            session, proof.login, proof.address, now=ground.now(), new_id=ground.new_id
        )
    if not is_right(proof.password, candidate.password_hash) or candidate.user_id is None:
        raise Invalid(WRONG, {"password": WRONG})
    with transaction(ground.engine) as session:
        signing_in.succeed(session, candidate)
    return candidate.user_id, candidate.temporary_password


def sign_in(ground: Ground, proof: Proof, *, agent: str, before: str = "") -> SignedIn:
    """A new session in place of the browser's one before. Raises as `prove` does."""
    user_id, temporary = prove(ground, proof)
    token = token_urlsafe(TOKEN_BYTES)
    with transaction(ground.engine) as session:
        signing_in.sign_out(session, before)
        signing_in.open_session(session, user_id, token=token, agent=agent, now=ground.now())
    return SignedIn(token, temporary)


def change_password(ground: Ground, standing: Standing, wish: NewPassword, *, address: str) -> None:
    """Only who knows the old one may; every other browser is signed out. Raises as `prove` does."""
    with reading(ground.engine) as session:
        login = find_user(session, standing.visitor.user_id).login
    if wish.new != wish.again:
        wrong = "两次输入的新密码不一样，请重新输入。"
        raise Invalid(wrong, {"again": wrong})
    check_new(wish.new, login)
    if wish.new == wish.old:
        wrong = "新密码和现在的一样，请换一个。"
        raise Invalid(wrong, {"password": wrong})
    user_id, _ = prove(ground, Proof(login, wish.old, address))
    with transaction(ground.engine) as session:
        set_password(session, find_user(session, user_id), wish.new, keep=digest(standing.token))
