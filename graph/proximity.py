"""How near are two nodes, over all ways that join them? Personalised PageRank by sparse power iteration."""

from collections.abc import Mapping

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.model import ChainGraph, Node, NodeKind

Floats = npt.NDArray[np.float64]
_DAMPING = 0.85  # PageRank's usual value
_TOLERANCE = 1e-10  # total change at which the iteration stops
_MOST_ROUNDS = 200


class Proximity:
    """A graph frozen for asking who is near. Edges count both ways: supplier and buyer are near each other."""

    def __init__(self, graph: ChainGraph) -> None:
        self.nodes: tuple[Node, ...] = tuple(graph.network)
        self.row_of = {node: row for row, node in enumerate(self.nodes)}
        self._flow, self._dead_ends = _transition(graph)

    def rank(self, seeds: Mapping[Node, float], *, damping: float = _DAMPING) -> Floats:
        """The share of time a walker that keeps returning to `seeds` spends on each node; sums to 1.

        Seeds the graph does not know are passed over; zeros when none is known.
        """
        start = np.zeros(len(self.nodes))
        for node, weight in seeds.items():
            if node in self.row_of:
                start[self.row_of[node]] = weight
        if not start.any():
            return start
        start /= start.sum()
        share = start
        for _ in range(_MOST_ROUNDS):
            lost = share[self._dead_ends].sum()
            following = damping * (self._flow @ share + lost * start) + (1.0 - damping) * start
            change = np.abs(following - share).sum()
            share = following
            if change < _TOLERANCE:
                break
        return share

    def closeness(self, node: Node, *, kind: NodeKind, most: int = 50) -> list[tuple[Node, float]]:
        """The nearest nodes of a kind, nearest first, each relative to `node` itself (= 1)."""
        share = self.rank({node: 1.0})
        if node not in self.row_of:
            return []
        share = share / share[self.row_of[node]]
        near = [
            (self.nodes[row], float(share[row]))
            for row in np.argsort(-share, kind="stable")
            if share[row] > 0 and self.nodes[row].kind is kind and self.nodes[row] != node
        ]
        return near[:most]


def _transition(graph: ChainGraph) -> tuple[sparse.csr_array, npt.NDArray[np.bool_]]:
    """Column-stochastic steps over the undirected graph, and the nodes no edge leaves."""
    if not len(graph):
        return sparse.csr_array((0, 0)), np.zeros(0, np.bool_)
    adjacency = nx.to_scipy_sparse_array(graph.network, dtype=np.dtype(np.float64))
    both_ways = sparse.csr_array(adjacency + adjacency.T)
    degree = np.asarray(both_ways.sum(axis=1)).ravel()
    inverse = np.divide(1.0, degree, out=np.zeros_like(degree), where=degree > 0)
    return sparse.csr_array(both_ways @ sparse.diags_array(inverse)), degree == 0
