"""How does a need or a supply look to a visitor, and who may see or write it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request
from sqlmodel import Session

from matchmaking.catalogue import service
from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.catalogue.rows import Record
from matchmaking.catalogue.standing import Standing, standing
from matchmaking.catalogue.taking_in import Model
from matchmaking.errors import NotAllowed, UnknownRecord
from matchmaking.firms.dossiers import find_firm, surviving
from matchmaking.firms.models import FirmFile
from matchmaking.intake.kinds import ListKind
from matchmaking.people.roles import Action, Visitor, require_firm
from matchmaking.records import Demand
from web.names import mark

# How it stands with a listing, and what a buyer may say of a match, as pages name them.
WORDS = (
    mark("待审核"),
    mark("已发布"),
    mark("已退回"),
    mark("已结束"),
    mark("已撤回"),
    mark("入围"),
    mark("不合适"),
)
MADE_UP = "#"  # how numbers begin that we gave ourselves


@dataclass(frozen=True, slots=True)
class Kind:
    """What tells the pages of needs from those of supplies."""

    model: Model
    list_kind: ListKind
    folder: str
    write: Action

    @property
    def is_need(self) -> bool:
        """Whether it is asked for, not offered."""
        return self.model is Need


NEEDS = Kind(Need, ListKind.DEMAND, "needs", Action.EDIT_NEEDS)
SUPPLIES = Kind(SupplyListing, ListKind.SUPPLY, "supplies", Action.EDIT_SUPPLIES)
KINDS: Mapping[str, Kind] = {kind.folder: kind for kind in (NEEDS, SUPPLIES)}


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing as pages show it."""

    id: str
    number: str
    record: Record
    standing: Standing
    on_behalf: bool
    posted_at: datetime
    updated_at: datetime
    expires_on: date | None
    confirmed_on: date
    review_note: str
    version: int

    @property
    def title(self) -> str:
        """What it is about."""
        return self.record.title if isinstance(self.record, Demand) else self.record.product

    @property
    def waiting(self) -> bool:
        """Whether it is still to be reviewed."""
        return self.standing.status is Status.PENDING

    @property
    def over(self) -> bool:
        """Whether it has been done with."""
        return self.standing.status in (Status.CLOSED, Status.WITHDRAWN)

    @property
    def firm_id(self) -> str:
        """Whose it is."""
        return (self.record.buyer if isinstance(self.record, Demand) else self.record.firm).key


def kind_of(request: Request) -> Kind:
    """Which of the two an address is about: /my/supplies, /needs/new."""
    parts = request.url.path.split("/")
    return next(kind for folder, kind in KINDS.items() if folder in parts)


def shown(listing: service.Stored, firm: FirmFile, today: date) -> Shown:
    """The listing on this day."""
    return Shown(
        listing.id,
        "" if listing.number.startswith(MADE_UP) else listing.number,
        service.record(listing, firm),
        standing(listing, today),
        listing.on_behalf,
        listing.posted_at,
        listing.updated_at,
        listing.expires_on,
        listing.confirmed_on,
        listing.review_note,
        listing.version,
    )


def to_read(session: Session, kind: Kind, listing_id: str, **who: Any) -> Shown:
    """What this visitor may read: the open ones, and all of the firms they act for.

    Raises UnknownRecord for the others: that there is a draft is nobody's business.
    """
    visitor, today = who["visitor"], who["today"]
    listing = service.find(session, kind.model, listing_id)
    if not (standing(listing, today).open or may_write(visitor, kind, listing.firm_id)):
        raise UnknownRecord("这条记录没有公开，或者已经过期、结束。请从检索里重新选择。")
    return shown(listing, find_firm(session, listing.firm_id), today)


def to_write(session: Session, kind: Kind, listing_id: str, visitor: Visitor) -> service.Stored:
    """The row, if it is this visitor's to write. Raises UnknownRecord, NotAllowed."""
    listing = service.find(session, kind.model, listing_id)
    require_firm(visitor, kind.write, listing.firm_id)
    return listing


def may_write(visitor: Visitor, kind: Kind, firm_id: str) -> bool:
    """Whether the listings of this firm are theirs."""
    return visitor.may(kind.write) and visitor.acts_for(firm_id)


def firm_meant(session: Session, visitor: Visitor, firm_id: str) -> FirmFile | None:
    """Whose pages are asked for: one's own, or for those who act for firms the one named.

    None where such a visitor has named none yet. Raises NotAllowed, UnknownRecord.
    """
    acting = visitor.may(Action.ACT_FOR_FIRMS)
    wanted = firm_id or visitor.firm_id or ""
    if not wanted and acting:
        return None
    if not wanted:
        raise UnknownRecord("您的账号还没有所属企业，请联系主管部门为您指定。")
    if not visitor.acts_for(wanted):
        raise NotAllowed("这是另一家企业的资料，您不能代它操作。")
    return surviving(session, wanted)
