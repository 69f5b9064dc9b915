"""The command line as typed, in this process, with an encoder that is quick."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from matchmaking.benching import service as bench
from search.vectors import HashingEncoder
from web import cli

Rows = Iterable[Mapping[str, object]]
SUPPLY_COLUMNS = (
    "供给编号",
    "企业名称",
    "企业简称",
    "所在省份",
    "所在城市",
    "所属行业",
    "主导产品",
    "收入占比",
)


@dataclass(frozen=True)
class Answer:
    """What a command left: its exit code and what it wrote to both streams."""

    code: int
    out: str
    err: str


@pytest.fixture
def typed(monkeypatch, capsys) -> Callable[..., Answer]:
    """Types a command and waits for its end."""
    encoder = HashingEncoder()
    for module in (cli, bench):
        monkeypatch.setattr(module, "shared_encoder", lambda: encoder)

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr("sys.argv", ["rongtong", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_supplies(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, SUPPLY_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_demands(path: Path, rows: Rows) -> Path:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
