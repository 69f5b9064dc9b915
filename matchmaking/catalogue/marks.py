"""What does a buyer think of a match, and does it still hold? Marks remember the terms they were set on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

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
    said: dict[str, Any] = {
        "mark": mark,
        "reason": reason.strip(),
        "need_terms": need.terms,
        "supply_terms": supply.terms,
        "marked_by": hand.by,
        "marked_at": hand.now,
    }
    if found is None:
        session.add(MatchMark(need_id=need.id, supply_id=supply.id, **said))
        return
    for name, value in said.items():
        setattr(found, name, value)
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
