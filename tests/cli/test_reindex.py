"""`rongtong reindex` and `--check` as typed."""

import pytest

from matchmaking.indexing.checking import Report
from search.vectors import HashingEncoder
from tests.databases import opened
from tests.indexing.conftest import a_city
from web import wiring
from web.commands import indexing


@pytest.fixture
def engine(folder, monkeypatch):
    """The owner's database, its tables made without a migration, which has tests of its own."""
    engine = opened(f"sqlite:///{folder}/rongtong.db")
    monkeypatch.setenv("RONGTONG_DATA", str(folder / "data"))
    monkeypatch.setattr(wiring, "shared_encoder", HashingEncoder)
    monkeypatch.setattr(indexing, "migrate", lambda _engine: None)
    monkeypatch.setattr(indexing, "open_database", lambda _url: engine)
    yield engine
    engine.dispose()


def test_everything_is_built_checked_and_said_to_be_right(typed, engine):
    city = a_city(engine)
    city.supply("铜箔")
    city.need("铝锭")
    answer = typed("reindex")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "已发布 2 条，索引里 2 条，刚改过、暂不核对 0 条。",
        "核对无误。",
    ]
    assert typed("reindex", "--check").code == 0


def test_a_difference_is_named_and_ends_with_one(typed, engine, folder):
    city = a_city(engine)
    city.supply("铜箔")
    typed("reindex")
    for kept in (folder / "data" / "vectors").iterdir():
        kept.unlink()
    answer = typed("reindex", "--check")
    assert answer.code == 1
    assert "有 1 条的文本还没有向量，后台会补上。" in answer.out
    assert "请运行 rongtong reindex 重建。" in answer.out


def test_before_the_first_index_a_check_says_what_to_do(typed, engine):
    a_city(engine)
    answer = typed("reindex", "--check")
    assert answer.code == 2
    assert "请先运行 rongtong reindex" in answer.err


def test_every_difference_is_told_and_of_many_the_first():
    many = tuple(f"need:{number:02}" for number in range(12))
    report = Report(
        20, 9, 0, missing=many, surplus=("need:x",), different=("need:y",), edges=("",),
        vectors_missing=None, vectors_broken=3,
    )  # fmt: skip
    assert indexing.told(report) == [
        "已发布 20 条，索引里 9 条，刚改过、暂不核对 0 条。",
        f"索引缺少 12 条：{'、'.join(many[:10])}……",
        "索引多出 1 条：need:x",
        "索引内容不符 1 条：need:y",
        "产业链图不符 1 条：产业链文件",
        "有 3 个向量损坏：请删除数据目录下的 vectors 文件夹再重建。",
        "核对发现差异，请运行 rongtong reindex 重建。",
    ]
