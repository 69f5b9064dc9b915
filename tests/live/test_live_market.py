"""The live market says what a market built from the same tables would say, after every kind of change."""

import time
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from matchmaking.catalogue.models import SupplyListing
from matchmaking.catalogue.service import Hand, close, find
from matchmaking.errors import NotReady, UnknownRecord
from matchmaking.live.market import LiveMarket
from matchmaking.records import Certificate, Period, Quantity, Wish, WishKind
from matchmaking.storage.database import transaction
from matchmaking.thesaurus import editing
from matchmaking.thesaurus.concepts import Division, make_thesaurus
from matchmaking.thesaurus.current import Current
from matchmaking.thesaurus.editing import Hand as EditingHand
from matchmaking.thesaurus.editing import Said
from matchmaking.thesaurus.models import Doing
from search.vectors import HashingEncoder
from tests.live.conftest import NOW, PRODUCTS, TODAY, Put, a_need, an_offer


def shown(live: LiveMarket, need: str) -> list[tuple[str, float, str]]:
    found = live.suppliers(need)
    return [(one.supply.id, one.score, str(one.conclusion)) for one in found.matches]


def stock(put: Put) -> tuple[str, ...]:
    return put(*(an_offer(product, maker) for maker, product in enumerate(PRODUCTS)))


def test_before_the_first_market_is_built_it_says_so(live: LiveMarket, put: Put) -> None:
    (need,) = put(a_need())
    with pytest.raises(NotReady):
        live.suppliers(need)


def test_a_need_finds_what_is_published(live: LiveMarket, put: Put) -> None:
    offers = stock(put)
    (need,) = put(a_need())
    assert live.refresh()
    assert shown(live, need)[0][0] == offers[0]
    assert not live.refresh()


def test_a_need_posted_later_needs_no_refresh(live: LiveMarket, put: Put) -> None:
    offers = stock(put)
    live.refresh()
    (need,) = put(a_need("不锈钢管件"))
    assert shown(live, need)[0][0] == offers[2]


def test_a_supply_that_comes_later_is_found_with_its_certificate(
    live: LiveMarket, put: Put
) -> None:
    stock(put)
    live.refresh()
    wish = Wish(WishKind.CERTIFICATE, "ISO9001", must=True)
    need = put(replace(a_need("钛合金螺栓"), wishes=(wish,)))[0]
    (late,) = put(an_offer("钛合金螺栓", 7, certificates=(Certificate("ISO9001"),)))
    live.refresh()
    best = live.suppliers(need).matches[0]
    assert best.supply.id == late
    assert [one.verdict.name for one in best.findings if one.name == "资质"] == ["MET"]


def test_a_supply_that_is_closed_is_no_longer_recommended(
    engine: Engine, live: LiveMarket, put: Put
) -> None:
    offers = stock(put)
    (need,) = put(a_need())
    live.refresh()
    with transaction(engine) as session:
        close(session, find(session, SupplyListing, offers[0]), hand=Hand("", NOW, TODAY))
    live.refresh()
    assert offers[0] not in [supply for supply, _, _ in shown(live, need)]


def test_a_changed_supply_is_recommended_as_it_is_now_and_once(live: LiveMarket, put: Put) -> None:
    offers = stock(put)
    (need,) = put(a_need())
    live.refresh()
    put(an_offer("铝合金轮毂", 0, specs="A356"))
    live.refresh()
    ours = [one for one in live.suppliers(need).matches if one.supply.id == offers[0]]
    assert [one.supply.specs for one in ours] == ["A356"]


def test_caught_up_says_the_same_points_for_a_pair_as_built_whole(
    live: LiveMarket, put: Put
) -> None:
    stock(put)
    (need,) = put(a_need())
    live.refresh()
    (late,) = put(an_offer("铝合金轮毂", 8))
    live.refresh()
    caught = {supply: points for supply, points, _ in shown(live, need)}
    twin = next(points for supply, points in caught.items() if supply != late)
    assert caught[late] == twin


def test_a_firm_sees_needs_that_came_after_the_base(live: LiveMarket, put: Put) -> None:
    stock(put)
    live.refresh()
    assert live.opportunities("卖方0").matches == ()
    (need,) = put(a_need())
    live.refresh()
    assert [one.demand.id for one in live.opportunities("卖方0").matches] == [need]


def test_both_directions_give_a_pair_the_same_points(live: LiveMarket, put: Put) -> None:
    stock(put)
    put(a_need())
    live.refresh()
    there = live.opportunities("卖方0").matches[0]
    back = live.suppliers(there.demand.id).matches[0]
    assert (back.supply.id, back.score) == (there.supply.id, there.score)


def test_a_firm_without_supplies_has_no_opportunities_and_an_unknown_one_is_told(
    live: LiveMarket, put: Put
) -> None:
    stock(put)
    live.refresh()
    assert live.opportunities("买方").matches == ()
    with pytest.raises(UnknownRecord):
        live.opportunities("谁")
    with pytest.raises(UnknownRecord):
        live.suppliers("什么")


def test_its_own_thread_keeps_it_up_to_date(engine: Engine, put: Put) -> None:
    stock(put)
    (need,) = put(a_need())
    live = LiveMarket(engine, HashingEncoder(), today=lambda: TODAY)
    live.start()
    for _ in range(200):
        if live.seq:
            break
        time.sleep(0.05)
    live.stop()
    assert len(shown(live, need)) >= 1


def test_the_same_question_is_answered_once_till_something_changes(
    live: LiveMarket, put: Put
) -> None:
    stock(put)
    (need,) = put(a_need())
    live.refresh()
    first = live.suppliers(need)
    assert live.suppliers(need) is first
    put(an_offer("铝合金轮毂", 8))
    live.refresh()
    assert live.suppliers(need) is not first
    for top in range(1, 140):
        live.suppliers(need, top=top)
    assert live.suppliers(need).matches


def test_two_firms_that_came_at_different_times_form_a_team(live: LiveMarket, put: Put) -> None:
    amount = Quantity(100, "吨", Period.MONTH)
    half = replace(amount, amount=50)
    (first,) = put(an_offer("钛合金螺栓", 1, spare=half))
    live.refresh()
    (later,) = put(an_offer("钛合金螺栓", 2, spare=half))
    live.refresh()
    (need,) = put(replace(a_need("钛合金螺栓"), quantity=amount))
    team = live.team(live.suppliers(need))
    assert team is not None
    assert {supply.id for part in team.parts for supply in part.supplies} == {first, later}
    assert team.uncovered == ()


def test_what_is_added_to_the_thesaurus_calls_for_a_new_base(engine: Engine, put: Put) -> None:
    shipped = make_thesaurus([Division("34", "通用设备")], [])
    live = LiveMarket(
        engine, HashingEncoder(), today=lambda: TODAY, knowledge=Current(lambda: shipped).knowledge
    )
    put(an_offer("手拉葫芦"))
    (need,) = put(a_need("斤不落"))
    live.refresh()
    before = live.suppliers(need).matches[0]
    cells = ["手拉葫芦", "通用设备", "", "斤不落", "把重物吊起来", "", "", "", ""]
    with transaction(engine) as session:
        hand = EditingHand("operator", NOW)
        said = Said(Doing.ADD, "34", tuple(cells))
        entry = editing.propose(session, said, shipped=shipped, new_id="t1", hand=hand)
        editing.approve(session, entry.id, shipped=shipped, hand=hand)
    live.refresh()
    for _ in range(200):
        after = live.suppliers(need).matches[0]
        if after.score > before.score:
            break
        time.sleep(0.05)
    (known,) = (one for one in after.contributions if one.name == "词库")
    assert known.signal == 1.0
    assert str(known.reason) == "词库：「斤不落」即「手拉葫芦」，该企业生产「手拉葫芦」"
