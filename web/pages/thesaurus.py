"""What is a thing called, for, made of? The thesaurus for everybody to read and to take away."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar
from urllib.parse import urlencode
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from matchmaking.errors import UnknownRecord
from matchmaking.people.roles import Action
from matchmaking.thesaurus import queries
from matchmaking.thesaurus.browsing import Looked, look_at, look_up
from matchmaking.thesaurus.concepts import Concept, Thesaurus
from matchmaking.thesaurus.coverage import Coverage, coverage
from matchmaking.thesaurus.models import State
from matchmaking.thesaurus.writing import cells_of, files
from web.exports import FileDep
from web.page_tables import download
from web.rendering import Edge, edge_of
from web.thesaurus_deciding import NOTHING_WRONG, Wrong
from web.thesaurus_fields import FIELDS, Field, concepts_table, coverage_table
from web.transactions import View
from web.visitors import VisitorDep, allow

router = APIRouter(dependencies=[allow(Action.READ_THESAURUS)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
Start = Annotated[int, Query(ge=0, le=1_000_000)]
Text = Annotated[str, Query(max_length=500)]
PAGE = 50


@dataclass(frozen=True, slots=True)
class ThesaurusPage:
    """What was looked for, or how far each division reaches."""

    template: ClassVar[str] = "pages/thesaurus.html"
    divisions: Mapping[str, str]
    coverage: Sequence[Coverage] = ()
    concepts: Sequence[Concept] = ()
    total: int = 0
    text: str = ""
    division: str = ""
    start: int = 0
    may_edit: bool = False
    waiting: int = 0
    size: int = PAGE

    @property
    def query(self) -> str:
        """What was asked for, as the part of an address."""
        return urlencode({"q": self.text, "division": self.division})


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """One concept; where dropping it was refused, why."""

    template: ClassVar[str] = "pages/thesaurus_concept.html"
    looked: Looked
    divisions: Mapping[str, str]  # a name links have for it -> code
    users: frozenset[str]  # what links name that is no concept
    may_edit: bool
    wrong: Wrong = NOTHING_WRONG

    @property
    def facts(self) -> list[tuple[Field, str]]:
        """What is known, in the order of the cells."""
        cells = cells_of(self.looked.concept)
        return [(field, cell) for field, cell in zip(FIELDS, cells, strict=True) if cell]

    @property
    def division(self) -> str:
        """Where it belongs."""
        code = self.looked.concept.division
        return next((name for name, one in self.divisions.items() if one == code), "")

    @property
    def address(self) -> str:
        """The concept in an address."""
        return urlencode({"name": self.looked.concept.name})


@router.get("/thesaurus")
def show_thesaurus(
    request: Request,
    edge: EdgeDep,
    view: View,
    visitor: VisitorDep,
    file: FileDep,
    q: Text = "",
    division: str = "",
    start: Start = 0,
) -> Response:
    held = edge.platform.thesaurus.thesaurus(view)
    names, asked = names_of(held), bool(q.strip() or division)
    found = look_up(held, q, division) if asked else []
    reach = [] if asked else coverage(held)
    if file:
        table = concepts_table(found, names) if asked else coverage_table(reach)
        return download(request, edge, file=file, table=table)
    may = visitor.may(Action.EDIT_THESAURUS)
    waiting = queries.counts(view).get(State.PROPOSED, 0) if may else 0
    shown, more = found[start : start + PAGE], (start, may, waiting)
    page = ThesaurusPage(names, reach, shown, len(found), q, division, *more)
    return edge.renderer.page(request, page)


@router.get("/thesaurus/concept")
def show_concept(
    request: Request, edge: EdgeDep, view: View, visitor: VisitorDep, name: Text = ""
) -> Response:
    held = edge.platform.thesaurus.thesaurus(view)
    may = visitor.may(Action.EDIT_THESAURUS)
    return edge.renderer.page(request, concept_page(held, name, may_edit=may))


@router.get("/thesaurus/files.zip")
def download_files(edge: EdgeDep, view: View) -> Response:
    content = zipped(files(edge.platform.thesaurus.thesaurus(view)))
    name = {"Content-Disposition": 'attachment; filename="thesaurus.zip"'}
    return Response(content, media_type="application/zip", headers=name)


def concept_page(
    held: Thesaurus, name: str, *, may_edit: bool, wrong: Wrong = NOTHING_WRONG
) -> ConceptPage:
    """The page of a concept. Raises UnknownRecord."""
    looked = look_at(held, name)
    if looked is None:
        raise UnknownRecord("词库里没有这个概念，可能已改名。请在词库里按任一名称查找。")
    codes = {name: one.code for one in held.divisions for name in (one.name, *one.other_names)}
    return ConceptPage(looked, codes, held.users, may_edit, wrong)


def names_of(held: Thesaurus) -> Mapping[str, str]:
    """Code -> the short name of a division."""
    return {one.code: one.name for one in held.divisions}


def zipped(named: Mapping[str, str]) -> bytes:
    """Files in one, each in UTF-8."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in named.items():
            archive.writestr(name, text)
    return packed.getvalue()
