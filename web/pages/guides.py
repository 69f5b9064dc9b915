"""How is this used, and what do its words mean?"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from matchmaking.people.roles import Action
from web.exports import FileDep
from web.glossary import GLOSSARY, Term
from web.guide import GUIDES, Guide
from web.page_tables import download, terms_table
from web.rendering import Edge, edge_of
from web.visitors import VisitorDep, allow

router = APIRouter(dependencies=[allow(Action.READ_HELP)])
EdgeDep = Annotated[Edge, Depends(edge_of)]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The steps of every role, the visitor's own first."""

    template: ClassVar[str] = "pages/help.html"
    guides: tuple[Guide, ...]


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """Our words."""

    template: ClassVar[str] = "pages/glossary.html"
    terms: tuple[Term, ...] = GLOSSARY


@router.get("/help")
def show_help(request: Request, edge: EdgeDep, visitor: VisitorDep) -> Response:
    guides = sorted(GUIDES, key=lambda guide: guide.role is not visitor.role)
    return edge.renderer.page(request, HelpPage(tuple(guides)))


@router.get("/glossary")
def show_glossary(request: Request, edge: EdgeDep, file: FileDep) -> Response:
    if file:
        return download(request, edge, file=file, table=terms_table(GLOSSARY))
    return edge.renderer.page(request, GlossaryPage())
