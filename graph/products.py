"""What is a product made from, what is it a kind of, and what does the chain lack?

Questions about one product walk the graph; `ProductRelations` answers for all products at once,
as sparse matrices for the matcher.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.model import ChainGraph, EdgeKind, Node, NodeKind, product

# Judgements, not measurements: how much of a statement about one product holds for its next kind.
KIND_STEP = 0.8  # per step along "is a kind of"
VIA_KIND = 0.6  # an input known only through a kind, of the product or of the input
_KIND_STEPS = 3  # farther up, everything is 材料 or 设备
_MANY_KINDS = 40  # an input with more kinds is a heap such as 添加剂; one of them tells nothing

Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Maker:
    """A firm that supplies something the product is made from."""

    firm: str
    input: str
    steps: int  # 1: it goes into the product itself


@dataclass(frozen=True, slots=True)
class Gap:
    """A product somebody needs that nobody offers, nor any kind of it."""

    product: str
    wider: tuple[str, ...]  # what it is a kind of, where that is on offer: whom to ask first


def inputs_of(graph: ChainGraph, name: str, depth: int = 1) -> dict[str, int]:
    """What goes into a product, with the number of steps; nearest first."""
    return _walk(name, depth, lambda node: graph.leaving(node, EdgeKind.MADE_FROM))


def kinds_of(graph: ChainGraph, name: str, depth: int = _KIND_STEPS) -> dict[str, int]:
    """More special products: whoever makes one of these makes a kind of `name`."""
    return _walk(name, depth, lambda node: graph.entering(node, EdgeKind.PART_OF))


def wider_than(graph: ChainGraph, name: str, depth: int = _KIND_STEPS) -> dict[str, int]:
    """More general products: what `name` is a kind of."""
    return _walk(name, depth, lambda node: graph.leaving(node, EdgeKind.PART_OF))


def makers_of_inputs(graph: ChainGraph, name: str, depth: int = 1) -> list[Maker]:
    """Firms that supply what goes into a product or a kind of it, nearest first."""
    makers: dict[tuple[str, str], Maker] = {}
    for item, steps in inputs_of(graph, name, depth).items():
        for supplied in (item, *kinds_of(graph, item)):
            for firm in graph.entering(product(supplied), EdgeKind.SUPPLIES):
                makers.setdefault((firm.name, supplied), Maker(firm.name, supplied, steps))
    return sorted(makers.values(), key=lambda maker: (maker.steps, maker.firm, maker.input))


def gaps(graph: ChainGraph, needed: Iterable[str], offered: Iterable[str]) -> list[Gap]:
    """Products needed that nobody offers; a kind of what is needed will do, a wider product may."""
    on_offer = set(offered)
    missing = (
        name
        for name in dict.fromkeys(needed)
        if name not in on_offer and on_offer.isdisjoint(kinds_of(graph, name))
    )
    return [
        Gap(name, tuple(wide for wide in wider_than(graph, name) if wide in on_offer))
        for name in missing
    ]


def single_sources(graph: ChainGraph) -> list[tuple[str, str]]:
    """(product, firm): what is needed, or goes into something supplied, and only one firm supplies."""
    alone = []
    for node in graph.nodes(NodeKind.PRODUCT):
        suppliers = graph.entering(node, EdgeKind.SUPPLIES)
        if len(suppliers) == 1 and _is_wanted(graph, node):
            alone.append((node.name, suppliers[0].name))
    return sorted(alone)


def _is_wanted(graph: ChainGraph, node: Node) -> bool:
    if graph.entering(node, EdgeKind.NEEDS):
        return True
    made_of_it = graph.entering(node, EdgeKind.MADE_FROM)
    return any(graph.entering(further, EdgeKind.SUPPLIES) for further in made_of_it)


def _walk(name: str, depth: int, step: Callable[[Node], list[Node]]) -> dict[str, int]:
    """Breadth first from a product, itself left out; rings do no harm."""
    found: dict[Node, int] = {product(name): 0}
    rim = [product(name)]
    for steps in range(1, depth + 1):
        ahead = dict.fromkeys(other for node in rim for other in step(node))
        rim = [node for node in ahead if node not in found]
        found |= dict.fromkeys(rim, steps)
    return {node.name: steps for node, steps in found.items() if steps}


@dataclass(frozen=True, slots=True)
class ProductRelations:
    """All products × all products; row and column i belong to `names[i]`. Diagonals are empty.

    kind_of[i, j]: i is a kind of j, 0.8 per step; its transpose leads from j to its kinds.
    inputs[i, j]: j goes into i, directly 1.0, through a kind of either 0.6; `outputs` is its transpose.
    """

    names: list[str]
    kind_of: sparse.csr_array
    inputs: sparse.csr_array
    outputs: sparse.csr_array

    @property
    def kinds(self) -> sparse.csr_array:
        """[i, j]: j is a kind of i."""
        return sparse.csr_array(self.kind_of.T)


def relate_products(graph: ChainGraph) -> ProductRelations:
    """Work the matrices out, once."""
    rows = {node: row for row, node in enumerate(graph.nodes(NodeKind.PRODUCT))}
    return relate(
        [node.name for node in rows],
        wider=_pairs(graph, EdgeKind.PART_OF, rows),
        made_from=_pairs(graph, EdgeKind.MADE_FROM, rows),
    )


def relate(names: list[str], *, wider: Pairs, made_from: Pairs) -> ProductRelations:
    """The same from row numbers: (what it is, what it is a kind of), (what it is, what goes into it)."""
    return _related(names, _adjacency(wider, len(names)), _adjacency(made_from, len(names)))


def _related(
    names: list[str], wider: sparse.csr_array, made_from: sparse.csr_array
) -> ProductRelations:
    inherited = sparse.csr_array(wider @ made_from)  # what goes into the wider product
    special = sparse.csr_array(made_from @ _few_kinds(wider))  # kinds of what goes in
    for indirect in (inherited, special):
        indirect.data[:] = VIA_KIND
    inputs = _hollow(made_from.maximum(inherited).maximum(special))
    kind_of = _hollow(_decayed(wider))
    return ProductRelations(names, kind_of, inputs, sparse.csr_array(inputs.T))


def _pairs(graph: ChainGraph, kind: EdgeKind, rows: dict[Node, int]) -> Pairs:
    return [
        (rows[edge.source], rows[edge.target])
        for edge in graph.edges(frozenset({kind}))
        if edge.source in rows and edge.target in rows
    ]


def _adjacency(pairs: Pairs, size: int) -> sparse.csr_array:
    source, target = np.asarray(pairs, np.int64).reshape(-1, 2).T
    matrix = sparse.csr_array((np.ones(len(pairs)), (source, target)), shape=(size, size))
    matrix.data[:] = 1.0  # a pair named twice is still one
    return matrix


def _few_kinds(wider: sparse.csr_array) -> sparse.csr_array:
    """[i, j]: j is a kind of i, where i has not too many of them."""
    kinds = sparse.csr_array(wider.T)
    counts = np.diff(kinds.indptr)
    kinds.data[np.repeat(counts > _MANY_KINDS, counts)] = 0.0
    kinds.eliminate_zeros()
    return kinds


def _decayed(wider: sparse.csr_array) -> sparse.csr_array:
    """Every number of steps up to three, the shortest deciding."""
    reach = wider
    best = wider * KIND_STEP
    for steps in range(2, _KIND_STEPS + 1):
        reach = sparse.csr_array(reach @ wider)
        reach.data[:] = 1.0
        best = best.maximum(reach * KIND_STEP**steps)
    return best


def _hollow(matrix: sparse.csr_array) -> sparse.csr_array:
    """Without the diagonal that rings (甲 is a kind of 乙 is a kind of 甲) leave behind."""
    matrix = sparse.csr_array(matrix)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    matrix.data[rows == matrix.indices] = 0.0
    matrix.eliminate_zeros()
    return matrix
