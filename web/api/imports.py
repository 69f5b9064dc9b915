"""Which addresses do programs bring lists to? Uploaded, looked at, confirmed, followed, taken back."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from sqlmodel import Session
from starlette.responses import Response

from matchmaking.errors import Conflict
from matchmaking.imports import service
from matchmaking.imports.giving_back import marked_file
from matchmaking.imports.models import ImportState
from matchmaking.imports.previewing import faults, preview
from matchmaking.imports.service import Order
from matchmaking.imports.templates import TITLES, template
from matchmaking.intake.kinds import ListKind
from matchmaking.people.roles import Action, Visitor, require_firm
from matchmaking.people.service import firm_for
from matchmaking.storage.database import reading
from web.api.import_schemas import (
    ConfirmIn,
    FaultsOut,
    ImportOut,
    ImportsOut,
    PreviewOut,
    UploadedOut,
)
from web.api.problems import ANY, LOOK_UP, PROBLEM, WHO_MAY, WRITE
from web.api.routes import TongueDep
from web.api.schemas import NoParameters, PageParameters
from web.exports import XLSX
from web.idempotency import OnceDep, Written
from web.language import Tongue
from web.pages.list_forms import KINDS, FormName
from web.platform import Platform
from web.rendering import edge_of
from web.security import WITHOUT_ZERO
from web.transactions import Tx, View
from web.uploads import take
from web.visitors import VisitorDep, allow


def platform_of(request: Request) -> Platform:
    """The application's one."""
    return edge_of(request).platform


router = APIRouter(
    prefix="/api/v1",
    dependencies=[allow(Action.IMPORT_LISTS)],
    responses={**ANY, **WHO_MAY},
)
forms = APIRouter(prefix="/api/v1", dependencies=[allow(Action.TRY_LISTS)], responses=ANY)
PlatformDep = Annotated[Platform, Depends(platform_of)]
Nothing = Annotated[NoParameters, Query()]
Part = Annotated[PageParameters, Query()]
Typed = Annotated[str, Form(max_length=200, pattern=WITHOUT_ZERO)]


class Workbook(Response):
    """An Excel file, so that the description says so."""

    media_type = XLSX


@forms.get("/templates/{kind}.xlsx", response_class=Workbook)
def download_form(platform: PlatformDep, kind: FormName, nothing: Nothing) -> Response:
    """空白的清单模板：大企业产品需求清单（needs）或中小企业产品供给清单（supplies）。"""
    del nothing
    chosen = KINDS[kind]
    return _download(f"{TITLES[chosen]}模板.xlsx", template(chosen, platform.today()))


@router.get("/imports")
def list_imports(view: View, visitor: VisitorDep, tongue: TongueDep, part: Part) -> ImportsOut:
    """导入过的清单，新的在前。企业看到自己的，服务专员和主管部门看到全部。"""
    found, total = service.listed(view, visitor, start=part.start, limit=part.limit)
    return ImportsOut(imports=[ImportOut.of(one, tongue) for one in found], in_all=total)


@router.post(
    "/imports",
    status_code=202,
    responses={**LOOK_UP, 413: PROBLEM | {"description": "文件太大"}},
)
def bring_list(
    platform: PlatformDep,
    visitor: VisitorDep,
    tongue: TongueDep,
    response: Response,
    file: Annotated[UploadFile, File(description="清单：.xlsx、.xls、.csv 或 .jsonl")],
    nothing: Nothing,
    kind: Annotated[ListKind | None, Form(description="不写时按表头认")] = None,
    firm: Typed = "",
) -> UploadedOut:
    """上传清单，读好后待确认，进度在 Location。同一文件再传一次不会再导入一遍，所以不用写入的名字。

    firm 是服务专员代填的企业：代码、全称或编号；企业自己上传时不用写。
    """
    del nothing
    with reading(platform.engine) as session:
        firm_id = firm_for(session, firm)
    if firm_id is not None:
        require_firm(visitor, Action.IMPORT_LISTS, firm_id)
    brought = service.upload(
        platform.engine,
        platform.data,
        take(file),
        order=Order(visitor, kind, firm_id),
        now=platform.now(),
        new_id=platform.new_id,
    )
    response.headers["Location"] = f"/api/v1/imports/{brought.import_id}"
    with reading(platform.engine) as session:
        told = _told(session, brought.import_id, visitor, tongue)
    return UploadedOut(**told.model_dump(), repeated=brought.repeated)


@router.get("/imports/{import_id}", responses=LOOK_UP)
def show_import(
    view: View, visitor: VisitorDep, tongue: TongueDep, import_id: str, nothing: Nothing
) -> ImportOut:
    """这份清单到哪一步了。"""
    del nothing
    return _told(view, import_id, visitor, tongue)


@router.get("/imports/{import_id}/preview", responses={**LOOK_UP, **WRITE})
def show_preview(view: View, visitor: VisitorDep, import_id: str, part: Part) -> PreviewOut:
    """确认后会怎样：逐行新增、更新或无变化，和需要人认定的企业。待确认时才有。"""
    job = service.find(view, import_id, visitor)
    if job.state != ImportState.TO_CONFIRM:
        raise Conflict(f"这次导入现在是“{job.state}”，待确认时才能预览。")
    return PreviewOut.of(preview(view, job, start=part.start, limit=part.limit))


@router.get("/imports/{import_id}/faults", responses=LOOK_UP)
def show_faults(
    view: View, visitor: VisitorDep, tongue: TongueDep, import_id: str, part: Part
) -> FaultsOut:
    """退回的行和留空的单元格，逐条写明原因。"""
    job = service.find(view, import_id, visitor)
    return FaultsOut.of(faults(view, job, start=part.start, limit=part.limit), tongue)


@router.get(
    "/imports/{import_id}/marked.xlsx",
    response_class=Workbook,
    responses={**LOOK_UP, **WRITE},
)
def download_marked(
    view: View, platform: PlatformDep, visitor: VisitorDep, import_id: str, nothing: Nothing
) -> Response:
    """原来的清单，有误的单元格涂色并批注原因；.xls、.csv 等也以 .xlsx 交还。"""
    del nothing
    job = service.find(view, import_id, visitor)
    return _download(*marked_file(view, platform.data, job))


@router.post(
    "/imports/{import_id}/confirm",
    status_code=202,
    response_model=ImportOut,
    responses={**LOOK_UP, **WRITE},
)
def confirm_list(
    once: OnceDep,
    tx: Tx,
    platform: PlatformDep,
    visitor: VisitorDep,
    tongue: TongueDep,
    import_id: str,
    body: ConfirmIn,
    nothing: Nothing,
) -> Response:
    """确认导入：收下的行随后写入，退回的行不影响它们。"""
    del nothing
    decisions = {one.name_key: one.firm_id or "" for one in body.decisions}

    def work() -> Written:
        service.confirm(tx, import_id, decisions, visitor=visitor, now=platform.now())
        return Written(202, _told(tx, import_id, visitor, tongue))

    return once.run(work)


@router.post(
    "/imports/{import_id}/abandon", response_model=ImportOut, responses={**LOOK_UP, **WRITE}
)
def abandon_list(
    once: OnceDep,
    tx: Tx,
    platform: PlatformDep,
    visitor: VisitorDep,
    tongue: TongueDep,
    import_id: str,
    nothing: Nothing,
) -> Response:
    """放弃还没有写入的清单。"""
    del nothing

    def work() -> Written:
        service.abandon(tx, import_id, visitor=visitor, now=platform.now())
        return Written(200, _told(tx, import_id, visitor, tongue))

    return once.run(work)


@router.post("/imports/{import_id}/undo", response_model=ImportOut, responses={**LOOK_UP, **WRITE})
def take_back(
    once: OnceDep,
    tx: Tx,
    platform: PlatformDep,
    visitor: VisitorDep,
    tongue: TongueDep,
    import_id: str,
    nothing: Nothing,
) -> Response:
    """撤销导入：新增的撤回，更新的恢复原样；此后又有人改过的留下，编号在 kept。"""
    del nothing

    def work() -> Written:
        service.undo(tx, import_id, visitor=visitor, now=platform.now())
        return Written(200, _told(tx, import_id, visitor, tongue))

    return once.run(work)


def _told(session: Session, import_id: str, visitor: Visitor, tongue: Tongue) -> ImportOut:
    job = service.find(session, import_id, visitor)
    return ImportOut.of(service.described(session, job), tongue)


def _download(name: str, content: bytes) -> Response:
    return Workbook(
        content, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    )
