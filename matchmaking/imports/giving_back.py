"""Which file goes back to its sender? The list as it came, everything that is wrong marked in it."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlmodel import Session

from matchmaking.errors import Conflict
from matchmaking.imports import files
from matchmaking.imports.marking import marked
from matchmaking.imports.models import ImportState, ListImport
from matchmaking.storage.queries import batch
from matchmaking.storage.store import load_reading

UNREAD = (ImportState.QUEUED, ImportState.READING, ImportState.FAILED)


def marked_file(session: Session, data: Path, job: ListImport) -> tuple[str, bytes]:
    """Its name and content, as .xlsx. Raises Conflict before it is read, UnknownRecord without its file."""
    if job.state in UNREAD or batch(session, job.id) is None:
        raise Conflict(f"这次导入现在是“{job.state}”，还没有可标注的内容。")
    return f"{Path(job.file).stem}（已标注）.xlsx", keep_marked(session, data, job).read_bytes()


def keep_marked(session: Session, data: Path, job: ListImport) -> Path:
    """Where it lies; made from what was read if it is not there yet, which takes seconds."""
    path = files.place_marked(data, job)
    if path.is_file():
        return path
    content = marked(files.place(data, job), load_reading(session, job.id))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two may make it at once; whoever reads it finds one of them whole.
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as fresh:
        fresh.write(content)
    Path(fresh.name).replace(path)
    return path
