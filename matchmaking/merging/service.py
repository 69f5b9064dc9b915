"""How do two files become one, and two again? All that moves is written down, so that it can go back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.errors import Conflict, UnknownRecord
from matchmaking.firms import queries as firm_queries
from matchmaking.firms.dossiers import find_firm
from matchmaking.firms.models import (
    FirmCertificate,
    FirmContact,
    FirmFile,
    FirmMerge,
    FirmName,
)
from matchmaking.merging import queries
from matchmaking.merging.previewing import FIELDS, Moves, moves_of, pair, preview_merge
from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import tell
from matchmaking.people.models import UserAccount

MERGED = "合并"


@dataclass(frozen=True, slots=True)
class PastMerge:
    """A merge as it is listed."""

    merge: FirmMerge
    kept_name: str
    gone_name: str


def merge(
    session: Session,
    kept_id: str,
    gone_id: str,
    *,
    by: str,
    now: datetime,
    new_id: Callable[[], str],
) -> FirmMerge:
    """Put the second file into the first. Raises UnknownRecord, Invalid, Conflict."""
    kept, gone = pair(session, kept_id, gone_id, locked=True)
    moves = moves_of(session, kept, gone)
    moved = _written_down(session, gone, moves)
    moved["named"] = _bear_name(session, kept, gone, by=by, now=now)
    moved["filled"] = _fill(session, kept, gone)
    _move(session, moves, target=kept.id)
    queries.move_names(session, moves.names, source=gone.id, target=kept.id)
    gone.merged_into = kept.id
    _touch(session, (kept, gone), now)
    done = FirmMerge(
        id=new_id(), kept_id=kept.id, gone_id=gone.id, moved=moved, merged_by=by, merged_at=now
    )
    session.add(done)
    session.flush()
    _tell_all(session, done, now)
    return done


def undo_merge(session: Session, merge_id: str, *, by: str, now: datetime) -> FirmMerge:
    """Give everything back; what was changed or added since stays with the firm that was kept."""
    done = queries.merge(session, merge_id)
    if done is None:
        raise UnknownRecord("没有这次合并的记录，请从合并记录里重新选择。")
    if done.undone_at is not None:
        raise Conflict("这次合并已经撤销过了，不用再撤销。")
    kept = find_firm(session, done.kept_id, locked=True)
    gone = find_firm(session, done.gone_id, locked=True)
    if kept.merged_into is not None:
        raise Conflict(f"“{kept.name}”后来又并入了另一家企业，请先撤销后一次合并。")
    moved = done.moved
    _unfill(session, kept, gone, filled=moved["filled"])
    lists = (tuple(moved[name]) for name in ("names", "contacts", "certificates", "users"))
    back = Moves(moved["need"], moved["supply"], *lists)
    _move(session, back, target=gone.id)
    queries.move_names(session, back.names, source=kept.id, target=gone.id)
    if moved["named"]:
        queries.forget_name(session, moved["named"], firm_id=kept.id, why=MERGED)
    gone.merged_into = None
    _touch(session, (kept, gone), now)
    done.undone_at, done.undone_by = now, by
    session.add(done)
    session.flush()
    _tell_all(session, done, now)
    return done


def past_merges(session: Session, *, limit: int = 50) -> tuple[PastMerge, ...]:
    """The latest merges with the firms' names."""
    done = queries.merges(session, limit=limit)
    ids = sorted({one.kept_id for one in done} | {one.gone_id for one in done})
    firms = firm_queries.firms_by_ids(session, ids)
    return tuple(
        PastMerge(one, firms[one.kept_id]["name"], firms[one.gone_id]["name"]) for one in done
    )


def _written_down(session: Session, gone: FirmFile, moves: Moves) -> dict[str, Any]:
    """What moves; listings with the number they have now and get back."""
    return {
        "need": queries.numbers(session, Need, gone.id),
        "supply": queries.numbers(session, SupplyListing, gone.id),
        "names": list(moves.names),
        "contacts": list(moves.contacts),
        "certificates": list(moves.certificates),
        "users": list(moves.users),
    }


def _bear_name(
    session: Session, kept: FirmFile, gone: FirmFile, *, by: str, now: datetime
) -> str | None:
    """The gone firm's name becomes another name of the kept one; its key, where it is new there."""
    known = {row["name_key"] for row in firm_queries.names(session, [kept.id])} | {kept.name_key}
    if gone.name_key in known:
        return None
    session.add(
        FirmName(
            name_key=gone.name_key,
            firm_id=kept.id,
            name=gone.name,
            why=MERGED,
            decided_by=by,
            decided_at=now,
        )
    )
    session.flush()
    return gone.name_key


def _fill(session: Session, kept: FirmFile, gone: FirmFile) -> dict[str, Any]:
    """Fill what is empty in the kept file; a code, of which there is one, leaves the gone one."""
    filled = {
        name: value for name in FIELDS if not getattr(kept, name) and (value := getattr(gone, name))
    }
    if "code" in filled:
        gone.code = None
        session.add(gone)
        session.flush()
    for name, value in filled.items():
        setattr(kept, name, value)
    session.add(kept)
    session.flush()
    return filled


def _unfill(session: Session, kept: FirmFile, gone: FirmFile, *, filled: Mapping[str, Any]) -> None:
    """Empty again what the merge filled, unless somebody has written something else there."""
    still = [name for name, value in filled.items() if getattr(kept, name) == value]
    for name in still:
        setattr(kept, name, None if name in ("code", "size", "tier") else "")
    session.add(kept)
    session.flush()
    if "code" in still:
        gone.code = filled["code"]
        session.add(gone)
        session.flush()


def _move(session: Session, moves: Moves, *, target: str) -> None:
    for model, numbers in ((Need, moves.needs), (SupplyListing, moves.supplies)):
        rows = [{"id": key, "firm_id": target, "number": number} for key, number in numbers.items()]
        firm_queries.overwrite(session, model, rows)
    plain: Sequence[tuple[type[SQLModel], Iterable[str]]] = (
        (FirmContact, moves.contacts),
        (FirmCertificate, moves.certificates),
        (UserAccount, moves.users),
    )
    for table, ids in plain:
        firm_queries.overwrite(session, table, [{"id": one, "firm_id": target} for one in ids])
    # What this session has read of them before is no longer true.
    session.expire_all()


def _touch(session: Session, firms: Iterable[FirmFile], now: datetime) -> None:
    for one in firms:
        one.updated_at, one.version = now, one.version + 1
        session.add(one)
    session.flush()


def _tell_all(session: Session, done: FirmMerge, now: datetime) -> None:
    tell(session, Subject.FIRM, (done.kept_id, done.gone_id), now=now)
    tell(session, Subject.NEED, done.moved["need"], now=now)
    tell(session, Subject.SUPPLY, done.moved["supply"], now=now)


__all__ = ["merge", "past_merges", "preview_merge", "undo_merge"]
