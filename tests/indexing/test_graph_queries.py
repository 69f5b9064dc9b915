"""Is a node's neighbourhood read both ways, each relation for itself, and no further than asked?"""

from typing import Any

from sqlalchemy import Engine

from graph.model import EdgeKind, NodeKind
from matchmaking.indexing import queries
from matchmaking.indexing.models import FROM_CHAIN
from matchmaking.storage.database import reading, transaction


def edge(
    source: str, relation: EdgeKind, target: str, *, listing_id: str = FROM_CHAIN
) -> dict[str, Any]:
    from_firm = relation in (EdgeKind.SUPPLIES, EdgeKind.NEEDS)
    return {
        "listing_id": listing_id,
        "source_kind": NodeKind.FIRM if from_firm else NodeKind.PRODUCT,
        "source_id": source,
        "source_name": source,
        "relation": relation,
        "target_kind": NodeKind.PRODUCT,
        "target_id": target,
        "target_name": target,
        "evidence": "产业链文件",
    }


def ends(found: list[Any]) -> list[tuple[str, str, str]]:
    return [(one.source_id, one.relation, one.target_id) for one in found]


def test_a_node_shows_its_edges_both_ways_and_each_relation_up_to_the_limit(engine: Engine) -> None:
    suppliers = [
        edge(f"firm{n}", EdgeKind.SUPPLIES, "铝杆", listing_id=f"supply:{n}") for n in range(5)
    ]
    chain = [
        edge("铝杆", EdgeKind.MADE_FROM, "铝锭"),
        edge("电工铝杆", EdgeKind.PART_OF, "铝杆"),
        edge("铝杆", EdgeKind.PART_OF, "铝材"),
    ]
    with transaction(engine) as session:
        queries.add_edges(session, [*suppliers, *chain])
    with reading(engine) as session:
        found = queries.neighbours(session, NodeKind.PRODUCT, "铝杆", limit=2)
        few = queries.neighbours(
            session, NodeKind.PRODUCT, "铝杆", limit=9, relations=[EdgeKind.MADE_FROM]
        )
        degree = queries.degree(session, NodeKind.PRODUCT, "铝杆")
    assert ends(found) == [
        ("铝杆", "产品小类", "铝材"),
        ("电工铝杆", "产品小类", "铝杆"),
        ("铝杆", "上游材料", "铝锭"),
        ("firm0", "供应", "铝杆"),
        ("firm1", "供应", "铝杆"),
    ]
    assert ends(few) == [("铝杆", "上游材料", "铝锭")]
    assert degree.leaving == {"上游材料": 1, "产品小类": 1}
    assert degree.entering == {"产品小类": 1, "供应": 5}


def test_replacing_a_listings_edges_leaves_the_others(engine: Engine) -> None:
    with transaction(engine) as session:
        queries.add_edges(
            session,
            [
                edge("甲", EdgeKind.SUPPLIES, "铝杆", listing_id="supply:1"),
                edge("乙", EdgeKind.SUPPLIES, "铝杆", listing_id="supply:2"),
                edge("铝杆", EdgeKind.MADE_FROM, "铝锭"),
            ],
        )
        fresh = [edge("甲", EdgeKind.SUPPLIES, "铜杆", listing_id="supply:1")]
        queries.replace_edges(session, ["supply:1", "supply:9"], fresh)
        queries.replace_chain_edges(session, [])
    with reading(engine) as session:
        left = [(one["source_id"], one["target_id"]) for one in queries.all_edges(session)]
        of_one = [one["target_id"] for one in queries.edges_of(session, ["supply:1"])]
    assert left == [("甲", "铜杆"), ("乙", "铝杆")]
    assert of_one == ["铜杆"]
    with transaction(engine) as session:
        queries.forget_edges(session)
        assert list(queries.all_edges(session)) == []
