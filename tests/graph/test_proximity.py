import networkx as nx
import numpy as np
import pytest

from graph.build import build_graph
from graph.model import ChainGraph, NodeKind, firm, product
from graph.proximity import Proximity
from tests.graph.chains import a_chain, needs, supplies


def a_city() -> ChainGraph:
    return a_chain(
        supplies("甲公司", "铝锭"),
        needs("甲公司", "氧化铝"),
        supplies("乙公司", "铝合金轮毂"),
        supplies("丙公司", "茶叶"),
        needs("丙公司", "茶叶"),
    )


@pytest.mark.parametrize(
    "seeds", [{firm("甲公司"): 1.0}, {product("轮毂"): 2.0, firm("丙公司"): 1.0}]
)
def test_ranks_are_those_of_networkx(seeds):
    graph = a_city()
    proximity = Proximity(graph)
    ours = proximity.rank(seeds)
    theirs = nx.pagerank(
        graph.network.to_undirected(), personalization=seeds, tol=1e-10, max_iter=500
    )
    assert np.allclose(ours, [theirs[node] for node in proximity.nodes], rtol=0, atol=1e-6)
    assert ours.sum() == pytest.approx(1.0, abs=1e-9)


def test_a_node_without_edges_keeps_its_walker():
    graph = a_city()
    graph.network.add_node(firm("丁公司"))
    proximity = Proximity(graph)
    ours = proximity.rank({firm("丁公司"): 1.0})
    theirs = nx.pagerank(
        graph.network.to_undirected(), personalization={firm("丁公司"): 1}, tol=1e-10, max_iter=500
    )
    assert np.allclose(ours, [theirs[node] for node in proximity.nodes], rtol=0, atol=1e-6)


def test_what_is_tied_more_closely_comes_first():
    near = Proximity(a_city()).closeness(product("铝合金"), kind=NodeKind.FIRM)
    assert [node.name for node, _ in near] == ["甲公司", "乙公司"]
    assert 0 < near[1][1] < near[0][1] < 1


def test_closeness_lists_as_many_as_asked_for_and_never_the_node_itself():
    near = Proximity(a_city()).closeness(product("铝合金"), kind=NodeKind.PRODUCT, most=3)
    assert len(near) == 3
    assert product("铝合金") not in [node for node, _ in near]


def test_nobody_is_near_what_the_graph_does_not_know():
    proximity = Proximity(a_city())
    assert proximity.closeness(product("无"), kind=NodeKind.FIRM) == []
    assert not proximity.rank({product("无"): 1.0}).any()


def test_an_empty_graph_answers_too():
    proximity = Proximity(build_graph([]))
    assert proximity.rank({firm("甲公司"): 1.0}).shape == (0,)
    assert proximity.closeness(product("轮毂"), kind=NodeKind.FIRM) == []


def test_a_walk_that_will_not_settle_is_broken_off(monkeypatch):
    monkeypatch.setattr("graph.proximity._MOST_ROUNDS", 1)
    ours = Proximity(a_city()).rank({firm("甲公司"): 1.0})
    assert ours.sum() == pytest.approx(1.0)
