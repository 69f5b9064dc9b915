"""What does a list add to a firm's file? A new file, or what was empty in an old one; nothing is overwritten."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlmodel import Session

from matchmaking.certificates import canonical_certificate
from matchmaking.firms import queries
from matchmaking.firms.likeness import ASK, brand_sound, likeness
from matchmaking.firms.models import FirmCertificate, FirmContact, FirmFile, FirmKind, FirmName
from matchmaking.intake.identity import normal_name
from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import tell
from matchmaking.records import Certificate, Firm, Region

Row = dict[str, Any]
# What a list can say of a firm, and how each is called in its file.
SAID = ("code", "short_name", "region_code", "region_name", "industry", "size", "tier")


@dataclass(frozen=True, slots=True)
class Entry:
    """Who enters firms, as what, and when."""

    kind: FirmKind
    by: str  # the account; "" for the demo city and the command line
    now: datetime
    new_id: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Written:
    """All that a list says of one firm, its rows laid together; the first row's word counts."""

    firm: Firm
    reach: tuple[tuple[str, str], ...] = ()  # (name, phone)
    certificates: tuple[Certificate, ...] = ()
    names: tuple[str, ...] = ()


def written(before: Written | None, firm: Firm, held: Iterable[Certificate]) -> Written:
    """One row more."""
    before = before or Written(firm)
    reach = (firm.contact, firm.phone)
    return Written(
        _filled(before.firm, firm),
        _with(before.reach, [reach] if any(reach) else []),
        _with(before.certificates, (one for one in held if one.held)),
        _with(before.names, [firm.name]),
    )


def enter(session: Session, firms: Mapping[str, Written], *, known: set[str], entry: Entry) -> None:
    """Write what is said of these firms (by id) into their files, and tell of those that changed."""
    old = queries.firms_by_ids(session, sorted(known & firms.keys()))
    fresh = [_file(key, one.firm, entry) for key, one in firms.items() if key not in old]
    said = [_filled_row(row, firms[key].firm, entry) for key, row in old.items()]
    filled = [row for row in said if row is not None]
    queries.add(session, FirmFile, fresh)
    queries.overwrite(session, FirmFile, filled)
    names = _new_names(session, firms, old, entry=entry)
    contacts = _new_contacts(session, firms, old, entry=entry)
    certificates = _new_certificates(session, firms, old, entry=entry)
    queries.add(session, FirmName, names)
    queries.add(session, FirmContact, contacts)
    queries.add(session, FirmCertificate, certificates)
    changed = [row["id"] for row in (*fresh, *filled)]
    changed += [row["firm_id"] for row in (*names, *contacts, *certificates)]
    tell(session, Subject.FIRM, dict.fromkeys(changed), now=entry.now)


def _file(firm_id: str, firm: Firm, entry: Entry) -> Row:
    return {
        "id": firm_id,
        "name": firm.name,
        "name_key": normal_name(firm.name),
        "brand_sound": brand_sound(firm.name),
        "kind": entry.kind,
        "about": "",
        "merged_into": None,
        "entered_by": entry.by,
        "created_at": entry.now,
        "updated_at": entry.now,
        "version": 1,
        **_said(firm),
    }


def _said(firm: Firm) -> Row:
    return {
        "code": firm.code or None,
        "short_name": firm.short_name,
        "region_code": firm.region.code,
        "region_name": firm.region.name,
        "industry": firm.industry,
        "size": firm.size,
        "tier": firm.tier,
    }


def _filled_row(old: RowMapping, firm: Firm, entry: Entry) -> Row | None:
    """The file with its empty fields filled, or None when the list says nothing new."""
    said = _said(firm)
    if old["region_code"]:
        said["region_name"] = old["region_name"]
    row = {name: old[name] or said[name] for name in SAID}
    if all(row[name] == old[name] for name in SAID):
        return None
    return {"id": old["id"], **row, "updated_at": entry.now, "version": old["version"] + 1}


def _new_names(
    session: Session, firms: Mapping[str, Written], old: Mapping[str, Any], *, entry: Entry
) -> list[Row]:
    """A list's other way to write a firm with its code; alike only, for codes are mistyped too."""
    known = {(row["firm_id"], row["name_key"]) for row in queries.names(session, sorted(old))}
    known |= {(row["id"], row["name_key"]) for row in old.values()}
    rows = []
    for firm_id, name in ((key, name) for key, one in firms.items() for name in one.names):
        place = (firm_id, normal_name(name))
        first = old[firm_id]["name"] if firm_id in old else firms[firm_id].firm.name
        if place in known or place[1] == normal_name(first) or likeness(name, first) < ASK:
            continue
        known.add(place)
        rows.append(
            {
                "name_key": place[1],
                "firm_id": firm_id,
                "name": name,
                "why": "别名",
                "decided_by": entry.by,
                "decided_at": entry.now,
            }
        )
    return rows


def _new_contacts(
    session: Session, firms: Mapping[str, Written], old: Mapping[str, Any], *, entry: Entry
) -> list[Row]:
    known = {
        (row["firm_id"], row["name"], row["phone"])
        for row in queries.contacts(session, sorted(old))
    }
    return [
        {"id": entry.new_id(), "firm_id": firm_id, "name": name, "phone": phone, "email": ""}
        for firm_id, one in firms.items()
        for name, phone in one.reach
        if (firm_id, name, phone) not in known
    ]


def _new_certificates(
    session: Session, firms: Mapping[str, Written], old: Mapping[str, Any], *, entry: Entry
) -> list[Row]:
    """Each certificate once, with the last day any row gives it."""
    known: dict[str, set[str]] = defaultdict(set)
    for row in queries.certificates(session, sorted(old)):
        known[row["firm_id"]].add(canonical_certificate(row["name"]))
    rows = []
    for firm_id, one in firms.items():
        latest = _latest(one.certificates)
        rows += [
            {
                "id": entry.new_id(),
                "firm_id": firm_id,
                "name": certificate.name,
                "expires": certificate.expires,
            }
            for name, certificate in latest.items()
            if name not in known[firm_id]
        ]
    return rows


def _latest(certificates: Sequence[Certificate]) -> dict[str, Certificate]:
    """By canonical name, the one that is valid longest."""
    latest: dict[str, Certificate] = {}
    for one in certificates:
        name = canonical_certificate(one.name)
        before = latest.get(name)
        if before is None or _later(one, before):
            latest[name] = one
    return latest


def _later(one: Certificate, other: Certificate) -> bool:
    return one.expires is not None and (other.expires is None or one.expires > other.expires)


def _filled(one: Firm, other: Firm) -> Firm:
    """The first with its gaps filled from the second."""
    return replace(
        one,
        code=one.code or other.code,
        short_name=one.short_name or other.short_name,
        region=one.region if one.region != Region() else other.region,
        industry=one.industry or other.industry,
        size=one.size or other.size,
        tier=one.tier or other.tier,
    )


def _with(known: tuple[Any, ...], more: Iterable[Any]) -> tuple[Any, ...]:
    return (*known, *(one for one in more if one not in known))
