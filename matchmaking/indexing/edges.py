"""Which edges does a listing, or the chain file, write into the graph? Rows of `graph_edge`."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from graph.build import product_edges
from graph.model import EdgeKind, NodeKind
from graph.names import ProductNames
from matchmaking.catalogue.chain import Link, product_id
from matchmaking.chain.facts import BY_NAME
from matchmaking.chain.products import products_named
from matchmaking.indexing.documents import KINDS, Row, key_of
from matchmaking.indexing.models import FROM_CHAIN
from matchmaking.outbox.models import Subject
from matchmaking.records import Origin

CHAIN_FILE = "产业链文件"
BY_HAND = "平台填报"  # typed in, so no list shows it
EdgeRow = dict[str, Any]


class ChainNames:
    """The products of the chain file, ready to be found in titles."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.edges = tuple(chain_edges(links))
        both = ((edge["source_name"], edge["target_name"]) for edge in self.edges)
        self._finder = ProductNames(list(dict.fromkeys(name for pair in both for name in pair)))
        # Thousands of listings are called the same.
        self.named = cache(self._named)

    def _named(self, title: str) -> tuple[str, ...]:
        return tuple(products_named(title, self._finder))


def listing_edges(row: Row, firm: Row, names: ChainNames) -> Iterator[EdgeRow]:
    """Who needs or supplies what, and which products of the chain that is one of."""
    subject = Subject.NEED if "title" in row else Subject.SUPPLY
    title = row["title"] if subject is Subject.NEED else row["product"]
    key = key_of(subject, row["id"])
    asked = EdgeKind.NEEDS if subject is Subject.NEED else EdgeKind.SUPPLIES
    yield {
        "listing_id": key,
        "source_kind": NodeKind.FIRM.value,
        "source_id": firm["id"],
        "source_name": firm["name"],
        "relation": asked.value,
        **_product("target", title),
        "evidence": _written(subject, row),
    }
    for name in names.named(title):
        if name != title:
            yield {
                "listing_id": key,
                **_product("source", title),
                "relation": EdgeKind.PART_OF.value,
                **_product("target", name),
                "evidence": BY_NAME,
            }


def chain_edges(links: Iterable[Link]) -> Iterator[EdgeRow]:
    """What the chain file says; of a line that is there twice, one."""
    seen: set[tuple[str, str, str]] = set()
    for edge in product_edges(links)[0]:
        fact = (edge.source.name, edge.kind.value, edge.target.name)
        if fact in seen:
            continue
        seen.add(fact)
        yield {
            "listing_id": FROM_CHAIN,
            **_product("source", edge.source.name),
            "relation": edge.kind.value,
            **_product("target", edge.target.name),
            "evidence": CHAIN_FILE,
        }


def edge_value(edge: Row) -> tuple[str, ...]:
    """All an edge says, to compare what is there with what should be."""
    return tuple(edge[name] for name in _COLUMNS)


_COLUMNS = (
    "listing_id", "source_kind", "source_id", "source_name", "relation",
    "target_kind", "target_id", "target_name", "evidence",
)  # fmt: skip


def _product(end: str, name: str) -> dict[str, str]:
    return {
        f"{end}_kind": NodeKind.PRODUCT.value,
        f"{end}_id": product_id(name),
        f"{end}_name": name,
    }


def _written(subject: Subject, row: Row) -> str:
    place = str(Origin(row["origin_file"], row["origin_sheet"], row["origin_row"]))
    return f"{KINDS[subject]}清单 {place}" if place else BY_HAND
