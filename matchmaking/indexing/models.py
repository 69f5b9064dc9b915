"""Which table holds the chain graph? One row an edge, written from a listing or from the chain file."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

FROM_CHAIN = ""  # in the place of a listing's key: the edge stands in the chain file


class GraphEdge(SQLModel, table=True):
    """Read it as "source RELATION target"; derived, so nothing refers to it and it refers to nothing."""

    __tablename__ = "graph_edge"
    # Both ways in, each in the order in which neighbours are read: a limit reads no more than it says.
    __table_args__ = (
        Index("graph_edge_from", "source_kind", "source_id", "relation", "target_id", "listing_id"),
        Index("graph_edge_to", "target_kind", "target_id", "relation", "source_id", "listing_id"),
    )

    listing_id: str = Field(primary_key=True)  # need:<id>, supply:<id>, or FROM_CHAIN
    source_kind: str = Field(primary_key=True)  # a graph.model.NodeKind: 企业, 产品
    source_id: str = Field(primary_key=True)  # firm.id, or catalogue.chain.product_id(name)
    relation: str = Field(primary_key=True)  # a graph.model.EdgeKind: 供应 需要 产品小类 上游材料
    target_kind: str = Field(primary_key=True)
    target_id: str = Field(primary_key=True)
    source_name: str
    target_name: str
    evidence: str  # as chain.map.tell_evidence reads it: 供给清单 Sheet1!12, 名称, 产业链文件
