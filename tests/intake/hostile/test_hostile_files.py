"""Every broken or hostile file is answered with a sentence, or with rows that add up; memory stays bounded."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from matchmaking.errors import UnreadableFile
from matchmaking.intake.service import read_list
from tests.intake.hostile import bounded, texts
from tests.intake.hostile.files import ALL, Hostile

ROOT = Path(__file__).parents[3]
# What may be held here, where pages are served too, and in the process that reads one workbook.
OWN_MEGABYTES, CHILD_MEGABYTES = 900, 2_100
FEWEST_FILES = 60

Ask = Callable[[Path], dict[str, Any]]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """A process that reads one file after another and says what each took."""
    command = [sys.executable, "-m", bounded.__name__]
    with subprocess.Popen(  # noqa: S603 (our own words)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:

        def answer(path: Path) -> dict[str, Any]:
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{path}\n")
            process.stdin.flush()
            said: dict[str, Any] = json.loads(process.stdout.readline())
            return said

        yield answer
        process.kill()


def written(hostile: Hostile, folder: Path) -> Path:
    path = folder / hostile.name if "." in hostile.name else folder / "list.xlsx"
    path.write_bytes(hostile.make())
    return path


def is_expected(hostile: Hostile, said: dict[str, Any]) -> bool:
    """Whether it is one of the answers that would be right."""
    if "refused" in said:
        return any(isinstance(one, str) and one in said["refused"] for one in hostile.answers)
    return tuple(said.get("rows", {}).values()) in hostile.answers


def test_there_are_enough_of_them():
    assert len({hostile.name for hostile in ALL}) == len(ALL) > FEWEST_FILES


@pytest.mark.parametrize("hostile", ALL, ids=str)
def test_a_hostile_file_is_answered(hostile: Hostile, ask: Ask, tmp_path: Path):
    said = ask(written(hostile, tmp_path))
    assert is_expected(hostile, said), said
    assert said["own"] < OWN_MEGABYTES, said
    assert said["child"] < CHILD_MEGABYTES, said
    if "refused" in said:
        assert re.search(r"[。）]$", said["refused"]), "no sentence"
    else:
        assert said["rows_in"] == sum(said["rows"].values())


def test_nothing_is_unpacked_outside_the_folder(tmp_path: Path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    escaping = next(hostile for hostile in ALL if hostile.name == "names that lead out")
    read_list(written(escaping, inner))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [inner / "list.xlsx"]


def test_a_database_is_no_list(tmp_path: Path):
    path = tmp_path / "list.xls"
    path.write_bytes(texts.database(tmp_path))
    with pytest.raises(UnreadableFile):
        read_list(path)
