"""What do programs receive of the chain? Ways between two firms, and what nobody offers."""

from typing import Self

from pydantic import BaseModel, Field

from graph.model import Edge, EdgeKind, NodeKind
from graph.paths import Path
from matchmaking.chain.map import MarketMap, Missing, missing_products, tell_edge, tell_evidence
from web.api.schemas import NoParameters, PageParameters
from web.language import Tongue


class EndsParameters(NoParameters):
    """Between which two firms, and how many ways at most."""

    one: str = Field(alias="from", description="一家企业的统一社会信用代码，没有时是规范后的名称")
    other: str = Field(alias="to", description="另一家企业的统一社会信用代码，没有时是规范后的名称")
    most: int = Field(3, ge=1, le=20, description="最多返回几条路径")


class StepOut(BaseModel):
    """One fact on the way: source KIND target, in words, and where it is written."""

    kind: EdgeKind
    source: str
    source_kind: NodeKind
    target: str
    target_kind: NodeKind
    sentence: str
    evidence: str

    @classmethod
    def of(cls, edge: Edge, tongue: Tongue) -> Self:
        return cls(
            kind=edge.kind,
            source=edge.source.name,
            source_kind=edge.source.kind,
            target=edge.target.name,
            target_kind=edge.target.kind,
            sentence=tongue.tell(tell_edge(edge)),
            evidence=tongue.tell(tell_evidence(edge)),
        )


class WayOut(BaseModel):
    """A way from one firm to the other; steps may point either way."""

    nodes: list[str]
    steps: list[StepOut]

    @classmethod
    def of(cls, path: Path, tongue: Tongue) -> Self:
        return cls(
            nodes=[node.name for node in path.nodes],
            steps=[StepOut.of(edge, tongue) for edge in path.edges],
        )


class ConnectionsOut(BaseModel):
    """How two firms are connected, shortest way first; no way: the lists show no connection."""

    from_name: str
    to_name: str
    ways: list[WayOut]


class AskingOut(BaseModel):
    """Who asks for it."""

    demand_id: str
    title: str
    buyer: str
    row: str


class GapOut(BaseModel):
    """A product asked for that nobody offers, nor any kind of it."""

    product: str
    wider_on_offer: list[str]
    demands: list[AskingOut]

    @classmethod
    def of(cls, missing: Missing) -> Self:
        return cls(
            product=missing.product,
            wider_on_offer=list(missing.wider),
            demands=[
                AskingOut(
                    demand_id=demand.id,
                    title=demand.title,
                    buyer=demand.buyer.name,
                    row=str(demand.origin),
                )
                for demand in missing.demands
            ],
        )


class GapsOut(BaseModel):
    """What the market lacks, the most asked for first."""

    gaps: list[GapOut]
    gaps_in_all: int
    unjudged_demands: int

    @classmethod
    def of(cls, market: MarketMap, part: PageParameters) -> Self:
        missing = missing_products(market)
        return cls(
            gaps=[GapOut.of(one) for one in missing[part.start : part.start + part.limit]],
            gaps_in_all=len(missing),
            unjudged_demands=market.unjudged,
        )
