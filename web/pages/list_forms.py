"""Which form do I fill in? The official lists as workbooks, for everybody."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from matchmaking.imports.templates import TITLES, template
from matchmaking.intake.kinds import ListKind
from matchmaking.people.roles import Action
from web.pages.imports import workbook
from web.rendering import Edge, edge_of
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.READ_HELP)])
EdgeDep = Annotated[Edge, Depends(edge_of)]


class FormName(StrEnum):
    """How an address names the two lists."""

    NEEDS = "needs"
    SUPPLIES = "supplies"


KINDS = {FormName.NEEDS: ListKind.DEMAND, FormName.SUPPLIES: ListKind.SUPPLY}


@router.get("/templates/{kind}.xlsx")
def download_template(edge: EdgeDep, kind: FormName) -> Response:
    chosen = KINDS[kind]
    return workbook(f"{TITLES[chosen]}.xlsx", template(chosen, edge.platform.today()))
