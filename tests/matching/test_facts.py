"""What do lists say, as numbers, codes and tags?"""

from decimal import Decimal
from math import isnan

import pytest

from matchmaking.matching import supply_facts as facts
from matchmaking.matching.columns import distinct, make_tags, number_tags
from matchmaking.matching.terms import learn_vocabulary, weigh
from matchmaking.records import Certificate, Period, Price, Quantity, Tier, WishKind
from tests.matching.factories import a_demand, a_supply, holding, wishing


def test_what_is_not_stated_is_no_number():
    for unknown in (facts.yearly(None), facts.one_order(None), facts.unit_price(None)):
        assert isnan(unknown)
    assert isnan(facts.day_number(None))
    assert (facts.quantity_code(None), facts.price_code(None), facts.tier_code(None)) == (0, 0, 0)


def test_a_price_is_yuan_per_base_unit():
    assert facts.unit_price(Price(Decimal(21500), "吨")) == pytest.approx(21.5)
    assert facts.unit_price(Price(Decimal(300), "件")) == 300


def test_codes_are_equal_where_units_compare_and_never_nothing():
    assert facts.unit_code("吨") == facts.unit_code("公斤")
    assert facts.unit_code("吨") != facts.unit_code("件")
    assert facts.unit_code("") > 0


@pytest.mark.parametrize(
    ("quantity", "once"),
    [
        (Quantity(5, "吨"), 1),
        (Quantity(5, "吨", Period.ONCE), 1),
        (Quantity(5, "吨", Period.MONTH), 0),
        (None, 0),
    ],
)
def test_an_amount_of_no_period_is_wanted_once(quantity, once):
    assert facts.is_once(a_demand(quantity=quantity)) == once


def test_musts_and_wishes_are_kept_apart():
    wishes = (
        *wishing(WishKind.CERTIFICATE, "ISO9001")["wishes"],
        *wishing(WishKind.CERTIFICATE, "CE", "、", must=False)["wishes"],
    )
    demand = a_demand(wishes=wishes)
    assert facts.certificates_wanted(demand, must=True) == {"iso9001"}
    assert facts.certificates_wanted(demand, must=False) == {"ce"}


def test_certificates_held_and_denied_are_kept_apart():
    supply = a_supply(certificates=(Certificate("CE"), Certificate("3C", held=False)))
    assert facts.certificates_held(supply) == {"ce"}
    assert facts.certificates_denied(supply) == {"ccc"}


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("单项冠军", 4),
        ("小巨人企业", 3),
        ("专精特新企业优先", 2),
        ("创新型中小企业", 1),
        ("专精特新或小巨人", 2),  # either will do, so the lower
        ("龙头企业", 0),
    ],
)
def test_the_lowest_step_named_is_wanted(words, step):
    assert facts.wanted_tier(a_demand(**wishing(WishKind.TIER, words))) == step
    assert facts.tier_code(tuple(Tier)[step - 1]) == (step or 4)


def test_the_buyer_is_known_by_both_its_names():
    assert facts.buyer_names(a_demand()) == {"虚构链主示例有限公司", "虚链"}


def test_repeated_values_are_numbered_once_and_lead_back_to_their_records():
    values = distinct(["甲", "乙", "甲", "丙", "甲"])
    assert values.values == ("甲", "乙", "丙")
    assert values.of_row.tolist() == [0, 1, 0, 2, 0]
    assert values.members(values.of_row[[3, 0]], 10).tolist() == [3, 0, 2, 4]
    assert values.members(values.of_row[[0, 1]], 2).tolist() == [0, 2, 4]
    assert values.members(values.of_row[[]], 2).tolist() == []


def test_nothing_is_numbered_where_nothing_is():
    assert distinct([]).starts.tolist() == [0]


def test_tags_nobody_offers_count_but_take_no_place():
    supplies = [a_supply(**holding("CE", "3C")), a_supply()]
    numbers = number_tags(supplies, facts.certificates_held)
    assert numbers == {"ccc": 0, "ce": 1}
    tags = make_tags([{"ce", "iso9001"}], lambda wanted: wanted, numbers)
    assert (tags.matrix.toarray().tolist(), tags.counts.tolist()) == ([[0.0, 1.0]], [2.0])


def test_rare_terms_are_worth_more_and_unheard_ones_most():
    vocabulary = learn_vocabulary(["甲 乙", "甲", "甲 丙"], str.split)
    assert vocabulary.terms == ("甲", "乙", "丙")
    common, rare, other = vocabulary.rarity.tolist()
    assert 0 < common < rare == other < vocabulary.unseen


def test_a_term_counts_once_by_the_best_field_that_names_it():
    vocabulary = learn_vocabulary(["甲", "乙", "丙"], str.split)
    rows = weigh([(("甲 乙", 1.0), ("甲 甲", 0.5)), (("丁", 1.0),), ()], str.split, vocabulary)
    assert rows.matrix.toarray().tolist() == [[1, 1, 0], [0, 0, 0], [0, 0, 0]]
    rarity = vocabulary.rarity[0]
    assert rows.total.tolist() == pytest.approx([2 * rarity, vocabulary.unseen, 0])
