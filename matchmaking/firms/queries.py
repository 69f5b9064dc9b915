"""What do we ask of firms' files? All SQL on firms, their names, contacts, certificates and merges."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import RowMapping, bindparam, case, or_, update
from sqlalchemy import select as core_select
from sqlmodel import Session, SQLModel, col, func, select

from matchmaking.firms.models import (
    FirmCertificate,
    FirmContact,
    FirmFile,
    FirmName,
    NameDecision,
)
from matchmaking.firms.recognising import OnFile
from matchmaking.records import Tier
from matchmaking.storage.queries import add_rows, table_of

Item = TypeVar("Item")
AT_ONCE = 500  # keys in one IN; databases limit the variables of a statement
ROWS = 5_000  # rows of one insert
_LADDER = case(
    {tier.value: step for step, tier in enumerate(Tier, 1)}, value=col(FirmFile.tier), else_=0
)
# What the register may be sorted by; of the ladder the highest first.
SORTS: Mapping[str, Any] = {
    "name": col(FirmFile.name),
    "region": col(FirmFile.region_code),
    "tier": _LADDER.desc(),
    "updated": col(FirmFile.updated_at).desc(),
}


@dataclass(frozen=True, slots=True)
class FirmFilter:
    """Which firms to list."""

    words: str = ""
    kind: str = ""
    tier: str = ""
    region: str = ""  # a code; firms inside it
    sort: str = "name"


def firm(session: Session, firm_id: str, *, locked: bool = False) -> FirmFile | None:
    """The file; locked, it is read anew and nobody else changes it before the transaction ends."""
    if locked:
        return session.get(FirmFile, firm_id, with_for_update=True, populate_existing=True)
    return session.get(FirmFile, firm_id)


def firm_of_code(session: Session, code: str) -> FirmFile | None:
    return session.exec(select(FirmFile).where(col(FirmFile.code) == code)).first()


def firms_by_ids(session: Session, ids: Sequence[str]) -> dict[str, RowMapping]:
    """Whole rows."""
    table = table_of(FirmFile)
    rows = _where_in(session, table.select(), table.c.id, keys=ids)
    return {row["id"]: row for row in rows}


def on_file_by_code(session: Session, codes: Sequence[str]) -> dict[str, OnFile]:
    table = table_of(FirmFile)
    rows = _where_in(session, _brief(), table.c.code, keys=codes)
    return dict(_with_survivors(session, [(row["code"], row) for row in rows]))


def on_file_by_name(session: Session, name_keys: Sequence[str]) -> list[tuple[str, OnFile]]:
    """Firms of these names, also of other names they bear; one name may be several firms'."""
    firms, names = table_of(FirmFile), table_of(FirmName)
    found = [
        (row["name_key"], row)
        for row in _where_in(session, _brief(), firms.c.name_key, keys=name_keys)
    ]
    query = _brief(names.c.name_key.label("other_key")).join(names, names.c.firm_id == firms.c.id)
    found += [
        (row["other_key"], row)
        for row in _where_in(session, query, names.c.name_key, keys=name_keys)
    ]
    return _with_survivors(session, found)


def on_file_by_sound(session: Session, sounds: Sequence[str]) -> list[tuple[str, OnFile]]:
    """Firms whose 字号 sounds like one of these."""
    table = table_of(FirmFile)
    query = _brief().where(table.c.merged_into.is_(None))
    rows = _where_in(session, query, table.c.brand_sound, keys=sounds)
    return [(row["brand_sound"], _on_file(row)) for row in rows]


def decisions(session: Session, name_keys: Sequence[str]) -> dict[str, OnFile | None]:
    """What people decided about these names."""
    table = table_of(NameDecision)
    rows = list(_where_in(session, table.select(), table.c.name_key, keys=name_keys))
    ids = sorted({row["firm_id"] for row in rows if row["firm_id"] is not None})
    chosen = _where_in(session, _brief(), table_of(FirmFile).c.id, keys=ids)
    files = dict(_with_survivors(session, [(row["id"], row) for row in chosen]))
    return {row["name_key"]: files.get(row["firm_id"]) for row in rows}


def decision(session: Session, name_key: str) -> NameDecision | None:
    return session.get(NameDecision, name_key)


def names(session: Session, firm_ids: Sequence[str]) -> list[RowMapping]:
    """The other names of these firms, oldest first."""
    table = table_of(FirmName)
    query = table.select().order_by(table.c.decided_at, table.c.name_key)
    return list(_where_in(session, query, table.c.firm_id, keys=firm_ids))


def contacts(session: Session, firm_ids: Sequence[str]) -> list[RowMapping]:
    """The contacts of these firms."""
    table = table_of(FirmContact)
    query = table.select().order_by(table.c.name, table.c.phone, table.c.id)
    return list(_where_in(session, query, table.c.firm_id, keys=firm_ids))


def certificates(session: Session, firm_ids: Sequence[str]) -> list[RowMapping]:
    """The certificates of these firms."""
    table = table_of(FirmCertificate)
    query = table.select().order_by(table.c.name, table.c.id)
    return list(_where_in(session, query, table.c.firm_id, keys=firm_ids))


def firms_page(
    session: Session, wanted: FirmFilter, *, start: int, limit: int
) -> tuple[Sequence[FirmFile], int]:
    """One page of the firms that pass the filter, and how many there are."""
    query = select(FirmFile).where(col(FirmFile.merged_into).is_(None))
    for column, value in ((FirmFile.kind, wanted.kind), (FirmFile.tier, wanted.tier)):
        if value:
            query = query.where(col(column) == value)
    if inside := wanted.region.rstrip("0"):
        query = query.where(col(FirmFile.region_code).startswith(inside, autoescape=True))
    if wanted.words:
        query = query.where(
            or_(
                col(FirmFile.name).contains(wanted.words, autoescape=True),
                col(FirmFile.short_name).contains(wanted.words, autoescape=True),
                col(FirmFile.code) == wanted.words,
            )
        )
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    order = SORTS.get(wanted.sort, SORTS["name"])
    return session.exec(
        query.order_by(order, col(FirmFile.id)).offset(start).limit(limit)
    ).all(), total


def add(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many at once."""
    for start in range(0, len(rows), ROWS):
        add_rows(session, model, rows[start : start + ROWS])


def overwrite(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Overwrite columns of many rows, each by its `id`; all rows name the same columns."""
    if not rows:
        return
    table = table_of(model)
    columns = [name for name in rows[0] if name != "id"]
    change = (
        update(table)
        .where(table.c.id == bindparam("of_id"))
        .values({name: bindparam(f"to_{name}") for name in columns})
    )
    values = [{"of_id": row["id"], **{f"to_{name}": row[name] for name in columns}} for row in rows]
    session.connection().execute(change, values)


def _brief(*more: Any) -> Any:
    columns = table_of(FirmFile).c
    # Core's select: the typed one knows no more than four columns.
    return core_select(
        columns.id,
        columns.name,
        columns.name_key,
        columns.code,
        columns.region_name,
        columns.brand_sound,
        columns.merged_into,
        *more,
    )


def _on_file(row: RowMapping) -> OnFile:
    return OnFile(row["id"], row["name"], row["code"] or "", row["region_name"])


def _with_survivors(
    session: Session, found: Sequence[tuple[str, RowMapping]]
) -> list[tuple[str, OnFile]]:
    """The files, those merged into another replaced by it, however often it was merged itself."""
    rows = {row["id"]: row for _, row in found}
    while gone := {row["merged_into"] for row in rows.values()} - {None} - rows.keys():
        more = _where_in(session, _brief(), table_of(FirmFile).c.id, keys=sorted(gone))
        rows |= {row["id"]: row for row in more}
    survivors = []
    for key, row in found:
        last = row
        while last["merged_into"] is not None:
            last = rows[last["merged_into"]]
        survivors.append((key, _on_file(last)))
    return survivors


def _where_in(
    session: Session, query: Any, column: Any, *, keys: Sequence[str]
) -> Iterator[RowMapping]:
    for start in range(0, len(keys), AT_ONCE):
        some = query.where(column.in_(keys[start : start + AT_ONCE]))
        yield from session.execute(some).mappings()
