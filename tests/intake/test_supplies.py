"""A 供给清单 read cell by cell."""

from datetime import date
from decimal import Decimal

import pytest

from matchmaking.intake.service import ListKind, read_list
from matchmaking.records import Certificate, Period, Price, Quantity, Size, Tier

FIRM = "云南示例机械有限公司"


@pytest.fixture
def read(text_file, today):
    def of(**cells):
        cells = {"企业名称": FIRM, "主导产品": "轴承"} | cells
        return read_list(
            text_file([list(cells), list(cells.values())]), ListKind.SUPPLY, today=today
        )

    return of


@pytest.fixture
def one(read):
    def of(**cells):
        (supply,) = read(**cells).records
        return supply

    return of


def test_a_full_row_becomes_a_full_supply(workbook, today):
    header = ["供给编号", "企业名称（盖章）", "企业简称", "所在省份", "所在城市", "所属行业", "主导产品", "规格型号", "产能规模（万套/年）", "剩余产能",
              "现有配套企业", "拟配套对象", "资质证书", "供货周期（天）", "起订量", "单价(元/套)", "收入占比（%）", "优质中小企业类型", "企业规模"]  # fmt: skip
    cells = ["G1", FIRM, "示例机械", "云南省", "昆明市", "机械设备/通用设备", "轴承", "M8×20", 5.5, "约500套/月", "甲示例公司、乙示例公司", "丙示例集团",
             "ISO9001（2027-05到期）；无3C", 45, "100套", 12.5, 35, "省级专精特新中小企业", "小型"]  # fmt: skip
    reading = read_list(workbook({"供给": [header, cells]}), today=today)
    (supply,) = reading.records
    assert reading.remarks == ()
    assert (supply.id, supply.product, supply.specs) == ("G1", "轴承", "M8×20")
    assert supply.capacity == Quantity(5.5, "万套", Period.YEAR)
    assert supply.spare == Quantity(500, "套", Period.MONTH, approximate=True)
    assert supply.customers == ("甲示例公司", "乙示例公司")
    assert supply.targets == ("丙示例集团",)
    assert supply.certificates == (
        Certificate("ISO9001", date(2027, 5, 31)),
        Certificate("3C", held=False),
    )
    assert (supply.lead_days, supply.minimum_order) == (45, Quantity(100, "套"))
    assert supply.price == Price(Decimal("12.5"), "套")
    assert supply.revenue_share == 0.35
    firm = supply.firm
    assert (firm.name, firm.short_name, firm.region.code) == (FIRM, "示例机械", "530100")
    assert (firm.industry, firm.size, firm.tier) == (
        "机械设备/通用设备",
        Size.SMALL,
        Tier.SPECIALISED,
    )


@pytest.mark.parametrize(("header", "name"), [("企业名称", "企业名称"), ("主导产品", "主导产品")])
def test_a_row_without_firm_or_product_goes_back(read, header, name):
    reading = read(**{header: ""})
    assert reading.records == ()
    assert f"缺少{name}" in reading.returned[0].problems[0].cause


def test_a_row_that_lacks_both_names_both(read):
    reading = read(企业名称="", 主导产品="无", 规格型号="M8")
    assert [problem.cell for problem in reading.returned[0].problems] == ["B2", "A2"]


def test_a_column_named_by_a_certificate_says_whether_it_is_held(one):
    supply = one(**{"ISO9001认证": "有", "IATF16949": "无", "3C": "2027年5月到期", "SC": ""})
    assert supply.certificates[:2] == (
        Certificate("ISO9001认证"),
        Certificate("IATF16949", held=False),
    )


@pytest.mark.parametrize("phone", ["1.38888E+10", "13888800000"])
def test_a_phone_that_lost_its_digits_is_left_out_and_remarked(read, phone):
    reading = read(联系电话=phone)
    assert reading.records[0].firm.phone == ""
    assert "末尾数字已丢失" in reading.remarks[0].cause


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("13888888888.0", "13888888888"),
        ("0871-00001234", "0871-00001234"),
        ("张三 13888888888", "张三 13888888888"),
    ],
)
def test_a_phone_is_kept_as_text(one, written, read_as):
    assert one(联系电话=written).firm.phone == read_as


def test_what_is_no_phone_is_remarked(read):
    assert "不像电话号码" in read(联系电话="前台").remarks[0].cause


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("国家级专精特新“小巨人”企业", Tier.LITTLE_GIANT),
        ("制造业单项冠军", Tier.CHAMPION),
        ("专精特新", Tier.SPECIALISED),
        ("创新型中小企业", Tier.INNOVATIVE),
        ("高新技术企业", None),
        ("", None),
    ],
)
def test_the_highest_step_of_the_ladder_is_read(one, text, tier):
    assert one(企业荣誉=text).firm.tier == tier


def test_a_column_may_ask_for_one_step_and_be_answered_yes(one):
    assert one(专精特新="是").firm.tier == Tier.SPECIALISED
    assert one(专精特新="否").firm.tier is None


def test_a_size_nobody_knows_is_remarked(read):
    assert "没有认出企业规模" in read(企业规模="巨无霸").remarks[0].cause


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("昆明云样包装有限公司", "530100"),
        ("红河州云样包装有限公司", "532500"),
        ("平安云样包装有限公司", ""),
        ("云样包装有限公司", ""),
    ],
)
def test_without_an_address_the_name_tells_the_region_if_it_is_sure(one, name, code):
    assert one(企业名称=name).firm.region.code == code


def test_the_seat_is_read_from_an_address_too(one):
    assert one(企业地址="云南省昆明市五华区示例路1号").firm.region.code == "530102"
    assert one(所在城市="不存在的地方", 企业地址="云南省玉溪市").firm.region.code == "530400"


def test_a_firm_above_the_header_may_offer_all_rows(text_file):
    rows = [["填报企业：云南示例机械有限公司"], ["主导产品", "产能规模"], ["轴承", "5万套/年"]]
    (supply,) = read_list(text_file(rows), ListKind.SUPPLY).records
    assert supply.firm.name == FIRM


def test_rows_of_one_firm_share_one_object(text_file):
    rows = [["企业名称", "主导产品"], [FIRM, "轴承"], [FIRM, "齿轮"]]
    first, second = read_list(text_file(rows)).records
    assert first.firm is second.firm


def test_monthly_capacity_says_so_in_its_header(one):
    assert one(月产能="300套").capacity == Quantity(300, "套", Period.MONTH)
    assert one(日产能="30套").capacity == Quantity(30, "套", Period.DAY)


def test_stock_is_a_lead_time_of_no_days(one):
    assert one(供货周期="现货").lead_days == 0
