"""What do programs send and receive about the thesaurus?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from matchmaking.thesaurus.browsing import Explained, Looked
from matchmaking.thesaurus.concepts import Concept
from matchmaking.thesaurus.coverage import Coverage
from matchmaking.thesaurus.models import Doing, Origin, State, ThesaurusEntry
from matchmaking.thesaurus.proposing import question_of
from matchmaking.thesaurus.touching import By
from matchmaking.thesaurus.writing import written_name
from web.api.schemas import NoParameters, PageParameters
from web.language import Tongue
from web.security import WITHOUT_ZERO
from web.thesaurus_deciding import Typed
from web.thesaurus_fields import FIELDS

Text = Annotated[str, Field(max_length=500, pattern=WITHOUT_ZERO)]


class LookParameters(PageParameters):
    """Which concepts."""

    q: Text = Field("", description="任一名称里的字，留空为全部")
    division: Text = Field("", description="门类代码，例如 35，留空为全部")


class ConceptParameters(NoParameters):
    """Which concept."""

    name: Text = Field(description="标准名称，或只属于一个概念的其他名称")


class ExplainParameters(NoParameters):
    """Which text."""

    text: Text = Field(description="一段文字，例如一条需求的名称")


class EntryParameters(PageParameters):
    """Which entries."""

    state: State = Field(State.PROPOSED, description="修改的状态")


class ConceptOut(BaseModel):
    """A concept of the thesaurus."""

    name: str
    division: str = Field(description="门类代码")
    kind_of: tuple[str, ...]
    part_of: tuple[str, ...]
    others: tuple[str, ...] = Field(description="其他名称；有歧义的在 @ 后写语境")
    purposes: tuple[str, ...]
    marks: tuple[str, ...]
    made_from: tuple[str, ...]
    goes_into: tuple[str, ...]
    unlike: tuple[str, ...]
    where: str = Field(description="在哪个文件的哪一行，或平台上的修改")

    @classmethod
    def of(cls, one: Concept) -> Self:
        names = tuple(map(written_name, one.other_names))
        return cls(
            name=one.name,
            division=one.division,
            kind_of=one.kind_of,
            part_of=one.part_of,
            others=names,
            purposes=one.purposes,
            marks=one.marks,
            made_from=one.made_from,
            goes_into=one.goes_into,
            unlike=one.unlike,
            where=one.where,
        )


class ConceptListOut(BaseModel):
    """A part of the concepts."""

    concepts: list[ConceptOut]
    total: int


class LookedOut(BaseModel):
    """A concept and its neighbours."""

    concept: ConceptOut
    narrower: tuple[str, ...] = Field(description="更窄的概念")
    parts: tuple[str, ...] = Field(description="它的部分")

    @classmethod
    def of(cls, one: Looked) -> Self:
        return cls(concept=ConceptOut.of(one.concept), narrower=one.narrower, parts=one.parts)


class CoverageOut(BaseModel):
    """How far the thesaurus reaches in a division."""

    code: str = Field(description="门类代码，合计为空")
    name: str
    concepts: int
    names: int
    known: Mapping[str, int] = Field(description="写明各项的概念各有几个")

    @classmethod
    def of(cls, one: Coverage) -> Self:
        return cls(
            code=one.code, name=one.name, concepts=one.concepts, names=one.names, known=one.known
        )


class CoverageListOut(BaseModel):
    """All divisions, and last all together."""

    divisions: list[CoverageOut]


class TouchOut(BaseModel):
    """A concept a text touches, and why."""

    concept: str
    by: By
    written: str = Field(description="文字里怎么写的")
    worth: float = Field(description="把握，0 到 1")
    where: str

    @classmethod
    def of(cls, one: Explained) -> Self:
        touch = one.touch
        return cls(
            concept=one.concept.name,
            by=touch.by,
            written=touch.written,
            worth=touch.worth,
            where=one.concept.where,
        )


class ExplainOut(BaseModel):
    """Everything a text touches: by names and marks, then by purposes."""

    touches: list[TouchOut]


class EntryIn(Typed):
    """A concept to be added, corrected or dropped; several items in a cell with ； between."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "doing": "新增",
                    "division": "30",
                    "name": "示例砖",
                    "kind_of": "非金属矿物制品",
                    "purposes": "砌示例墙用的",
                }
            ]
        },
    )


class EntryOut(BaseModel):
    """An entry, and how it stands."""

    id: str
    doing: Doing
    division: str
    cells: dict[str, str]
    state: State
    origin: Origin
    question: str = Field(description="平台从使用中提出的问题；手工填写的为空")
    near: tuple[str, ...] = Field(description="相近的概念")
    note: str
    by: str
    at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_note: str

    @classmethod
    def of(cls, entry: ThesaurusEntry, tongue: Tongue) -> Self:
        question = question_of(entry)
        names = (field.name for field in FIELDS)
        said = entry.model_dump(exclude={"key", "grounds", "cells"})
        return cls(
            **said,
            cells=dict(zip(names, entry.cells, strict=True)),
            question=tongue.tell(question.sentence) if question else "",
            near=question.near if question else (),
        )


class EntryListOut(BaseModel):
    """A part of the entries."""

    entries: list[EntryOut]
    total: int


class RejectIn(BaseModel):
    """Why it is not taken."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": "太宽"}]})

    note: Text = Field("", description="不采用的原因")


class NameTooIn(BaseModel):
    """Whose name it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"concept": "水泥"}]})

    concept: Text = Field(description="已有概念的标准名称")


class AskedOut(BaseModel):
    """What a look at the use of the platform found."""

    new: int = Field(description="新提出几个问题")
