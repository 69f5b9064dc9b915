"""How does a backup become a platform again? Checked first, then all or nothing, then checked again."""

import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy import Connection, Table
from sqlmodel import Session

from matchmaking.errors import Conflict, MatchmakingError, UnreadableFile
from matchmaking.keeping import queries
from matchmaking.keeping.archive import (
    Manifest,
    check,
    chunks_of,
    file_entry,
    open_archive,
    table_entry,
)
from matchmaking.keeping.backup import Holdings, uploads_of
from matchmaking.keeping.lines import Sum, line_of, reader_of
from matchmaking.progress import Progress, silent
from matchmaking.storage.database import transaction

ROWS, FILES, COMPARING = "恢复数据库", "恢复上传的文件", "核对恢复的内容"
_AT_ONCE = 2_000


def restore(
    holdings: Holdings, path: Path, *, force: bool = False, progress: Progress = silent
) -> Manifest:
    """Put a backup into a database with this version's tables, of either kind.

    What is there already is only replaced with `force`. Indexes are derived: rebuild them afterwards.
    """
    manifest = check(path, progress)
    with holdings.engine.connect() as connection, connection.begin():
        _check_shape(connection, manifest, holdings.tables)
        _check_empty(connection, holdings, force=force)
    with open_archive(path) as archive:
        _restore_files(archive, manifest, holdings.data, progress=progress)
        with transaction(holdings.engine) as session:
            queries.empty(session, holdings.metadata.sorted_tables)
            done = 0
            for table in holdings.tables:
                told = _telling(progress, done, manifest.rows)
                _restore_table(session, archive, manifest, table=table, told=told)
                done += manifest.tables[table.name].rows
            _compare(session.connection(), manifest, holdings.tables, progress=progress)
    return manifest


def _check_shape(connection: Connection, manifest: Manifest, tables: list[Table]) -> None:
    columns = {table.name: tuple(column.name for column in table.columns) for table in tables}
    kept = {name: part.columns for name, part in manifest.tables.items()}
    if manifest.revision != queries.revision(connection) or kept != columns:
        raise MatchmakingError(
            f"这份备份是版本 {manifest.version} 写的，它的数据表与现在的程序不同。"
            f"请用写它的版本恢复，再升级程序。"
        )


def _check_empty(connection: Connection, holdings: Holdings, *, force: bool) -> None:
    if force:
        return
    full = [table.name for table in holdings.tables if queries.holds_rows(connection, table)]
    if full or any(uploads_of(holdings.data)):
        raise Conflict(
            "数据库或数据文件夹里已经有内容，没有恢复。请换一个空的数据库；"
            "确实要用备份替换现有内容时，加上 --force（现有内容会被删除，请先备份）。"
        )


def _restore_files(
    archive: zipfile.ZipFile, manifest: Manifest, data: Path, *, progress: Progress
) -> None:
    """Files before rows, as everywhere: a row that names a file finds it."""
    for done, name in enumerate(manifest.files):
        progress(FILES, done, len(manifest.files))
        place = _place(data, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(f".{place.name}.part")
        with archive.open(file_entry(name)) as stream, unfinished.open("wb") as file:
            file.writelines(chunks_of(stream))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
    progress(FILES, len(manifest.files), len(manifest.files))


def _place(data: Path, name: str) -> Path:
    """Inside the data folder, whatever a forged backup says."""
    parts = PurePosixPath(name).parts
    if not parts or parts[0] == "/" or ".." in parts:
        raise UnreadableFile(f"备份里有不该有的文件名“{name}”，没有恢复任何内容。")
    return data.joinpath(*parts)


def _restore_table(
    session: Session,
    archive: zipfile.ZipFile,
    manifest: Manifest,
    *,
    table: Table,
    told: Callable[[int], None],
) -> None:
    part = manifest.tables[table.name]
    read = reader_of(table, part.columns)
    referring: list[dict[str, Any]] = []
    names = [column.name for column in queries.own_references(table)]
    done = 0
    with archive.open(table_entry(table.name)) as stream:
        for lines in _chunks(stream):
            rows = list(map(read, lines))
            queries.fill(session, table, rows)
            referring += [row for row in rows if any(row[name] is not None for name in names)]
            done += len(rows)
            told(done)
    queries.refer(session, table, referring)
    queries.number_on(session, table)


def _compare(
    connection: Connection, manifest: Manifest, tables: list[Table], *, progress: Progress
) -> None:
    """Nothing is committed unless every table says again what the backup says."""
    for done, table in enumerate(tables):
        progress(COMPARING, done, len(tables))
        found = Sum()
        with queries.rows_of(connection, table) as rows:
            for row in rows:
                found.add(line_of(row))
        part = manifest.tables[table.name]
        if (found.rows, found.text) != (part.rows, part.any_order):
            raise MatchmakingError(
                f"恢复后的数据表 {table.name} 与备份不一致，已全部撤回。请换用另一份备份，并告诉维护人员。"
            )
    progress(COMPARING, len(tables), len(tables))


def _telling(progress: Progress, before: int, total: int) -> Callable[[int], None]:
    return lambda done: progress(ROWS, before + done, total)


def _chunks(stream: IO[bytes]) -> Iterator[list[bytes]]:
    while chunk := [line for _, line in zip(range(_AT_ONCE), stream, strict=False)]:
        yield chunk
