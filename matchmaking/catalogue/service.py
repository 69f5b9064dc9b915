"""What can be done with a need or a supply? Written, reviewed, renewed, closed; every step is told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from matchmaking.catalogue import queries
from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.catalogue.reviewed import remember
from matchmaking.catalogue.rows import Record, columns_of, record_of
from matchmaking.catalogue.rows import Stored as StoredRow
from matchmaking.catalogue.standing import last_day
from matchmaking.catalogue.taking_in import SUBJECTS, Model, Source, says_the_same, take_in
from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.firms.models import FirmFile
from matchmaking.outbox.service import tell
from matchmaking.records import Demand, Firm, Region, Size, Tier

Stored = Need | SupplyListing
_GONE = "没有这条{kind}，可能已被撤回，或者地址有误。请从列表里重新选择。"
_STALE_PAGE = "这条记录刚刚被别人改过。请刷新页面，看过新的内容后再改。"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does it, and when."""

    by: str
    now: datetime
    today: date


def find(session: Session, model: Model, listing_id: str) -> Stored:
    """A need or supply by id. Raises UnknownRecord."""
    found = queries.listing(session, model, listing_id)
    if found is None:
        raise UnknownRecord(_GONE.format(kind="需求" if model is Need else "供给"))
    return found


def add(session: Session, record: Record, firm_id: str, *, source: Source) -> str:
    """A listing that was typed in; the id. Raises Conflict where the firm has one of this number."""
    firm = record.buyer if isinstance(record, Demand) else record.firm
    taken = take_in(session, [record], {firm.key: firm_id}, source=source)
    if not taken.effects or not taken.effects[0].created:
        raise Conflict("这家企业已经有一条同样编号或同样内容的记录，请去修改那一条。")
    return taken.effects[0].listing_id


def change(session: Session, listing: Stored, record: Record, *, version: int, hand: Hand) -> None:
    """Write new content over a listing's. Raises Conflict when it is not the version that was read."""
    queries.lock(session, listing)
    if listing.version != version:
        raise Conflict(_STALE_PAGE)
    columns = columns_of(record)
    columns = {name: value for name, value in columns.items() if not name.startswith("origin_")}
    if not says_the_same(listing.model_dump(), columns):
        remember(session, listing)
        listing.terms += 1
    fresh: dict[str, Any] = {**columns, "expires_on": last_day(type(listing), columns, hand.today)}
    if listing.status in (Status.RETURNED, Status.WITHDRAWN):
        fresh["status"] = Status.PENDING
    _write(session, listing, hand, **fresh, confirmed_on=hand.today)


def publish(session: Session, listing: Stored, *, hand: Hand) -> None:
    """A reviewer's yes, to what was handed in or has been changed since."""
    if listing.status not in (Status.PENDING, Status.PUBLISHED, Status.RETURNED):
        raise Conflict(f"这条记录现在是“{listing.status}”，不能发布。")
    reviewed = {"reviewed_by": hand.by, "reviewed_at": hand.now, "review_note": ""}
    _write(session, listing, hand, status=Status.PUBLISHED, **reviewed)


def send_back(session: Session, listing: Stored, note: str, *, hand: Hand) -> None:
    """A reviewer's no, with what to mend."""
    if not note.strip():
        raise Invalid("请写明退回的原因，企业才知道要改什么。", {"note": "请写明原因"})
    if listing.status not in (Status.PENDING, Status.PUBLISHED):
        raise Conflict(f"这条记录现在是“{listing.status}”，不能退回。")
    reviewed = {"reviewed_by": hand.by, "reviewed_at": hand.now, "review_note": note.strip()}
    _write(session, listing, hand, status=Status.RETURNED, **reviewed)


def close(session: Session, listing: Stored, *, hand: Hand) -> None:
    """Done with: found what it was for, or no longer wanted."""
    if listing.status not in (Status.PENDING, Status.PUBLISHED, Status.RETURNED):
        raise Conflict(f"这条记录现在是“{listing.status}”，不能再结束。")
    _write(session, listing, hand, status=Status.CLOSED)


def renew(session: Session, listing: Stored, *, hand: Hand) -> None:
    """Its owner says that it still holds: no longer stale, valid anew; a closed one is handed in again."""
    columns = {"needed_by": getattr(listing, "needed_by", None)}
    status = listing.status
    if status in (Status.CLOSED, Status.WITHDRAWN):
        status = Status.PENDING
    _write(
        session,
        listing,
        hand,
        status=status,
        expires_on=last_day(type(listing), columns, hand.today),
        confirmed_on=hand.today,
    )


def firm_of(row: FirmFile) -> Firm:
    """The firm as the matcher knows it: its id is its key."""
    return firm_value(row.model_dump())


def firm_value(row: StoredRow) -> Firm:
    """A firm's row as the matcher's value; contacts stay behind."""
    return Firm(
        key=row["id"],
        name=row["name"],
        code=row["code"] or "",
        short_name=row["short_name"],
        region=Region(row["region_code"], row["region_name"]),
        industry=row["industry"],
        size=None if row["size"] is None else Size(row["size"]),
        tier=None if row["tier"] is None else Tier(row["tier"]),
    )


def record(listing: Stored, firm: FirmFile) -> Record:
    """The matcher's value of a listing."""
    return record_of(listing.model_dump(), firm_of(firm))


def _write(session: Session, listing: Stored, hand: Hand, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(listing, name, value)
    # A reviewer's own step must not look like a change since the review.
    listing.updated_at = hand.now
    listing.version += 1
    session.add(listing)
    session.flush()
    tell(session, SUBJECTS[type(listing)], [listing.id], now=hand.now)
