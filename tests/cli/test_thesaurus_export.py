"""What was approved on the platform leaves as lines for the files of the thesaurus."""

import pytest
from typer.testing import CliRunner

from matchmaking.storage.database import transaction
from matchmaking.thesaurus.models import Doing, ThesaurusEntry
from tests.databases import opened
from tests.web.signing import NOW
from web.commands.thesaurus import thesaurus_app


def entry(key: str, doing: Doing, name: str, **more: str) -> ThesaurusEntry:
    cells = [name, "非金属矿物制品", "", "", "砌墙用的", "", "", "", ""]
    said = {"division": "30", "state": "已采用", "origin": "手工填写", "decided_at": NOW} | more
    return ThesaurusEntry(id=key, doing=doing, key=name, cells=cells, at=NOW, **said)


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setenv("RONGTONG_DATA", str(tmp_path))
    engine = opened(f"sqlite:///{tmp_path}/rongtong.db")
    yield engine
    engine.dispose()


def test_each_line_says_what_to_do_with_it(database):
    with transaction(database) as session:
        session.add(entry("1", Doing.ADD, "红砖"))
        session.add(entry("2", Doing.CORRECT, "水泥, 袋装", division="26"))
        session.add(entry("3", Doing.DROP, "瓦", division=""))
        session.add(entry("4", Doing.ADD, "青砖", state="待审核"))
    answer = CliRunner().invoke(thesaurus_app, ["export"], catch_exceptions=False)
    assert answer.stdout.splitlines() == [
        "# 任一门类",
        "# 删去「瓦」那一行",
        "# 门类 26",
        "# 换掉「水泥, 袋装」那一行",
        '"水泥, 袋装",非金属矿物制品,,,砌墙用的,,,,',
        "# 门类 30",
        "# 加到文件末尾",
        "红砖,非金属矿物制品,,,砌墙用的,,,,",
    ]
    assert answer.stderr == "共 3 条。\n"
