"""Backup and restore as typed."""

import pytest
import typer
from sqlalchemy import Engine
from typer.testing import CliRunner

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
