"""What is in a firm's file? The public part, whole; contacts are another matter (firms.contacts)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from matchmaking.errors import UnknownRecord
from matchmaking.firms import queries
from matchmaking.firms.models import FirmFile, FirmKind
from matchmaking.records import Firm, Region, Size, Tier

FORMER = "曾用名"


@dataclass(frozen=True, slots=True)
class CertificateOnFile:
    """A certificate, and whether its last day has passed."""

    name: str
    expires: date | None
    expired: bool


@dataclass(frozen=True, slots=True)
class FirmDossier:
    """A firm's file as everybody may read it."""

    id: str
    code: str
    name: str
    short_name: str
    former_names: tuple[str, ...]
    other_names: tuple[str, ...]
    kind: FirmKind
    region: Region
    industry: str
    size: Size | None
    tier: Tier | None
    about: str
    certificates: tuple[CertificateOnFile, ...]
    updated_at: datetime
    version: int


def find_firm(session: Session, firm_id: str, *, locked: bool = False) -> FirmFile:
    """The row, merged or not; locked for whoever is about to change it. Raises UnknownRecord."""
    found = queries.firm(session, firm_id, locked=locked)
    if found is None:
        raise UnknownRecord("没有这家企业的档案，可能是地址有误。请从企业列表里重新选择。")
    return found


def surviving(session: Session, firm_id: str) -> FirmFile:
    """The file, or the one it was merged into, however often. Raises UnknownRecord."""
    found = find_firm(session, firm_id)
    while found.merged_into is not None:
        found = find_firm(session, found.merged_into)
    return found


def firm_file(session: Session, firm_id: str, *, today: date) -> FirmDossier:
    """The public part of a file. Raises UnknownRecord."""
    row = find_firm(session, firm_id)
    names = queries.names(session, [firm_id])
    return FirmDossier(
        id=row.id,
        code=row.code or "",
        name=row.name,
        short_name=row.short_name,
        former_names=tuple(one["name"] for one in names if one["why"] == FORMER),
        other_names=tuple(one["name"] for one in names if one["why"] != FORMER),
        kind=FirmKind(row.kind),
        region=Region(row.region_code, row.region_name),
        industry=row.industry,
        size=None if row.size is None else Size(row.size),
        tier=None if row.tier is None else Tier(row.tier),
        about=row.about,
        certificates=tuple(
            CertificateOnFile(
                one["name"], one["expires"], one["expires"] is not None and one["expires"] < today
            )
            for one in queries.certificates(session, [firm_id])
        ),
        updated_at=row.updated_at,
        version=row.version,
    )


def list_firms(
    session: Session, wanted: queries.FirmFilter, *, start: int, limit: int
) -> tuple[Sequence[FirmFile], int]:
    """One page of the register, and how many firms pass the filter."""
    return queries.firms_page(session, wanted, start=start, limit=limit)


def from_file(row: FirmFile) -> Firm:
    """The firm as lists write it: its key is its code, else its name. Contacts stay behind."""
    return Firm(
        key=row.code or row.name_key,
        name=row.name,
        code=row.code or "",
        short_name=row.short_name,
        region=Region(row.region_code, row.region_name),
        industry=row.industry,
        size=None if row.size is None else Size(row.size),
        tier=None if row.tier is None else Tier(row.tier),
    )
