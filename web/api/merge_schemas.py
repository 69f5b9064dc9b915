"""What do programs send and receive about two files of one firm?"""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from matchmaking.firms.models import FirmMerge
from matchmaking.merging.previewing import Preview
from matchmaking.merging.service import PastMerge
from web.api.firm_schemas import FirmLineOut, Words
from web.api.schemas import NoParameters


class PairParameters(NoParameters):
    """The two files."""

    kept: Words = Field(description="留下的档案的编号")
    gone: Words = Field(description="并入的档案的编号")


class MergeIn(BaseModel):
    """Two files of one firm."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"kept": "firm-1", "gone": "firm-2"}]}
    )

    kept: Words = Field(description="留下的档案的编号")
    gone: Words = Field(description="并入的档案的编号")


class MergesParameters(NoParameters):
    """How far back."""

    limit: int = Field(50, ge=1, le=1000, description="最多返回几次")


class DifferenceOut(BaseModel):
    """A field in which the files differ; `filled`: the kept one is empty and takes the other's."""

    field: str
    kept: str
    gone: str
    filled: bool


class RenumberedOut(BaseModel):
    """A listing that gets another number, for the kept firm uses its own."""

    before: str
    after: str


class PreviewOut(BaseModel):
    """What a merge would do; nothing is done."""

    kept: FirmLineOut
    gone: FirmLineOut
    two_codes: bool = Field(description="两份档案代码不同：多半是两家企业")
    differences: list[DifferenceOut]
    needs: int
    supplies: int
    names: int
    contacts: int
    certificates: int
    users: int
    renumbered: list[RenumberedOut]

    @classmethod
    def of(cls, preview: Preview) -> Self:
        moves = preview.moves
        return cls(
            kept=FirmLineOut.of(preview.kept),
            gone=FirmLineOut.of(preview.gone),
            two_codes=preview.two_codes,
            differences=[
                DifferenceOut(field=one.field, kept=one.kept, gone=one.gone, filled=one.filled)
                for one in preview.differences
            ],
            needs=len(moves.needs),
            supplies=len(moves.supplies),
            names=len(moves.names),
            contacts=len(moves.contacts),
            certificates=len(moves.certificates),
            users=len(moves.users),
            renumbered=[RenumberedOut(before=now, after=then) for now, then in preview.renumbered],
        )


class MergeOut(BaseModel):
    """A merge that was done, and whether it was taken back."""

    id: str
    kept_id: str
    gone_id: str
    merged_by: str
    merged_at: datetime
    undone_at: datetime | None

    @classmethod
    def of(cls, merge: FirmMerge) -> Self:
        return cls(
            id=merge.id,
            kept_id=merge.kept_id,
            gone_id=merge.gone_id,
            merged_by=merge.merged_by,
            merged_at=merge.merged_at,
            undone_at=merge.undone_at,
        )


class PastMergeOut(MergeOut):
    """The same with the firms' names."""

    kept_name: str
    gone_name: str

    @classmethod
    def named(cls, past: PastMerge) -> Self:
        done = MergeOut.of(past.merge).model_dump()
        return cls(**done, kept_name=past.kept_name, gone_name=past.gone_name)


class MergesOut(BaseModel):
    """The latest merges, undone ones too."""

    merges: list[PastMergeOut]
