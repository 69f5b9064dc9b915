from collections import Counter
from datetime import date

import pytest

from matchmaking.records import Demand, Supply, Tier, Wish, WishKind
from matchmaking.units import yearly_amount
from seeds.amounts import monthly
from seeds.needs import Need, Outcome
from seeds.plan import plan_city
from seeds.supplies import range_of

TODAY = date(2026, 11, 24)
CITY = plan_city(seed=2022, today=TODAY)
NEEDS = [need for district in CITY for need in district.needs]
OFFERS = [offer for district in CITY for offer in district.offers]


def test_the_city_is_as_large_as_promised():
    assert len(CITY) == 10
    assert sum(len(district.leaders) for district in CITY) == 40
    assert sum(len(district.firms) for district in CITY) == 1_500
    assert len(NEEDS) == 300
    assert len(OFFERS) == 4_000
    assert len({offer.supply.firm.key for offer in OFFERS}) == 1_500


def test_ids_are_given_once():
    assert len({need.demand.id for need in NEEDS}) == 300
    assert len({offer.supply.id for offer in OFFERS}) == 4_000


def test_the_same_seed_and_day_make_the_same_city_and_another_seed_another():
    assert plan_city(seed=2022, today=TODAY) == CITY
    assert plan_city(seed=2023, today=TODAY)[0].needs != CITY[0].needs


def test_everything_moves_with_the_day():
    later = plan_city(seed=2022, today=date(2027, 3, 1))
    days = [need.demand.needed_by for one in later for need in one.needs]
    assert all(day is not None and day > date(2027, 3, 1) for day in days)


def test_eight_of_ten_needs_have_a_firm_that_fits_and_twenty_are_gaps():
    assert Counter(need.outcome for need in NEEDS) == {
        Outcome.FITS: 250,
        Outcome.FAILS: 30,
        Outcome.GAP: 20,
    }


def meets(supply: Supply, wish: Wish) -> bool:
    """Whether a must is met, told by the plainest possible rules."""
    if wish.kind is WishKind.CERTIFICATE:
        return any(
            one.name == wish.text and one.held and (one.expires or TODAY) >= TODAY
            for one in supply.certificates
        )
    if wish.kind is WishKind.REGION:
        prefix = {"昆明": "5301", "云南": "53", "怒江": "5333", "迪庆": "5334"}
        place = "怒江" if "怒江" in wish.text else "迪庆" if "迪庆" in wish.text else wish.text[2:4]
        return supply.firm.region.code.startswith(prefix[place])
    higher = (Tier.SPECIALISED, Tier.LITTLE_GIANT, Tier.CHAMPION)
    return wish.kind is WishKind.TIER and supply.firm.tier in higher


def in_time(demand: Demand, supply: Supply) -> bool:
    return (
        demand.needed_by is not None
        and supply.lead_days is not None
        and (demand.needed_by - TODAY).days >= supply.lead_days
    )


def affordable(demand: Demand, supply: Supply) -> bool:
    if demand.price is None:
        return True
    return (
        supply.price is not None
        and supply.price.unit == demand.price.unit
        and supply.price.yuan <= demand.price.yuan
    )


@pytest.mark.parametrize(
    "need", [one for one in NEEDS if one.anchor], ids=lambda one: one.demand.id
)
def test_the_firm_meant_to_fit_does(need: Need):
    demand, supply = need.demand, need.anchor
    assert supply is not None
    assert demand.quantity is not None
    assert supply.spare is not None
    assert all(meets(supply, wish) for wish in demand.wishes if wish.must)
    assert in_time(demand, supply)
    assert affordable(demand, supply)
    assert monthly(demand.quantity) <= monthly(supply.spare) * 1.0001
    if demand.quantity.period:
        assert yearly_amount(demand.quantity) <= yearly_amount(supply.spare) * 1.0001
    if supply.minimum_order:
        assert supply.minimum_order.amount <= demand.quantity.amount


@pytest.mark.parametrize(
    "need", [one for one in NEEDS if one.outcome is Outcome.FAILS], ids=lambda one: one.demand.id
)
def test_no_maker_of_the_product_meets_a_need_that_was_meant_to_fail(need: Need):
    demand = need.demand
    for supply in (one.supply for one in OFFERS if one.product == need.product):
        late = WishKind.DELIVERY in demand.musts and not in_time(demand, supply)
        dear = WishKind.PRICE in demand.musts and not affordable(demand, supply)
        wrong = any(not meets(supply, wish) for wish in demand.wishes if wish.must)
        assert late or dear or wrong


def test_needs_fail_for_several_reasons():
    failing = [need.demand for need in NEEDS if need.outcome is Outcome.FAILS]
    far = [one for one in failing if any("怒江" in w.text or "迪庆" in w.text for w in one.wishes)]
    soon = [one for one in failing if one.needed_by and (one.needed_by - TODAY).days <= 12]
    assert far
    assert soon
    assert len(failing) - len(far) - len(soon) == 10  # the others want it too cheap


def test_nobody_offers_what_is_a_gap():
    missing = {need.product.name for need in NEEDS if need.outcome is Outcome.GAP}
    assert len(missing) == 20
    assert missing.isdisjoint(offer.product.name for offer in OFFERS)


def test_everything_else_in_the_catalogue_has_several_makers():
    makers = Counter(offer.product.name for offer in OFFERS)
    made = [one.name for district in CITY for one in district.chain.products if one.capacity]
    assert all(makers[name] >= 3 for name in made)


def test_needs_are_asked_for_in_four_ways():
    ways: Counter[str] = Counter()
    for need in NEEDS:
        title, product = need.demand.title, need.product
        if title == product.name:
            ways["name"] += 1
        elif title in product.other_names:
            ways["other name"] += 1
        elif title == product.purpose:
            ways["purpose"] += 1
        elif any(title == f"{spec} {product.wider}" for spec in product.specs):
            ways["spec"] += 1
    assert sum(ways.values()) == 300
    assert all(ways[way] >= 25 for way in ("name", "other name", "purpose", "spec"))


def test_what_is_asked_for_by_its_purpose_is_not_named_in_the_description():
    asked = [need for need in NEEDS if need.demand.title == need.product.purpose]
    assert all(need.product.name not in need.demand.description for need in asked)


def test_lists_vary_enough_to_rank_by():
    supplies = [offer.supply for offer in OFFERS]
    assert 0.05 < sum(one.spare is None for one in supplies) / 4_000 < 0.3
    assert 0.05 < sum(one.lead_days is None for one in supplies) / 4_000 < 0.3
    assert sum(any(not c.held for c in one.certificates) for one in supplies) > 200
    assert len({one.firm.tier for one in supplies}) == 5
    assert any(c.expires and c.expires < TODAY for one in supplies for c in one.certificates)


def test_what_nobody_makes_cannot_be_offered():
    missing = next(one for one in CITY[0].chain.products if one.capacity is None)
    with pytest.raises(ValueError, match="不能为它编造供给"):
        range_of(missing)
