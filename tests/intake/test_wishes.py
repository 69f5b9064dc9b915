"""Musts and wishes out of free text."""

import pytest

from matchmaking.intake.wishes import insists, kind_of, read_wishes, split_items
from matchmaking.records import Wish, WishKind


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("ISO9001、IATF16949；3C", ("ISO9001", "IATF16949", "3C")),
        ("GB/T 5310、Q345B", ("GB/T 5310", "Q345B")),
        ("1、具有ISO9001；2、注册资本500万以上", ("具有ISO9001", "注册资本500万以上")),
        ("1.ISO9001\n2.3C认证", ("ISO9001", "3C认证")),
        ("（1）ISO9001（2）IATF16949", ("ISO9001", "IATF16949")),
        ("①有样品②可试用", ("有样品", "可试用")),
        ("ISO9001 IATF16949", ("ISO9001", "IATF16949")),
        ("许可证（一类、二类），备案", ("许可证（一类、二类）", "备案")),
        ("单价1,200元,含税", ("单价1,200元", "含税")),
        ("没有关上（的括号、两项", ("没有关上（的括号", "两项")),
        ("M8×20，0.5mm²", ("M8×20", "0.5mm²")),
        ("", ()),
    ],
)
def test_a_cell_comes_apart_into_its_conditions(text, items):
    assert split_items(text) == items


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ISO9001", WishKind.CERTIFICATE),
        ("ISO 14001环境管理体系", WishKind.CERTIFICATE),
        ("IATF 16949", WishKind.CERTIFICATE),
        ("3C", WishKind.CERTIFICATE),
        ("CCC或CQC", WishKind.CERTIFICATE),
        ("SC证", WishKind.CERTIFICATE),
        ("UL认证", WishKind.CERTIFICATE),
        ("危险化学品安全生产许可证", WishKind.CERTIFICATE),
        ("特种设备制造资质", WishKind.CERTIFICATE),
        ("GB/T 5310", WishKind.SPEC),
        ("ASTM A106", WishKind.SPEC),
        ("UL94 V-0", WishKind.SPEC),
        ("Q345B", WishKind.SPEC),
        ("厚度≥0.2mm", WishKind.SPEC),
        ("云南省内企业", WishKind.REGION),
        ("昆明", WishKind.REGION),
        ("本地服务", WishKind.REGION),
        ("就近供货", WishKind.REGION),
        ("交期30天以内", WishKind.DELIVERY),
        ("7日内送达", WishKind.DELIVERY),
        ("专精特新企业优先", WishKind.TIER),
        ("国家级小巨人", WishKind.TIER),
        ("单价不超过5元", WishKind.PRICE),
        ("账期45天", WishKind.OTHER),
        ("质保3年", WishKind.OTHER),
        ("产线验证", WishKind.OTHER),
        ("公安平台对接", WishKind.OTHER),
        ("支持贴牌", WishKind.OTHER),
    ],
)
def test_a_condition_is_of_the_kind_its_words_show(text, kind):
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text", ["必须有ISO9001", "须提供检测报告", "★3C", "仅限云南企业", "硬性要求", "不得转包"]
)
def test_strong_words_make_a_must(text):
    assert insists(text, default=False)


@pytest.mark.parametrize(
    "text", ["昆明企业优先", "最好有样品", "希望就近", "可小批量", "无须认证", "尽量本地"]
)
def test_soft_words_make_a_wish(text):
    assert not insists(text, default=True)


@pytest.mark.parametrize("text", ["许可证", "可靠性报告", "可追溯体系", "须知已阅"])
def test_words_that_merely_contain_a_mark_leave_the_default(text):
    assert insists(text, default=True)
    assert not insists(text, default=False)


def test_the_mark_in_a_text_wins_over_the_column_and_is_taken_off():
    assert read_wishes("★ISO9001（必须）、3C优先", must=False) == (
        Wish(WishKind.CERTIFICATE, "ISO9001", must=True),
        Wish(WishKind.CERTIFICATE, "3C优先", must=False),
    )


def test_conditions_that_come_apart_already_stay_whole():
    assert read_wishes(("CCC、CQC均可", "无"), must=False) == (
        Wish(WishKind.CERTIFICATE, "CCC、CQC均可", must=False),
    )


def test_a_column_may_fix_the_kind():
    assert read_wishes("省内", must=True, kind=WishKind.REGION) == (
        Wish(WishKind.REGION, "省内", must=True),
    )
