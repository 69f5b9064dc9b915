"""Who may mark a match, and when? The same for pages and programs."""

from typing import cast

from sqlmodel import Session

from matchmaking.catalogue import marks, service
from matchmaking.catalogue.marks import Mark
from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.catalogue.standing import standing
from matchmaking.errors import Conflict
from matchmaking.people.roles import Action, Visitor, require_firm
from web.listing_writing import Author
from web.listings import NEEDS, to_write


def need_of(session: Session, visitor: Visitor, need_id: str) -> Need:
    """The need, if its matches are this visitor's to see. Raises UnknownRecord, NotAllowed."""
    need = to_write(session, NEEDS, need_id, visitor)
    require_firm(visitor, Action.SEE_MATCHES, need.firm_id)
    return cast("Need", need)


def set_mark(
    session: Session, need: Need, supply_id: str, *, said: tuple[Mark | None, str], author: Author
) -> None:
    """Set or take away a mark. Raises Invalid, Conflict, UnknownRecord.

    Both sides must be public before a shortlist introduces them: else anybody could see whom to
    call by entering a need of their own.
    """
    supply = cast("SupplyListing", service.find(session, SupplyListing, supply_id))
    mark, reason = said
    today = author.platform.today()
    if mark is Mark.SHORTLISTED and not standing(need, today).open:
        raise Conflict("需求审核通过并公开以后，才能把企业标为“入围”。")
    if mark is Mark.SHORTLISTED and not standing(supply, today).open:
        raise Conflict("这条供给已不再公开，不能标为“入围”。")
    marks.set_mark(session, need, supply, mark=mark, reason=reason, hand=author.hand)
