"""What the thesaurus says of a pair: closeness, the way there, what is recalled."""

from dataclasses import replace

import numpy as np
import pytest

from matchmaking.matching.evidence import Lead
from matchmaking.matching.market import Tools, make_market
from matchmaking.matching.recall import recall_asks, recall_offers
from matchmaking.matching.service import recommend_suppliers
from matchmaking.matching.supply import SUPPLY
from matchmaking.thesaurus.concepts import Concept, Division, Name, make_thesaurus
from matchmaking.thesaurus.knowledge import know
from matchmaking.thesaurus.touching import By
from tests.matching.factories import ENCODER, TODAY, a_demand, part, supplies_of

CONCEPTS = [
    Concept("起重设备", "35", ("专用设备",), purposes=("把重物吊起来的设备",)),
    Concept(
        "手拉葫芦",
        "35",
        ("起重设备",),
        other_names=(Name("倒链"), Name("斤不落")),
        purposes=("没有电的地方用手拉链条把重物吊高",),
        marks=("HSZ*",),
        made_from=("起重链条",),
    ),
    Concept("起重链条", "33", ("金属制品",), purposes=("吊重物的链子",)),
    Concept("圆环链", "33", ("起重链条",), purposes=("一环扣一环的链子",)),
    Concept("豆腐", "13", ("农副食品加工",), purposes=("黄豆磨浆点出来的菜",)),
]
KNOWLEDGE = know(make_thesaurus([Division("35", "专用设备")], CONCEPTS))
FIRST = np.zeros(1, np.int64)


def market_of(title: str, *products: str, knowledge=KNOWLEDGE, **more):
    tools = Tools(ENCODER)
    return make_market(
        SUPPLY, [a_demand(title, **more)], supplies_of(*products), tools=tools, knowledge=knowledge
    )


@pytest.mark.parametrize(
    ("title", "product", "value"),
    [
        ("斤不落", "手拉葫芦", 1.0),
        ("起重设备", "手拉葫芦", 0.8),  # a kind of what is asked for
        ("手拉葫芦", "起重设备", 0.32),  # what is asked for is a kind of it
        ("HSZ-5", "倒链", 0.7),  # a grade tells less than a name
        ("手拉葫芦罩", "手拉葫芦", 0.1),  # what qualifies another thing is not asked for
        ("手拉葫芦", "豆腐", 0.0),
        ("为我司手拉葫芦产线征集上游材料", "起重链条", 1.0),  # what goes into it
        ("为我司手拉葫芦产线征集上游材料", "圆环链", 0.6),
        ("为我司手拉葫芦产线征集上游材料", "手拉葫芦", 0.0),  # not what the buyer makes himself
    ],
)
def test_closeness_follows_the_thesaurus(title: str, product: str, value: float):
    concepts = market_of(title, product).concepts
    assert concepts is not None
    assert concepts.closeness(FIRST, FIRST)[0] == pytest.approx(value)


def test_a_purpose_stands_in_for_a_name_that_is_missing():
    concepts = market_of("没有电的地方用手拉链条把重物吊高", "手拉葫芦", "豆腐").concepts
    assert concepts is not None
    near, other = concepts.closeness(np.zeros(2, np.int64), np.arange(2))
    assert near == 1.0
    assert other == 0.0


@pytest.mark.parametrize(
    ("title", "product", "lead", "by"),
    [
        ("斤不落", "手拉葫芦", Lead.SAME, By.OTHER_NAME),
        ("起重设备", "倒链", Lead.KIND, By.NAME),
        ("手拉葫芦", "起重设备", Lead.WIDER, By.NAME),
        ("为我司手拉葫芦产线征集上游材料", "圆环链", Lead.KIND_OF_INPUT, By.NAME),
    ],
)
def test_the_way_is_told_with_what_was_written(title, product, lead, by):
    concepts = market_of(title, product).concepts
    assert concepts is not None
    link = concepts.link(0, 0)
    assert link is not None
    assert (link.way.lead, link.asked.by) == (lead, by)


def test_where_the_thesaurus_does_not_lead_there_is_no_way():
    concepts = market_of("手拉葫芦", "豆腐").concepts
    assert concepts is not None
    assert concepts.link(0, 0) is None


@pytest.mark.parametrize(
    ("title", "product", "said"),
    [
        ("斤不落", "倒链", "词库：「斤不落」即「手拉葫芦」，该企业生产「倒链」"),
        ("手拉葫芦", "倒链", "词库：所需的是「手拉葫芦」，该企业的「倒链」属于此类"),
        ("HSZ-5", "倒链", "词库：“hsz-5”是「手拉葫芦」的牌号或标准，该企业生产「倒链」"),
        ("起重设备", "倒链", "词库：「手拉葫芦」是「起重设备」的一种，该企业生产「倒链」"),
        ("倒链", "起重设备", "词库：「手拉葫芦」是「起重设备」的一种，该企业生产「起重设备」"),
    ],
)
def test_the_reason_says_what_the_thesaurus_knows(title, product, said):
    market = market_of(title, product)
    (match,) = recommend_suppliers(market, "X-1", today=TODAY).matches
    assert str(part(match, "词库").reason) == said


def test_a_firm_with_no_word_in_common_is_recalled_from_either_side():
    market = market_of("斤不落", "手拉葫芦", "豆腐")
    assert "词库" in recall_offers(market, 0).channels[0]
    assert "词库" in recall_asks(market, 0).channels[0]


def test_without_the_thesaurus_nothing_is_said_of_it():
    market = market_of("斤不落", "手拉葫芦", knowledge=None)
    (match,) = recommend_suppliers(market, "X-1", today=TODAY).matches
    assert part(match, "词库").points == 0
    assert part(match, "标准名").points == 0
    assert "词库" not in recall_offers(market, 0).channels.get(0, ())


def test_the_specifications_name_a_product_less_surely_than_the_title():
    market = market_of("手拉葫芦", "吊具")
    supply = replace(market.offers.columns.records[0], specs="含倒链")
    again = make_market(
        SUPPLY, [a_demand("手拉葫芦")], [supply], tools=Tools(ENCODER), knowledge=KNOWLEDGE
    )
    assert again.concepts is not None
    assert again.concepts.closeness(FIRST, FIRST)[0] == pytest.approx(0.6)
