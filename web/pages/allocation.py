"""Who should be proposed to whom, over all open needs? By hand and as well as possible, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from matchmaking.allocation.problem import Limits
from matchmaking.allocation.service import Allocation, Way
from matchmaking.allocation.telling import Proposal
from matchmaking.errors import Invalid
from matchmaking.people.roles import Action
from web.allocation_tables import HEADINGS, WAY_NAMES, WayName, rows_of, way_of
from web.allocations import Finished, Stage
from web.exports import FileDep, export
from web.rendering import Edge, edge_of
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.ALLOCATE)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
PAGE = 50
Bound = Annotated[int, Form(ge=1, le=1_000)]


@dataclass(frozen=True, slots=True)
class AllocationPage:
    """The last result, what is under way, and the form to ask for another."""

    template: ClassVar[str] = "pages/allocation.html"
    stage: Stage
    finished: Finished | None
    shown: WayName
    start: int
    size: int = PAGE

    @property
    def limits(self) -> Limits:
        """What the form starts from."""
        return self.finished.allocation.limits if self.finished else Limits()

    @property
    def result(self) -> Allocation | None:
        """The last result."""
        return self.finished.allocation if self.finished else None

    @property
    def ways(self) -> Sequence[tuple[WayName, str]]:
        """Both ways with their names."""
        return tuple(WAY_NAMES.items())

    def way(self, name: WayName) -> Way:
        """One way of the result there is."""
        return way_of(self._there, name)

    @property
    def total(self) -> int:
        """Proposals of the way shown."""
        return len(self.way(self.shown).proposals)

    @property
    def proposals(self) -> Sequence[Proposal]:
        """Those on this page."""
        return self.way(self.shown).proposals[self.start : self.start + self.size]

    @property
    def _there(self) -> Allocation:
        if self.finished is None:
            raise Invalid("还没有分配结果。请先计算。")
        return self.finished.allocation


@dataclass(frozen=True, slots=True)
class AllocationProgress:
    """The part that changes while one waits."""

    template: ClassVar[str] = "fragments/allocation_progress.html"
    stage: Stage


@router.get("/allocation")
def show_allocation(
    request: Request,
    edge: EdgeDep,
    file: FileDep,
    way: WayName = WayName.OPTIMAL,
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    kept = edge.platform.allocations
    page = AllocationPage(kept.stage, kept.last, way, start)
    if file is None:
        return edge.renderer.page(request, page)
    if page.result is None:
        raise Invalid("还没有分配结果。请先计算，再导出。")
    tongue = edge.renderer.tongue(request)
    name = f"{tongue.word('统筹分配')}-{page.result.day:%Y%m%d}"
    headings = [tongue.word(heading) for heading in HEADINGS]
    return export(rows_of(page.result, tongue), headings, file=file, name=name)


@router.post("/allocation")
def start_allocation(
    edge: EdgeDep,
    per_firm: Bound,
    per_need: Bound,
    parts: Bound,
    floor: Annotated[int, Form(ge=0, le=1_000)],
) -> Response:
    limits = Limits(per_firm=per_firm, per_need=per_need, parts=parts, floor=floor)
    edge.platform.allocations.ask(limits, now=edge.platform.now())
    return RedirectResponse("/allocation", 303)


@router.get("/allocation/progress")
def show_allocation_progress(request: Request, edge: EdgeDep) -> Response:
    stage = edge.platform.allocations.stage
    if not stage.running:
        # HTMX then opens the page itself, which shows the result or the reason.
        return Response(headers={"HX-Redirect": "/allocation"})
    return edge.renderer.page(request, AllocationProgress(stage))
