"""Which tables hold who may come in? Accounts, sign-ins, keys, failed tries, remembered answers, looks.

No secret is stored as it is: passwords as argon2 hashes, session tokens and API keys as SHA-256 of
random values long enough that nobody can try them all.
"""

from datetime import datetime

from sqlalchemy import JSON, LargeBinary
from sqlmodel import Field, SQLModel

from matchmaking.storage.types import Moment


class UserAccount(SQLModel, table=True):
    """A person who may sign in, in one role, for at most one firm."""

    __tablename__ = "user_account"

    id: str = Field(primary_key=True)
    login: str = Field(unique=True)  # as accounts.normal_login writes it
    name: str
    role: str = Field(index=True)  # a Role
    firm_id: str | None = Field(default=None, foreign_key="firm.id", index=True)
    password_hash: str
    active: bool = True
    must_change_password: bool = False
    created_at: datetime = Field(sa_type=Moment)
    last_seen_at: datetime | None = Field(default=None, sa_type=Moment)


class SignIn(SQLModel, table=True):
    """One browser somebody is signed in with."""

    __tablename__ = "sign_in"

    token_hash: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="user_account.id", index=True)
    created_at: datetime = Field(sa_type=Moment)
    last_used_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)  # however much it is used
    agent: str = ""  # the browser's own name, cut short


class ApiKey(SQLModel, table=True):
    """A key a program signs in with; it may do what its owner's role may."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True)
    key_hash: str = Field(unique=True)
    user_id: str = Field(foreign_key="user_account.id", index=True)
    name: str
    prefix: str  # what its owner recognises it by
    created_at: datetime = Field(sa_type=Moment)
    last_used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class SignInFailure(SQLModel, table=True):
    """A try that has not succeeded: written before the password is looked at, removed if it was right."""

    __tablename__ = "sign_in_failure"

    id: str = Field(primary_key=True)
    login: str = Field(index=True)
    address: str = Field(index=True)
    at: datetime = Field(sa_type=Moment, index=True)


class IdempotentAnswer(SQLModel, table=True):
    """What a write answered, to be said again when the same write comes again."""

    __tablename__ = "idempotent_answer"

    user_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    asked: str  # method and path
    digest: str  # of the body
    status: int
    headers: dict[str, str] = Field(sa_type=JSON)
    body: bytes = Field(sa_type=LargeBinary)
    at: datetime = Field(sa_type=Moment, index=True)


class Look(SQLModel, table=True):
    """Somebody saw what is not public of a firm."""

    __tablename__ = "look"

    id: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="user_account.id", index=True)
    firm_id: str = Field(foreign_key="firm.id", index=True)
    what: str  # a looks.Kept
    why: str
    at: datetime = Field(sa_type=Moment, index=True)
