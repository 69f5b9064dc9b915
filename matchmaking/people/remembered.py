"""Was this very write asked for before? Its answer is kept with it, and said again instead of doing it twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from matchmaking.errors import Conflict, Invalid
from matchmaking.people import queries
from matchmaking.people.models import IdempotentAnswer

KEPT = timedelta(days=2)
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A write that names itself, so that it can be asked for again when the answer got lost."""

    user_id: str
    key: str
    what: str  # method and path
    digest: str  # of the body


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, to the byte."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def asked(user_id: str, key: str, what: str, *, body: bytes) -> Asked:
    """Raises Invalid where the key cannot be one."""
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        wrong = f"Idempotency-Key 请用 1 到 {LONGEST_KEY} 个可见字符，每次写入换一个新的。"
        raise Invalid(wrong, {"Idempotency-Key": wrong})
    return Asked(user_id, key, what, sha256(body).hexdigest())


def claim(session: Session, write: Asked, *, now: datetime) -> Said | None:
    """What was said before, or None: the write is ours to do in this transaction.

    Raises Invalid where the key stood for another write, Conflict where the same is being done
    right now. The claim is a row of this transaction: if that fails, nobody was ever here.
    """
    queries.forget_answers_before(session, now - KEPT)
    before = queries.answer(session, write.user_id, write.key)
    if before is None:
        _take(session, write, now)
        return None
    if (before.asked, before.digest) != (write.what, write.digest):
        wrong = "这个 Idempotency-Key 已经用于另一次写入，请为新的写入换一个。"
        raise Invalid(wrong, {"Idempotency-Key": wrong})
    return Said(before.status, before.headers, before.body)


def keep(session: Session, write: Asked, said: Said) -> None:
    """Write the answer down beside what was written."""
    row = queries.answer(session, write.user_id, write.key)
    if row is None:
        raise LookupError(write.key)  # claim comes first
    row.status, row.headers, row.body = said.status, dict(said.headers), said.body
    session.add(row)


def _take(session: Session, write: Asked, now: datetime) -> None:
    row = IdempotentAnswer(
        user_id=write.user_id,
        key=write.key,
        asked=write.what,
        digest=write.digest,
        status=0,
        headers={},
        body=b"",
        at=now,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        # Another request with this key committed since we looked.
        raise Conflict(
            "同一个 Idempotency-Key 的写入正在进行，请稍后用同样的内容再问一次。"
        ) from error
