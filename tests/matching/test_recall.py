"""Each channel alone finds what only it can; none brings more than it may."""

from dataclasses import replace

import pytest

from matchmaking.matching.market import Market, ask_anew
from matchmaking.matching.recall import Candidates, recall_asks, recall_offers
from matchmaking.matching.recipe import Channels
from tests.matching.factories import (
    OIL,
    WHEEL,
    a_demand,
    a_firm,
    a_market,
    a_supply,
    supplies_of,
)

OFF = Channels(words=0, characters=0, meaning=0, chain=0)
CHAIN = (
    ("压铸壳体", "铝合金锭", "上游材料"),
    ("汽车轻量化件", "铝合金轮毂", "产品小类"),
)


def through(market: Market, **limits: int) -> Market:
    """The same market with only these channels open."""
    channels = replace(OFF, **limits)
    return replace(market, recipe=replace(market.recipe, channels=channels))


def found(market: Market, candidates: Candidates) -> list[tuple[str, tuple[str, ...]]]:
    columns = market.offers.columns
    titles = columns.titles.of_row
    return [
        (columns.records[row].product, candidates.channels[titles[row]])
        for row in candidates.rows.tolist()
    ]


def test_words_find_a_whole_word_and_nothing_that_only_looks_alike():
    market = a_market([a_demand("轮毂轴承")], supplies_of("轴承座", OIL, "承轴毛刷"))
    assert found(market, recall_offers(through(market, words=9), 0)) == [("轴承座", ("词语",))]


def test_characters_find_what_is_cut_otherwise():
    market = a_market([a_demand("虚构凝胶")], supplies_of("拟虚构凝", OIL))
    one = found(market, recall_offers(through(market, characters=9), 0))
    assert one == [("拟虚构凝", ("字面",))]


def test_meaning_finds_what_shares_no_word_and_brings_the_nearest_only():
    market = a_market([a_demand("ab ab")], supplies_of("xab", "大豆油脂", "竹编果篮"))
    assert found(market, recall_offers(through(market, meaning=1), 0)) == [("xab", ("含义",))]


def test_the_chain_finds_a_kind_of_what_is_asked():
    market = a_market([a_demand("汽车轻量化件")], supplies_of(WHEEL, OIL), CHAIN)
    assert found(market, recall_offers(through(market, chain=9), 0)) == [(WHEEL, ("产业链",))]


def test_the_chain_finds_inputs_where_the_buyer_asks_for_what_goes_into_its_product():
    wanted = "为我司压铸壳体产品征集上游供应商"
    market = a_market([a_demand(wanted)], supplies_of("铝合金锭", OIL), CHAIN)
    assert found(market, recall_offers(through(market, chain=9), 0)) == [("铝合金锭", ("产业链",))]


def test_the_chain_does_not_lead_a_plain_need_to_its_inputs():
    market = a_market([a_demand("压铸壳体")], supplies_of("铝合金锭", OIL), CHAIN)
    assert found(market, recall_offers(through(market, chain=9), 0)) == []


def test_without_a_chain_file_the_chain_finds_nothing():
    market = a_market([a_demand("汽车轻量化件")], supplies_of(WHEEL, OIL))
    assert found(market, recall_offers(through(market, chain=9), 0)) == []
    assert market.chain.upstream_offers(0, 5).tolist() == []


def test_offers_find_asks_through_the_same_channels():
    market = a_market([a_demand("轮毂轴承")], supplies_of("轴承座"))
    candidates = recall_asks(through(market, words=9), 0)
    assert (candidates.rows.tolist(), dict(candidates.channels)) == ([0], {0: ("词语",)})


def test_the_chain_leads_from_an_offer_to_the_asks_it_serves():
    demands = [a_demand("汽车轻量化件"), a_demand("竹编果篮", id="X-2")]
    market = a_market(demands, supplies_of(WHEEL), CHAIN)
    candidates = recall_asks(through(market, chain=9), 0)
    assert (candidates.rows.tolist(), dict(candidates.channels)) == ([0], {0: ("产业链",)})


def test_several_channels_that_agree_come_first_and_are_all_named():
    market = a_market([a_demand()], supplies_of(OIL, WHEEL))
    assert found(market, recall_offers(market, 0)) == [
        (WHEEL, ("词语", "字面", "含义")),
        (OIL, ("含义",)),
    ]


def test_all_channels_closed_find_nobody():
    market = through(a_market([a_demand()], supplies_of(WHEEL)))
    assert recall_offers(market, 0).rows.tolist() == []
    assert recall_asks(market, 0).rows.tolist() == []


@pytest.mark.parametrize(("limit", "brought"), [(1, 5), (5, 5), (6, 7)])
def test_a_title_is_listed_whole_and_no_further_one_begun_beyond_the_limit(limit, brought):
    same = [a_supply(id=f"G-{n}", firm=a_firm(f"虚构{n}号")) for n in range(5)]
    other = [a_supply("钢轮毂", id=f"H-{n}", firm=a_firm(f"虚构其他{n}号")) for n in range(2)]
    market = through(a_market([a_demand()], [*other, *same]), words=9, listings=limit)
    assert len(recall_offers(market, 0).rows) == brought


def test_a_thousand_firms_with_one_title_take_one_place_of_a_channel():
    same = [a_supply(id=f"G-{n}", firm=a_firm(f"虚构{n}号")) for n in range(30)]
    market = through(a_market([a_demand()], [*same, a_supply("钢轮毂", id="H-1")]), words=2)
    assert len(recall_offers(market, 0).rows) == 31


def test_a_market_asked_anew_does_not_find_asks():
    market = ask_anew(a_market([], supplies_of(WHEEL)), [a_demand()])
    with pytest.raises(ValueError, match="asked anew does not find asks"):
        recall_asks(market, 0)
