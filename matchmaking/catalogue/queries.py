"""What do we ask of the catalogue? All SQL on needs, supplies, products, chain links and marks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import RowMapping, Table, and_, bindparam, delete, or_, update
from sqlmodel import Session, col, func, select

from matchmaking.catalogue.models import (
    ChainLinkRow,
    ListingBefore,
    MatchMark,
    Need,
    Product,
    ProductAlias,
    Status,
    SupplyListing,
)
from matchmaking.firms.models import FirmFile
from matchmaking.storage.queries import add_rows, table_of

Model = type[Need] | type[SupplyListing]
Item = TypeVar("Item")
AT_ONCE = 500  # keys in one IN; databases limit the variables of a statement


def chunks(items: Sequence[Item], size: int = AT_ONCE) -> Iterator[Sequence[Item]]:
    """The items in portions."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def listing(session: Session, model: Model, listing_id: str) -> Need | SupplyListing | None:
    return cast("Need | SupplyListing | None", session.get(model, listing_id))


def lock(session: Session, found: Need | SupplyListing) -> None:
    """As it is now, not to be changed by anybody else till the transaction ends."""
    session.refresh(found, with_for_update=True)


def of_firms(session: Session, model: Model, firm_ids: Sequence[str]) -> Iterator[RowMapping]:
    """All listings of these firms, whatever their status."""
    table = table_of(model)
    for some in chunks(firm_ids):
        yield from session.execute(table.select().where(table.c.firm_id.in_(some))).mappings()


def by_ids(session: Session, model: Model, ids: Sequence[str]) -> dict[str, RowMapping]:
    """Listings by id; those that are not there are left out."""
    return _rows_by_ids(session, table_of(model), ids)


def firms_by_ids(session: Session, ids: Sequence[str]) -> dict[str, RowMapping]:
    """Firms by id."""
    return _rows_by_ids(session, table_of(FirmFile), ids)


def _rows_by_ids(session: Session, table: Table, ids: Sequence[str]) -> dict[str, RowMapping]:
    found: dict[str, RowMapping] = {}
    for some in chunks(ids):
        rows = session.execute(table.select().where(table.c.id.in_(some))).mappings()
        found |= {row["id"]: row for row in rows}
    return found


def open_listings(session: Session, model: Model, today: date) -> Iterator[RowMapping]:
    """Everything that is matched today, in the order of ids."""
    table = table_of(model)
    valid = or_(table.c.expires_on.is_(None), table.c.expires_on >= today)
    query = table.select().where(table.c.status == Status.PUBLISHED, valid).order_by(table.c.id)
    yield from session.execute(query.execution_options(yield_per=5_000)).mappings()


def open_ids(session: Session, model: Model) -> set[str]:
    """The ids of all published listings, expired or not: what the index holds."""
    return set(session.exec(select(model.id).where(col(model.status) == Status.PUBLISHED)))


def page_of_firm(
    session: Session, model: Model, firm_id: str, *, start: int, limit: int
) -> tuple[Sequence[Any], int]:
    """One page of a firm's listings, newest first, and how many there are."""
    whose = col(model.firm_id) == firm_id
    query = select(model).where(whose).order_by(col(model.posted_at).desc(), col(model.id))
    total = session.exec(select(func.count()).select_from(model).where(whose)).one()
    return session.exec(query.offset(start).limit(limit)).all(), total


def to_review(
    session: Session, model: Model, *, start: int, limit: int
) -> tuple[Sequence[tuple[Any, FirmFile]], int]:
    """What waits for a reviewer, oldest first: handed in, or changed since it was reviewed."""
    changed = and_(
        col(model.status) == Status.PUBLISHED,
        col(model.reviewed_at).is_not(None),
        col(model.updated_at) > col(model.reviewed_at),
    )
    waits = or_(col(model.status) == Status.PENDING, changed)
    query = (
        select(model, FirmFile)
        .join(FirmFile, col(FirmFile.id) == col(model.firm_id))
        .where(waits)
        .order_by(col(model.updated_at), col(model.id))
    )
    total = session.exec(select(func.count()).select_from(model).where(waits)).one()
    return session.exec(query.offset(start).limit(limit)).all(), total


def before(session: Session, subject: str, listing_id: str) -> ListingBefore | None:
    """What this listing said before it was changed by hand."""
    return session.get(ListingBefore, (subject, listing_id))


def befores(session: Session, subject: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The same of several, as far as it was kept."""
    query = select(ListingBefore).where(
        col(ListingBefore.subject) == subject, col(ListingBefore.listing_id).in_(ids)
    )
    return {one.listing_id: one.before for one in session.exec(query)}


def keep_before(session: Session, said: ListingBefore) -> None:
    """In the place of what was kept of this listing."""
    session.merge(said)


def counts_by_status(session: Session, model: Model) -> dict[str, int]:
    """How many listings stand how."""
    query = select(model.status, func.count()).group_by(col(model.status))
    return dict(session.exec(query).all())


def insert_listings(session: Session, model: Model, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add many at once."""
    for some in chunks(rows, 5_000):
        add_rows(session, model, some)


def update_listings(session: Session, model: Model, rows: Sequence[Mapping[str, Any]]) -> None:
    """Overwrite the given columns of many listings, each row by its `id`."""
    if not rows:
        return
    table = table_of(model)
    names = [name for name in rows[0] if name != "id"]
    change = (
        update(table)
        .where(table.c.id == bindparam("of_id"))
        .values({name: bindparam(f"to_{name}") for name in names})
    )
    values = [{"of_id": row["id"], **{f"to_{name}": row[name] for name in names}} for row in rows]
    session.connection().execute(change, values)


def mark(session: Session, need_id: str, supply_id: str) -> MatchMark | None:
    return session.get(MatchMark, (need_id, supply_id))


def marks_of_need(session: Session, need_id: str) -> Sequence[MatchMark]:
    query = select(MatchMark).where(col(MatchMark.need_id) == need_id)
    return session.exec(query.order_by(col(MatchMark.marked_at), col(MatchMark.supply_id))).all()


def introduced(session: Session, one: str, other: str, *, mark: str) -> bool:
    """Whether either firm's need has this mark on a supply of the other's."""
    pair = or_(
        and_(col(Need.firm_id) == one, col(SupplyListing.firm_id) == other),
        and_(col(Need.firm_id) == other, col(SupplyListing.firm_id) == one),
    )
    query = (
        select(MatchMark.need_id)
        .join(Need, col(Need.id) == col(MatchMark.need_id))
        .join(SupplyListing, col(SupplyListing.id) == col(MatchMark.supply_id))
        .where(col(MatchMark.mark) == mark, pair)
        .limit(1)
    )
    return session.exec(query).first() is not None


def chain_links(session: Session) -> list[tuple[str, str, str]]:
    """All chain links, in one order."""
    query = select(ChainLinkRow.product, ChainLinkRow.related, ChainLinkRow.relation)
    rows = session.exec(query.order_by("product", "related", "relation"))
    return [(product, related, relation) for product, related, relation in rows]


def replace_chain(
    session: Session,
    links: Sequence[Mapping[str, str]],
    *,
    products: Sequence[Mapping[str, Any]],
    aliases: Sequence[Mapping[str, str]],
) -> None:
    """Put this chain and its product tree in the place of the one there is."""
    for model in (ChainLinkRow, ProductAlias):
        session.execute(delete(table_of(model)))
    # A parent must not go before its child.
    session.execute(update(table_of(Product)).values(parent_id=None))
    session.execute(delete(table_of(Product)))
    for some in chunks(links, 5_000):
        add_rows(session, ChainLinkRow, some)
    for some in chunks([{**one, "parent_id": None} for one in products], 5_000):
        add_rows(session, Product, some)
    update_parents(session, products)
    for some in chunks(aliases, 5_000):
        add_rows(session, ProductAlias, some)


def update_parents(session: Session, products: Sequence[Mapping[str, Any]]) -> None:
    """Hang every product under its parent, once all are there."""
    table = table_of(Product)
    change = (
        update(table)
        .where(table.c.id == bindparam("of_id"))
        .values(parent_id=bindparam("to_parent"))
    )
    hung = [
        {"of_id": one["id"], "to_parent": one["parent_id"]} for one in products if one["parent_id"]
    ]
    if hung:
        session.connection().execute(change, hung)


def products(session: Session) -> Sequence[Product]:
    return session.exec(select(Product).order_by(col(Product.name))).all()


def aliases(session: Session) -> Sequence[ProductAlias]:
    return session.exec(select(ProductAlias).order_by(col(ProductAlias.name))).all()


def product_named(session: Session, product_id: str) -> Product | None:
    """A product of the chain file, by its id."""
    return session.get(Product, product_id)


def products_like(session: Session, words: str, *, limit: int) -> Sequence[Product]:
    """Products of the chain file whose names hold these words, the shortest names first."""
    named = select(Product).where(col(Product.name).contains(words, autoescape=True))
    shortest = named.order_by(func.length(col(Product.name)), col(Product.name))
    return session.exec(shortest.limit(limit)).all()
