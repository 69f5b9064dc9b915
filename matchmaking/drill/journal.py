"""What was acknowledged? One line a promise, on disk before the next step; a killed writer may break off the last."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Promise:
    """The platform said that it has this list (received), or that its rows will be in (confirmed)."""

    what: str
    file: str
    import_id: str
    stamp: int = 0  # what the rows were changed to; each time a list is brought again, a larger one


RECEIVED, CONFIRMED = "received", "confirmed"


def promise(path: Path, made: Promise) -> None:
    """Write it down so that it outlives us."""
    torn = path.exists() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8") as file:
        # What the one before us broke off was never said; it must not spoil what we say.
        file.write(("\n" if torn else "") + json.dumps(asdict(made)) + "\n")
        file.flush()
        os.fsync(file.fileno())


def promises(path: Path) -> Iterator[Promise]:
    """All that was said, whole lines only."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        yield Promise(**said)
