"""What does a filled-in firm form say? Columns, contacts, certificates, or what is wrong with which field."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from matchmaking.errors import Invalid
from matchmaking.firms.contacts import Contact
from matchmaking.firms.models import FirmKind
from matchmaking.intake.cells import UnclearCell
from matchmaking.intake.firms import read_phone
from matchmaking.intake.identity import read_code, tidy_name
from matchmaking.places import find_region
from matchmaking.records import Region, Size, Tier

SHORTEST_NAME, LONGEST_NAME, LONGEST_ABOUT = 2, 100, 2_000
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate, as typed."""

    name: str = ""
    expires: str = ""  # 2027-01-01


@dataclass(frozen=True, slots=True)
class FirmForm:
    """A firm's file, as typed."""

    name: str = ""
    code: str = ""
    short_name: str = ""
    kind: str = FirmKind.SME
    region: str = ""
    industry: str = ""
    size: str = ""
    tier: str = ""
    about: str = ""
    contacts: tuple[Contact, ...] = ()
    certificates: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What the form says."""

    columns: Mapping[str, Any]
    contacts: tuple[Contact, ...]
    certificates: tuple[tuple[str, date | None], ...]


def read_form(form: FirmForm, *, official: bool) -> Said:
    """Raises Invalid with a sentence for each field that is wrong."""
    wrong: dict[str, str] = {}

    def read(field: str, reader: Callable[[], Any]) -> Any:
        try:
            return reader()
        except UnclearCell as unclear:
            wrong[field] = str(unclear)
            return None

    columns: dict[str, Any] = {
        "name": read("name", lambda: _name(form.name)),
        "short_name": read("short_name", lambda: _short(form.short_name)),
        "industry": read("industry", lambda: _short(form.industry)),
        "about": read("about", lambda: _short(form.about, LONGEST_ABOUT)),
        "size": read("size", lambda: _one_of(Size, form.size)),
    }
    if official:
        columns["code"] = read("code", lambda: read_code(form.code) if form.code.strip() else None)
        columns["kind"] = read("kind", lambda: _kind(form.kind))
        columns["tier"] = read("tier", lambda: _one_of(Tier, form.tier))
    region = read("region", lambda: _region(form.region)) or Region()
    columns |= {"region_code": region.code, "region_name": region.name}
    contacts = read("contacts", lambda: tuple(map(_contact, filter(_said, form.contacts))))
    held = read("certificates", lambda: tuple(map(_held, filter(_named, form.certificates))))
    if wrong:
        raise Invalid("档案没有保存：有的内容填写有误，请改正后再保存。", wrong)
    return Said(columns, contacts, held)


def _name(text: str) -> str:
    name = tidy_name(text)
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        raise UnclearCell(f"请照营业执照填写企业全称，最多{LONGEST_NAME}个字")
    return name


def _short(text: str, longest: int = LONGEST_NAME) -> str:
    if len(text.strip()) > longest:
        raise UnclearCell(f"太长了，请缩短到{longest}个字以内")
    return text.strip()


def _kind(text: str) -> str:
    if text not in list(FirmKind):
        raise UnclearCell("请选择企业类型")
    return text


def _one_of(choices: type[Size] | type[Tier], text: str) -> str | None:
    if text and text not in list(choices):
        raise UnclearCell("请从列表里选择一项，或者留空")
    return text or None


def _region(text: str) -> Region:
    region = find_region(text)
    if text.strip() and not region.code:
        raise UnclearCell("没有认出这个地区，请写到区县，例如：云南省昆明市五华区")
    return region


def _contact(one: Contact) -> Contact:
    phone, email = one.phone.strip(), one.email.strip()
    if phone:
        read_phone(phone)
    if email and not _EMAIL.fullmatch(email):
        raise UnclearCell(f"“{email}”不像邮箱地址，请核对")
    if not phone and not email:
        raise UnclearCell(f"请给“{one.name.strip()}”填写电话或邮箱")
    return Contact(_short(one.name), phone, _short(email))


def _held(one: Held) -> tuple[str, date | None]:
    if not one.name.strip():
        raise UnclearCell("有一张证书只有有效期，请填写证书名称")
    name = _short(one.name)
    try:
        return name, date.fromisoformat(one.expires) if one.expires else None
    except ValueError as error:
        raise UnclearCell(f"没有认出有效期“{one.expires}”，请写成 2027-01-01") from error


def _said(one: Contact) -> bool:
    return bool((one.name + one.phone + one.email).strip())


def _named(one: Held) -> bool:
    return bool((one.name + one.expires).strip())
