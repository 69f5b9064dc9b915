"""Reads lists as the platform does, in a process that says what each took: one path a line in, JSON out.

Each file is read by a fork of its own: what one takes is not counted for another, and one that dies
takes none along.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path

from matchmaking.errors import UnreadableFile
from matchmaking.intake.service import read_list

MEMORY = 4 << 30  # addresses, not memory: the least that lets the reading process have its own 3 GB
PATIENCE = 300  # seconds; the reader's own bound is 120 of processor time


def told(path: Path) -> dict[str, object]:
    """What came of one file, whatever came of it."""
    try:
        reading = read_list(path)
    except UnreadableFile as refused:
        return {"refused": str(refused)}
    texts = [text for record in reading.records for text in (getattr(record, "product", ""),)]
    rows = {"accepted": len(reading.records), "returned": len(reading.returned)}
    return {"rows": rows, "rows_in": reading.rows_in, "products": texts[:50]}


def answer(path: Path) -> None:
    signal.alarm(PATIENCE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    try:
        said = told(path)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it must not have been raised
        said = {"raised": repr(error)[:500]}
    for whose, who in (("own", resource.RUSAGE_SELF), ("child", resource.RUSAGE_CHILDREN)):
        said[whose] = resource.getrusage(who).ru_maxrss // 1024
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            answer(Path(line.rstrip("\n")))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            sys.stdout.write(json.dumps({"died": status}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
