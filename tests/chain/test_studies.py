"""What do studies of a small chain say? Firms, places and needs as the platform's tables have them."""

from decimal import Decimal

import numpy as np
import pytest

from matchmaking.chain.ground import EdgeLine, Named, lay_out, worth_of
from matchmaking.chain.studies import (
    Dropped,
    candidates,
    study_drop,
    study_gaps,
    study_sole_makers,
)
from matchmaking.places import find_region
from matchmaking.records import Demand, Firm, Period, Price, Quantity

MAKES, NEEDS, KIND, INPUT = "供应", "需要", "产品小类", "上游材料"
BUYER = Firm("B", "虚构集团", region=find_region("昆明市五华区"))


def supplies(firm, product):
    return EdgeLine(
        f"supply:{firm}-{product}", "企业", firm, f"示例{firm}厂", MAKES, f"p{product}", product
    )


def named(listing, title, product):
    return EdgeLine(listing, "产品", f"p{title}", title, KIND, f"p{product}", product)


def link(one, relation, other):
    return EdgeLine("", "产品", f"p{one}", one, relation, f"p{other}", other)


def asks(need, product):
    return EdgeLine(f"need:{need}", "企业", "B", "虚构集团", NEEDS, f"p{product}", product)


def a_need(key, title, **more):
    return Demand(key, title, BUYER, **more)


FIRMS = {
    key: Firm(key, f"示例{key}厂", region=find_region(place))
    for key, place in {
        "甲": "昆明市五华区",
        "乙": "上海市",
        "丙": "昆明市官渡区",
        "丁": "曲靖市",
    }.items()
}
EDGES = [
    link("电解铜箔", KIND, "铜箔"),
    link("压延铜箔", KIND, "铜箔"),
    link("覆铜板", INPUT, "铜箔"),
    link("铜箔", INPUT, "铜"),
    link("天线", INPUT, "铜"),
    supplies("甲", "电解铜箔18μm"),
    named("supply:甲-电解铜箔18μm", "电解铜箔18μm", "电解铜箔"),
    supplies("乙", "压延铜箔"),
    supplies("丙", "压延铜箔"),
    supplies("丁", "覆铜板"),
    asks("n1", "电解铜箔（卷）"),
    named("need:n1", "电解铜箔（卷）", "电解铜箔"),
    asks("n2", "覆铜板"),
    asks("n3", "天线"),
    asks("n4", "无名之物"),
]
NEED_LIST = [
    a_need(
        "n1",
        "电解铜箔（卷）",
        quantity=Quantity(10, "吨", Period.MONTH),
        price=Price(Decimal(80), "公斤"),
    ),
    a_need("n2", "覆铜板"),
    a_need("n3", "天线", price=Price(Decimal(5000))),
    a_need("n4", "无名之物"),
]


@pytest.fixture(scope="module")
def ground():
    return lay_out(EDGES, NEED_LIST, FIRMS)


def rows(study):
    return [
        (
            line.product.name,
            line.tier,
            line.needs,
            line.left,
            [one.firm.key for one in line.stand_ins],
        )
        for line in study.lines
    ]


def test_a_firm_that_drops_out_takes_what_only_it_makes_and_the_nearest_could_step_in(ground):
    study = study_drop(ground, Dropped.FIRM, "甲", tiers=2)
    assert rows(study) == [("电解铜箔", 0, 1, 0, ["丙", "乙"])]
    assert [(one.need.id, one.tier, one.worth) for one in study.needs] == [("n1", 0, 9_600_000.0)]
    assert study.firms == 1
    assert study.lines[0].worth == 9_600_000.0
    assert [one.same for one in study.lines[0].stand_ins] == [False, False]


def test_a_product_with_other_makers_is_listed_and_not_lost(ground):
    study = study_drop(ground, Dropped.FIRM, "乙", tiers=2)
    assert rows(study) == [("压延铜箔", -1, 0, 1, ["丙"])]
    assert study.lines[0].stand_ins[0].same
    assert study.needs == ()


def test_a_region_that_drops_out_takes_all_its_firms(ground):
    (region,) = candidates(ground, Dropped.REGION, "昆明")
    study = study_drop(ground, Dropped.REGION, region.id, tiers=2)
    assert rows(study) == [("电解铜箔", 0, 1, 0, ["乙"]), ("压延铜箔", -1, 0, 1, ["乙"])]
    assert study.firms == 2


def test_a_material_that_drops_out_stops_what_is_made_from_it_tier_by_tier(ground):
    study = study_drop(ground, Dropped.PRODUCT, "p铜", tiers=3)
    found = {line.product.name: line.tier for line in study.lines}
    assert found == {"铜": 0, "铜箔": 1, "电解铜箔": 1, "压延铜箔": 1, "覆铜板": 2}
    assert [(one.need.id, one.tier) for one in study.needs] == [("n1", 1), ("n2", 2)]
    assert [line.stand_ins for line in study.lines if line.tier > 0] == [()] * 4
    few = study_drop(ground, Dropped.PRODUCT, "p铜", tiers=1)
    assert [(one.need.id, one.tier) for one in few.needs] == [("n1", 1)]


def test_nobody_is_to_step_in_with_the_very_material_that_drops_out(ground):
    study = study_drop(ground, Dropped.PRODUCT, "p压延铜箔", tiers=0)
    assert rows(study) == [("压延铜箔", 0, 0, 0, ["甲"])]
    assert study.lines[0].stand_ins[0].product == "电解铜箔18μm"


def test_gaps_are_products_of_the_chain_that_nobody_makes(ground):
    study = study_gaps(ground)
    assert rows(study) == [("天线", -1, 1, 0, [])]
    assert study.lines[0].worth == 5000.0
    assert study.unjudged == 1


def test_what_hangs_on_one_firm_is_named_with_the_firm_by_needs_at_stake(ground):
    study = study_sole_makers(ground)
    assert [
        (line.product.name, [one.key for one in line.makers], line.needs) for line in study.lines
    ] == [
        ("电解铜箔", ["甲"], 1),
        ("覆铜板", ["丁"], 1),
    ]


def test_listings_that_are_open_no_longer_are_left_out():
    closed = frozenset({"supply:丁-覆铜板"})
    ground = lay_out(EDGES, NEED_LIST[:1], FIRMS, closed=closed)
    assert len(ground.needs) == 1
    assert [firm.key for firm in ground.firms] == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("what", "text", "found"),
    [
        (Dropped.PRODUCT, "铜箔", [Named("p铜箔", "铜箔")]),
        (Dropped.PRODUCT, "p铜", [Named("p铜", "铜")]),
        (Dropped.FIRM, "示例甲厂", [Named("甲", "示例甲厂")]),
        (Dropped.FIRM, "没有的厂", []),
        (Dropped.REGION, "哪里也不是", []),
    ],
)
def test_what_drops_out_is_found_by_name_or_id(ground, what, text, found):
    assert list(candidates(ground, what, text)) == found


def test_a_part_of_a_name_gives_the_choice_shortest_first(ground):
    assert candidates(ground, Dropped.PRODUCT, "箔")[0].name == "铜箔"
    assert len(candidates(ground, Dropped.FIRM, "示例")) == 4


def test_a_need_is_worth_its_yearly_amount_at_its_price():
    ton = Quantity(2, "吨", Period.MONTH)
    price = Price(Decimal(10), "公斤")
    assert worth_of(a_need("n", "铜", quantity=ton, price=price)) == 240_000.0
    assert worth_of(a_need("n", "铜", price=Price(Decimal(9)))) == 9.0
    unknown = [
        a_need("n", "铜"),
        a_need("n", "铜", price=price),
        a_need("n", "铜", quantity=Quantity(1, "件"), price=price),
    ]
    assert np.isnan([worth_of(need) for need in unknown]).all()


def test_an_empty_market_has_nothing_to_lose():
    ground = lay_out([], [], {})
    assert study_gaps(ground).lines == study_sole_makers(ground).lines == ()
    assert study_drop(ground, Dropped.FIRM, "甲", tiers=3).lines == ()
