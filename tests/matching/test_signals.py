"""What speaks for a pair, how much it is worth, and what is said about it."""

import numpy as np
import pytest

from matchmaking.matching.service import build_market
from matchmaking.matching.supply import SUPPLY
from matchmaking.places import find_region
from matchmaking.records import Tier, WishKind
from tests.matching.factories import (
    OIL,
    WHEEL,
    a_demand,
    a_firm,
    a_supply,
    matches_of,
    part,
    the_match,
    wishing,
)


def told(demand, supply, name) -> tuple[float, str]:
    """The signal's value, and the sentence."""
    one = part(the_match(demand, supply), name)
    return one.signal, str(one.reason)


def test_points_of_all_signals_and_criteria_come_to_about_a_hundred():
    weights = [one.weight for one in (*SUPPLY.signals, *SUPPLY.criteria)]
    assert 95 <= sum(weights) <= 110
    assert all(weight > 0 for weight in weights)


def test_every_signal_and_criterion_has_a_name_of_its_own():
    names = [one.name for one in (*SUPPLY.signals, *SUPPLY.criteria)]
    assert len(set(names)) == len(names)


def test_the_same_words_are_named():
    assert told(a_demand(), a_supply("锻造铝合金轮毂"), "词语") == (
        1.0,
        "主导产品「锻造铝合金轮毂」写有所需的“合金、铝合金、轮毂”",
    )


def test_the_same_characters_are_named():
    value, sentence = told(a_demand("虚构凝胶"), a_supply("虚构凝块"), "字面")
    assert 0 < value < 1
    assert sentence == "「虚构凝块」与需求名称字面相合（虚构、构凝）"


def test_a_like_meaning_is_named_and_a_faint_one_only_counts():
    assert told(a_demand(), a_supply("铝合金轮毂件"), "含义")[1] == (
        "「铝合金轮毂件」与「铝合金轮毂」含义相近"
    )
    value, sentence = told(a_demand(), a_supply("铝材"), "含义")
    assert (value < 0.65, sentence) == (True, "")


class Opposites:
    """Hears the opposite of a wheel in everything else."""

    dimensions = 2

    def encode(self, texts):
        return np.asarray([(1.0, 0.0) if "轮毂" in text else (-1.0, 0.0) for text in texts], "f4")


def test_an_opposite_meaning_takes_nothing_off():
    market = build_market([a_demand()], [a_supply("竹编果篮")], encoder=Opposites())
    (match,) = matches_of(market)
    assert (part(match, "含义").signal, part(match, "含义").points) == (0.0, 0.0)


def test_what_only_the_description_says_is_found_there():
    demand = a_demand("车用安全件", description="要能装在乘用车轮毂轴承座上")
    value, sentence = told(demand, a_supply("轮毂轴承座"), "描述")
    assert value > 0.25
    assert sentence == "需求描述中也提到“轮毂、轴承、轴承座”"


def test_a_like_trade_is_named_by_its_narrowest_part():
    demand = a_demand(category="汽车轮毂")
    assert told(demand, a_supply(industry="汽车轮毂"), "行业") == (
        1.0,
        "所属行业「汽车轮毂」与「汽车轮毂」相近",
    )
    wide = told(demand, a_supply(firm=a_firm(industry="汽车/汽车轮毂")), "行业")
    assert wide[1] == "所属行业「汽车轮毂」与「汽车轮毂」相近"


def test_without_a_trade_nothing_is_said_of_it():
    assert told(a_demand(), a_supply(), "行业") == (0.0, "")


def test_the_same_grades_are_named_in_order_as_the_listing_writes_them():
    demand = a_demand(specs="A356，GB/T 1173", **wishing(WishKind.SPEC, "T6态", "Q345B"))
    value, sentence = told(demand, a_supply(specs="Q345B钢或A356铝"), "规格")
    assert value == pytest.approx(2 / 4)
    assert sentence == "写明了所需规格 A356、Q345B"


def test_no_common_grade_is_no_reason():
    assert told(a_demand(specs="A356"), a_supply(specs="ZL101"), "规格") == (0.0, "")


@pytest.mark.parametrize(
    ("home", "value", "said"),
    [
        ("昆明市五华区", 1.0, "企业在云南省昆明市五华区，离需求地云南省昆明市五华区近"),
        ("云南昆明", 0.9, "企业在云南省昆明市五华区，离需求地云南省昆明市近"),
        ("云南曲靖", 0.65, "企业在云南省昆明市五华区，离需求地云南省曲靖市近"),
        ("四川成都", 0.3, ""),
        ("上海", 0.1, ""),
        ("", 0.0, ""),
    ],
)
def test_the_nearer_the_better_and_what_is_near_is_said(home, value, said):
    supply = a_supply(firm=a_firm(place="昆明市五华区"))
    found = told(a_demand(region=find_region(home)), supply, "距离")
    assert found == (pytest.approx(value), said)


def test_the_buyers_own_place_stands_in_for_the_place_of_need():
    demand = a_demand(buyer=a_firm("虚构链主", place="昆明市五华区"))
    found = told(demand, a_supply(firm=a_firm(place="昆明市五华区")), "距离")
    assert found[1] == "企业在云南省昆明市五华区，离需求地云南省昆明市五华区近"


@pytest.mark.parametrize(("step", "tier"), list(enumerate(Tier, start=1)))
def test_each_step_of_the_ladder_is_worth_a_quarter(step, tier):
    found = told(a_demand(), a_supply(firm=a_firm(tier=tier)), "梯度等级")
    assert found == (step / 4, f"企业是{tier}")


@pytest.mark.parametrize(
    ("share", "value", "said"),
    [(0.6, 0.6, "该产品占企业收入 60%"), (0.2, 0.2, ""), (None, 0.0, "")],
)
def test_what_a_firm_lives_on_counts(share, value, said):
    assert told(a_demand(), a_supply(revenue_share=share), "主营占比") == (value, said)


def test_a_firm_that_supplies_the_buyer_already_says_so():
    buyer = "虚构链主示例有限公司"
    assert told(a_demand(), a_supply(customers=(buyer,)), "配套关系") == (
        pytest.approx(0.5),  # of the buyer's two names, one is written
        "已在为虚构链主示例有限公司配套",
    )
    assert told(a_demand(), a_supply(targets=("虚链",)), "配套关系")[1] == (
        "把虚构链主示例有限公司列为拟配套对象"
    )
    assert told(a_demand(), a_supply(targets=("虚构别家",)), "配套关系") == (0.0, "")


def test_reasons_are_told_strongest_first_and_misses_are_none():
    supply = a_supply(firm=a_firm(tier=Tier.CHAMPION), revenue_share=0.5)
    match = the_match(a_demand(), supply)
    assert [str(reason) for reason in match.reasons] == [
        "「铝合金轮毂」与「铝合金轮毂」含义相近",
        "主导产品「铝合金轮毂」写有所需的“合金、铝合金、轮毂”",
        "「铝合金轮毂」与需求名称字面相合（铝合、合金、金轮、轮毂）",
        "企业是制造业单项冠军企业",
        "该产品占企业收入 50%",
    ]


def test_contributions_come_widest_first():
    points = [one.points for one in the_match(a_demand(), a_supply()).contributions]
    assert points == sorted(points, reverse=True)


def test_what_has_nothing_in_common_has_nothing_to_say():
    match = the_match(a_demand(), a_supply("竹编果篮"))
    assert match.reasons == ()
    assert the_match(a_demand(OIL), a_supply(WHEEL)).score == 0
