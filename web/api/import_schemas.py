"""What do programs send and receive about lists on their way in?"""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from matchmaking.firms.recognising import Doubt
from matchmaking.imports.models import ImportState
from matchmaking.imports.outlook import Fate
from matchmaking.imports.previewing import Fault, Faults, Preview, PreviewRow
from matchmaking.imports.service import Described
from matchmaking.intake.kinds import ListKind
from matchmaking.records import Demand
from web.language import Tongue
from web.security import WITHOUT_ZERO

Words = Annotated[str, Field(max_length=200, pattern=WITHOUT_ZERO)]
MOST_DECISIONS = 1_000


class ImportOut(BaseModel):
    """A list, and how it stands with it."""

    id: str
    kind: ListKind | None = Field(description="读过之前可能还不知道")
    file: str
    state: ImportState
    step: str
    done: int
    total: int | None
    error: str = Field(description="失败时说明原因和怎么办")
    by: str = Field(description="谁上传的")
    firm: str = Field(description="这份清单只属于哪家企业；空的表示多家")
    firm_id: str | None
    on_behalf: bool = Field(description="由服务专员代填")
    rows_in: int
    accepted: int
    returned: int
    created: int = Field(description="新增几条；导入之前是预计数")
    updated: int
    unchanged: int
    doubts: int = Field(description="有几家企业需要人认定")
    kept: list[str] = Field(description="撤销时留下的：导入后又有人改过的需求、供给")
    uploaded_at: datetime
    confirmed_at: datetime | None
    finished_at: datetime | None
    undone_at: datetime | None

    @classmethod
    def of(cls, told: Described, tongue: Tongue) -> Self:
        job = told.job
        return cls(
            id=job.id,
            kind=ListKind(job.kind) if job.kind else None,
            file=job.file,
            state=ImportState(job.state),
            step=tongue.word(job.step),
            done=job.done,
            total=job.total,
            error=tongue.retell(job.error),
            by=told.by,
            firm=told.firm,
            firm_id=job.for_firm_id,
            on_behalf=job.on_behalf,
            rows_in=job.rows_in,
            accepted=job.accepted,
            returned=job.returned,
            created=job.created,
            updated=job.updated,
            unchanged=job.unchanged,
            doubts=len(job.doubts),
            kept=list(job.kept),
            uploaded_at=job.uploaded_at,
            confirmed_at=job.confirmed_at,
            finished_at=job.finished_at,
            undone_at=job.undone_at,
        )


class UploadedOut(ImportOut):
    """A list that was brought."""

    repeated: bool = Field(description="同一个文件已经在导入或导入过，没有再导入一遍")


class ImportsOut(BaseModel):
    """A part of the lists, the newest first."""

    imports: list[ImportOut]
    in_all: int


class PreviewRowOut(BaseModel):
    """A good row, and what becomes of it."""

    row: str = Field(description="在清单的哪一行")
    number: str
    title: str
    specs: str
    firm: str
    fate: Fate

    @classmethod
    def of(cls, one: PreviewRow) -> Self:
        record = one.record
        if isinstance(record, Demand):
            title, firm = record.title, record.buyer
        else:
            title, firm = record.product, record.firm
        return cls(
            row=str(record.origin),
            number=record.id,
            title=title,
            specs=record.specs,
            firm=firm.name,
            fate=one.fate,
        )


class CandidateOut(BaseModel):
    """A firm on file that may be meant."""

    firm_id: str
    name: str
    code: str
    region: str
    likeness: float


class DoubtOut(BaseModel):
    """Which firm is it? Answered when the list is confirmed; undecided, it is one of its own."""

    name_key: str = Field(description="确认时用它作答")
    name: str
    code: str
    candidates: list[CandidateOut]

    @classmethod
    def of(cls, doubt: Doubt) -> Self:
        return cls(
            name_key=doubt.name_key,
            name=doubt.written.name,
            code=doubt.written.code,
            candidates=[
                CandidateOut(
                    firm_id=one.firm.firm_id,
                    name=one.firm.name,
                    code=one.firm.code,
                    region=one.firm.region,
                    likeness=one.likeness,
                )
                for one in doubt.candidates
            ],
        )


class PreviewOut(BaseModel):
    """A part of what confirming would do, and the questions about firms."""

    rows: list[PreviewRowOut]
    in_all: int
    doubts: list[DoubtOut]
    doubts_in_all: int

    @classmethod
    def of(cls, shown: Preview) -> Self:
        return cls(
            rows=[PreviewRowOut.of(row) for row in shown.rows],
            in_all=shown.total,
            doubts=[DoubtOut.of(doubt) for doubt in shown.doubts],
            doubts_in_all=shown.doubts_in_all,
        )


class FaultOut(BaseModel):
    """One thing that is wrong with a returned row, or with a cell that was left empty."""

    row: str = Field(description="退回的行；空的表示这一行收下了，只是这个单元格留空")
    cell: str
    column: str
    value: str
    cause: str

    @classmethod
    def of(cls, fault: Fault, tongue: Tongue) -> Self:
        problem = fault.problem
        return cls(
            row=fault.place,
            cell=problem.cell,
            column=problem.column,
            value=problem.value,
            cause=tongue.retell(problem.cause),
        )


class FaultsOut(BaseModel):
    """A part of what was not taken: rows first, then cells."""

    faults: list[FaultOut]
    rows_in_all: int
    cells_in_all: int

    @classmethod
    def of(cls, found: Faults, tongue: Tongue) -> Self:
        return cls(
            faults=[FaultOut.of(one, tongue) for one in found.lines],
            rows_in_all=found.rows,
            cells_in_all=found.cells,
        )


class DecisionIn(BaseModel):
    """The answer to one doubt."""

    model_config = ConfigDict(extra="forbid")

    name_key: Words
    firm_id: Words | None = Field(description="选中的企业；null 表示这是另一家企业")


class ConfirmIn(BaseModel):
    """The answers to the doubts; those left out stay open, and their firms are entered as new."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"decisions": [{"name_key": "示例甲铝材", "firm_id": "firm-1"}]}]
        },
    )

    decisions: list[DecisionIn] = Field(default_factory=list, max_length=MOST_DECISIONS)
