"""What do people look for and not find? For the authority and its officers, the most wanted first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from matchmaking.finding import unmet
from matchmaking.finding.models import UnmetSearch
from matchmaking.people.roles import Action
from web.exports import Cell, FileDep, export
from web.language import Tongue
from web.names import mark
from web.rendering import Edge, edge_of
from web.transactions import Tx, View
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.SEE_UNMET)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
PAGE = 50
EXPORTED = 5_000
PUT_ASIDE = "dismissed"
HEADINGS = (
    mark("找的是"),
    mark("种类"),
    mark("次数"),
    mark("谁在找"),
    mark("第一次"),
    mark("最近一次"),
)


@dataclass(frozen=True, slots=True)
class UnmetPage:
    """A page of what was not found; `dismissed`: what has been put aside."""

    template: ClassVar[str] = "pages/unmet.html"
    searches: Sequence[UnmetSearch]
    total: int
    dismissed: bool
    start: int
    size: int = PAGE

    def address(self, row: UnmetSearch) -> str:
        """Look for it again."""
        return f"/search?{urlencode({'q': row.text, 'kind': row.kind})}"


@router.get("/unmet")
def show_unmet(
    request: Request,
    edge: EdgeDep,
    view: View,
    file: FileDep,
    show: str = "",
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    dismissed = show == PUT_ASIDE
    if file is None:
        rows, total = unmet.page(view, dismissed=dismissed, start=start, limit=PAGE)
        return edge.renderer.page(request, UnmetPage(rows, total, dismissed, start))
    tongue, today = edge.renderer.tongue(request), edge.platform.today()
    rows, _ = unmet.page(view, dismissed=dismissed, start=0, limit=EXPORTED)
    headings = [tongue.word(heading) for heading in HEADINGS]
    name = f"{tongue.word('未满足的检索')}-{today:%Y%m%d}"
    return export(lines(rows, tongue), headings, file=file, name=name)


@router.post("/unmet/{unmet_id}/dismiss")
def dismiss(edge: EdgeDep, tx: Tx, unmet_id: str) -> Response:
    unmet.dismiss(tx, unmet_id, now=edge.platform.now())
    return RedirectResponse("/unmet", 303)


def lines(rows: Sequence[UnmetSearch], tongue: Tongue) -> Iterator[list[Cell]]:
    """What was not found, a line each."""
    for row in rows:
        roles = "、".join(f"{tongue.word(role)} {count}" for role, count in row.roles.items())
        yield [row.text, tongue.word(row.kind), row.count, roles, row.first_at, row.last_at]
