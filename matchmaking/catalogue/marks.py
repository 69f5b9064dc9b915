"""What does a buyer think of a match, and does it still hold? Marks remember the terms they were set on."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from matchmaking.catalogue import queries
from matchmaking.catalogue.models import MatchMark, Need, SupplyListing
from matchmaking.catalogue.service import Hand
from matchmaking.errors import Invalid


class Mark(StrEnum):
    """What a buyer may say of a match."""

    SHORTLISTED = "入围"
    UNSUITABLE = "不合适"


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark, and whether either side's terms have changed since."""

    supply_id: str
    mark: Mark
    reason: str
    outdated: bool  # to be confirmed again


def set_mark(
    session: Session,
    need: Need,
    supply: SupplyListing,
    *,
    mark: Mark | None,
    reason: str,
    hand: Hand,
) -> None:
    """Set, change or (None) take away a mark. A 不合适 needs its reason."""
    if mark is Mark.UNSUITABLE and not reason.strip():
        raise Invalid("请写一句为什么不合适，以后的推荐会参考它。", {"reason": "请写明原因"})
    found = queries.mark(session, need.id, supply.id)
    if mark is None:
        if found is not None:
            session.delete(found)
        return
    found = found or MatchMark(need_id=need.id, supply_id=supply.id)
    found.mark, found.reason = mark, reason.strip()
    found.need_terms, found.supply_terms = need.terms, supply.terms
    found.marked_by, found.marked_at = hand.by, hand.now
    session.add(found)


def marks_of(session: Session, need: Need) -> dict[str, Marked]:
    """Every mark of a need, by supply."""
    marks = queries.marks_of_need(session, need.id)
    supplies = queries.by_ids(session, SupplyListing, [mark.supply_id for mark in marks])
    return {
        mark.supply_id: Marked(
            mark.supply_id,
            Mark(mark.mark),
            mark.reason,
            outdated=(mark.need_terms, mark.supply_terms)
            != (need.terms, supplies[mark.supply_id]["terms"]),
        )
        for mark in marks
    }


def introduced(session: Session, one: str, other: str) -> bool:
    """Whether one firm has shortlisted the other, which is a reason to see whom to call."""
    return queries.introduced(session, one, other, mark=Mark.SHORTLISTED)
