"""What is measured, and over what market. Never how fast: a test is no stopwatch."""

import json

import pytest

from matchmaking.benching.market import make_demands, make_supplies
from matchmaking.benching.naive import naive_recommendation
from matchmaking.benching.service import bench
from matchmaking.matching.market import ask_anew, index_in_memory
from search.contract import Document
from tests.matching.factories import TODAY, WHEEL, a_demand, a_market, supplies_of

KEYS = (
    "listings demands distinct_texts index_seconds search_p50_ms search_p95_ms search_as_typed_p50_ms "
    "search_as_typed_p95_ms recommend_p50_ms "
    "recommend_p95_ms batch_demands_per_second peak_rss_mb recall_at_10 naive"
).split()


@pytest.fixture(scope="module")
def supplies():
    return make_supplies(1_000, 1)


def test_one_object_with_just_the_keys_scripts_rely_on(typed):
    answer = typed("bench", "--listings", 1_000, "--demands", 12, "--json")
    figures = json.loads(answer.out)
    assert (answer.code, list(figures)) == (0, KEYS)
    assert (figures["listings"], figures["demands"]) == (1_000, 12)
    assert 100 <= figures["distinct_texts"] <= 1_000
    assert 0 <= figures["recall_at_10"] <= 1
    assert all(figures[name] > 0 for name in KEYS[3:10])
    assert figures["naive"]["recommend_p95_ms"] > 0
    assert figures["naive"]["times_slower_p95"] > 0


def test_without_json_there_is_a_line_a_figure(typed):
    answer = typed("bench", "--listings", 1_000, "--demands", 10)
    assert [line.split()[0] for line in answer.out.splitlines()] == KEYS


@pytest.mark.parametrize("arguments", [("--listings", 999), ("--listings", 1_000, "--demands", 9)])
def test_a_market_too_small_to_measure_is_refused(typed, arguments):
    assert typed("bench", *arguments).code == 2


def test_progress_is_told_for_every_step(monkeypatch):
    monkeypatch.setattr("matchmaking.benching.service.shared_encoder", _encoder)
    told = []
    bench(1_000, demands=10, seed=2, progress=lambda step, *_: told.append(step))
    steps = [
        "整理清单",
        "理解文字",
        "建立索引",
        "检索",
        "只按原词检索",
        "推荐",
        "朴素做法",
        "逐条匹配",
        "与全部打分相比",
    ]
    assert list(dict.fromkeys(told)) == steps


def _encoder():
    return a_market([], []).encoder


def test_a_seed_makes_one_market_and_another_seed_another(supplies):
    again, other = make_supplies(1_000, 1), make_supplies(1_000, 2)
    assert again == supplies
    assert other != supplies
    assert make_demands(20, supplies, 1) == make_demands(20, supplies, 1)
    assert make_demands(20, supplies, 1) != make_demands(20, supplies, 2)


def test_a_thousand_listings_have_at_least_a_hundred_distinct_titles(supplies):
    assert len(supplies) == len({one.id for one in supplies}) == 1_000
    assert len({one.product for one in supplies}) >= 100
    assert len({one.firm.key for one in supplies}) <= 250


def test_a_few_titles_are_sold_by_many_and_most_by_hardly_anyone(supplies):
    counts: dict[str, int] = {}
    for one in supplies:
        counts[one.product] = counts.get(one.product, 0) + 1
    often = sorted(counts.values(), reverse=True)
    assert often[0] >= 50
    assert often[len(often) // 2] == 1


def test_everything_in_the_market_is_plainly_made_up(supplies):
    assert all("合成企业" in one.firm.name for one in supplies)


def test_demands_ask_in_other_words_than_the_listings_use(supplies):
    titles = {one.product for one in supplies}
    demands = make_demands(30, supplies, 1)
    assert all(one.title.removeprefix("求购") in titles for one in demands)
    assert not titles & {one.title for one in demands}
    assert len({one.id for one in demands}) == 30


def test_the_naive_way_answers_with_reasons_too():
    supplies = supplies_of(WHEEL, "铝合金锭", "大豆油脂")
    index = index_in_memory()
    index.put(Document(str(row), one.product) for row, one in enumerate(supplies))
    demand = a_demand(category="轮毂")
    market = ask_anew(a_market([], supplies), [demand])
    found = naive_recommendation(demand, supplies, market=market, index=index, today=TODAY)
    assert [supply.product for _, _, supply in found] == [WHEEL, "铝合金锭"]
    assert found[0][0] > found[1][0] > 0
    assert found[0][1][0] == "主导产品「铝合金轮毂」写有所需的“合金、铝合金、轮毂”"
