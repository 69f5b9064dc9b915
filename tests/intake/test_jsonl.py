"""Demands as one JSON object a line."""

import json

import pytest

from matchmaking.errors import UnreadableFile
from matchmaking.intake.service import ListKind, read_list
from matchmaking.records import Period, Quantity, Wish, WishKind

DEMAND = {
    "id": "X1", "type": "关键原材料", "title": "铝箔", "description": "双零", "category": "有色", "quantity": 60, "unit": "吨",
    "period": "月", "region": "云南昆明", "requirements": ["ISO 9001", "RoHS/REACH", "必须可追溯"], "buyer": "某示例公司",
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def of(*lines, kind=None):
        path = tmp_path / "demands.jsonl"
        texts = [
            line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)
            for line in lines
        ]
        path.write_text("\n".join(texts), encoding="utf-8")
        return read_list(path, kind)

    return of


def test_a_line_becomes_a_demand(read):
    (demand,) = read(DEMAND).records
    assert (demand.id, demand.title, demand.type) == ("X1", "铝箔", "关键原材料")
    assert (demand.category, demand.description) == ("有色", "双零")
    assert demand.quantity == Quantity(60, "吨", Period.MONTH)
    assert (demand.region.code, demand.buyer.name) == ("530100", "某示例公司")
    assert demand.wishes == (
        Wish(WishKind.CERTIFICATE, "ISO 9001", must=False),
        Wish(WishKind.CERTIFICATE, "RoHS/REACH", must=False),
        Wish(WishKind.OTHER, "必须可追溯", must=True),
    )
    assert str(demand.origin) == "1"


def test_any_other_key_is_ignored(read):
    extra = DEMAND | {"class": "A", "intent": "3=铝箔", "vocab_gap": "无", "buyer_secret": {"a": 1}}
    assert read(extra).records == read(DEMAND).records


def test_missing_and_empty_keys_are_left_empty(read):
    (demand,) = read({"title": "铝箔", "quantity": None, "requirements": None}).records
    assert (demand.id, demand.quantity, demand.wishes) == ("需求-1", None, ())


def test_one_requirement_may_come_without_a_list(read):
    (demand,) = read({"title": "铝箔", "requirements": "ISO 9001"}).records
    assert [wish.text for wish in demand.wishes] == ["ISO 9001"]


@pytest.mark.parametrize("line", ['{"title": "铝', "[1]", '"铝箔"', "铝箔", "{" * 100_000])
def test_a_broken_line_goes_back_and_the_others_stay(read, line):
    reading = read(DEMAND, line)
    assert (len(reading.records), reading.rows_in) == (1, 2)
    assert "JSON" in reading.returned[0].problems[0].cause
    assert reading.returned[0].origin.row == 2


def test_a_value_that_is_no_text_goes_back_by_its_key(read):
    reading = read({"title": {"zh": "铝箔"}})
    assert "“title”的值应是文字或数字" in reading.returned[0].problems[0].cause


def test_a_line_without_a_title_goes_back(read):
    reading = read({"id": "X1", "description": "双零"})
    assert [problem.cell for problem in reading.returned[0].problems] == [""]
    assert "缺少需求名称" in reading.returned[0].problems[0].cause


def test_a_repeated_line_goes_back_and_blank_lines_are_none(read):
    reading = read(DEMAND, "", DEMAND, DEMAND | {"requirements": []})
    causes = [row.problems[0].cause for row in reading.returned]
    assert causes[0] == "与第1行重复，没有读入；保留前一行即可"
    assert causes[1].startswith("编号“X1”与第1行重复")


def test_json_is_no_supply_list(read):
    with pytest.raises(UnreadableFile, match="只能作为需求清单"):
        read(DEMAND, kind=ListKind.SUPPLY)
