"""How is a firm's file changed by hand? Checked field by field, never over somebody else's change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from matchmaking.errors import Conflict, Invalid
from matchmaking.firms import queries
from matchmaking.firms.contacts import Contact
from matchmaking.firms.dossiers import FORMER, find_firm
from matchmaking.firms.likeness import brand_sound
from matchmaking.firms.models import (
    FirmCertificate,
    FirmContact,
    FirmFile,
    FirmName,
)
from matchmaking.firms.reading_forms import FirmForm, Held, read_form
from matchmaking.intake.identity import normal_name
from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import tell

_STALE_PAGE = "这份档案刚刚被别人改过。请刷新页面，看过新的内容后再改。"
_MERGED = "这份档案已并入另一家企业，请打开合并后的档案修改。"
# What a firm may not say of itself: the authority grants it.
_GRANTED = ("code", "kind", "tier")


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changes a file, when; officers also write what only the authority grants."""

    by: str
    now: datetime
    new_id: Callable[[], str]
    official: bool = False


def edit_firm(
    session: Session, firm_id: str, form: FirmForm, *, version: int, hand: Hand
) -> FirmFile:
    """Write the form over the file. Raises UnknownRecord, Conflict, Invalid with each field's fault."""
    row = find_firm(session, firm_id, locked=True)
    if row.merged_into is not None:
        raise Conflict(_MERGED)
    if row.version != version:
        raise Conflict(_STALE_PAGE)
    said = read_form(form, official=hand.official)
    columns = dict(said.columns)
    if not hand.official:
        columns = {name: value for name, value in columns.items() if name not in _GRANTED}
    _refuse_taken_code(session, columns.get("code"), firm_id)
    if normal_name(columns["name"]) != row.name_key:
        _rename(session, row, columns["name"], hand=hand)
    for name, value in columns.items():
        setattr(row, name, value)
    row.updated_at, row.version = hand.now, row.version + 1
    session.add(row)
    session.flush()
    _write_contacts(session, firm_id, said.contacts, hand=hand)
    _write_certificates(session, firm_id, said.certificates, hand=hand)
    tell(session, Subject.FIRM, [firm_id], now=hand.now)
    return row


def open_file(session: Session, form: FirmForm, *, hand: Hand) -> FirmFile:
    """A new file, by an officer. Raises Invalid with each field's fault."""
    said = read_form(form, official=True)
    _refuse_taken_code(session, said.columns["code"], "")
    name = said.columns["name"]
    row = FirmFile(
        id=hand.new_id(),
        name_key=normal_name(name),
        brand_sound=brand_sound(name),
        entered_by=hand.by,
        created_at=hand.now,
        updated_at=hand.now,
        **said.columns,
    )
    session.add(row)
    session.flush()
    _write_contacts(session, row.id, said.contacts, hand=hand)
    _write_certificates(session, row.id, said.certificates, hand=hand)
    tell(session, Subject.FIRM, [row.id], now=hand.now)
    return row


def form_of(session: Session, row: FirmFile) -> FirmForm:
    """The file as its form shows it."""
    contacts = queries.contacts(session, [row.id])
    certificates = queries.certificates(session, [row.id])
    return FirmForm(
        name=row.name,
        code=row.code or "",
        short_name=row.short_name,
        kind=row.kind,
        region=row.region_name,
        industry=row.industry,
        size=row.size or "",
        tier=row.tier or "",
        about=row.about,
        contacts=tuple(Contact(one["name"], one["phone"], one["email"]) for one in contacts),
        certificates=tuple(
            Held(one["name"], one["expires"].isoformat() if one["expires"] else "")
            for one in certificates
        ),
    )


def _refuse_taken_code(session: Session, code: str | None, firm_id: str) -> None:
    if not code:
        return
    other = queries.firm_of_code(session, code)
    if other is not None and other.id != firm_id:
        wrong = f"这个代码已在“{other.name}”的档案里。如果是同一家企业，请由主管部门合并两份档案。"
        raise Invalid("档案没有保存：统一社会信用代码已被使用。", {"code": wrong})


def _rename(session: Session, row: FirmFile, name: str, *, hand: Hand) -> None:
    """The name of before becomes a former one; a name taken up again is none any more."""
    known = {one["name_key"] for one in queries.names(session, [row.id])}
    name_key = normal_name(name)
    if name_key in known:
        session.delete(session.get_one(FirmName, (name_key, row.id)))
    before = FirmName(
        name_key=row.name_key,
        firm_id=row.id,
        name=row.name,
        why=FORMER,
        decided_by=hand.by,
        decided_at=hand.now,
    )
    session.merge(before)
    row.name_key, row.brand_sound = name_key, brand_sound(name)


def _write_contacts(
    session: Session, firm_id: str, wanted: tuple[Contact, ...], *, hand: Hand
) -> None:
    rows = [{"name": one.name, "phone": one.phone, "email": one.email} for one in wanted]
    _replace(session, FirmContact, firm_id, rows=rows, hand=hand)


def _write_certificates(
    session: Session, firm_id: str, wanted: tuple[tuple[str, date | None], ...], *, hand: Hand
) -> None:
    rows = [{"name": name, "expires": expires} for name, expires in wanted]
    _replace(session, FirmCertificate, firm_id, rows=rows, hand=hand)


def _replace(
    session: Session,
    model: type[FirmContact] | type[FirmCertificate],
    firm_id: str,
    *,
    rows: list[dict[str, Any]],
    hand: Hand,
) -> None:
    """These rows instead of the firm's; one that says the same stays as it is."""
    listed = queries.contacts if model is FirmContact else queries.certificates
    left = list(rows)
    for old in listed(session, [firm_id]):
        same = next((row for row in left if all(old[key] == row[key] for key in row)), None)
        if same is None:
            session.delete(session.get_one(model, old["id"]))
        else:
            left.remove(same)
    session.flush()
    queries.add(session, model, [{"id": hand.new_id(), "firm_id": firm_id, **row} for row in left])
