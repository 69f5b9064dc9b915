"""Where does a dropped file wait for its run? On disk, for good, before the run is known at all."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

LONGEST_NAME = 180  # bytes; file systems allow 255


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as its sender named it."""

    name: str
    content: bytes


def safe_name(name: str) -> str:
    """The sender's file name without folders and signs that mean something to a file system."""
    last = re.split(r"[/\\]", name)[-1]
    path = Path("".join(sign for sign in last if sign.isprintable()).strip(" .") or "未命名")
    stem = path.stem.encode()[: LONGEST_NAME - len(path.suffix.encode()[:20])]
    return stem.decode(errors="ignore") + path.suffix[:20]


def save(content: bytes, path: Path) -> None:
    """Write a file so that neither it nor its folders are lost when the machine dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    # A new name lasts once the folder that holds it is on disk: the run's, and the one above it.
    for folder in list(path.parents)[:3]:
        _sync_folder(folder)


def digest(path: Path) -> str:
    """What tells one file from another: the SHA-256 of its content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
