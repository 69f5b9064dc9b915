"""How a firm and a buyer are connected, on the page and for programs; and what nobody offers."""

import html
import re
from dataclasses import replace

import pytest

from matchmaking.intake.chains import Chain
from matchmaking.runs import RunState
from tests.web.conftest import RUN
from tests.web.fakes import BUYER, MAKERS, SUPPLIES, FakeRuns
from web.market_maps import KEEP, MarketMaps

CHAIN = Chain((("铝合金圆铸锭", "铝合金", "上游材料"), ("电主轴", "高速电主轴", "产品小类")))
SERVING = replace(MAKERS[4], customers=(BUYER.name,))
PAGE, API = f"/runs/{RUN}/connections", f"/api/v1/runs/{RUN}/connections"
BETWEEN = "?from=91-1&to=91-A"


class LinkedRuns(FakeRuns):
    """The fake market with a chain file, and one firm that serves the buyer already."""

    def result(self, run_id):
        records = (*MAKERS[:4], SERVING, *MAKERS[5:])
        plain = super().result(run_id)
        return replace(plain, supplies=replace(SUPPLIES, records=records), chain=CHAIN)


@pytest.fixture
def runs():
    return LinkedRuns()


def read(answer) -> str:
    body = answer.text.split("<main", 1)[-1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", body)))


def test_a_firms_page_leads_to_its_connection_with_each_buyer(at_result):
    page = html.unescape(at_result.get(f"/runs/{RUN}/firms?firm=91-1").text)
    assert f'hx-get="{PAGE}{BETWEEN}"' in page
    assert "与需求方的联系" in page


def test_the_ways_are_told_in_words_with_the_rows_they_are_written_in(at_result):
    page = read(at_result.get(PAGE + BETWEEN))
    assert "示例市虚构甲铝材有限公司 与 示例市虚构链主铝业集团有限公司 的联系" in page
    steps = [
        "示例市虚构甲铝材有限公司 供应 6061、6063铝合金圆铸锭 供给清单 供给!4",
        "6061、6063铝合金圆铸锭 是 铝合金圆铸锭 的一种 按名称判断",
        "6061铝合金圆铸锭 是 铝合金圆铸锭 的一种 按名称判断",
        "示例市虚构链主铝业集团有限公司 需要 6061铝合金圆铸锭 需求清单 需求!4",
    ]
    assert " ".join(steps) in page


def test_the_firms_page_gets_the_ways_alone(at_result):
    part = at_result.get(PAGE + BETWEEN, headers={"hx-request": "true"}).text
    assert "<main" not in part
    assert part.count("<li>") == 5


def test_a_customer_of_the_list_is_named_as_one(at_result):
    page = read(at_result.get(f"{PAGE}?from=91-5&to=91-A"))
    assert "示例市虚构戊铝业有限公司 已为 示例市虚构链主铝业集团有限公司 配套" in page


def test_no_connection_is_said_in_a_sentence(at_result):
    assert "清单里没有看到联系" in read(at_result.get(f"{PAGE}?from=91-7&to=91-A"))


def test_the_page_speaks_english_too(at_result):
    page = read(at_result.get(f"{PAGE}{BETWEEN}&lang=en"))
    assert "示例市虚构甲铝材有限公司 offers 6061、6063铝合金圆铸锭 supply list 供给!4" in page


@pytest.mark.parametrize("path", [PAGE, API])
@pytest.mark.parametrize("ends", ["?from=nobody&to=91-A", "?from=91-1&to=nobody"])
def test_a_firm_nobody_knows_is_named(at_result, path, ends):
    answer = at_result.get(path + ends)
    assert answer.status_code == 404
    assert "“nobody”" in answer.text


def test_programs_get_every_step_with_its_evidence(at_result):
    answer = at_result.get(f"{API}?from=91-5&to=91-A").json()
    assert answer == {
        "from_name": "示例市虚构戊铝业有限公司",
        "to_name": "示例市虚构链主铝业集团有限公司",
        "ways": [
            {
                "nodes": ["示例市虚构戊铝业有限公司", "示例市虚构链主铝业集团有限公司"],
                "steps": [
                    {
                        "kind": "配套",
                        "source": "示例市虚构戊铝业有限公司",
                        "source_kind": "企业",
                        "target": "示例市虚构链主铝业集团有限公司",
                        "target_kind": "企业",
                        "sentence": (
                            "示例市虚构戊铝业有限公司 已为 示例市虚构链主铝业集团有限公司 配套"
                        ),
                        "evidence": "供给清单 供给!8",
                    }
                ],
            }
        ],
    }


def test_no_connection_is_no_way(at_result):
    assert at_result.get(f"{API}?from=91-7&to=91-A").json()["ways"] == []


def test_programs_may_ask_in_english(at_result):
    answer = at_result.get(API + BETWEEN, headers={"accept-language": "en"}).json()
    step = answer["ways"][0]["steps"][1]
    assert step["sentence"] == "6061、6063铝合金圆铸锭 is a kind of 铝合金圆铸锭"
    assert step["evidence"] == "judged by the name"


@pytest.mark.parametrize(
    "query", ["", "?from=91-1", f"{BETWEEN}&colour=red", f"{BETWEEN}&most=0", "?one=91-1&other=9"]
)
def test_parameters_that_are_missing_unknown_or_out_of_bounds_are_refused(at_result, query):
    answer = at_result.get(API + query)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_nobody_offers_is_listed_with_who_asks_for_it(at_result):
    assert at_result.get(f"/api/v1/runs/{RUN}/gaps").json() == {
        "gaps": [
            {
                "product": "电主轴",
                "wider_on_offer": [],
                "demands": [
                    {
                        "demand_id": "D003",
                        "title": "五轴加工中心电主轴",
                        "buyer": "示例市虚构链主铝业集团有限公司",
                        "row": "需求!6",
                    }
                ],
            }
        ],
        "gaps_in_all": 1,
        "unjudged_demands": 1,
    }
    assert at_result.get(f"/api/v1/runs/{RUN}/gaps?start=1").json()["gaps"] == []
    assert at_result.get(f"/api/v1/runs/{RUN}/gaps?colour=red").status_code == 422


def test_the_page_lists_what_nobody_offers_and_leads_to_the_need(at_result):
    assert f'href="/runs/{RUN}/gaps"' in at_result.get(f"/runs/{RUN}").text
    answer = at_result.get(f"/runs/{RUN}/gaps")
    assert "电主轴 五轴加工中心电主轴 示例市虚构链主铝业集团有限公司 —" in read(answer)
    assert "另有 1 条需求的名称不在产业链文件里" in read(answer)
    assert f'href="/runs/{RUN}?need=D003"' in answer.text


@pytest.mark.parametrize(
    ("chain", "said"),
    [
        ((), "这次没有产业链文件"),
        ((("铝合金圆铸锭", "铝合金", "上游材料"),), "产业链文件认得的需求，都有企业供应。"),
        (
            (("主轴", "五轴加工中心电主轴", "产品小类"), ("主轴", "电主轴维修服务", "上游材料")),
            "供应“主轴”的企业",
        ),
    ],
)
def test_where_nothing_is_listed_or_somebody_may_be_asked_it_is_said(
    at_result, monkeypatch, chain, said
):
    offered = [replace(maker, product="主轴") for maker in MAKERS[7:]]
    plain = FakeRuns.result
    monkeypatch.setattr(
        LinkedRuns,
        "result",
        lambda self, run_id: replace(
            plain(self, run_id),
            chain=Chain(chain),
            supplies=replace(SUPPLIES, records=(*MAKERS[:7], *offered)),
        ),
    )
    assert said in read(at_result.get(f"/runs/{RUN}/gaps"))


def test_a_firm_and_itself_are_refused_in_a_sentence(at_result):
    answer = at_result.get(f"{API}?from=91-1&to=91-1")
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "这是同一家企业，请选两家不同的企业再看联系。",
    )


def test_a_run_under_way_has_no_connections_yet(visitor, runs):
    visitor.post("/runs/demo")
    runs.state = RunState.WORKING
    assert visitor.get(API + BETWEEN).status_code == 503
    assert visitor.get(PAGE + BETWEEN).status_code == 503


def started(runs, count: int) -> MarketMaps:
    for number in range(count):
        runs.started[f"r{number}"] = runs.started[RUN]
    return MarketMaps(runs)


def test_a_map_is_drawn_once_and_the_last_ones_are_kept(visitor, runs):
    visitor.post("/runs/demo")
    maps = started(runs, KEEP + 1)
    first = maps.of("r0")
    assert maps.of("r0") is first
    for number in range(1, KEEP + 1):
        maps.of(f"r{number}")
    assert maps.of("r0") is not first
