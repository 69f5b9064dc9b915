"""What did a listing say when it was last reviewed? What reviewers compare its present words with.

A list keeps what it changed itself, to be undone; what is typed in is kept here. Both rows say at which
review they stood, so that what was reviewed since is not told again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from matchmaking.catalogue import queries
from matchmaking.catalogue.models import ListingBefore, Need, SupplyListing
from matchmaking.catalogue.taking_in import SUBJECTS, Model, plain, revived

Row = Mapping[str, Any]
Listing = Need | SupplyListing


def remember(session: Session, listing: Listing) -> None:
    """Keep what it says, before it is changed by hand; what was kept since its review stays."""
    subject = SUBJECTS[type(listing)]
    known = queries.before(session, subject, listing.id)
    if known is None or not _since(known.before, listing.reviewed_at):
        said = plain(listing.model_dump(exclude={"id"}))
        queries.keep_before(
            session, ListingBefore(subject=subject, listing_id=listing.id, before=said)
        )


def last_reviewed(
    session: Session, model: Model, listings: Iterable[Listing], *, by_lists: Mapping[str, Row]
) -> dict[str, Row]:
    """The oldest words since the review, by listing; `by_lists`: what lists found and changed."""
    of_id = {listing.id: listing for listing in listings}
    by_hand = queries.befores(session, SUBJECTS[model], list(of_id))
    found: dict[str, Row] = {}
    for key, listing in of_id.items():
        rows = [rows[key] for rows in (by_hand, by_lists) if key in rows]
        since = [row for row in rows if _since(row, listing.reviewed_at)]
        if since:
            found[key] = min(since, key=lambda row: row["version"])
    return found


def _since(row: Row, reviewed_at: datetime | None) -> bool:
    """Whether nobody has reviewed the listing after it said this."""
    moment: datetime | None = revived(row).get("reviewed_at")
    return moment == reviewed_at
