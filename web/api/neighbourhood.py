"""What lies around a firm or a product, for programs and for the picture? A neighbourhood as JSON."""

from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from graph.model import EdgeKind, NodeKind
from matchmaking.chain.map import tell_edge, tell_evidence
from matchmaking.chain.neighbourhood import Fact, Neighbourhood, Place
from matchmaking.people.roles import Action
from matchmaking.sentences import say
from web.api.problems import ANY, LOOK_UP
from web.api.schemas import NoParameters
from web.chain_graph import Asked, LookAt, Relation, address_of, look_at
from web.language import Tongue
from web.rendering import Edge, edge_of
from web.transactions import View
from web.visitors import allow

router = APIRouter(prefix="/api/v1", responses=ANY)
picture = APIRouter()  # the page's own address, in the language of the page
EdgeDep = Annotated[Edge, Depends(edge_of)]
_REST = say("……还有 {count} 条")


class NeighbourhoodParameters(NoParameters):
    """Around what, how far, and what to leave out."""

    kind: LookAt = Field(description="中心是企业还是产品")
    id: str = Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$", description="中心的编号")
    steps: int = Field(1, ge=1, le=2, description="看几步")
    relation: list[Relation] = Field([], max_length=4, description="只看这些关系；不给是全部")
    only: list[LookAt] = Field([], max_length=2, description="最外一层只看这些；不给是全部")

    def asked(self) -> Asked:
        return Asked(
            NodeKind(self.kind), self.id, self.steps,
            tuple(map(EdgeKind, self.relation)), tuple(map(NodeKind, self.only)),
        )  # fmt: skip


class PlaceOut(BaseModel):
    """A firm or a product; `page` is where people look at it."""

    key: str
    kind: NodeKind
    kind_in_words: str
    id: str
    name: str
    page: str

    @classmethod
    def of(cls, place: Place, asked: Asked, tongue: Tongue) -> Self:
        return cls(
            key=place.key,
            kind=place.kind,
            kind_in_words=tongue.word(place.kind.value),
            id=place.id,
            name=place.name,
            page=address_of(asked.at(place)),
        )


class FactOut(BaseModel):
    """Source RELATION target, in words, and where it is written."""

    source: str
    target: str
    relation: EdgeKind
    relation_in_words: str
    sentence: str
    evidence: str
    listing: str = Field(description="need:编号 或 supply:编号；来自产业链文件时为空")

    @classmethod
    def of(cls, fact: Fact, tongue: Tongue) -> Self:
        return cls(
            source=fact.source.key,
            target=fact.target.key,
            relation=fact.relation,
            relation_in_words=tongue.word(fact.relation.value),
            sentence=tongue.tell(tell_edge(fact.edge)),
            evidence=tongue.tell(tell_evidence(fact.edge)),
            listing=fact.listing_id,
        )


class RestOut(BaseModel):
    """How many edges of the middle are not in the answer; `page` shows more of this relation."""

    relation: EdgeKind
    relation_in_words: str
    leaving: bool
    count: int
    text: str
    page: str


class NeighbourhoodOut(BaseModel):
    """The middle and at most sixty places around it."""

    middle: str
    places: list[PlaceOut]
    facts: list[FactOut]
    rest: list[RestOut]

    @classmethod
    def of(cls, found: Neighbourhood, asked: Asked, tongue: Tongue) -> Self:
        return cls(
            middle=found.middle.key,
            places=[PlaceOut.of(place, asked, tongue) for place in found.places],
            facts=[FactOut.of(fact, tongue) for fact in found.facts],
            rest=[
                RestOut(
                    relation=rest.relation,
                    relation_in_words=tongue.word(rest.relation.value),
                    leaving=rest.leaving,
                    count=rest.count,
                    text=tongue.tell(_REST.about(count=f"{rest.count:,}")),
                    page=address_of(asked.only_along(rest.relation)),
                )
                for rest in found.rest
            ],
        )


@router.get("/chain/neighbourhood", dependencies=[allow(Action.SEE_CHAIN)], responses=LOOK_UP)
def show_neighbourhood(
    request: Request, edge: EdgeDep, view: View, given: Annotated[NeighbourhoodParameters, Query()]
) -> NeighbourhoodOut:
    """一家企业或一种产品在产业链里的上下左右，每条联系附依据；最多六十个节点。"""
    asked = given.asked()
    return NeighbourhoodOut.of(look_at(view, asked), asked, edge.renderer.tongue(request))


@picture.get("/chain/neighbourhood", dependencies=[allow(Action.SEE_CHAIN)])
def draw(
    request: Request, edge: EdgeDep, view: View, given: Annotated[NeighbourhoodParameters, Query()]
) -> NeighbourhoodOut:
    return show_neighbourhood(request, edge, view, given)
