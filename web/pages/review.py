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
from web.exports import FileDep
from web.listing_writing import Author
from web.listings import KINDS, NEEDS, Kind
from web.page_tables import download, review_table, whole
from web.rendering import Edge, edge_of
from web.reviewing import Decision, Queue, Queued, decide, queue_of
from web.visitors import VisitorDep, allow

router = APIRouter(dependencies=[allow(Action.REVIEW)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
Start = Annotated[int, Query(ge=0, le=10_000_000)]
Count = Annotated[int, Query(ge=0, le=10_000_000)]
PAGE = 50
AT_ONCE = 1_000  # listings read together for a file


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
    file: FileDep,
    kind: str = NEEDS.folder,
    start: Start = 0,
    done: str = "",
    count: Count = 0,
    skipped: Count = 0,
) -> Response:
    which = KINDS.get(kind, NEEDS)
    if file:
        return download(request, edge, file=file, table=review_table(waiting(edge, which), which))
    page = compose(edge, which, start, done=done, count=count, skipped=skipped)
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


def waiting(edge: Edge, kind: Kind) -> list[Queued]:
    """All that waits of a kind, read in parts that a query can name one by one."""
    found: list[Queued] = []
    with reading(edge.platform.engine) as session:
        _, total = queries.to_review(session, kind.model, start=0, limit=0)
        whole(total)
        for start in range(0, total, AT_ONCE):
            today = edge.platform.today()
            found += queue_of(session, kind, today, start=start, limit=AT_ONCE).items
    return found


def compose(edge: Edge, kind: Kind, start: int, **more: object) -> ReviewPage:
    """The page."""
    with reading(edge.platform.engine) as session:
        queue = queue_of(session, kind, edge.platform.today(), start=start, limit=PAGE)
        counts = {
            folder: queries.to_review(session, one.model, start=0, limit=0)[1]
            for folder, one in KINDS.items()
        }
    return ReviewPage(kind, queue, counts, start, **more)  # type: ignore[arg-type]
