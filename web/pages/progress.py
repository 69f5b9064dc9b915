"""How far is my run? A page that asks again by itself, with HTMX or without any script."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from matchmaking.people.roles import Action
from matchmaking.runs import RunState
from web.overviews import Stage
from web.rendering import Edge, edge_of
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.TRY_LISTS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """A run under way."""

    template: ClassVar[str] = "pages/progress.html"
    stage: Stage

    @property
    def percent(self) -> int | None:
        """Of the present step; None where nobody knows of how much."""
        total = self.stage.total
        return min(100, round(100 * self.stage.done / total)) if total else None


@dataclass(frozen=True, slots=True)
class ProgressFragment(ProgressPage):
    """The part that changes."""

    template: ClassVar[str] = "fragments/progress.html"


@dataclass(frozen=True, slots=True)
class FailedPage:
    """A run that could not be done, and why."""

    template: ClassVar[str] = "pages/failed.html"
    stage: Stage


@router.get("/runs/{run_id}/progress")
def show_progress(request: Request, edge: EdgeDep, run_id: str) -> Response:
    stage = edge.overviews.stage(run_id)
    if stage.state in {RunState.DONE, RunState.FAILED}:
        # HTMX then opens the page itself, which shows the result or the reason.
        return Response(headers={"HX-Redirect": f"/runs/{run_id}"})
    return edge.renderer.page(request, ProgressFragment(stage))


def show_stage(request: Request, edge: Edge, stage: Stage) -> Response:
    """The page of a run that is not done, or never will be."""
    if stage.state is RunState.FAILED:
        return edge.renderer.page(request, FailedPage(stage), status=422)
    return edge.renderer.page(request, ProgressPage(stage))
