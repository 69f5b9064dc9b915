"""Which products are there, and how do they hang together? The chain file kept as links and a tree."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session

from matchmaking.catalogue import queries
from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import tell

Link = tuple[str, str, str]  # 产品, 相关产品, 关系
KIND = "产品小类"


def keep_chain(session: Session, links: Sequence[Link], *, now: datetime) -> None:
    """Put this chain in the place of the one there is; its kinds make the product tree.

    A product that is named as a kind of several hangs under the first.
    """
    distinct = list(dict.fromkeys(links))
    parents: dict[str, str] = {}
    for wider, kind, relation in distinct:
        if relation == KIND and not _leads_up(parents, wider, kind):
            parents.setdefault(kind, wider)
    names = dict.fromkeys(name for product, related, _ in distinct for name in (product, related))
    products = [
        {"id": product_id(name), "name": name, "parent_id": _id_or_none(parents.get(name))}
        for name in names
    ]
    rows = [
        {"product": product, "related": related, "relation": relation}
        for product, related, relation in distinct
    ]
    queries.replace_chain(session, rows, products=products, aliases=[])
    tell(session, Subject.CHAIN, ["chain"], now=now)


def product_id(name: str) -> str:
    """The same name, the same id, wherever it is read."""
    return sha256(name.encode()).hexdigest()[:16]


def _id_or_none(name: str | None) -> str | None:
    return None if name is None else product_id(name)


def _leads_up(parents: dict[str, str], start: str, end: str) -> bool:
    """Whether going up from `start` comes to `end`: a tree must not bite its tail."""
    at: str | None = start
    while at is not None:
        if at == end:
            return True
        at = parents.get(at)
    return False
