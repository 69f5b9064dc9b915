"""Which programs may call the interface? Keys: given once, named, revoked; each does what its owner may."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.people import queries, tokens
from matchmaking.people.models import ApiKey
from matchmaking.people.signing_in import Known, known
from matchmaking.people.tokens import KeyText

MOST_KEYS = 20
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key. The text is shown this once; only its digest is kept."""

    row: ApiKey
    text: str


def issue_key(
    session: Session,
    user_id: str,
    name: str,
    *,
    text: KeyText,
    now: datetime,
    new_id: Callable[[], str],
) -> Issued:
    """A key for this account. Raises Invalid, and Conflict where they have too many."""
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        wrong = f"请写明密钥给哪个程序用，最多 {LONGEST_NAME} 个字。"
        raise Invalid(wrong, {"name": wrong})
    if len(queries.keys_of(session, user_id)) >= MOST_KEYS:
        raise Conflict(f"每个账号最多 {MOST_KEYS} 个密钥，请先停用不再用的。")
    row = ApiKey(
        id=new_id(),
        key_hash=tokens.digest(str(text)),
        user_id=user_id,
        name=name,
        prefix=text.prefix,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return Issued(row, str(text))


def list_keys(session: Session, user_id: str) -> Sequence[ApiKey]:
    """Somebody's keys in use, the newest first."""
    return queries.keys_of(session, user_id)


def revoke_key(session: Session, user_id: str, key_id: str, *, now: datetime) -> None:
    """It opens nothing any more. Raises UnknownRecord where it is not theirs; twice is no error."""
    found = queries.key(session, key_id)
    if found is None or found.user_id != user_id:
        raise UnknownRecord("没有这个密钥，可能已经停用。请在“我的账号”里查看。")
    if found.revoked_at is None:
        found.revoked_at = now
        session.add(found)


def who_has_key(session: Session, text: str, *, now: datetime) -> tuple[str, Known] | None:
    """The key's id and its owner; None where it is unknown, revoked, or its owner disabled."""
    if not tokens.looks_like_a_key(text):
        return None
    found = queries.key_of_hash(session, tokens.digest(text))
    if found is None:
        return None
    row, account = found
    if row.revoked_at is not None or not account.active:
        return None
    return row.id, known(account, row.last_used_at, now)


def note_key(session: Session, key_id: str, user_id: str, *, now: datetime) -> None:
    """It was used."""
    queries.touch_key(session, key_id, now)
    queries.touch_account(session, user_id, now)
