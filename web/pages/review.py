"""What waits for the authority's yes? Needs and supplies, several decided at once."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from matchmaking.catalogue import queries
from matchmaking.errors import Invalid
from matchmaking.people.roles import Action
from matchmaking.storage.database import reading, transaction
from web.errors import answer_of
from web.listing_writing import Author
from web.listings import KINDS, NEEDS, Kind
from web.rendering import Edge, edge_of
from web.reviewing import Decision, Queue, decide, queue_of
from web.visitors import VisitorDep, allow

router = APIRouter(dependencies=[allow(Action.REVIEW)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
Start = Annotated[int, Query(ge=0, le=10_000_000)]
Count = Annotated[int, Query(ge=0, le=10_000_000)]
PAGE = 50


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The queue of one kind; what has just been done, or what was wrong."""

    template: ClassVar[str] = "pages/review.html"
    kind: Kind
    queue: Queue
    counts: dict[str, int]  # by folder
    start: int
    done: str = ""
    count: int = 0
    skipped: int = 0
    error: str = ""
    ticked: frozenset[str] = frozenset()
    note: str = ""
    size: int = PAGE
    publish: Decision = Decision.PUBLISH
    send_back: Decision = Decision.SEND_BACK


@router.get("/review")
def show_queue(
    request: Request,
    edge: EdgeDep,
    kind: str = NEEDS.folder,
    start: Start = 0,
    done: str = "",
    count: Count = 0,
    skipped: Count = 0,
) -> Response:
    page = compose(edge, KINDS.get(kind, NEEDS), start, done=done, count=count, skipped=skipped)
    return edge.renderer.page(request, page)


@router.post("/review")
def decide_several(
    request: Request,
    edge: EdgeDep,
    visitor: VisitorDep,
    item: Annotated[list[str], Form(default_factory=list)],
    decision: Annotated[Decision, Form()],
    kind: Annotated[str, Form()] = NEEDS.folder,
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    which = KINDS.get(kind, NEEDS)
    hand = Author(visitor, edge.platform).hand
    try:
        with transaction(edge.platform.engine) as session:
            outcome = decide(session, which, item, said=(decision, note), hand=hand)
    except Invalid as wrong:
        page = compose(edge, which, 0, error=str(wrong), ticked=frozenset(item), note=note)
        return edge.renderer.page(request, page, status=answer_of(wrong).status)
    said = f"done={decision}&count={outcome.done}&skipped={len(outcome.skipped)}"
    return RedirectResponse(f"/review?kind={which.folder}&{said}", 303)


def compose(edge: Edge, kind: Kind, start: int, **more: object) -> ReviewPage:
    """The page."""
    with reading(edge.platform.engine) as session:
        queue = queue_of(session, kind, edge.platform.today(), start=start, limit=PAGE)
        counts = {
            folder: queries.to_review(session, one.model, start=0, limit=0)[1]
            for folder, one in KINDS.items()
        }
    return ReviewPage(kind, queue, counts, start, **more)  # type: ignore[arg-type]
