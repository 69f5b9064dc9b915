"""How do we reach the database? An engine for SQLite or PostgreSQL, and transactions on it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url
from sqlmodel import Session, create_engine

# SQLite lets one transaction write at a time; the others wait this long for their turn. Storing
# the largest list takes a few seconds.
BUSY_SECONDS = 30
WRITES = "rongtong_writes"


def open_database(url: str) -> Engine:
    """An engine; SQLite's folder is made where it is missing. Tables are `migrations`' work."""
    address = _address(url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    # One encoder for all: json.dumps would make a new one for every value that is not plain ASCII.
    to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    engine = create_engine(address, json_serializer=to_json, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """All or nothing: commits at the end of the block, rolls back when it raises."""
    writing = engine.execution_options(**{WRITES: True})
    with Session(writing, expire_on_commit=False) as session:
        yield session
        session.commit()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One unchanging view of the data; waits for no writer."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


def _address(url: str) -> URL:
    """Let people write postgresql://… as they do everywhere; our driver is psycopg."""
    address = make_url(url)
    if address.drivername in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    return address


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # None hands BEGIN to us: Python's own would start every transaction as a reader, and a reader
    # that turns writer after somebody else wrote fails at once, however long it would wait.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
