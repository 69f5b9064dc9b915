"""When is there a team, who is in it, and what does each bring?"""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from matchmaking.matching.evidence import Verdict
from matchmaking.matching.service import recommend_suppliers
from matchmaking.records import Period, Quantity, WishKind
from matchmaking.teams.forming import form_team
from matchmaking.teams.service import teams_of
from matchmaking.teams.wanted import Wanted, offers_of, share_of
from tests.matching.factories import (
    TODAY,
    WHEEL,
    a_demand,
    a_firm,
    a_market,
    a_supply,
    finding,
    holding,
    the_match,
    wishing,
)

MONTHLY = partial(Quantity, unit="吨", period=Period.MONTH)


def team_for(demand, *supplies):
    market = a_market([demand], supplies)
    answer = recommend_suppliers(market, demand.id, top=20, today=TODAY)
    found = teams_of(market, [answer], today=TODAY)
    return found[0] if found else None


def maker(number, product=WHEEL, **more):
    return a_supply(product, id=f"G-{number}", firm=a_firm(f"虚构{number}号"), **more)


def told(team):
    return {part.firm.key: [str(sentence) for sentence in part.says] for part in team.parts}, [
        str(sentence) for sentence in team.uncovered
    ]


def test_two_firms_share_a_volume_that_neither_has_alone():
    demand = a_demand(quantity=MONTHLY(100))
    team = team_for(
        demand, maker(1, spare=MONTHLY(60)), maker(2, spare=MONTHLY(60)), maker(3, spare=MONTHLY(5))
    )
    assert told(team) == (
        {"虚构1号": ["供 50吨/月，占 50%"], "虚构2号": ["供 50吨/月，占 50%"]},
        [],
    )
    assert team.notes == ()


def test_units_and_periods_are_compared_as_the_matcher_does():
    demand = a_demand(quantity=MONTHLY(100))
    yearly = Quantity(720_000, "公斤", Period.YEAR)
    team = team_for(demand, maker(1, spare=yearly), maker(2, spare=MONTHLY(50)))
    assert [part.firm.key for part in team.parts] == ["虚构1号", "虚构2号"]
    assert [str(part.amount) for part in team.parts] == ["55吨/月", "45吨/月"]


def test_there_is_no_team_where_one_firm_is_enough():
    demand = a_demand(quantity=MONTHLY(100))
    assert team_for(demand, maker(1, spare=MONTHLY(100)), maker(2, spare=MONTHLY(60))) is None


def test_there_is_no_team_where_there_is_nothing_to_share():
    assert team_for(a_demand(), maker(1), maker(2)) is None
    assert team_for(a_demand(quantity=MONTHLY(100)), maker(1), maker(2)) is None


def test_what_is_still_lacking_is_said():
    demand = a_demand(quantity=MONTHLY(100), **wishing(WishKind.CERTIFICATE, "ISO9001", "ISO14001"))
    team = team_for(
        demand,
        maker(1, spare=MONTHLY(30), **holding("ISO9001")),
        maker(2, spare=MONTHLY(50)),
    )
    assert told(team) == (
        {
            "虚构1号": ["供 30吨/月，占 30%", "持有ISO9001"],
            "虚构2号": ["供 50吨/月，占 50%"],
        },
        ["各家都没有写明持有ISO14001", "写明的余量合起来还差 20吨/月，占 20%"],
    )
    assert [str(note) for note in team.notes] == [
        "资质由各家分别持有，请先确认是否认可联合供货时分别持证"
    ]


def test_two_certificates_are_brought_by_two_firms():
    demand = a_demand(**wishing(WishKind.CERTIFICATE, "ISO9001", "ISO14001"))
    team = team_for(
        demand, maker(1, **holding("ISO9001")), maker(2, **holding("ISO14001")), maker(3)
    )
    assert told(team) == ({"虚构1号": ["持有ISO9001"], "虚构2号": ["持有ISO14001"]}, [])


def test_a_firm_in_another_region_than_the_buyer_insists_on_is_not_in_the_team():
    demand = a_demand(quantity=MONTHLY(100), **wishing(WishKind.REGION, "昆明"))
    near, far = (a_firm("虚构近处", place="昆明市五华区"), a_firm("虚构远处", place="上海市"))
    supplies = [
        a_supply(id="G-1", firm=near, spare=MONTHLY(60)),
        a_supply(id="G-2", firm=far, spare=MONTHLY(60)),
    ]
    assert team_for(demand, *supplies) is None


def test_the_items_of_a_kit_are_matched_one_by_one_over_all_listings_of_a_firm():
    demand = a_demand(
        "厨房用品", description="包括：铝合金锅、不锈钢勺子、竹编蒸笼", quantity=Quantity(50, "套")
    )
    team = team_for(
        demand,
        maker(1, "铝合金锅"),
        maker(2, "竹编蒸笼"),
        a_supply("不锈钢勺子", id="G-3", firm=a_firm("虚构1号")),
    )
    assert told(team) == (
        {"虚构1号": ["供其中的铝合金锅、不锈钢勺子"], "虚构2号": ["供其中的竹编蒸笼"]},
        [],
    )
    assert [supply.id for supply in team.parts[0].supplies] == ["G-1", "G-3"]


def test_an_item_nobody_makes_is_named():
    demand = a_demand("厨房用品", description="包括：铝合金锅、竹编蒸笼、卫星天线")
    team = team_for(demand, maker(1, "铝合金锅"), maker(2, "竹编蒸笼"))
    assert told(team)[1] == ["“卫星天线”还没有企业能供"]


def test_a_firm_that_says_it_has_too_little_of_an_item_does_not_cover_it():
    demand = a_demand(
        "厨房用品", description="包括：铝合金锅、竹编蒸笼", quantity=Quantity(50, "套")
    )
    supplies = [maker(1, "铝合金锅", spare=Quantity(10, "套")), maker(2, "竹编蒸笼")]
    assert team_for(demand, *supplies) is None


@pytest.mark.parametrize(
    ("quantity", "spare", "needed_by"),
    [
        (MONTHLY(100), MONTHLY(100), None),
        (MONTHLY(100), MONTHLY(99), None),
        (Quantity(50, "吨", Period.ONCE), Quantity(600, "吨", Period.YEAR), date(2026, 3, 30)),
        (Quantity(51, "吨", Period.ONCE), Quantity(600, "吨", Period.YEAR), date(2026, 3, 30)),
        (Quantity(300, "吨"), Quantity(600, "吨", Period.YEAR), date(2026, 8, 31)),
        (Quantity(301, "吨"), Quantity(600, "吨", Period.YEAR), date(2026, 8, 31)),
        (MONTHLY(100), Quantity(100, "件", Period.MONTH), None),
    ],
)
def test_a_whole_share_is_what_the_criterion_calls_enough(quantity, spare, needed_by):
    demand = a_demand(quantity=quantity, needed_by=needed_by)
    supply = a_supply(spare=spare)
    met = finding(the_match(demand, supply), "产能").verdict is Verdict.MET
    assert (share_of(demand, supply, TODAY) >= 1.0) == met


def test_of_an_item_that_somebody_may_make_it_is_said_whom_to_ask():
    demand = a_demand("厨房用品", description="包括：铝合金锅、竹编蒸笼、卫星天线")
    wanted = Wanted.of(demand)
    pot, basket = (
        the_match(item, maker(number, item.title))
        for number, item in enumerate(wanted.asks()[:2], start=1)
    )
    product = replace(pot.findings[0], verdict=Verdict.UNKNOWN)
    perhaps = replace(pot, supply=maker(3, "通信器材"), findings=(product,))
    answers = [[pot], [basket], [perhaps]]
    team = form_team(wanted, offers_of(wanted, answers, today=TODAY), answers)
    assert told(team)[1] == ["“卫星天线”还没有企业写明能供，可先问虚构3号示例有限公司（通信器材）"]
