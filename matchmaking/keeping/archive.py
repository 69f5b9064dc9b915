"""What does a backup file look like, and is this one whole? A zip of parts and a manifest of their sums."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from matchmaking.errors import UnreadableFile
from matchmaking.progress import Progress

FORMAT = 1
MANIFEST = "manifest.json"
CHECKING = "核对备份"
_CHUNK = 1 << 20
_TABLES, _FILES = "tables/", "files/"


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table's rows: how many, in which columns, and their sums: as written, and in any order."""

    rows: int
    columns: tuple[str, ...]
    sha256: str
    any_order: str


@dataclass(frozen=True, slots=True)
class FilePart:
    """An uploaded file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the backup holds, and of what it was made."""

    version: str  # of the platform
    revision: str  # of the tables
    database: str
    made_at: datetime
    tables: dict[str, TablePart] = field(default_factory=dict)
    files: dict[str, FilePart] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables.values())


def table_entry(name: str) -> str:
    """Where a table's rows stand."""
    return f"{_TABLES}{name}.jsonl"


def file_entry(path: str) -> str:
    """Where an uploaded file stands."""
    return f"{_FILES}{path}"


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Say at the end what was written before."""
    said = asdict(manifest) | {"format": FORMAT, "made_at": manifest.made_at.isoformat()}
    archive.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))


def open_archive(path: Path) -> zipfile.ZipFile:
    """The file for reading. Raises UnreadableFile."""
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        raise UnreadableFile(
            f"备份文件“{path}”打不开：{error.strerror}。请检查路径和权限。"
        ) from error
    except zipfile.BadZipFile as error:
        raise _damaged(path) from error


def read_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """What the backup says it holds. Raises UnreadableFile."""
    try:
        said: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except KeyError as error:
        raise UnreadableFile(
            f"“{path}”不是融通的备份文件。请选 rongtong backup 写出的文件。"
        ) from error
    except (ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _damaged(path) from error
    if said.pop("format", None) != FORMAT:
        raise UnreadableFile(f"“{path}”是别的版本写的备份，这个版本读不了。请用写它的版本恢复。")
    tables = {
        name: TablePart(**part | {"columns": tuple(part["columns"])})
        for name, part in said["tables"].items()
    }
    files = {name: FilePart(**part) for name, part in said["files"].items()}
    made_at = datetime.fromisoformat(said["made_at"])
    return Manifest(**said | {"made_at": made_at, "tables": tables, "files": files})


def check(path: Path, progress: Progress) -> Manifest:
    """Read every part of a backup and compare it with the manifest. Raises UnreadableFile."""
    with open_archive(path) as archive:
        manifest = read_manifest(archive, path)
        sums = {table_entry(name): part.sha256 for name, part in manifest.tables.items()}
        sums |= {file_entry(name): part.sha256 for name, part in manifest.files.items()}
        if {*sums, MANIFEST} != set(archive.namelist()):
            raise _damaged(path)
        for done, (entry, expected) in enumerate(sums.items()):
            progress(CHECKING, done, len(sums))
            try:
                with archive.open(entry) as stream:
                    found = _sum_of(stream)
            except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                raise _damaged(path) from error
            if found != expected:
                raise _damaged(path)
        progress(CHECKING, len(sums), len(sums))
    return manifest


def chunks_of(stream: IO[bytes]) -> Iterator[bytes]:
    """A part, a piece at a time."""
    while chunk := stream.read(_CHUNK):
        yield chunk


def _sum_of(stream: IO[bytes]) -> str:
    found = hashlib.sha256()
    for chunk in chunks_of(stream):
        found.update(chunk)
    return found.hexdigest()


def _damaged(path: Path) -> UnreadableFile:
    return UnreadableFile(f"备份文件“{path}”已损坏或不完整，没有恢复任何内容。请换用另一份备份。")
