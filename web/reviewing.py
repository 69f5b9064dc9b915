"""What waits for a reviewer, and what becomes of several listings decided at once?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from matchmaking.catalogue import queries, service
from matchmaking.catalogue.models import Need
from matchmaking.catalogue.reviewed import last_reviewed
from matchmaking.catalogue.rows import record_of
from matchmaking.catalogue.service import Hand
from matchmaking.catalogue.taking_in import revived
from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.firms.models import FirmFile
from matchmaking.imports.queries import before_last
from matchmaking.intake.forms import form_of
from matchmaking.intake.kinds import ListKind
from matchmaking.people.queries import account
from web.listing_fields import FIELDS
from web.listings import Kind, Shown, shown


class Decision(StrEnum):
    """What a reviewer may do."""

    PUBLISH = "publish"
    SEND_BACK = "send_back"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that was changed, by a list or by hand."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Queued:
    """A listing that waits, with where it came from."""

    one: Shown
    firm_name: str
    entered_by: str  # the name of who entered it; "" for the demo city and the command line
    source: str  # file and place; "" where it was typed in
    differences: tuple[Difference, ...] = ()  # to what it said when it was last reviewed

    @property
    def key(self) -> str:
        """The listing and the version that was read."""
        return f"{self.one.id}:{self.one.version}"


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of what waits, oldest first."""

    items: Sequence[Queued]
    total: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were decided, and which were left alone since they changed meanwhile."""

    done: int
    skipped: tuple[str, ...]


def queue_of(session: Session, kind: Kind, today: date, *, start: int, limit: int) -> Queue:
    """What waits of this kind."""
    rows, total = queries.to_review(session, kind.model, start=start, limit=limit)
    names = _names(session, (listing.entered_by for listing, _ in rows))
    batches = [listing.batch_id for listing, _ in rows if listing.batch_id]
    listings = [listing for listing, _ in rows]
    by_lists = before_last(session, batches, [listing.id for listing in listings])
    old = last_reviewed(session, kind.model, listings, by_lists=by_lists)
    items = [
        Queued(
            shown(listing, firm, today),
            firm.name,
            names.get(listing.entered_by, ""),
            _source(listing),
            differences(old[listing.id], listing, firm) if listing.id in old else (),
        )
        for listing, firm in rows
    ]
    return Queue(items, total)


def differences(
    old: Mapping[str, Any], listing: service.Stored, firm: FirmFile
) -> tuple[Difference, ...]:
    """Field by field, as the form would write both; a year-old row may lack a column of today."""
    row = listing.model_dump()
    said = {name: value for name, value in revived(old).items() if name in row}
    before = form_of(record_of(row | said, service.firm_of(firm)))
    after = form_of(record_of(row, service.firm_of(firm)))
    kind = ListKind.DEMAND if isinstance(listing, Need) else ListKind.SUPPLY
    return tuple(
        Difference(field.label, before[field.name], after[field.name])
        for field in FIELDS[kind]
        if before[field.name] != after[field.name]
    )


def decide(
    session: Session, kind: Kind, keys: Sequence[str], *, said: tuple[Decision, str], hand: Hand
) -> Outcome:
    """Publish or send back; what is no longer what the reviewer read is left alone.

    Raises Invalid where nothing is ticked, or a no lacks its reason.
    """
    decision, note = said
    if not keys:
        raise Invalid("没有勾选任何记录。请先勾选，再选择发布或退回。", {"item": "请勾选"})
    skipped: list[str] = []
    for key in dict.fromkeys(keys):
        listing_id, _, version = key.rpartition(":")
        try:
            listing = service.find(session, kind.model, listing_id)
            queries.lock(session, listing)
            if str(listing.version) != version:
                skipped.append(listing_id)
            elif decision is Decision.PUBLISH:
                service.publish(session, listing, hand=hand)
            else:
                service.send_back(session, listing, note, hand=hand)
        except (Conflict, UnknownRecord):
            skipped.append(listing_id)
    return Outcome(len(set(keys)) - len(skipped), tuple(skipped))


def _names(session: Session, ids: Iterable[str]) -> dict[str, str]:
    found = {user_id: account(session, user_id) for user_id in set(ids) if user_id}
    return {user_id: known.name for user_id, known in found.items() if known is not None}


def _source(listing: service.Stored) -> str:
    """Where in which file it stood."""
    place = f"{listing.origin_sheet}!{listing.origin_row}".strip("!") if listing.origin_row else ""
    return " ".join(part for part in (listing.origin_file, place) if part)
