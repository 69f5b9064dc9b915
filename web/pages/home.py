"""Two files in, or the demo city: matching without anything kept in the catalogue."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, File, Request, UploadFile
from starlette.responses import FileResponse, RedirectResponse, Response

from matchmaking.people.roles import Action
from web.rendering import Edge, edge_of
from web.uploads import FILE_LIMIT, take, take_optional
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.TRY_LISTS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
FileField = Annotated[UploadFile, File()]


@dataclass(frozen=True, slots=True)
class HomePage:
    """Nothing but the forms."""

    template: ClassVar[str] = "pages/home.html"
    limit: int


class DemoList(StrEnum):
    """The demo city's lists, for those who want to see how a list may look."""

    DEMANDS = "demands"
    SUPPLIES = "supplies"
    CHAIN = "chain"


@router.get("/match")
def show_home(request: Request, edge: EdgeDep) -> Response:
    return edge.renderer.page(request, HomePage(FILE_LIMIT))


@router.post("/runs")
def start_run(
    edge: EdgeDep,
    demands: FileField,
    supplies: FileField,
    chain: Annotated[UploadFile | None, File()] = None,
) -> Response:
    status = edge.services.runs.start(
        edge.services.new_id(),
        demands=take(demands),
        supplies=take(supplies),
        chain=take_optional(chain),
        now=edge.services.now(),
    )
    return RedirectResponse(f"/runs/{status.id}", 303)


@router.post("/runs/demo")
def start_demo(edge: EdgeDep) -> Response:
    return RedirectResponse(f"/runs/{edge.demo.run()}", 303)


@router.get("/demo/{which}")
def download_demo_list(edge: EdgeDep, which: DemoList) -> Response:
    city = edge.demo.lists()
    path: Path = getattr(city, which)
    return FileResponse(path, filename=path.name)
