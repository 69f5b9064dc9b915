"""Which addresses do programs call? Every one mirrors a page and calls the same services."""

from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Depends, File, Query, Request, UploadFile
from starlette.responses import Response

from matchmaking.chain.map import how_connected
from matchmaking.people.roles import Action
from web.api.chain_schemas import ConnectionsOut, EndsParameters, GapsOut, WayOut
from web.api.schemas import (
    DemandParameters,
    FirmParameters,
    LedgerOut,
    LineOut,
    MatchOut,
    NeedOut,
    NoParameters,
    OpportunitiesOut,
    PageParameters,
    Problem,
    RecommendationOut,
    RowsOut,
    RunOut,
)
from web.language import Tongue
from web.pages.results import workbook
from web.pages.rows import remark_lines, returned_lines
from web.rendering import Edge, edge_of
from web.uploads import take, take_optional
from web.visitors import allow


def tongue_of(request: Request) -> Tongue:
    """The caller's language."""
    return edge_of(request).renderer.tongue(request)


EdgeDep = Annotated[Edge, Depends(edge_of)]
TongueDep = Annotated[Tongue, Depends(tongue_of)]
Nothing = Annotated[NoParameters, Query()]
PROBLEM: dict[str, Any] = {"model": Problem, "content": {"application/problem+json": {}}}
router = APIRouter(
    prefix="/api/v1",
    dependencies=[allow(Action.TRY_LISTS)],
    responses={
        400: PROBLEM | {"description": "地址或内容读不出来"},
        404: PROBLEM | {"description": "没有找到"},
        422: PROBLEM | {"description": "参数或文件有误"},
        503: PROBLEM | {"description": "还没有算好，请按 Retry-After 再问"},
    },
)


@dataclass(frozen=True, slots=True)
class DocsPage:
    """The interface for people to read, made of the same description programs read."""

    template: ClassVar[str] = "pages/docs.html"
    description: dict[str, Any]


@router.post("/runs", status_code=202, responses={413: PROBLEM | {"description": "文件太大"}})
def start_run(
    edge: EdgeDep,
    tongue: TongueDep,
    response: Response,
    demands: Annotated[UploadFile, File(description="大企业产品需求清单")],
    supplies: Annotated[UploadFile, File(description="中小企业产品供给清单")],
    nothing: Nothing,
    chain: Annotated[UploadFile | None, File(description="产业链文件，可选")] = None,
) -> RunOut:
    """开始一次匹配：上传两份清单。"""
    del nothing
    status = edge.services.runs.start(
        edge.services.new_id(),
        demands=take(demands),
        supplies=take(supplies),
        chain=take_optional(chain),
        now=edge.services.now(),
    )
    response.headers["Location"] = f"/api/v1/runs/{status.id}"
    return RunOut.of(edge.overviews.stage(status.id), tongue)


@router.get("/runs/{run_id}")
def show_run(edge: EdgeDep, tongue: TongueDep, run_id: str, nothing: Nothing) -> RunOut:
    """这次匹配做到哪一步了。"""
    del nothing
    return RunOut.of(edge.overviews.stage(run_id), tongue)


@router.get("/runs/{run_id}/demands")
def list_demands(
    edge: EdgeDep, tongue: TongueDep, run_id: str, part: Annotated[PageParameters, Query()]
) -> list[NeedOut]:
    """每条需求的情况，按清单顺序。"""
    answers = edge.overviews.board(run_id).recommendations
    return [NeedOut.of(answer, tongue) for answer in answers[part.start : part.start + part.limit]]


@router.get("/runs/{run_id}/suppliers")
def list_suppliers(
    edge: EdgeDep, tongue: TongueDep, run_id: str, asked: Annotated[DemandParameters, Query()]
) -> RecommendationOut:
    """谁能供应这条需求：排好名次，附理由、条件和得分构成。"""
    market = edge.services.runs.result(run_id).market
    found = edge.services.recommend_suppliers(
        market, asked.demand, top=asked.top, today=edge.services.today()
    )
    return RecommendationOut.of(found, tongue)


@router.get("/runs/{run_id}/opportunities")
def list_opportunities(
    edge: EdgeDep, tongue: TongueDep, run_id: str, asked: Annotated[FirmParameters, Query()]
) -> OpportunitiesOut:
    """这家企业能供应哪些需求。"""
    market = edge.services.runs.result(run_id).market
    found = edge.services.recommend_demands(
        market, asked.firm, top=asked.top, today=edge.services.today()
    )
    return OpportunitiesOut(
        firm_key=found.firm.key,
        firm_name=found.firm.name,
        considered=found.considered,
        matches=[MatchOut.of(match, tongue) for match in found.matches],
    )


@router.get("/runs/{run_id}/connections")
def list_connections(
    edge: EdgeDep, tongue: TongueDep, run_id: str, ends: Annotated[EndsParameters, Query()]
) -> ConnectionsOut:
    """两家企业怎样联系在一起：配套、产品和产业链，逐步附依据。"""
    market = edge.maps.of(run_id)
    paths = how_connected(market, ends.one, ends.other, most=ends.most)
    return ConnectionsOut(
        from_name=market.node(ends.one).name,
        to_name=market.node(ends.other).name,
        ways=[WayOut.of(path, tongue) for path in paths],
    )


@router.get("/runs/{run_id}/gaps")
def list_gaps(edge: EdgeDep, run_id: str, part: Annotated[PageParameters, Query()]) -> GapsOut:
    """补链清单：有人要、没有企业供应的产品。"""
    return GapsOut.of(edge.maps.of(run_id), part)


@router.get("/runs/{run_id}/rows")
def list_rows(
    edge: EdgeDep, tongue: TongueDep, run_id: str, part: Annotated[PageParameters, Query()]
) -> RowsOut:
    """没有收下的行和留空的单元格，逐条写明原因。"""
    result = edge.services.runs.result(run_id)
    readings = (result.demands, result.supplies)
    returned = [line for reading in readings for line in returned_lines(reading)]
    remarks = [line for reading in readings for line in remark_lines(reading)]
    stop = part.start + part.limit
    return RowsOut(
        files=[LedgerOut.of(reading) for reading in readings],
        returned=[LineOut.of(line, tongue) for line in islice(returned, part.start, stop)],
        returned_in_all=len(returned),
        remarks=[LineOut.of(line, tongue) for line in islice(remarks, part.start, stop)],
        remarks_in_all=len(remarks),
    )


@router.get("/runs/{run_id}/workbook.xlsx", response_class=Response)
def download_workbook(edge: EdgeDep, run_id: str, nothing: Nothing) -> Response:
    """匹配结果的 Excel 文件。"""
    del nothing
    return workbook(edge, run_id)


@router.get("/docs", include_in_schema=False)
def show_docs(request: Request, edge: EdgeDep) -> Response:
    return edge.renderer.page(request, DocsPage(request.app.openapi()))
