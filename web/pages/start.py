"""What does each role find at the front door? What waits for them, and the way to everything else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from matchmaking.catalogue import marks, queries
from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.errors import NotReady
from matchmaking.firms.dossiers import surviving
from matchmaking.firms.models import FirmFile
from matchmaking.matching.evidence import Conclusion, Match
from matchmaking.people.roles import Action, Role, Visitor
from matchmaking.storage.database import reading
from web.listings import Shown, shown
from web.needs import TOP, stand
from web.platform import Matches, Platform
from web.rendering import Edge, edge_of
from web.visitors import VisitorDep, allow

router = APIRouter()
EdgeDep = Annotated[Edge, Depends(edge_of)]
FEW = 5


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need, how many firms may meet it, and what is still to be done about them."""

    need: Shown
    known: bool  # False while the market is being built, or the need is not public
    fitting: int = 0
    to_confirm: int = 0
    unmarked: int = 0
    outdated: int = 0
    more: str = ""  # a plus where there may be more firms than were looked at


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a reviewer."""

    needs: int
    supplies: int


@dataclass(frozen=True, slots=True)
class StartPage:
    """The front door. A part that is None is not this visitor's."""

    template: ClassVar[str] = "pages/start.html"
    visitor: Visitor
    firm: FirmFile | None = None
    needs: Sequence[NeedLine] | None = None
    needs_total: int = 0
    supplies: Sequence[Shown] | None = None
    supplies_total: int = 0
    chances: Sequence[Match] | None = None
    preparing: bool = False
    waiting: Waiting | None = None

    @property
    def acts(self) -> bool:
        """Whether they enter for other firms."""
        return self.visitor.may(Action.ACT_FOR_FIRMS)

    @property
    def reviews(self) -> bool:
        """Whether they are of the authority."""
        return self.visitor.may(Action.REVIEW)

    @property
    def lends(self) -> bool:
        """Whether they look around for whom to finance."""
        return self.visitor.role is Role.LENDER


@router.get("/", dependencies=[allow(Action.SEARCH)])
def show_start(request: Request, edge: EdgeDep, visitor: VisitorDep) -> Response:
    if not visitor.signed_in:
        return edge.renderer.page(request, StartPage(visitor))
    with reading(edge.platform.engine) as session:
        page = compose(session, edge.platform, visitor)
    return edge.renderer.page(request, page)


def compose(session: Session, platform: Platform, visitor: Visitor) -> StartPage:
    """The page of somebody who is signed in."""
    if visitor.may(Action.REVIEW):
        needs = queries.to_review(session, Need, start=0, limit=0)[1]
        supplies = queries.to_review(session, SupplyListing, start=0, limit=0)[1]
        return StartPage(visitor, waiting=Waiting(needs, supplies))
    if visitor.firm_id is None or not visitor.may(Action.EDIT_NEEDS):
        return StartPage(visitor)
    firm, today = surviving(session, visitor.firm_id), platform.today()
    rows, needs_total = queries.page_of_firm(session, Need, firm.id, start=0, limit=FEW)
    lines = [_line(session, platform.live, row, shown(row, firm, today)) for row in rows]
    offers, total = queries.page_of_firm(session, SupplyListing, firm.id, start=0, limit=FEW)
    chances = _chances(platform.live, firm.id) if total else ()
    return StartPage(
        visitor,
        firm,
        needs=lines,
        needs_total=needs_total,
        supplies=[shown(row, firm, today) for row in offers],
        supplies_total=total,
        chances=chances,
        preparing=chances is None,
    )


def _line(session: Session, live: Matches, row: Need, need: Shown) -> NeedLine:
    if not need.standing.open:
        return NeedLine(need, known=False)
    try:
        answer = live.suppliers(row.id, top=TOP)
    except NotReady:
        return NeedLine(need, known=False)
    marked = marks.marks_of(session, row)
    counted = stand(answer)
    return NeedLine(
        need,
        known=True,
        fitting=counted.fitting,
        to_confirm=counted.to_confirm,
        unmarked=sum(match.supply.id not in marked for match in _usable(answer.matches)),
        outdated=sum(one.outdated for one in marked.values()),
        more=counted.more,
    )


def _chances(live: Matches, firm_id: str) -> Sequence[Match] | None:
    """The first few opportunities; None while the market is being built."""
    try:
        return _usable(live.opportunities(firm_id, top=FEW).matches)
    except NotReady:
        return None


def _usable(matches: Iterable[Match]) -> list[Match]:
    return [match for match in matches if match.conclusion is not Conclusion.FAILS]
