"""What do the two lists state? Each statement an edge, with the row it is written in."""

from collections.abc import Iterator, Mapping, Sequence

from graph.model import Edge, EdgeKind, Node, NodeKind, firm, product
from matchmaking.places import region_of
from matchmaking.records import Demand, Firm, Origin, Region, Supply

BY_NAME = "名称"  # evidence of what a title's own words say


def firm_nodes(demands: Sequence[Demand], supplies: Sequence[Supply]) -> dict[str, Node]:
    """A node a firm. One that one list names with its code and the other without is one firm."""
    code_of: dict[str, str] = {}
    nodes: dict[str, Node] = {}
    for one in (*(demand.buyer for demand in demands), *(supply.firm for supply in supplies)):
        if one.key in nodes:
            continue
        code = code_of.setdefault(one.name, one.code) or one.code
        code_of[one.name] = code
        namesake = one.code and one.code != code
        nodes[one.key] = firm(f"{one.name}（{one.code}）" if namesake else one.name)
    return nodes


def list_edges(
    demands: Sequence[Demand],
    supplies: Sequence[Supply],
    named: Mapping[str, Sequence[str]],
    *,
    nodes: Mapping[str, Node],
) -> Iterator[Edge]:
    """Everything the two lists state."""
    for title, names in named.items():
        for name in names:
            if name != title:
                yield Edge(product(title), product(name), EdgeKind.PART_OF, BY_NAME)
    for demand in demands:
        written = _written("需求清单", demand.origin)
        buyer = nodes[demand.buyer.key]
        yield Edge(buyer, product(demand.title), EdgeKind.NEEDS, written)
        yield from _about_firm(demand.buyer, buyer, "", written=written)
    called = _called(demands, supplies, nodes)
    for supply in supplies:
        written = _written("供给清单", supply.origin)
        maker = nodes[supply.firm.key]
        yield Edge(maker, product(supply.product), EdgeKind.SUPPLIES, written)
        for customer in supply.customers:
            served = called.get(customer, maker)
            if served != maker:
                yield Edge(maker, served, EdgeKind.SERVES, written)
        yield from _about_firm(supply.firm, maker, supply.industry, written=written)


def _written(name: str, origin: Origin) -> str:
    return f"{name} {origin}".strip()


def _called(
    demands: Sequence[Demand], supplies: Sequence[Supply], nodes: Mapping[str, Node]
) -> dict[str, Node]:
    """By which names a list may call a firm of the lists; a short name that two share calls neither."""
    firms = [*(demand.buyer for demand in demands), *(supply.firm for supply in supplies)]
    bearers: dict[str, set[Node]] = {}
    for one in firms:
        if one.short_name:
            bearers.setdefault(one.short_name, set()).add(nodes[one.key])
    called = {name: next(iter(sharing)) for name, sharing in bearers.items() if len(sharing) == 1}
    return called | {one.name: nodes[one.key] for one in reversed(firms)}


def _about_firm(one: Firm, node: Node, industry: str, *, written: str) -> Iterator[Edge]:
    """Which industry and which place it belongs to, each with those it lies in."""
    steps = [step for step in (industry or one.industry).split("/") if step]
    paths = ["/".join(steps[:depth]) for depth in range(len(steps), 0, -1)]
    yield from _upwards(node, NodeKind.INDUSTRY, paths, written=written)
    yield from _upwards(node, NodeKind.REGION, _places(one.region), written=written)


def _upwards(node: Node, kind: NodeKind, names: Sequence[str], *, written: str) -> Iterator[Edge]:
    """From a firm to the narrowest, and on to the widest."""
    first = EdgeKind.BELONGS_TO if kind is NodeKind.INDUSTRY else EdgeKind.LIES_IN
    onward = EdgeKind.PART_OF if kind is NodeKind.INDUSTRY else EdgeKind.LIES_IN
    for place, name in enumerate(names):
        yield Edge(node, Node(kind, name), onward if place else first, written)
        node = Node(kind, name)


def _places(region: Region) -> list[str]:
    """The county, its prefecture, its province, as far as they are known."""
    if not region.code:
        return [region.name] if region.name else []
    codes = (region.code, f"{region.code[:4]}00", f"{region.code[:2]}0000")
    names = [region.name, *(region_of(code).name for code in codes[1:])]
    return [name for name in dict.fromkeys(names) if name]
