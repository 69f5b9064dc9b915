"""How is everything copied into one file while people work? One view of all tables, then the uploads."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table

from matchmaking.errors import Conflict, MatchmakingError
from matchmaking.keeping import queries
from matchmaking.keeping.archive import (
    FilePart,
    Manifest,
    TablePart,
    check,
    chunks_of,
    file_entry,
    table_entry,
    write_manifest,
)
from matchmaking.keeping.lines import Sum, line_of
from matchmaking.progress import Progress, silent

ROWS, FILES = "备份数据库", "备份上传的文件"
_TELL_EVERY = 5_000
# Who works on what, how far an index here has got, and what is derived: true only here and now.
NOT_KEPT = frozenset(("lease", "outbox_position", "graph_edge"))
# Folders of the data folder that are made out of the database again.
DERIVED = frozenset(("index", "vectors"))
# At the top of the data folder: the database, and backups somebody keeps there.
_NO_UPLOADS = (".db", ".db-wal", ".db-shm", ".db-journal", ".zip", ".part")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What there is to keep: the tables of a database and the folder of uploads."""

    engine: Engine
    metadata: MetaData
    data: Path

    @property
    def tables(self) -> list[Table]:
        """The tables that are kept, each behind those it names."""
        return [table for table in self.metadata.sorted_tables if table.name not in NOT_KEPT]


def backup(
    holdings: Holdings, path: Path, *, now: datetime, progress: Progress = silent
) -> Manifest:
    """Write the backup, read it back, and only then give it its name. People may work meanwhile."""
    if path.exists():
        raise Conflict(f"文件“{path}”已经存在，没有覆盖。请换一个文件名。")
    unfinished = path.with_name(f".{path.name}.part")
    try:
        # What it holds is for the owner's eyes only.
        handle = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                _write(archive, holdings, now=now, progress=progress)
            file.flush()
            os.fsync(file.fileno())
        manifest = check(unfinished, progress)
        unfinished.rename(path)
    except OSError as error:
        raise MatchmakingError(
            f"备份写不到“{path}”：{error.strerror}。请检查文件夹、权限和剩余空间。"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write(
    archive: zipfile.ZipFile, holdings: Holdings, *, now: datetime, progress: Progress
) -> None:
    with queries.unchanging(holdings.engine) as connection:
        manifest = Manifest(
            version=version("rongtong"),
            revision=queries.revision(connection),
            database=holdings.engine.dialect.name,
            made_at=now,
        )
        total = sum(queries.count(connection, table) for table in holdings.tables)
        for table in holdings.tables:
            done = manifest.rows
            part = _write_table(archive, connection, table, told=(progress, done, total))
            manifest.tables[table.name] = part
        progress(ROWS, total, total)
    # A row that names a file is written after the file, so the files are all there by now.
    uploads = list(uploads_of(holdings.data))
    for done, upload in enumerate(uploads):
        progress(FILES, done, len(uploads))
        name = upload.relative_to(holdings.data).as_posix()
        part_ = _write_file(archive, upload, name)
        if part_ is not None:
            manifest.files[name] = part_
    progress(FILES, len(uploads), len(uploads))
    write_manifest(archive, manifest)


def _write_table(
    archive: zipfile.ZipFile,
    connection: Connection,
    table: Table,
    *,
    told: tuple[Progress, int, int],
) -> TablePart:
    progress, before, total = told
    whole, any_order = hashlib.sha256(), Sum()
    with (
        archive.open(table_entry(table.name), "w", force_zip64=True) as stream,
        queries.rows_of(connection, table) as rows,
    ):
        for row in rows:
            line = line_of(row)
            stream.write(line)
            whole.update(line)
            any_order.add(line)
            if any_order.rows % _TELL_EVERY == 0:
                progress(ROWS, before + any_order.rows, total)
    columns = tuple(column.name for column in table.columns)
    return TablePart(any_order.rows, columns, whole.hexdigest(), any_order.text)


def _write_file(archive: zipfile.ZipFile, upload: Path, name: str) -> FilePart | None:
    whole, size = hashlib.sha256(), 0
    try:
        file = upload.open("rb")
    except FileNotFoundError:
        return None  # taken away since we looked: then no row names it
    with file, archive.open(file_entry(name), "w", force_zip64=True) as stream:
        for chunk in chunks_of(file):
            stream.write(chunk)
            whole.update(chunk)
            size += len(chunk)
    return FilePart(size, whole.hexdigest())


def uploads_of(data: Path) -> Iterator[Path]:
    """What people sent us: all of the data folder but the database and what is made out of it."""
    for path in sorted(data.rglob("*")):
        first = path.relative_to(data).parts[0]
        if path.is_symlink() or not path.is_file() or first in DERIVED:
            continue
        if not (path.parent == data and path.name.endswith(_NO_UPLOADS)):
            yield path
