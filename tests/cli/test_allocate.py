"""`rongtong allocate` as typed: over the published market, as a workbook, and measured on synthetic needs."""

import json

import pytest
from openpyxl import load_workbook

from search.vectors import HashingEncoder
from tests.databases import opened
from tests.indexing.conftest import NOW, TODAY, a_city
from web import wiring
from web.commands import allocating


@pytest.fixture
def _city(folder, monkeypatch):
    """A need and a supply that fits, in the owner's database; matched without the thesaurus."""
    engine = opened(f"sqlite:///{folder}/rongtong.db")
    monkeypatch.setenv("RONGTONG_DATA", str(folder / "data"))
    monkeypatch.setattr(wiring, "shared_encoder", HashingEncoder)
    monkeypatch.setattr(allocating, "migrate", lambda _engine: None)
    monkeypatch.setattr(allocating, "open_database", lambda _url: engine)
    monkeypatch.setattr(allocating, "shipped_knowledge", None)
    monkeypatch.setattr(allocating.clock, "now", lambda: NOW)
    monkeypatch.setattr(allocating.clock, "today", lambda: TODAY)
    city = a_city(engine)
    city.supply("电解铜箔")
    city.need("电解铜箔")
    yield
    engine.dispose()


@pytest.mark.usefixtures("_city")
def test_both_ways_are_told_in_one_object(typed):
    answer = typed("allocate", "--json", "--parts", 2)
    found = json.loads(answer.out)
    assert answer.code == 0
    assert found["limits"] == {
        "per_firm": 10, "per_need": 5, "parts": 2, "least_part": 0.05, "floor": 1
    }  # fmt: skip
    assert (found["needs"], found["pairs"], found["gap"]) == (1, found["optimal"]["proposals"], 0)
    assert found["optimal"]["value"] >= found["greedy"]["value"]


@pytest.mark.usefixtures("_city")
def test_without_json_there_is_a_table_and_the_proposals_go_into_a_workbook(typed, folder):
    answer = typed("allocate", "--out", "分配.xlsx")
    lines = answer.out.splitlines()
    assert answer.code == 0
    assert lines[0].startswith("需求 1 条")
    assert lines[1] == "指标\t统筹分配\t逐条贪心"
    assert lines[-1] == "统筹分配离理论上限最多还差 0.0%。"
    assert "已写入 分配.xlsx。" in answer.err
    headings = next(load_workbook(folder / "分配.xlsx").active.iter_rows(values_only=True))
    assert headings[:2] == ("方式", "需求编号")


def test_a_folder_that_is_not_there_is_said_before_the_work(typed):
    answer = typed("allocate", "--out", "没有/分配.xlsx")
    assert (answer.code, "没有文件夹" in answer.err) == (2, True)


def test_the_bench_asks_no_database(typed):
    figures = json.loads(typed("allocate", "--bench", 20, "--json").out)
    assert (figures["needs"], figures["pairs"]) == (20, 1000)
    told = typed("allocate", "--bench", 20).out.splitlines()
    assert [line.split()[0] for line in told] == list(figures)
