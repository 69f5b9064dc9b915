"""How does a workbook become sheets? Reads in a process of its own and holds it to its bounds."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from matchmaking.errors import UnreadableFile
from matchmaking.intake import bounds, extract
from matchmaking.intake.sheets import Merge, Sheet
from matchmaking.progress import Progress

_LOCKED = "文件加了密码，打不开。请先取消密码保护，另存后再上传。"
_STEP = "读取文件"
_TELL_EVERY = 5_000


def read_workbook(path: Path, progress: Progress) -> list[Sheet]:
    """Every sheet of an .xlsx or .xls file; raises UnreadableFile."""
    command = [sys.executable, "-m", extract.__name__, str(path.absolute())]
    child = subprocess.Popen(  # noqa: S603 - our own module and interpreter, no shell
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    )
    with child:
        try:
            return list(_collect(child.stdout, progress)) if child.stdout else []
        finally:
            child.kill()


@dataclass(slots=True)
class _Held:
    """How much of a file we hold so far."""

    letters: int = 0
    rows: int = 0
    cells: int = 0
    merges: int = 0

    def check(self) -> None:
        if self.letters > bounds.MAX_TEXT:
            raise bounds.swells()
        if self.cells > bounds.MAX_CELLS:
            raise bounds.too_many_cells()


def _collect(lines: IO[str], progress: Progress) -> Iterator[Sheet]:
    sheet: Sheet | None = None
    held = _Held()
    for line in lines:
        held.letters += len(line)
        held.check()
        value = json.loads(line)
        if isinstance(value, list):
            if sheet:
                sheet.rows.append((value[0], value[1]))
            held.rows += 1
            held.cells += len(value[1])
            if held.rows % _TELL_EVERY == 0:
                progress(_STEP, held.rows)
            continue
        if sheet:
            yield sheet
        if value is None:
            return
        sheet = _new_sheet(value, bounds.MAX_MERGES - held.merges)
        held.merges += len(sheet.merged)
    # The process ended before its last word: it was killed, or killed itself.
    raise UnreadableFile(bounds.BROKEN)


def _new_sheet(value: dict[str, Any], most_merges: int) -> Sheet:
    if "error" in value:
        raise _refusal(value["error"], value.get("detail", ""))
    merged = tuple(Merge(*first, *last) for first, last in value["merged"][:most_merges])
    return Sheet(value["sheet"], [], merged, value["hidden"])


def _refusal(error: str, detail: Any) -> UnreadableFile:
    if error == extract.MANY_SHEETS:
        return bounds.too_many_sheets(int(detail))
    if error == extract.MANY_ROWS:
        return bounds.too_many_rows()
    if error == extract.MANY_COLUMNS:
        return bounds.too_many_columns(f"工作表“{detail}”")
    return UnreadableFile(_LOCKED if error == extract.PASSWORD else bounds.BROKEN)
