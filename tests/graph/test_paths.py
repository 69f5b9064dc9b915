import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.build import build_graph
from graph.model import Edge, EdgeKind, Node, NodeKind, firm, product
from graph.paths import shortest_paths
from tests.graph.chains import a_chain, needs, supplies


def test_a_path_reads_from_supplier_to_buyer():
    graph = a_chain(supplies("甲公司", "铝锭"), needs("乙公司", "铝合金轮毂"))
    (path,) = shortest_paths(graph, firm("甲公司"), firm("乙公司"))
    assert str(path) == (
        "甲公司 供应 铝锭；铝锭 是 铝合金 的原料；铝合金 是 铝合金轮毂 的原料；乙公司 需要 铝合金轮毂"
    )
    assert len(path) == 4
    assert path.edges[0].evidence == "供给清单"


def test_all_shortest_paths_come_in_a_fixed_order_up_to_a_number():
    graph = a_chain(
        *(supplies(name, item) for name in ("甲", "乙") for item in ("铝锭", "铝合金", "涂料"))
    )
    paths = shortest_paths(graph, firm("甲"), firm("乙"))
    assert [path.nodes[1].name for path in paths] == ["涂料", "铝合金", "铝锭"]
    assert len(shortest_paths(graph, firm("甲"), firm("乙"), most=2)) == 2


def test_no_path_leads_farther_than_the_longest_asked_for():
    graph = a_chain(supplies("甲公司", "氧化铝"), needs("乙公司", "轮毂"))
    assert shortest_paths(graph, firm("甲公司"), firm("乙公司"), longest=6) != []
    assert shortest_paths(graph, firm("甲公司"), firm("乙公司"), longest=5) == []


def test_unconnected_unknown_and_equal_ends_have_no_path():
    graph = a_chain(supplies("丙公司", "茶叶"))
    assert shortest_paths(graph, firm("丙公司"), product("轮毂")) == []
    assert shortest_paths(graph, firm("无此公司"), product("轮毂")) == []
    assert shortest_paths(graph, product("轮毂"), firm("无此公司")) == []
    assert shortest_paths(graph, product("轮毂"), product("轮毂")) == []


def test_a_shared_city_connects_only_who_asks_for_it():
    city = Node(NodeKind.REGION, "昆明市")
    edges = [Edge(firm(name), city, EdgeKind.LIES_IN) for name in ("甲", "乙")]
    graph = build_graph(edges)
    assert shortest_paths(graph, firm("甲"), firm("乙")) == []
    lying = frozenset({EdgeKind.LIES_IN})
    (path,) = shortest_paths(graph, firm("甲"), firm("乙"), kinds=lying)
    assert str(path) == "甲 位于 昆明市；乙 位于 昆明市"


def test_a_chain_too_wide_to_search_through_gives_no_path(monkeypatch):
    monkeypatch.setattr("graph.paths._MOST_NODES", 3)
    graph = a_chain(supplies("甲公司", "铝锭"), needs("乙公司", "铝合金轮毂"))
    assert shortest_paths(graph, firm("甲公司"), firm("乙公司")) == []


NODES = st.integers(0, 9)


@given(st.lists(st.tuples(NODES, NODES).filter(lambda ends: ends[0] != ends[1]), max_size=25))
def test_the_paths_are_those_networkx_finds(pairs):
    plain = nx.Graph([(0, 1), (8, 9), *pairs])
    graph = build_graph(
        Edge(product(str(one)), product(str(other)), EdgeKind.MADE_FROM)
        for one, other in plain.edges
    )
    found = shortest_paths(graph, product("0"), product("9"), longest=12, most=10_000)
    ours = sorted([int(node.name) for node in path.nodes] for path in found)
    theirs = sorted(nx.all_shortest_paths(plain, 0, 9)) if nx.has_path(plain, 0, 9) else []
    assert ours == theirs
