"""The page: needs on the left, and who can supply the chosen one on the right."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Query, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from matchmaking.matching.evidence import Match, Recommendation
from matchmaking.people.roles import Action
from matchmaking.runs import RunState
from web.needs import TOP, NeedList, Show, apart, list_needs
from web.overviews import Board
from web.pages.progress import show_stage
from web.rendering import Context, Edge, edge_of
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.TRY_LISTS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
PAGE = 100  # needs in the list before "show more"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor chose, as the address says it."""

    run_id: str
    need: str = ""
    words: str = ""
    show: Show = Show.ALL
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Both sides."""

    template: ClassVar[str] = "pages/results.html"
    choice: Choice
    board: Board
    list: NeedList
    answer: Recommendation | None  # None: no need passes words and filter
    usable: tuple[Match, ...]
    failing: tuple[Match, ...]

    @property
    def cut(self) -> bool:
        """Whether only the best are shown."""
        return len(self.usable) >= TOP


@dataclass(frozen=True, slots=True)
class NeedsFragment(ResultPage):
    """The left side."""

    template: ClassVar[str] = "fragments/needs.html"


@dataclass(frozen=True, slots=True)
class SuppliersFragment(ResultPage):
    """The right side."""

    template: ClassVar[str] = "fragments/suppliers.html"


FRAGMENTS: dict[str, type[ResultPage]] = {"needs": NeedsFragment, "suppliers": SuppliersFragment}


def read_choice(
    run_id: str,
    need: str = "",
    q: str = "",
    show: Show = Show.ALL,
    limit: Annotated[int, Query(ge=1, le=100_000)] = PAGE,
) -> Choice:
    """The choice in the address."""
    return Choice(run_id, need, q, show, limit)


@router.get("/runs/{run_id}")
def show_results(
    request: Request, edge: EdgeDep, choice: Annotated[Choice, Depends(read_choice)]
) -> Response:
    stage = edge.overviews.stage(choice.run_id)
    if stage.state is not RunState.DONE:
        return show_stage(request, edge, stage)
    kind = FRAGMENTS.get(request.headers.get("hx-target", ""), ResultPage)
    return edge.renderer.page(request, compose(kind, edge.overviews.board(choice.run_id), choice))


@router.get("/runs/{run_id}/workbook.xlsx")
def download_workbook(edge: EdgeDep, run_id: str) -> Response:
    return workbook(edge, run_id)


def workbook(edge: Edge, run_id: str) -> Response:
    """The matched workbook as a download, removed from the disk once it is sent."""
    board = edge.overviews.board(run_id)
    services, today = edge.services, edge.services.today()
    teams = services.find_teams(board.result.market, board.recommendations, today=today)
    with ExitStack() as stack:
        path = Path(stack.enter_context(TemporaryDirectory(prefix="rongtong-"))) / "matched.xlsx"
        services.write_workbook(
            path,
            board.recommendations,
            demands=board.result.demands,
            supplies=board.result.supplies,
            teams=teams,
        )
        leftover = stack.pop_all()
    name = f"融通匹配结果-{today:%Y%m%d}.xlsx"
    return FileResponse(
        path, media_type=XLSX, filename=name, background=BackgroundTask(leftover.close)
    )


def compose(kind: type[ResultPage], board: Board, choice: Choice) -> Context:
    """The context of the page or of one of its sides."""
    needs = list_needs(
        board.recommendations, words=choice.words, show=choice.show, limit=choice.limit
    )
    answer = board.answer(choice.need) if choice.need else _first(needs)
    usable, failing = apart(answer.matches) if answer else ((), ())
    return kind(choice, board, needs, answer, usable, failing)


def _first(needs: NeedList) -> Recommendation | None:
    return needs.needs[0].answer if needs.needs else None
