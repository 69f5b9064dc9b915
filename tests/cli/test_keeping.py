"""Backup and restore as typed."""

import json

import pytest
import typer
from sqlalchemy import Engine
from typer.testing import CliRunner

from matchmaking.drill.service import Outcome, Task
from matchmaking.errors import Conflict
from matchmaking.firms.models import FirmFile
from matchmaking.storage.database import reading, transaction
from tests.databases import opened
from tests.web.signing import FIRM, FIRM_NAME, a_firm
from web.commands import keeping


@pytest.fixture
def engine(folder, monkeypatch) -> Engine:
    """The owner's database, its tables made without a migration, which has tests of its own."""
    monkeypatch.setenv("RONGTONG_DATA", str(folder / "data"))
    engine = opened(f"sqlite:///{folder}/rongtong.db")
    monkeypatch.setattr(keeping, "migrate", lambda _engine: None)
    monkeypatch.setattr(keeping, "open_database", lambda _url: engine)
    yield engine
    engine.dispose()


@pytest.fixture
def typed(engine):
    del engine
    app = typer.Typer()
    keeping.add_to(app)

    def run(*arguments: str):
        return CliRunner().invoke(app, arguments, catch_exceptions=False)

    return run


def test_what_was_backed_up_is_restored(typed, engine, folder):
    (folder / "data" / "imports").mkdir(parents=True)
    (folder / "data" / "imports" / "a.csv").write_bytes(b"a")
    with transaction(engine) as session:
        session.add(a_firm())
    told = typed("backup", "备份.zip").stdout
    assert told.startswith("已备份到 备份.zip：")
    assert "表 1 行，1 个文件。" in told
    with pytest.raises(Conflict, match="--force"):
        typed("restore", "备份.zip")
    with transaction(engine) as session:
        session.delete(session.get(FirmFile, FIRM))
    answer = typed("restore", "备份.zip", "--force")
    assert answer.stdout.startswith("已恢复 ")
    assert "rongtong reindex" in answer.stderr
    with reading(engine) as session:
        assert session.get(FirmFile, FIRM).name == FIRM_NAME


@pytest.fixture
def outcome(monkeypatch):
    """The drill without its processes, which have tests of their own: it finds what it is told to."""
    asked = []

    def find(**wrong: object) -> list[tuple[object, str]]:
        def import_kill(task, *, postgresql, progress):
            progress("中断和重启", 3, 3)
            asked.append((task, postgresql))
            told = {"accepted": 60, "lost": 0, "doubled": 0, "kills": 3} | wrong
            return Outcome(**told, by_point={"random": 3}, seconds=1.5)

        monkeypatch.setattr(keeping, "import_kill", import_kill)
        return asked

    return find


def test_a_clean_drill_prints_its_figures(typed, outcome):
    asked = outcome()
    command = ("drill", "import-kill", "--rows", "60", "--kills", "3", "--seed", "7")
    answer = typed(*command, "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout) == {
        "accepted": 60,
        "lost": 0,
        "doubled": 0,
        "kills": 3,
        "by_point": {"random": 3},
        "seconds": 1.5,
    }
    assert typed(*command).stdout == "中断 3 次，答应导入 60 行：丢失 0，重复 0（用时 2 秒）。\n"
    assert asked == [(Task(60, 3, 7), "")] * 2


def test_a_drill_says_which_kills_did_not_happen_and_why(typed, outcome):
    outcome(kills=2, missed={"import.read.before": 1})
    answer = typed("drill", "import-kill", "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["kills"]) == (0, 2)
    assert "有 1 次没有发生：import.read.before 1 次。" in answer.stderr
    assert "进程没有走到这些地方" in answer.stderr


@pytest.mark.parametrize("wrong", [{"lost": 1}, {"doubled": 1}])
def test_a_drill_that_lost_or_doubled_something_fails(typed, outcome, wrong):
    outcome(**wrong)
    assert typed("drill", "import-kill").exit_code == 1


def test_the_owners_postgresql_is_used_where_it_is_set(typed, outcome, monkeypatch):
    monkeypatch.setenv("RONGTONG_DATABASE_URL", "postgresql://example/rongtong")
    asked = outcome()
    typed("drill", "import-kill")
    assert [url for _, url in asked] == ["postgresql://example/rongtong"]
