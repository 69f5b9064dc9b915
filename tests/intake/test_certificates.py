"""Certificates held, denied, run out and on their way."""

from datetime import date

import pytest

from matchmaking.intake.certificates import read_answer, read_certificates
from matchmaking.intake.service import ListKind, read_list
from matchmaking.records import Certificate

TODAY = date(2026, 1, 20)
FIRM = "云南示例机械有限公司"


def held(name):
    return Certificate(name)


def denied(name):
    return Certificate(name, held=False)


@pytest.mark.parametrize(
    ("text", "certificates"),
    [
        ("IATF16949有效期至2026年8月", [Certificate("IATF16949", date(2026, 8, 31))]),
        ("SC（有效期2024.1.1至2027.12.31）", [Certificate("SC", date(2027, 12, 31))]),
        ("2027-05到期：3C", [Certificate("3C", date(2027, 5, 31))]),
        ("ISO9001（2026-01-20到期）", [Certificate("ISO9001", date(2026, 1, 20))]),
        ("ISO9001-2015", [held("ISO9001-2015")]),
        ("ISO9001到期", [held("ISO9001到期")]),
        ("CE有效期至2026年13月", [held("CE有效期至2026年13月")]),
        ("已通过ISO14001、具有3C", [held("ISO14001"), held("3C")]),
    ],
)
def test_a_certificate_is_read_with_its_expiry(text, certificates):
    assert read_certificates(text, TODAY) == (tuple(certificates), ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("有机产品认证", "有机产品认证"),
        ("有有机产品认证", "有机产品认证"),
        ("有色金属冶炼许可", "有色金属冶炼许可"),
        ("无损检测资质", "无损检测资质"),
        ("无人机驾驶员执照", "无人机驾驶员执照"),
        ("无线电发射设备型号核准证", "无线电发射设备型号核准证"),
        ("无机产品认证", "无机产品认证"),
        ("无公害农产品认证", "无公害农产品认证"),
    ],
)
def test_a_name_that_begins_like_a_verb_is_held_whole(text, name):
    assert read_certificates(text, TODAY) == ((held(name),), ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("没有有机产品认证", "有机产品认证"),
        ("无有机产品认证", "有机产品认证"),
        ("没有取得有机产品认证", "有机产品认证"),
        ("没取得有色金属冶炼许可", "有色金属冶炼许可"),
        ("无动力电池回收规范企业资质", "动力电池回收规范企业资质"),
        ("无机电安装资质", "机电安装资质"),
        ("无水利水电施工资质", "水利水电施工资质"),
        ("无人力资源服务许可证", "人力资源服务许可证"),
        ("无烟草专卖许可证", "烟草专卖许可证"),
        ("无危险化学品经营许可证", "危险化学品经营许可证"),
        ("无ISO9001认证", "ISO9001认证"),
        ("未取得ISO9001", "ISO9001"),
        ("尚未取得ISO9001", "ISO9001"),
        ("还没有ISO9001", "ISO9001"),
        ("暂无3C认证", "3C认证"),
        ("ISO9001（无）", "ISO9001"),
        ("ISO9001：无", "ISO9001"),
        ("ISO9001 无", "ISO9001"),
        ("ISO9001未取得", "ISO9001"),
        ("ISO9001（已注销）", "ISO9001"),
        ("ISO9001（已过期）", "ISO9001"),
    ],
)
def test_what_a_supplier_says_it_lacks_is_denied(text, name):
    assert read_certificates(text, TODAY) == ((denied(name),), ())


@pytest.mark.parametrize(
    "text", ["无", "无。", "暂无", "无任何资质", "没有相关认证", "无资质证书", "暂无认证", "（无）"]
)
def test_lacking_everything_denies_nothing_in_particular(text):
    assert read_certificates(text, TODAY) == ((), ())


@pytest.mark.parametrize(
    "text",
    ["CE（申请中）", "CE办理中", "CE：正在办理", "正在申请CE", "拟申请CE认证", "ISO9001换证中"],
)
def test_what_is_on_its_way_is_neither_held_nor_denied_but_told(text):
    certificates, (remark,) = read_certificates(text, TODAY)
    assert certificates == ()
    assert remark == f"“{text}”还没有取得，没有计入资质；取得后请更新清单"


def test_what_has_run_out_is_not_held_and_told():
    assert read_certificates("3C；ISO9001（2024-05到期）", TODAY) == (
        (held("3C"), Certificate("ISO9001", date(2024, 5, 31), held=False)),
        ("“ISO9001（2024-05到期）”已经到期，按没有这项资质计；如已续期，请更新有效期",),
    )


def test_a_long_item_is_shown_shortened():
    (remark,) = read_certificates("很" * 50 + "长的证书办理中", TODAY).remarks
    assert remark == "“" + "很" * 30 + "…”还没有取得，没有计入资质；取得后请更新清单"


@pytest.mark.parametrize(
    ("header", "text", "certificates"),
    [
        ("ISO9001认证", "有", [held("ISO9001认证")]),
        ("ISO9001认证", "√", [held("ISO9001认证")]),
        ("是否通过ISO9001认证", "是", [held("ISO9001认证")]),
        ("ISO9001（有/无）", "有", [held("ISO9001")]),
        ("IATF16949", "无", [denied("IATF16949")]),
        ("IATF16949", "×", [denied("IATF16949")]),
        ("3C", "2027年5月到期", [Certificate("3C", date(2027, 5, 31))]),
        ("3C", "2027-05-31", [Certificate("3C", date(2027, 5, 31))]),
        ("SC", "", []),
        ("SC", "/", []),
        ("体系认证", "ISO9001、无3C", [held("ISO9001"), denied("3C")]),
    ],
)
def test_a_column_named_by_a_certificate_is_an_answer(header, text, certificates):
    assert read_answer(header, text, TODAY) == (tuple(certificates), ())


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("申请中", "“3C（申请中）”还没有取得，没有计入资质；取得后请更新清单"),
        ("1", "没有认出是否持有，这一格没有计入；请写“有”“无”或有效期"),
    ],
)
def test_an_answer_that_counts_for_nothing_is_told(text, remark):
    assert read_answer("3C", text, TODAY) == ((), (remark,))


def test_the_remark_stands_at_its_cell_and_the_row_is_kept(text_file):
    rows = [
        ["企业名称", "主导产品", "资质证书"],
        [FIRM, "轴承", "CE（申请中）；ISO9001（2024-05到期）；3C"],
    ]
    reading = read_list(text_file(rows), ListKind.SUPPLY, today=TODAY)
    assert reading.records[0].certificates == (
        Certificate("ISO9001", date(2024, 5, 31), held=False),
        held("3C"),
    )
    assert [(remark.cell, remark.column) for remark in reading.remarks] == [("C2", "资质证书")] * 2
