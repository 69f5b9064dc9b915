"""Who is recommended, who is set apart, and what is said when nobody fits."""

from dataclasses import replace
from decimal import Decimal

import pytest

from matchmaking.errors import UnknownRecord
from matchmaking.matching.evidence import Conclusion
from matchmaking.matching.market import ask_anew
from matchmaking.matching.service import (
    build_market,
    overview,
    recommend_demands,
    recommend_suppliers,
)
from matchmaking.records import Firm, Price, Supply, WishKind
from tests.matching.factories import (
    ENCODER,
    OIL,
    TODAY,
    WHEEL,
    a_demand,
    a_firm,
    a_market,
    a_supply,
    holding,
    matches_of,
    supplies_of,
    wishing,
)

DEAR, CHEAP = Price(Decimal(300), "件"), Price(Decimal(200), "件")
LIMITED = {"price": CHEAP, "musts": frozenset({WishKind.PRICE})}
CHAIN = ((WHEEL, "铝合金锭", "上游材料"),)


def priced(count: int, price: Price, start: int = 1) -> list[Supply]:
    return [
        a_supply(id=f"G-{number:02}", firm=a_firm(f"虚构{number}号"), price=price)
        for number in range(start, start + count)
    ]


def conclusions(matches) -> list[Conclusion]:
    return [match.conclusion for match in matches]


# Who can supply this?


def test_each_firm_stands_once_by_its_best_listing_and_its_others_are_named():
    listings = [
        a_supply(id="G-1", lead_days=None),
        a_supply("钢制轮毂", id="G-2"),
        a_supply(id="G-3", **holding("ISO9001")),
    ]
    demand = a_demand(**wishing(WishKind.CERTIFICATE, "ISO9001", must=False))
    (match,) = matches_of(a_market([demand], listings))
    assert (match.supply.id, match.other_listings) == ("G-3", ("G-1", "G-2"))


def test_no_more_than_five_other_listings_are_named():
    listings = [a_supply(id=f"G-{number}") for number in range(9)]
    (match,) = matches_of(a_market([a_demand()], listings))
    assert match.other_listings == ("G-1", "G-2", "G-3", "G-4", "G-5")


def test_equal_scores_keep_the_order_of_the_list():
    found = matches_of(a_market([a_demand()], supplies_of(WHEEL, WHEEL, WHEEL)))
    assert [match.supply.id for match in found] == ["G-1", "G-2", "G-3"]


def test_top_counts_firms():
    market = a_market([a_demand()], supplies_of(*[WHEEL] * 6))
    assert [match.rank for match in matches_of(market, top=4)] == [1, 2, 3, 4]


def test_at_most_half_the_places_go_to_firms_that_fail_while_others_wait():
    supplies = [*priced(6, DEAR), *priced(6, CHEAP, start=7)]
    found = matches_of(a_market([a_demand(**LIMITED)], supplies), top=4)
    assert conclusions(found) == [Conclusion.FITS] * 4
    found = matches_of(
        a_market([a_demand(**LIMITED)], [*priced(6, DEAR), *priced(1, CHEAP, 7)]), top=4
    )
    assert conclusions(found) == [Conclusion.FITS] + [Conclusion.FAILS] * 3


def test_a_stronger_firm_that_fails_keeps_a_place_behind_those_that_do_not():
    weak = [replace(one, product="铝合金轮毂盖配件") for one in priced(4, CHEAP)]
    market = a_market([a_demand(**LIMITED)], [*weak, *priced(4, DEAR, start=5)])
    found = matches_of(market, top=4)
    assert [match.supply.price for match in found] == [CHEAP, CHEAP, DEAR, DEAR]
    assert found[0].score < found[2].score


def test_another_product_is_shown_last_if_at_all():
    market = a_market([a_demand(**LIMITED)], [*supplies_of(OIL), *priced(1, DEAR, start=5)])
    assert matches_of(market)[0].supply.product == WHEEL
    assert [match.supply.product for match in matches_of(market, top=1)] == [WHEEL]


def test_considered_counts_listings_not_firms():
    market = a_market([a_demand()], [a_supply(id=f"G-{number}") for number in range(7)])
    assert recommend_suppliers(market, "X-1", today=TODAY).considered == 7


def test_asking_for_a_need_that_is_not_there_says_so():
    with pytest.raises(UnknownRecord, match="没有编号为 X-7 的需求；请从列表里重新选择。"):
        recommend_suppliers(a_market([a_demand()], []), "X-7", today=TODAY)


def test_an_empty_supply_list_leaves_every_need_unmet():
    found = recommend_suppliers(a_market([a_demand()], []), "X-1", today=TODAY)
    assert (found.matches, found.considered) == ((), 0)
    assert str(found.unmet.cause) == "供给清单里没有「铝合金轮毂」一类产品，已列为未匹配需求"


def test_an_empty_demand_list_is_no_error():
    assert overview(a_market([], supplies_of(WHEEL)), today=TODAY) == ()


def test_the_overview_keeps_the_lists_order_and_tells_how_far_it_is():
    told = []
    demands = [a_demand(id=f"X-{number}") for number in (3, 1, 2)]
    market = a_market(demands, supplies_of(WHEEL))
    found = overview(market, today=TODAY, progress=lambda *step: told.append(step))
    assert [one.demand.id for one in found] == ["X-3", "X-1", "X-2"]
    assert told == [("逐条匹配", done, 3) for done in (1, 2, 3)]


def test_building_tells_its_steps():
    told = []
    build_market(
        [a_demand()],
        supplies_of(WHEEL),
        encoder=ENCODER,
        progress=lambda step, *_: told.append(step),
    )
    assert list(dict.fromkeys(told)) == ["整理清单", "理解文字", "建立索引"]


# Nobody fits


def test_when_all_miss_a_must_the_nearest_say_what_would_have_to_change():
    market = a_market([a_demand(**LIMITED)], priced(5, DEAR))
    unmet = recommend_suppliers(market, "X-1", today=TODAY).unmet
    assert str(unmet.cause) == "有相近的供给，但都不满足必须条件，见各家需要改变什么"
    assert [match.supply.id for match in unmet.nearest] == ["G-01", "G-02", "G-03"]
    assert [str(change) for change in unmet.nearest[0].changes] == ["报价降到 200元/件 以内"]
    assert unmet.upstream == ()


@pytest.mark.parametrize("title", ["压铸壳体", "壳体", "为我司压铸壳体产品征集上游供应商"])
def test_when_nobody_makes_it_the_need_is_listed_with_makers_of_what_goes_into_it(title):
    chain = (("压铸壳体", "镁合金锭", "上游材料"), ("壳体", "压铸壳体", "产品小类"))
    market = a_market([a_demand(title)], supplies_of(OIL, "镁合金锭", "竹编果篮"), chain)
    unmet = recommend_suppliers(market, "X-1", today=TODAY).unmet
    assert str(unmet.cause) == f"供给清单里没有「{title}」一类产品，已列为未匹配需求"
    assert [one.product for one in unmet.upstream] == ["镁合金锭"]


def test_a_need_somebody_fits_is_not_unmet():
    assert (
        recommend_suppliers(a_market([a_demand()], [a_supply()]), "X-1", today=TODAY).unmet is None
    )


# What could this firm deliver?


def test_a_firm_sees_each_need_once_by_its_best_listing():
    firm = a_firm("虚构乙")
    listings = [
        a_supply("铝合金轮毂毛坯件", id="G-1", firm=firm),
        a_supply(id="G-2", firm=firm),
        a_supply(OIL, id="G-3", firm=firm),
        a_supply(id="H-1", firm=a_firm("虚构丙")),
    ]
    market = a_market([a_demand(), a_demand(OIL, id="X-2")], listings)
    found = recommend_demands(market, "虚构乙", today=TODAY)
    assert found.firm == firm
    assert {(match.demand.id, match.supply.id) for match in found.matches} == {
        ("X-1", "G-2"),
        ("X-2", "G-3"),
    }
    assert [match.rank for match in found.matches] == [1, 2]


def test_a_firm_nobody_knows_says_so():
    with pytest.raises(UnknownRecord, match="没有编号为 虚构丁 的企业"):
        recommend_demands(a_market([a_demand()], [a_supply()]), "虚构丁", today=TODAY)


def test_the_first_mention_of_a_firm_stands():
    listings = [
        a_supply(firm=Firm("虚构甲", "虚构甲示例有限公司", phone="0871-0000000")),
        a_supply(id="G-2", firm=Firm("虚构甲", "虚构甲公司")),
    ]
    found = recommend_demands(a_market([a_demand()], listings), "虚构甲", today=TODAY)
    assert found.firm.name == "虚构甲示例有限公司"


# A need that is not on the list yet


def test_a_need_asked_anew_is_answered_as_if_it_stood_in_the_list():
    demand = a_demand(**wishing(WishKind.CERTIFICATE, "ISO9001"))
    supplies = [*supplies_of(WHEEL, "铝合金锭", OIL), a_supply(id="H-1", **holding("ISO9001"))]
    listed = a_market([demand, a_demand(OIL, id="X-2")], supplies, CHAIN)
    anew = ask_anew(a_market([], supplies, CHAIN), [demand])
    assert recommend_suppliers(anew, "X-1", today=TODAY) == recommend_suppliers(
        listed, "X-1", today=TODAY
    )


def test_a_market_asked_anew_keeps_the_offers_and_forgets_the_asks():
    market = a_market([a_demand()], supplies_of(WHEEL))
    anew = ask_anew(market, [a_demand(OIL, id="X-2")])
    assert anew.offers is market.offers
    with pytest.raises(UnknownRecord):
        recommend_suppliers(anew, "X-1", today=TODAY)
    with pytest.raises(ValueError, match="asked anew"):
        recommend_demands(anew, "虚构1号", today=TODAY)
