"""What becomes of a list's good rows? New listings, changes to known ones, and what can be taken back.

Everything happens in the caller's transaction, the outbox's lines included.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from matchmaking.catalogue import queries
from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.catalogue.rows import ORIGIN, Record, Stored, columns_of, model_of, number_of
from matchmaking.catalogue.standing import last_day
from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import tell
from matchmaking.records import Demand

Model = type[Need] | type[SupplyListing]
Row = dict[str, Any]
SUBJECTS: Mapping[Model, Subject] = {Need: Subject.NEED, SupplyListing: Subject.SUPPLY}
MODELS: Mapping[Subject, Model] = {Subject.NEED: Need, Subject.SUPPLY: SupplyListing}


@dataclass(frozen=True, slots=True)
class Source:
    """Who brings listings, as what, and when."""

    now: datetime
    today: date
    new_id: Callable[[], str]
    batch_id: str | None = None
    entered_by: str = ""
    on_behalf: bool = False
    status: Status = Status.PENDING


@dataclass(frozen=True, slots=True)
class Effect:
    """What happened to one listing, with what it was before where it was changed."""

    subject: Subject
    listing_id: str
    version: int  # after
    before: Row | None = None  # None: it was created

    @property
    def created(self) -> bool:
        return self.before is None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a list did to the catalogue: every record is an effect, or was there already."""

    effects: tuple[Effect, ...]
    unchanged: int


def take_in(
    session: Session,
    records: Sequence[Record],
    firm_ids: Mapping[str, str],
    *,
    source: Source,
) -> TakenIn:
    """Write a list's records as listings of their firms; `firm_ids`: Firm.key -> firm id.

    A record that says what its listing says already changes nothing, not even a version.
    """
    if not records:
        return TakenIn((), 0)
    model = model_of(records[0])
    known = {
        (row["firm_id"], row["number"]): row
        for row in queries.of_firms(session, model, sorted(set(firm_ids.values())))
    }
    effects, fresh, changed, unchanged = [], [], [], 0
    for firm_id, number, record in numbered(records, firm_ids):
        columns = columns_of(record)
        old = known.get((firm_id, number))
        if old is None:
            row = _fresh(model, columns, source) | {"firm_id": firm_id, "number": number}
            fresh.append(row)
            effects.append(Effect(SUBJECTS[model], row["id"], 1))
        elif says_the_same(old, columns) and old["status"] != Status.WITHDRAWN:
            unchanged += 1
        else:
            row = _changed(old, columns, source)
            changed.append(row)
            before = plain({name: old[name] for name in row if name != "id"})
            effects.append(Effect(SUBJECTS[model], old["id"], row["version"], before))
    queries.insert_listings(session, model, fresh)
    queries.update_listings(session, model, changed)
    tell(session, SUBJECTS[model], (one.listing_id for one in effects), now=source.now)
    return TakenIn(tuple(effects), unchanged)


def take_back(session: Session, effects: Sequence[Effect], *, now: datetime) -> tuple[str, ...]:
    """Undo what a list did; gives the ids of listings left alone since somebody changed them after."""
    kept: list[str] = []
    for subject, model in MODELS.items():
        mine = [one for one in effects if one.subject is subject]
        stored = queries.by_ids(session, model, [one.listing_id for one in mine])
        still = [
            one
            for one in mine
            if one.listing_id in stored and stored[one.listing_id]["version"] == one.version
        ]
        kept += [one.listing_id for one in mine if one not in still]
        created = [
            {
                "id": one.listing_id,
                "status": Status.WITHDRAWN,
                "version": one.version + 1,
                "updated_at": now,
            }
            for one in still
            if one.before is None
        ]
        restored = [
            revived(one.before)
            | {"id": one.listing_id, "version": one.version + 1, "updated_at": now}
            for one in still
            if one.before is not None
        ]
        queries.update_listings(session, model, created)
        queries.update_listings(session, model, restored)
        tell(session, subject, (one.listing_id for one in still), now=now)
    return tuple(kept)


def says_the_same(old: Stored, columns: Mapping[str, Any]) -> bool:
    """Whether a record says what its listing says already; where it stands in a file is no matter."""
    return all(old[name] == value for name, value in columns.items() if name not in ORIGIN)


def plain(row: Mapping[str, Any]) -> Row:
    """A row as JSON can hold it."""
    return {
        name: value
        if value is None or isinstance(value, bool | int | float | str | list)
        else _text(value)
        for name, value in row.items()
    }


def revived(row: Mapping[str, Any]) -> Row:
    """What `plain` wrote, as the tables hold it."""
    return {name: _REVIVE.get(name, _as_it_is)(value) for name, value in row.items()}


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _as_it_is(value: Any) -> Any:
    return value


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _sum(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


_REVIVE: Mapping[str, Callable[[Any], Any]] = {
    "price_yuan": _sum,
    "needed_by": _day,
    "expires_on": _day,
    "confirmed_on": _day,
    "posted_at": _moment,
    "updated_at": _moment,
    "reviewed_at": _moment,
}


def numbered(
    records: Iterable[Record], firm_ids: Mapping[str, str]
) -> Iterable[tuple[str, str, Record]]:
    """Each record's firm and number; a firm's second listing of the same number gets a suffix."""
    seen: dict[tuple[str, str], int] = {}
    for record in records:
        firm = record.buyer if isinstance(record, Demand) else record.firm
        firm_id, number = firm_ids[firm.key], number_of(record)
        count = seen[firm_id, number] = seen.get((firm_id, number), 0) + 1
        yield firm_id, number if count == 1 else f"{number}-{count}", record


def _fresh(model: Model, columns: Mapping[str, Any], source: Source) -> Row:
    reviewed = source.status is Status.PUBLISHED
    return {
        **columns,
        "id": source.new_id(),
        "status": source.status,
        "batch_id": source.batch_id,
        "entered_by": source.entered_by,
        "on_behalf": source.on_behalf,
        "posted_at": source.now,
        "updated_at": source.now,
        "expires_on": last_day(model, columns, source.today),
        "confirmed_on": source.today,
        "review_note": "",
        "reviewed_by": source.entered_by if reviewed else "",
        "reviewed_at": source.now if reviewed else None,
        "version": 1,
        "terms": 1,
    }


def _changed(old: Stored, columns: Mapping[str, Any], source: Source) -> Row:
    """New terms; handed in again where it had been sent back or taken back."""
    gone = old["status"] in (Status.RETURNED, Status.WITHDRAWN, Status.CLOSED)
    model: Model = Need if "title" in columns else SupplyListing
    return {
        **columns,
        "id": old["id"],
        "status": source.status if gone or source.status is Status.PUBLISHED else old["status"],
        "batch_id": source.batch_id,
        "entered_by": source.entered_by,
        "on_behalf": source.on_behalf,
        "updated_at": source.now,
        "expires_on": last_day(model, columns, source.today),
        "confirmed_on": source.today,
        "reviewed_at": source.now if source.status is Status.PUBLISHED else old["reviewed_at"],
        "version": old["version"] + 1,
        "terms": old["terms"] + (0 if says_the_same(old, columns) else 1),
    }
