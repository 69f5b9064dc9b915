"""What lies around a place is read and drawn as far as asked, however large the graph is."""

from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from graph.model import EdgeKind, NodeKind
from matchmaking.chain.neighbourhood import MOST, Look, Place, Rest, look_around
from matchmaking.indexing import queries
from matchmaking.indexing.models import FROM_CHAIN, GraphEdge
from matchmaking.storage.database import reading, transaction
from web.chain_graph import StoredGraph

SUPPLIES, NEEDS = EdgeKind.SUPPLIES, EdgeKind.NEEDS
PART_OF, MADE_FROM = EdgeKind.PART_OF, EdgeKind.MADE_FROM
ROD = Place(NodeKind.PRODUCT, "铝杆", "铝杆")
MAKER = Place(NodeKind.FIRM, "甲", "甲")


def edge(source, relation, target, *, listing_id=FROM_CHAIN, evidence="产业链文件"):
    kind = NodeKind.FIRM if relation in (SUPPLIES, NEEDS) else NodeKind.PRODUCT
    return {
        "listing_id": listing_id,
        "source_kind": kind.value,
        "source_id": source,
        "source_name": source,
        "relation": relation.value,
        "target_kind": NodeKind.PRODUCT.value,
        "target_id": target,
        "target_name": target,
        "evidence": evidence,
    }


def supplied(firm, product):
    return edge(firm, SUPPLIES, product, listing_id=f"supply:{firm}-{product}", evidence="平台填报")


SMALL = [
    supplied("甲", "铝杆"),
    edge("乙", NEEDS, "铝杆", listing_id="need:1", evidence="需求清单 Sheet1!3"),
    edge("铝杆", PART_OF, "铝材"),
    edge("铝杆", MADE_FROM, "铝锭"),
    supplied("丙", "铝锭"),
]


@contextmanager
def counting(engine):
    """How many statements are sent, and how many rows come back."""
    seen = {"statements": 0, "rows": 0}

    def sent(*_):
        seen["statements"] += 1

    def loaded(*_):
        seen["rows"] += 1

    event.listen(engine, "after_cursor_execute", sent)
    event.listen(GraphEdge, "load", loaded)
    yield seen
    event.remove(engine, "after_cursor_execute", sent)
    event.remove(GraphEdge, "load", loaded)


@pytest.fixture
def look(engine):
    def around(edges, middle, asked):
        with transaction(engine) as session:
            queries.add_edges(session, edges)
        with reading(engine) as session:
            return look_around(StoredGraph(session), middle, asked)

    return around


def told(found):
    return [(fact.source.name, fact.relation, fact.target.name) for fact in found.facts]


def test_one_step_shows_every_relation_of_the_middle_with_its_evidence(look):
    found = look(SMALL, ROD, Look())
    assert told(found) == [
        ("甲", SUPPLIES, "铝杆"),
        ("乙", NEEDS, "铝杆"),
        ("铝杆", PART_OF, "铝材"),
        ("铝杆", MADE_FROM, "铝锭"),
    ]
    assert [place.name for place in found.places] == ["铝杆", "甲", "乙", "铝材", "铝锭"]
    assert found.facts[1].evidence == "需求清单 Sheet1!3"
    assert found.facts[1].listing_id == "need:1"
    assert str(found.facts[3].edge) == "铝锭 是 铝杆 的原料"
    assert found.places[1].key == "企业:甲"
    assert found.rest == ()


def test_two_steps_go_on_from_each_place_found(look):
    found = look(SMALL, MAKER, Look(steps=2))
    assert told(found) == [
        ("甲", SUPPLIES, "铝杆"),
        ("乙", NEEDS, "铝杆"),
        ("铝杆", PART_OF, "铝材"),
        ("铝杆", MADE_FROM, "铝锭"),
    ]


def test_a_kind_is_asked_of_the_outermost_places_and_relations_of_all(look):
    firms = Look(steps=2, kinds=frozenset({NodeKind.FIRM}))
    assert told(look(SMALL, MAKER, firms)) == [("甲", SUPPLIES, "铝杆"), ("乙", NEEDS, "铝杆")]


def test_only_the_relations_asked_for_are_read(look):
    found = look(SMALL, ROD, Look(relations=frozenset({MADE_FROM, NEEDS})))
    assert told(found) == [("乙", NEEDS, "铝杆"), ("铝杆", MADE_FROM, "铝锭")]
    assert look([], MAKER, Look(relations=frozenset({PART_OF}))).facts == ()


def test_what_does_not_fit_is_counted_and_one_relation_alone_shows_more_of_it(look):
    many = [supplied(f"企{number:03}", "铝杆") for number in range(200)]
    found = look([*many, *SMALL], ROD, Look())
    assert sum(fact.relation is SUPPLIES for fact in found.facts) == 9
    assert found.rest == (Rest(SUPPLIES, leaving=False, count=192),)
    alone = look([], ROD, Look(relations=frozenset({SUPPLIES})))
    assert len(alone.places) == MOST
    assert alone.rest == (Rest(SUPPLIES, leaving=False, count=201 - 59),)


def test_edges_of_the_middle_found_on_the_second_step_do_not_hide_those_cut_on_the_first(look):
    parts = [edge(f"小类{number}", PART_OF, "铝杆") for number in range(6)]
    back = [edge(f"小类{number}", MADE_FROM, "铝杆") for number in range(2)]
    before_those = [edge(f"原料{number}", MADE_FROM, "铝杆") for number in range(4)]
    found = look([*parts, *back, *before_those], ROD, Look(steps=2))
    assert sum(fact.relation is MADE_FROM for fact in found.facts) == 6
    assert found.rest == (Rest(PART_OF, leaving=False, count=2),)


def test_fifty_thousand_nodes_cost_no_more_than_a_look(engine, look):
    edges = [supplied(f"企{number}", f"产品{number % 10_000}") for number in range(30_000)]
    edges += [supplied(f"铝企{number}", "铝杆") for number in range(10_000)]
    edges += [edge(f"产品{number}", PART_OF, "铝杆") for number in range(10_000)]
    with transaction(engine) as session:
        queries.add_edges(session, edges)
    for steps, statements, rows in ((1, 12, 60), (2, 100, 120)):
        with counting(engine) as seen:
            found = look([], ROD, Look(steps=steps))
        assert seen["statements"] <= statements
        assert seen["rows"] <= rows
        assert len(found.places) <= MOST
        shown = sum(ROD in (fact.source, fact.target) for fact in found.facts)
        assert sum(rest.count for rest in found.rest) == 20_000 - shown


class Kept:
    """A graph in a list."""

    def __init__(self, edges):
        self.rows = [GraphEdge(**one) for one in edges]

    def neighbours(self, kind, node_id, *, limit, relations):
        found = []
        for relation in relations:
            of = [row for row in self.rows if row.relation == relation]
            found += [r for r in of if (r.source_kind, r.source_id) == (kind, node_id)][:limit]
            found += [r for r in of if (r.target_kind, r.target_id) == (kind, node_id)][:limit]
        return found

    def degree(self, kind, node_id):
        every = self.neighbours(kind, node_id, limit=10_000, relations=[*EdgeKind])
        leaving = [r.relation for r in every if (r.source_kind, r.source_id) == (kind, node_id)]
        entering = [r.relation for r in every if (r.target_kind, r.target_id) == (kind, node_id)]
        counts = ({one: way.count(one) for one in way} for way in (leaving, entering))
        return queries.Degree(*counts)


NAMES = st.integers(0, 120).map(str)
EDGES = st.lists(
    st.builds(edge, NAMES, st.sampled_from([SUPPLIES, NEEDS, PART_OF, MADE_FROM]), st.just("0"))
    | st.builds(edge, st.just("0"), st.sampled_from([PART_OF, MADE_FROM]), NAMES),
    max_size=300,
    unique_by=lambda one: (one["source_id"], one["relation"], one["target_id"]),
)


@given(edges=EDGES, steps=st.sampled_from([1, 2]))
def test_an_answer_is_never_larger_than_a_look_and_leaves_nothing_uncounted(edges, steps):
    middle = Place(NodeKind.PRODUCT, "0", "0")
    found = look_around(Kept(edges), middle, Look(steps=steps))
    assert len(found.places) <= MOST
    ends = {end for fact in found.facts for end in (fact.source, fact.target)}
    assert ends <= set(found.places)
    itself = [
        one
        for one in edges
        if one["source_kind"] == "产品" and one["source_id"] == "0" == one["target_id"]
    ]
    if not itself:
        shown = sum(middle in (fact.source, fact.target) for fact in found.facts)
        assert shown + sum(rest.count for rest in found.rest) == len(edges)
