"""How does it stand with a listing today? Shown or not, run out, grown stale; told from its dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from matchmaking.catalogue.models import Listing, Need, Status

# How long a listing is valid where nobody says otherwise, and how long its word is taken to hold.
NEED_DAYS, SUPPLY_DAYS, STALE_DAYS = 180, 365, 90


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reader is told of a listing beside its content."""

    status: Status
    expired: bool
    stale: bool  # nobody has said for long that it still holds
    changed: bool  # since somebody reviewed it

    @property
    def open(self) -> bool:
        """Whether it is shown to everybody and matched."""
        return self.status is Status.PUBLISHED and not self.expired


def standing(listing: Listing, today: date) -> Standing:
    """How it stands on this day."""
    return Standing(
        Status(listing.status),
        expired=listing.expires_on is not None and listing.expires_on < today,
        stale=(today - listing.confirmed_on).days > STALE_DAYS,
        changed=listing.reviewed_at is not None and listing.updated_at > listing.reviewed_at,
    )


def last_day(model: type[Listing], columns: Mapping[str, Any], today: date) -> date:
    """How long a fresh listing is valid: a need till it is needed, else the usual span."""
    needed: date | None = columns.get("needed_by")
    if needed is not None and needed >= today:
        return needed
    return today + timedelta(days=NEED_DAYS if model is Need else SUPPLY_DAYS)
