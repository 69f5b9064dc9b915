"""What would one write first to find a listing? A LIKE over every title, measured and never used."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from matchmaking.catalogue.models import SupplyListing


def titles_like(session: Session, text: str, *, limit: int) -> Sequence[SupplyListing]:
    """The first listings whose title holds the text."""
    query = select(SupplyListing).where(col(SupplyListing.product).contains(text)).limit(limit)
    return session.exec(query).all()
