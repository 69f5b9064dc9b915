"""What was looked for, asked for and found to fit? All SQL on what the thesaurus learns from."""

from collections.abc import Iterator

from sqlmodel import Session, col, func, select

from matchmaking.catalogue.marks import Mark
from matchmaking.catalogue.models import MatchMark, Need, Status, SupplyListing
from matchmaking.finding.models import UnmetSearch

MOST_PAIRS = 5_000


def unmet_texts(session: Session) -> Iterator[tuple[str, int]]:
    """Searches that found nothing and are not put aside, with how often."""
    query = select(UnmetSearch.text, UnmetSearch.count)
    waiting = query.where(col(UnmetSearch.dismissed_at).is_(None))
    ordered = waiting.order_by(col(UnmetSearch.count).desc(), col(UnmetSearch.id))
    yield from ((text, count) for text, count in session.exec(ordered))


def need_titles(session: Session) -> Iterator[tuple[str, int]]:
    """Titles of published needs, with how many have them."""
    count = func.count()
    query = select(Need.title, count).where(col(Need.status) == Status.PUBLISHED)
    grouped = query.group_by(col(Need.title)).order_by(count.desc(), col(Need.title))
    yield from ((title, times) for title, times in session.exec(grouped))


def shortlisted(session: Session) -> Iterator[tuple[str, str, str, str]]:
    """(need id, supply id, title, product) of matches a buyer shortlisted, the latest first."""
    query = (
        select(Need.id, SupplyListing.id, Need.title, SupplyListing.product)
        .join(MatchMark, col(MatchMark.need_id) == col(Need.id))
        .join(SupplyListing, col(SupplyListing.id) == col(MatchMark.supply_id))
        .where(col(MatchMark.mark) == Mark.SHORTLISTED)
        .order_by(col(MatchMark.marked_at).desc(), col(Need.id), col(SupplyListing.id))
        .limit(MOST_PAIRS)
    )
    yield from session.exec(query)
