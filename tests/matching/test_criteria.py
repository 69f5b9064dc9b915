"""One criterion after the other, in its three values, with the sentence a person reads."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from matchmaking.matching.evidence import Conclusion, Verdict
from matchmaking.places import find_region
from matchmaking.records import Certificate, Period, Price, Quantity, Tier, WishKind
from tests.matching.factories import (
    TODAY,
    a_demand,
    a_firm,
    a_supply,
    finding,
    holding,
    judged,
    part,
    the_match,
    wishing,
)

FITS, ASK, FAILS = Conclusion.FITS, Conclusion.TO_CONFIRM, Conclusion.FAILS
KUNMING = find_region("云南昆明")


def per_month(amount: float, unit: str = "吨") -> Quantity:
    return Quantity(amount, unit, Period.MONTH)


def per_year(amount: float, unit: str = "吨") -> Quantity:
    return Quantity(amount, unit, Period.YEAR)


def yuan(amount: str, unit: str) -> Price:
    return Price(Decimal(amount), unit)


# 产能


def test_six_thousand_tonnes_a_year_are_five_hundred_a_month():
    demand = a_demand(quantity=per_month(500))
    assert judged(demand, a_supply(spare=per_year(6000)), "产能") == (
        "可供 6,000吨/年，够 500吨/月",
        "",
        "",
        FITS,
    )


def test_half_a_million_kilograms_a_year_are_too_few_for_five_hundred_tonnes_a_month():
    demand = a_demand(quantity=per_month(500))
    supply = a_supply(spare=per_year(500_000, "公斤"))
    assert judged(demand, supply, "产能") == (
        "可供 500,000公斤/年，不够 500吨/月",
        "",
        "把可供量提高到 500吨/月，或与他人联合供货",
        FITS,  # a wish, so the firm is not set apart
    )
    assert part(the_match(demand, supply), "产能").points == pytest.approx(2 * (500 / 6000 - 1))


def test_too_little_fails_where_the_quantity_is_a_must():
    demand = a_demand(quantity=per_month(500), musts=frozenset({WishKind.QUANTITY}))
    assert judged(demand, a_supply(spare=per_month(499)), "产能")[3] is FAILS


def test_pieces_and_tonnes_do_not_compare():
    demand = a_demand(quantity=per_month(500, "件"), musts=frozenset({WishKind.QUANTITY}))
    assert judged(demand, a_supply(spare=per_month(500)), "产能") == (
        "需求按 500件/月 计，产能按 500吨/月 计，单位不同，不能直接比较",
        "能为此单留出多少产能（需求 500件/月）？",
        "",
        ASK,
    )


def test_unstated_capacity_is_a_question():
    demand = a_demand(quantity=per_month(500))
    assert judged(demand, a_supply(), "产能") == (
        "清单没有写明能否留出 500吨/月 的产能（写明的产能：—）",
        "能为此单留出多少产能（需求 500吨/月）？",
        "",
        FITS,
    )


def test_the_whole_capacity_alone_can_rule_out_but_not_in():
    demand = a_demand(quantity=per_month(500))
    assert judged(demand, a_supply(capacity=per_month(900)), "产能")[:2] == (
        "清单没有写明能否留出 500吨/月 的产能（写明的产能：900吨/月）",
        "能为此单留出多少产能（需求 500吨/月）？",
    )
    small = judged(demand, a_supply(capacity=per_month(300)), "产能")
    assert small[0] == "可供 300吨/月，不够 500吨/月"


@pytest.mark.parametrize(
    ("days", "verdict"), [(365, Verdict.MET), (183, Verdict.MET), (182, Verdict.NOT_MET)]
)
def test_a_one_off_amount_must_be_made_in_the_time_that_is_left(days, verdict):
    quantity = Quantity(500, "吨", Period.ONCE)
    demand = a_demand(quantity=quantity, needed_by=TODAY + timedelta(days=days))
    match = the_match(demand, a_supply(spare=per_year(1000)))
    assert finding(match, "产能").verdict is verdict


def test_a_one_off_amount_without_a_date_may_take_a_year():
    demand = a_demand(quantity=Quantity(1000, "吨", Period.ONCE))
    assert finding(the_match(demand, a_supply(spare=per_year(1000))), "产能").verdict is Verdict.MET


def test_a_monthly_amount_is_not_cut_by_the_days_that_are_left():
    demand = a_demand(quantity=per_month(500), needed_by=TODAY + timedelta(days=60))
    assert finding(the_match(demand, a_supply(spare=per_month(500))), "产能").verdict is Verdict.MET


def test_an_amount_without_a_period_is_one_off_too():
    demand = a_demand(quantity=Quantity(500, "吨"), needed_by=TODAY + timedelta(days=90))
    match = the_match(demand, a_supply(spare=per_year(1000)))
    assert finding(match, "产能").verdict is Verdict.NOT_MET


# 交期


def test_a_lead_time_within_the_days_left_is_met():
    demand = a_demand(needed_by=TODAY + timedelta(days=30))
    assert judged(demand, a_supply(lead_days=30), "交期") == (
        "供货周期 30 天，赶得上 2026-04-01（还有 30 天）",
        "",
        "",
        FITS,
    )


def test_a_lead_time_beyond_the_days_left_fails_where_the_date_is_a_must():
    demand = a_demand(needed_by=TODAY + timedelta(days=30), musts=frozenset({WishKind.DELIVERY}))
    assert judged(demand, a_supply(lead_days=31), "交期") == (
        "供货周期 31 天，赶不上 2026-04-01（还有 30 天）",
        "",
        "把供货周期缩短到 30 天以内，或分批先交",
        FAILS,
    )


def test_an_unstated_lead_time_is_a_question():
    demand = a_demand(needed_by=TODAY + timedelta(days=30), musts=frozenset({WishKind.DELIVERY}))
    assert judged(demand, a_supply(), "交期") == (
        "清单没有写明供货周期，需求要在 2026-04-01 前到货",
        "能否在 2026-04-01 前交货？",
        "",
        ASK,
    )


def test_a_date_that_has_passed_asks_whether_the_need_still_stands():
    demand = a_demand(needed_by=date(2026, 3, 1), musts=frozenset({WishKind.DELIVERY}))
    late = "需求日期 2026-03-01 已过，请先确认是否仍然需要"
    assert judged(demand, a_supply(lead_days=5), "交期") == (late, late, "", ASK)


def test_goods_in_stock_reach_a_need_of_today():
    match = the_match(a_demand(needed_by=TODAY), a_supply(lead_days=0))
    assert finding(match, "交期").verdict is Verdict.MET


def test_a_lead_time_shows_its_days_beside_the_date():
    match = the_match(a_demand(needed_by=TODAY), a_supply(lead_days=0))
    assert (finding(match, "交期").asked, finding(match, "交期").offered) == ("2026-03-02", "0天")


# 起订量


def test_a_minimum_order_below_the_need_is_met():
    demand = a_demand(quantity=per_month(5))
    assert judged(demand, a_supply(minimum_order=Quantity(5000, "公斤")), "起订量") == (
        "起订量 5,000公斤，需求 5吨/月 达到",
        "",
        "",
        FITS,
    )


def test_a_minimum_order_above_the_need_is_not_met_and_says_what_would_help():
    demand = a_demand(quantity=per_month(5))
    assert judged(demand, a_supply(minimum_order=Quantity(10, "吨")), "起订量") == (
        "起订量 10吨，高于需求 5吨/月",
        "",
        "接受低于 10吨 的首单",
        FITS,
    )


def test_a_minimum_order_in_another_unit_is_a_question():
    demand = a_demand(quantity=per_month(5))
    assert judged(demand, a_supply(minimum_order=Quantity(10, "箱")), "起订量") == (
        "起订量 10箱 与需求 5吨/月 的单位不同，不能直接比较",
        "起订量 10箱，需求 5吨/月 能否接单？",
        "",
        FITS,
    )


def test_where_no_minimum_order_is_stated_nothing_is_said_of_it():
    match = the_match(a_demand(quantity=per_month(5)), a_supply())
    assert [one.name for one in match.findings] == ["产品", "产能"]


# 价格


def test_a_price_a_tonne_compares_with_a_price_a_kilogram():
    demand = a_demand(price=yuan("21500", "吨"))
    assert judged(demand, a_supply(price=yuan("21.5", "公斤")), "价格") == (
        "报价 21.5元/公斤，不高于 21,500元/吨",
        "",
        "",
        FITS,
    )


def test_a_higher_price_fails_where_the_price_is_a_must():
    demand = a_demand(price=yuan("21500", "吨"), musts=frozenset({WishKind.PRICE}))
    assert judged(demand, a_supply(price=yuan("21.6", "公斤")), "价格") == (
        "报价 21.6元/公斤，高于 21,500元/吨",
        "",
        "报价降到 21,500元/吨 以内",
        FAILS,
    )


@pytest.mark.parametrize("price", [None, yuan("300", "件"), yuan("300", "")])
def test_a_price_that_does_not_compare_is_a_question(price):
    demand = a_demand(price=yuan("21500", "吨"), musts=frozenset({WishKind.PRICE}))
    assert judged(demand, a_supply(price=price), "价格") == (
        "清单没有写明可与 21,500元/吨 比较的报价",
        "21,500元/吨 以内能否供货？",
        "",
        ASK,
    )


# 地区


def test_a_district_lies_in_its_city():
    demand = a_demand(**wishing(WishKind.REGION, "仅限昆明市内企业"))
    supply = a_supply(firm=a_firm(place="昆明市五华区"))
    assert judged(demand, supply, "地区") == (
        "企业在云南省昆明市五华区，在要求的云南省昆明市之内",
        "",
        "",
        FITS,
    )


def test_another_city_fails_a_must_and_only_lowers_a_wish():
    supply = a_supply(firm=a_firm(place="云南曲靖"))
    expected = (
        "企业在云南省曲靖市，不在要求的云南省昆明市之内",
        "",
        "在云南省昆明市设仓或设点",
    )
    must = a_demand(**wishing(WishKind.REGION, "仅限昆明市内企业"))
    assert judged(must, supply, "地区") == (*expected, FAILS)
    wish = a_demand(**wishing(WishKind.REGION, "昆明市企业优先", must=False))
    assert judged(wish, supply, "地区") == (*expected, FITS)


def test_a_firm_without_a_place_is_asked():
    demand = a_demand(**wishing(WishKind.REGION, "仅限昆明市内企业"))
    assert judged(demand, a_supply(), "地区") == (
        "清单没有写明企业所在地，要求在云南省昆明市之内",
        "企业或仓库是否在云南省昆明市？",
        "",
        ASK,
    )


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("本地企业", "云南省昆明市"), ("就近供货", "云南省昆明市"), ("省内企业", "云南省")],
)
def test_local_means_the_buyers_city_and_within_the_province_its_province(words, wanted):
    demand = a_demand(region=KUNMING, **wishing(WishKind.REGION, words))
    supply = a_supply(firm=a_firm(place="云南曲靖"))
    verdict = Verdict.MET if wanted == "云南省" else Verdict.NOT_MET
    assert finding(the_match(demand, supply), "地区").verdict is verdict
    assert finding(the_match(demand, supply), "地区").asked == wanted


@pytest.mark.parametrize("words", ["本地企业", "运费另议"])
def test_a_wish_that_names_no_place_asks_nothing(words):
    demand = a_demand(**wishing(WishKind.REGION, words))
    assert [one.name for one in the_match(demand, a_supply()).findings] == ["产品"]


def test_words_about_freight_are_no_place_even_where_the_buyers_is_known():
    demand = a_demand(region=KUNMING, **wishing(WishKind.REGION, "运费另议"))
    assert [one.name for one in the_match(demand, a_supply()).findings] == ["产品"]


# 梯度


@pytest.mark.parametrize(
    ("tier", "said"),
    [
        (Tier.CHAMPION, "企业是制造业单项冠军企业，达到“专精特新企业”"),
        (Tier.LITTLE_GIANT, "企业是专精特新“小巨人”企业，达到“专精特新企业”"),
        (Tier.SPECIALISED, "企业是专精特新中小企业，达到“专精特新企业”"),
    ],
)
def test_a_step_of_the_ladder_or_a_higher_one_will_do(tier, said):
    demand = a_demand(**wishing(WishKind.TIER, "专精特新企业"))
    supply = a_supply(firm=a_firm(tier=tier))
    assert judged(demand, supply, "梯度") == (said, "", "", FITS)


def test_a_lower_step_does_not_do():
    demand = a_demand(**wishing(WishKind.TIER, "专精特新企业"))
    supply = a_supply(firm=a_firm(tier=Tier.INNOVATIVE))
    assert judged(demand, supply, "梯度") == (
        "企业是创新型中小企业，未达到“专精特新企业”",
        "",
        "申报“专精特新企业”认定",
        FAILS,
    )


def test_an_unstated_step_is_a_question():
    demand = a_demand(**wishing(WishKind.TIER, "小巨人企业优先", must=False))
    assert judged(demand, a_supply(), "梯度") == (
        "清单没有写明企业梯度，要求“小巨人企业优先”",
        "是否已认定为“小巨人企业优先”？",
        "",
        FITS,
    )


# 资质


def test_a_certificate_is_held_however_it_is_written():
    demand = a_demand(**wishing(WishKind.CERTIFICATE, "ISO9001质量管理体系认证"))
    supply = a_supply(**holding("iso 9001:2015"))
    assert judged(demand, supply, "资质") == ("持有ISO9001质量管理体系认证", "", "", FITS)


def test_a_certificate_not_spoken_of_is_a_question():
    demand = a_demand(**wishing(WishKind.CERTIFICATE, "ISO9001", "IATF16949"))
    supply = a_supply(**holding("ISO9001"))
    assert judged(demand, supply, "资质") == (
        "清单没有写明IATF16949",
        "是否持有IATF16949？有效期到何时？",
        "",
        ASK,
    )
    held_in_part = part(the_match(demand, supply), "资质")
    assert (held_in_part.points, str(held_in_part.reason)) == (1.0, "")  # points, yet no reason


def test_a_certificate_denied_fails_a_must():
    demand = a_demand(**wishing(WishKind.CERTIFICATE, "ISO9001", "IATF16949"))
    supply = a_supply(certificates=(Certificate("ISO9001"), Certificate("IATF 16949", held=False)))
    assert judged(demand, supply, "资质") == (
        "写明没有IATF16949",
        "",
        "取得IATF16949",
        FAILS,
    )


def test_a_certificate_denied_only_lowers_a_wish():
    demand = a_demand(**wishing(WishKind.CERTIFICATE, "ISO9001", must=False))
    supply = a_supply(certificates=(Certificate("ISO9001", held=False),))
    assert judged(demand, supply, "优先资质") == ("写明没有ISO9001", "", "取得ISO9001", FITS)
    assert part(the_match(demand, supply), "优先资质").points == -1.0


def test_a_certificate_that_has_run_out_is_not_held_and_says_since_when():
    demand = a_demand(**wishing(WishKind.CERTIFICATE, "ISO9001"))
    ended = Certificate("ISO9001", date(2026, 1, 31), held=False)  # as intake reads it that day
    assert judged(demand, a_supply(certificates=(ended,)), "资质") == (
        "ISO9001已于 2026-01-31 到期",
        "",
        "取得ISO9001",
        FAILS,
    )


def test_what_was_never_held_is_told_apart_from_what_has_run_out():
    demand = a_demand(**wishing(WishKind.CERTIFICATE, "ISO9001", "CE"))
    ended = Certificate("ISO9001", date(2026, 1, 31), held=False)
    supply = a_supply(certificates=(ended, Certificate("CE", held=False)))
    assert judged(demand, supply, "资质")[0] == "写明没有CE，ISO9001已于 2026-01-31 到期"


def test_a_certificate_renewed_is_held():
    demand = a_demand(**wishing(WishKind.CERTIFICATE, "ISO9001"))
    ended = Certificate("ISO9001", date(2026, 1, 31), held=False)
    supply = a_supply(certificates=(ended, Certificate("ISO9001", date(2029, 1, 31))))
    assert judged(demand, supply, "资质") == ("持有ISO9001", "", "", FITS)


# 规格


def test_a_grade_is_named_wherever_the_listing_names_it():
    demand = a_demand(**wishing(WishKind.SPEC, "牌号 A356"))
    for supply in (a_supply(specs="A356，17寸"), a_supply("A356铝合金轮毂")):
        assert judged(demand, supply, "规格要求") == ("写明了牌号 A356", "", "", FITS)


def test_a_grade_not_named_is_a_question_never_a_no():
    demand = a_demand(**wishing(WishKind.SPEC, "牌号 A356", "GB/T 1173"))
    assert judged(demand, a_supply(specs="符合GB/T 1173-2013"), "规格要求") == (
        "清单没有写明牌号 A356",
        "能否做到牌号 A356？",
        "",
        ASK,
    )


def test_a_wished_grade_adds_points_alone():
    demand = a_demand(**wishing(WishKind.SPEC, "A356", must=False))
    assert judged(demand, a_supply(specs="A356"), "优先规格") == ("写明了A356", "", "", FITS)
    assert judged(demand, a_supply(), "优先规格")[3] is FITS


# What a match comes to


def test_the_product_is_judged_first_and_always_a_must():
    first = the_match(a_demand(), a_supply()).findings[0]
    assert (first.name, first.must, first.verdict) == ("产品", True, Verdict.MET)
    assert str(first.sentence) == "主导产品「铝合金轮毂」就是所需的「铝合金轮毂」一类"


def test_another_product_fails_and_says_so():
    sentence, question, change, conclusion = judged(a_demand(), a_supply("竹编果篮"), "产品")
    assert sentence == "主导产品「竹编果篮」与所需的「铝合金轮毂」相去较远"
    assert (question, change) == ("", "转产或增加「铝合金轮毂」一类产品")
    assert conclusion is FAILS


def test_one_must_not_met_outweighs_all_that_are_met():
    demand = a_demand(
        price=yuan("10", "件"),
        musts=frozenset({WishKind.PRICE}),
        **wishing(WishKind.CERTIFICATE, "ISO9001"),
    )
    supply = a_supply(price=yuan("11", "件"), **holding("ISO9001"))
    assert the_match(demand, supply).conclusion is FAILS


def test_questions_and_changes_come_in_the_order_of_the_criteria():
    demand = a_demand(
        quantity=per_month(5),
        needed_by=TODAY + timedelta(days=9),
        **wishing(WishKind.CERTIFICATE, "ISO9001"),
    )
    match = the_match(demand, a_supply(lead_days=20))
    assert [str(one) for one in match.questions] == [
        "能为此单留出多少产能（需求 5吨/月）？",
        "是否持有ISO9001？有效期到何时？",
    ]
    assert [str(one) for one in match.changes] == ["把供货周期缩短到 9 天以内，或分批先交"]
