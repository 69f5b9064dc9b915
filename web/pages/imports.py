"""How does a list come in? Uploaded, looked at, confirmed or given up, followed, and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, ClassVar
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from matchmaking.errors import Invalid, UnknownRecord
from matchmaking.imports import service
from matchmaking.imports.giving_back import marked_file
from matchmaking.imports.models import ImportState
from matchmaking.imports.previewing import Faults, Preview, faults, preview
from matchmaking.imports.service import Described, Order, Uploaded
from matchmaking.intake.kinds import ListKind
from matchmaking.people.queries import firm_name, firm_named
from matchmaking.people.roles import Action, Visitor
from matchmaking.storage.database import reading
from web.errors import answer_of
from web.exports import XLSX, FileDep
from web.page_tables import MOST, download, faults_table, imports_table, whole
from web.platform import Platform
from web.rendering import Edge, edge_of
from web.security import WITHOUT_ZERO
from web.transactions import Tx, View
from web.uploads import FILE_LIMIT, take
from web.visitors import VisitorDep, allow

router = APIRouter(dependencies=[allow(Action.IMPORT_LISTS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
FileField = Annotated[UploadFile, File()]
Typed = Annotated[str, Form(pattern=WITHOUT_ZERO)]
Several = Annotated[list[str] | None, Form()]
Start = Annotated[int, Query(ge=0, le=10_000_000)]
PAGE = 50
UNDECIDED = "?"  # the answer of somebody who does not know which firm it is
UNDER_WAY = (ImportState.QUEUED, ImportState.READING, ImportState.WRITING)
WRITTEN = (ImportState.DONE, ImportState.UNDONE)


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """Those the visitor may see, newest first."""

    template: ClassVar[str] = "pages/imports.html"
    imports: tuple[Described, ...]
    total: int
    start: int
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class NewImportPage:
    """The form, and what was wrong with it."""

    template: ClassVar[str] = "pages/new_import.html"
    chooses_firm: bool
    firm: str = ""  # as typed; for a firm's own list, its name
    kind: str = ""
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    kinds: tuple[ListKind, ...] = tuple(ListKind)
    limit: int = FILE_LIMIT


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One list, wherever it stands."""

    template: ClassVar[str] = "pages/import.html"
    told: Described
    shown: Preview | None
    faults: Faults | None
    start: int
    repeated: bool = False
    size: int = PAGE
    undecided: str = UNDECIDED
    states: type[ImportState] = ImportState
    lists: type[ListKind] = ListKind

    @property
    def under_way(self) -> bool:
        """Whether a worker has it, or will."""
        return self.told.job.state in UNDER_WAY

    @property
    def written(self) -> bool:
        """Whether it has changed the catalogue."""
        return self.told.job.state in WRITTEN

    @property
    def percent(self) -> int | None:
        """Of the present step; None where nobody knows of how much."""
        job = self.told.job
        return min(100, round(100 * job.done / job.total)) if job.total else None

    @property
    def last(self) -> int:
        """How many lines the longer of the two tables has."""
        return max(self.shown.total if self.shown else 0, self.faults.total if self.faults else 0)


@dataclass(frozen=True, slots=True)
class ImportFragment(ImportPage):
    """The part that changes while one waits."""

    template: ClassVar[str] = "fragments/import_progress.html"


@router.get("/imports")
def show_imports(
    request: Request,
    edge: EdgeDep,
    view: View,
    visitor: VisitorDep,
    file: FileDep,
    start: Start = 0,
) -> Response:
    at, limit = (0, MOST) if file else (start, PAGE)
    imports, total = service.listed(view, visitor, start=at, limit=limit)
    if file:
        whole(total)
        return download(request, edge, file=file, table=imports_table(imports))
    return edge.renderer.page(request, ImportsPage(imports, total, start))


@router.get("/imports/new")
def show_new_import(request: Request, edge: EdgeDep, view: View, visitor: VisitorDep) -> Response:
    return edge.renderer.page(request, _form(view, visitor))


@router.post("/imports")
def start_import(
    request: Request,
    edge: EdgeDep,
    visitor: VisitorDep,
    file: FileField,
    kind: Typed = "",
    firm: Typed = "",
) -> Response:
    try:
        brought = _bring(edge.platform, file, visitor=visitor, kind=kind, firm=firm)
    except Invalid as wrong:
        with reading(edge.platform.engine) as session:
            page = _form(session, visitor, firm=firm, kind=kind, wrong=wrong)
        return edge.renderer.page(request, page, status=answer_of(wrong).status)
    known = "?repeated=1" if brought.repeated else ""
    return RedirectResponse(f"/imports/{brought.import_id}{known}", 303)


@router.get("/imports/{import_id}")
def show_import(
    request: Request,
    edge: EdgeDep,
    view: View,
    visitor: VisitorDep,
    import_id: str,
    file: FileDep,
    start: Start = 0,
    repeated: str = "",
) -> Response:
    if file:
        found = faults(view, service.find(view, import_id, visitor), start=0, limit=MOST)
        whole(found.total)
        return download(request, edge, file=file, table=faults_table(found.lines))
    page = _page(view, import_id, visitor, start=start, repeated=bool(repeated))
    return edge.renderer.page(request, page)


@router.get("/imports/{import_id}/progress")
def show_import_progress(
    request: Request, edge: EdgeDep, view: View, visitor: VisitorDep, import_id: str
) -> Response:
    told = service.described(view, service.find(view, import_id, visitor))
    fragment = ImportFragment(told, None, None, 0)
    if not fragment.under_way:
        # HTMX then opens the page itself, which shows what came of it.
        return Response(headers={"HX-Redirect": f"/imports/{import_id}"})
    return edge.renderer.page(request, fragment)


@router.get("/imports/{import_id}/marked.xlsx")
def download_marked(edge: EdgeDep, view: View, visitor: VisitorDep, import_id: str) -> Response:
    job = service.find(view, import_id, visitor)
    name, content = marked_file(view, edge.platform.data, job)
    return workbook(name, content)


@router.post("/imports/{import_id}/confirm")
def confirm_import(
    edge: EdgeDep,
    tx: Tx,
    visitor: VisitorDep,
    import_id: str,
    key: Several = None,
    answer: Several = None,
) -> Response:
    decided = _decisions(key or (), answer or ())
    service.confirm(tx, import_id, decided, visitor=visitor, now=edge.platform.now())
    return RedirectResponse(f"/imports/{import_id}", 303)


@router.post("/imports/{import_id}/abandon")
def abandon_import(edge: EdgeDep, tx: Tx, visitor: VisitorDep, import_id: str) -> Response:
    service.abandon(tx, import_id, visitor=visitor, now=edge.platform.now())
    return RedirectResponse(f"/imports/{import_id}", 303)


@router.post("/imports/{import_id}/undo")
def undo_import(edge: EdgeDep, tx: Tx, visitor: VisitorDep, import_id: str) -> Response:
    service.undo(tx, import_id, visitor=visitor, now=edge.platform.now())
    return RedirectResponse(f"/imports/{import_id}", 303)


def workbook(name: str, content: bytes) -> Response:
    """A workbook to be kept under this name."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=XLSX, headers=headers)


def _bring(
    platform: Platform, file: UploadFile, *, visitor: Visitor, kind: str, firm: str
) -> Uploaded:
    """Raises Invalid, NotAllowed, UnknownRecord."""
    upload = take(file)
    if not upload.name:
        raise Invalid("请先选择要导入的清单。", {"file": "请选择填好的清单"})
    chosen = ListKind(kind) if kind in tuple(ListKind) else None
    with reading(platform.engine) as session:
        firm_id = _firm_id(session, firm) if visitor.may(Action.ACT_FOR_FIRMS) else None
    return service.upload(
        platform.engine,
        platform.data,
        upload,
        order=Order(visitor, chosen, firm_id),
        now=platform.now(),
        new_id=platform.new_id,
    )


def _firm_id(session: Session, words: str) -> str | None:
    """The firm an officer typed; none where the list tells its firms itself. Raises Invalid."""
    words = words.strip()
    if not words:
        return None
    found = firm_named(session, words)
    if found is None:
        raise Invalid(
            "没有认出要代填的企业。",
            {"firm": "没有这家企业。请写全称或统一社会信用代码；清单里有多家企业时请留空"},
        )
    return found[0]


def _form(
    session: Session,
    visitor: Visitor,
    *,
    firm: str = "",
    kind: str = "",
    wrong: Invalid | None = None,
) -> NewImportPage:
    chooses = visitor.may(Action.ACT_FOR_FIRMS)
    if not chooses and visitor.firm_id:
        firm = firm_name(session, visitor.firm_id) or ""
    errors = wrong.fields if wrong else {}
    return NewImportPage(chooses, firm, kind, str(wrong or ""), errors)


def _page(
    session: Session, import_id: str, visitor: Visitor, *, start: int, repeated: bool
) -> ImportPage:
    job = service.find(session, import_id, visitor)
    told = service.described(session, job)
    read = job.state == ImportState.TO_CONFIRM
    shown = preview(session, job, start=start, limit=PAGE) if read else None
    of_use = read or job.state in WRITTEN
    wrong = faults(session, job, start=start, limit=PAGE) if of_use else None
    return ImportPage(told, shown, wrong, start, repeated)


def _decisions(keys: Sequence[str], answers: Sequence[str]) -> dict[str, str]:
    """Name key -> firm id or "" of those that were decided. Raises UnknownRecord."""
    if len(keys) != len(answers):
        raise UnknownRecord("表单不完整，请刷新页面后重新选择。")
    given = dict(zip(keys, answers, strict=True))
    return {key: answer for key, answer in given.items() if answer != UNDECIDED}
