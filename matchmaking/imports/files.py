"""Where does a list lie while it comes in, and after? On disk, for good, before its row exists."""

from pathlib import Path

from matchmaking.errors import UnknownRecord, UnreadableFile
from matchmaking.imports.models import ListImport
from matchmaking.storage.failpoints import reach
from matchmaking.storage.uploads import Upload, digest, safe_name, save

FOLDER = "imports"


def keep(data: Path, import_id: str, file: Upload) -> Path:
    """Put it on disk, each in a folder of its own, so that names cannot clash."""
    path = data / FOLDER / import_id / safe_name(file.name)
    reach("import.upload.before")
    save(file.content, path)
    reach("import.upload.after")
    return path


def place(data: Path, job: ListImport) -> Path:
    """Where it lies. Raises UnknownRecord."""
    path = data / FOLDER / job.id / job.file
    if not path.is_file():
        raise UnknownRecord("这份清单的原文件已不在服务器上，请重新上传。")
    return path


def place_marked(data: Path, job: ListImport) -> Path:
    """Where its marked workbook lies, once it is made."""
    return data / FOLDER / job.id / "marked" / "marked.xlsx"


def fetch(path: Path) -> tuple[str, bytes]:
    """Digest and content of somebody's file. Raises UnreadableFile."""
    try:
        return digest(path), path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"打不开文件 {path}：{error.strerror}。请检查路径和权限。") from error


def live_key(sha256: str, kind: str | None, for_firm_id: str | None) -> str:
    """What makes two uploads one: content, the kind asked for, the firm."""
    return f"{sha256}/{kind or ''}/{for_firm_id or ''}"
