"""What do backup and restore ask of the database? Whole tables, out and in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, Engine, Table, bindparam, func, select, text
from sqlmodel import Session

_AT_ONCE = 2_000


@contextmanager
def unchanging(engine: Engine) -> Iterator[Connection]:
    """One view of all tables, whatever is written meanwhile; nobody waits for us, nor we for anybody."""
    # SQLite's readers see one state anyway.
    views = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**views) as connection, connection.begin():
        yield connection


@contextmanager
def rows_of(connection: Connection, table: Table) -> Iterator[Iterable[Sequence[Any]]]:
    """Every row, never all at once."""
    query = select(table).execution_options(yield_per=_AT_ONCE)
    with connection.execute(query) as rows:
        yield rows


def count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def holds_rows(connection: Connection, table: Table) -> bool:
    return connection.execute(select(text("1")).select_from(table).limit(1)).first() is not None


def revision(connection: Connection) -> str:
    """Which shape the tables have, by their migrations; "" for tables made without any."""
    return " ".join(sorted(MigrationContext.configure(connection).get_current_heads()))


def empty(session: Session, tables: Sequence[Table]) -> None:
    """Delete all rows; the tables come in the order they would be filled in."""
    connection = session.connection()
    for table in reversed(tables):
        # A row may name another of its own table, which must not go before it.
        for column in own_references(table):
            connection.execute(table.update().values({column.name: None}))
        connection.execute(table.delete())


def own_references(table: Table) -> list[Column[Any]]:
    """Columns that name another row of the same table."""
    return [
        key.parent
        for key in table.foreign_keys
        if key.column.table is table and key.parent.nullable
    ]


def fill(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows as they are, but for what they say of rows of their own table."""
    held = dict.fromkeys((column.name for column in own_references(table)), None)
    session.connection().execute(table.insert(), [{**row, **held} for row in rows])


def refer(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Now that all rows are there, let them name each other."""
    keys = list(table.primary_key.columns)
    for column in own_references(table):
        naming = [row for row in rows if row[column.name] is not None]
        if not naming:
            continue
        change = table.update().values({column.name: bindparam("to_" + column.name)})
        for key in keys:
            change = change.where(key == bindparam("at_" + key.name))
        session.connection().execute(
            change,
            [
                {"to_" + column.name: row[column.name]}
                | {"at_" + key.name: row[key.name] for key in keys}
                for row in naming
            ],
        )


def number_on(session: Session, table: Table) -> None:
    """Let the database draw the next number behind the highest; SQLite does so by itself."""
    column = table.autoincrement_column
    if column is None or session.get_bind().dialect.name != "postgresql":
        return
    highest = session.connection().execute(select(func.max(column))).scalar_one()
    if highest is not None:
        place = {"table": table.name, "column": column.name, "highest": highest}
        session.connection().execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"), place
        )
