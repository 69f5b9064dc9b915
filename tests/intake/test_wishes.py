"""Musts, wishes and certificates out of free text."""

from datetime import date

import pytest

from matchmaking.intake.certificates import read_certificates
from matchmaking.intake.wishes import insists, kind_of, read_wishes, split_items
from matchmaking.records import Certificate, Wish, WishKind

TODAY = date(2026, 1, 20)


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


@pytest.mark.parametrize(
    ("text", "certificates"),
    [
        ("ISO9001（2024-05到期）", (Certificate("ISO9001", date(2024, 5, 31)),)),
        ("IATF16949有效期至2026年8月", (Certificate("IATF16949", date(2026, 8, 31)),)),
        ("SC（有效期2024.1.1至2027.12.31）", (Certificate("SC", date(2027, 12, 31)),)),
        ("ISO9001-2015", (Certificate("ISO9001-2015"),)),
        ("ISO9001到期", (Certificate("ISO9001到期"),)),
        ("无ISO9001；没有3C认证", (Certificate("ISO9001", held=False), Certificate("3C认证", held=False))),
        ("ISO13485：无；CE（申请中）", (Certificate("ISO13485", held=False), Certificate("CE", held=False))),
        ("已通过ISO14001、具有3C", (Certificate("ISO14001"), Certificate("3C"))),
        ("有机产品认证", (Certificate("有机产品认证"),)),
        ("无损检测资质", (Certificate("无损检测资质"),)),
        ("CE有效期至2026年13月", (Certificate("CE有效期至2026年13月"),)),
        ("2027-05到期：3C", (Certificate("3C", date(2027, 5, 31)),)),
        ("无", ()),
    ],
)  # fmt: skip
def test_certificates_are_read_with_expiry_and_denial(text, certificates):
    assert read_certificates(text, TODAY) == certificates
