import json

import pytest

from matchmaking.runs import RunState
from tests.web.conftest import RUN

API = f"/api/v1/runs/{RUN}"


def test_a_run_is_started_and_its_address_given(visitor, runs):
    files = {"demands": ("a.csv", b"1"), "supplies": ("b.csv", b"2"), "chain": ("c.csv", b"3")}
    runs.state = RunState.QUEUED
    answer = visitor.post("/api/v1/runs", files=files)
    assert (answer.status_code, answer.headers["location"]) == (202, "/api/v1/runs/run1")
    assert answer.json() == {
        "id": "run1",
        "state": "queued",
        "step": "整理清单",
        "done": 120,
        "total": 300,
        "error": "",
        "demand_file": "a.csv",
        "supply_file": "b.csv",
        "started_at": "2026-03-02T01:00:00Z",
    }


def test_needs_come_in_the_order_of_the_list(at_result):
    needs = at_result.get(f"{API}/demands").json()
    assert [(need["id"], need["standing"], need["best_score"]) for need in needs] == [
        ("D001", "fits", 86.4),
        ("D002", "ask", 44.7),
        ("D003", "unmet", None),
    ]
    assert at_result.get(f"{API}/demands?start=1&limit=1").json() == [needs[1]]


def test_suppliers_come_with_parts_that_add_up_to_the_score(at_result):
    answer = at_result.get(f"{API}/suppliers?demand=D001&top=2").json()
    assert [match["supply_id"] for match in answer["matches"]] == ["S001", "S002"]
    for match in answer["matches"]:
        total = sum(part["points"] for part in match["contributions"])
        assert total == pytest.approx(match["score"], abs=1e-6)
    first, second = answer["matches"]
    assert first["conclusion"] == "符合"
    assert first["findings"][0]["verdict"] == 1
    assert second["questions"] == ["是否持有ISO9001？有效期到何时？", "能否在 2026-06-30 前交货？"]


def test_an_unmet_need_comes_with_its_nearest_and_upstream(at_result):
    answer = at_result.get(f"{API}/suppliers?demand=D003").json()
    assert answer["matches"] == []
    assert answer["unmet_cause"] == "供给清单里没有「五轴加工中心电主轴」一类产品，已列为未匹配需求"
    assert [match["changes"] for match in answer["nearest"]] == [["取得ISO9001"]]
    assert answer["upstream_supply_ids"] == ["S007"]


def test_a_firm_gets_its_opportunities(at_result):
    answer = at_result.get(f"{API}/opportunities?firm=91-1").json()
    assert answer["firm_name"] == "示例市虚构甲铝材有限公司"
    assert [match["demand_id"] for match in answer["matches"]] == ["D001"]


def test_rows_say_what_became_of_every_row(at_result):
    answer = at_result.get(f"{API}/rows").json()
    assert answer["files"][0] == {
        "file": "示例需求.xlsx",
        "rows_in": 4,
        "accepted": 3,
        "returned": 1,
    }
    assert answer["returned"][0]["cell"] == "B9"
    assert (answer["returned_in_all"], answer["remarks_in_all"]) == (1, 1)


def test_sentences_come_in_the_callers_language(at_result):
    english = {"accept-language": "en"}
    answer = at_result.get(f"{API}/suppliers?demand=D001", headers=english).json()
    assert answer["matches"][0]["contributions"][0]["name"] == "Words"
    assert answer["matches"][1]["questions"][1] == "Can you deliver by 2026-06-30?"


def test_the_workbook_is_the_same_as_on_the_page(at_result):
    page = at_result.get(f"/runs/{RUN}/workbook.xlsx")
    assert at_result.get(f"{API}/workbook.xlsx").content == page.content


@pytest.mark.parametrize(
    "path",
    ["", "/demands", "/suppliers", "/opportunities", "/rows", "/workbook.xlsx"],
)
def test_an_unknown_parameter_is_refused_by_name(at_result, path):
    answer = at_result.get(f"{API}{path}?demand=D001&firm=91-1&colour=red")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "colour" in [error["field"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("path", ["/demands", "/gaps", "/rows"])
def test_no_part_starts_beyond_what_can_be_counted(at_result, path):
    answer = at_result.get(f"{API}{path}?start={10**20}")
    assert [error["field"] for error in answer.json()["errors"]] == ["start"]


def test_a_parameter_out_of_bounds_is_refused(at_result):
    assert at_result.get(f"{API}/suppliers?demand=D001&top=0").status_code == 422


def test_the_description_lists_every_route_and_is_served_from_here(visitor):
    described = visitor.get("/api/v1/openapi.json").json()
    assert sorted(path for path in described["paths"] if "/runs" in path) == [
        "/api/v1/runs",
        "/api/v1/runs/{run_id}",
        "/api/v1/runs/{run_id}/connections",
        "/api/v1/runs/{run_id}/demands",
        "/api/v1/runs/{run_id}/gaps",
        "/api/v1/runs/{run_id}/opportunities",
        "/api/v1/runs/{run_id}/rows",
        "/api/v1/runs/{run_id}/suppliers",
        "/api/v1/runs/{run_id}/workbook.xlsx",
    ]
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["description"]
    assert "application/problem+json" in json.dumps(described)


def test_the_description_can_be_read_by_people_in_both_languages(visitor):
    assert "谁能供应这条需求：排好名次" in visitor.get("/api/v1/docs").text
    english = visitor.get("/api/v1/docs", headers={"accept-language": "en"})
    assert "Who can supply a need" in english.text
