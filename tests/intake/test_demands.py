"""A 需求清单 read cell by cell."""

from datetime import date
from decimal import Decimal

import pytest

from matchmaking.intake.service import ListKind, read_list
from matchmaking.records import Period, Price, Problem, Quantity, Region, Size, Wish, WishKind

CODE = "91530100MA5XXXXXX2"  # the part that names the firm is plainly invented
KUNMING = Region("530100", "云南省昆明市")


@pytest.fixture
def read(text_file, today):
    """The reading of one demand with the given headers and cells; cells hold no commas."""

    def of(**cells):
        cells = {"需求名称": "铝箔", "需求数量": "5吨"} | cells
        return read_list(
            text_file([list(cells), list(cells.values())]), ListKind.DEMAND, today=today
        )

    return of


@pytest.fixture
def one(read):
    def of(**cells):
        (demand,) = read(**cells).records
        return demand

    return of


def test_a_full_row_becomes_a_full_demand(workbook, today):
    header = ["序号", "需求编号", "需求企业", "统一社会信用代码", "需求名称", "需求类型", "产品类别", "规格型号", "需求数量", "计量单位",
              "交货期", "最高限价（万元/吨）", "交货地点", "资质要求", "需求描述", "联系人", "联系电话"]  # fmt: skip
    cells = [1, "X-001", "云南示例铝业有限公司", CODE, "铝合金圆铸锭", "关键原材料", "有色金属", "6063 GB/T 3190", "约500", "吨/月",
             date(2026, 3, 15), 1.95, "昆明市五华区", "ISO9001、IATF16949", "用于型材", "张三", 13888888888.0]  # fmt: skip
    reading = read_list(workbook({"需求": [header, cells]}), today=today)
    (demand,) = reading.records
    assert reading.remarks == ()
    assert (demand.id, demand.title, demand.type, demand.category) == (
        "X-001",
        "铝合金圆铸锭",
        "关键原材料",
        "有色金属",
    )
    assert (demand.specs, demand.description) == ("6063 GB/T 3190", "用于型材")
    assert demand.quantity == Quantity(500, "吨", Period.MONTH, approximate=True)
    assert demand.needed_by == date(2026, 3, 15)
    assert demand.price == Price(Decimal(19500), "吨")
    assert demand.region.code == "530102"
    assert demand.wishes == (
        Wish(WishKind.CERTIFICATE, "ISO9001", must=True),
        Wish(WishKind.CERTIFICATE, "IATF16949", must=True),
    )
    assert demand.musts == {WishKind.PRICE}
    assert (demand.buyer.key, demand.buyer.code, demand.buyer.region.code) == (CODE, CODE, "530000")
    assert (demand.buyer.contact, demand.buyer.phone) == ("张三", "13888888888")
    assert str(demand.origin) == "需求!2"


def test_a_row_without_a_title_goes_back_with_its_cell(read):
    reading = read(需求名称="/")
    assert reading.records == ()
    assert reading.returned[0].problems == (
        Problem("A2", "需求名称", "/", "缺少需求名称，这一行没有读入；请补上后重新上传"),
    )


def test_a_quantity_nobody_can_read_is_left_empty_and_remarked(read):
    reading = read(需求数量="若干")
    assert reading.records[0].quantity is None
    assert [(remark.cell, remark.column, remark.value) for remark in reading.remarks] == [
        ("B2", "需求数量", "若干")
    ]


def test_a_failed_formula_is_left_empty_and_remarked(read):
    reading = read(规格型号="#REF!")
    assert reading.records[0].specs == ""
    assert "公式出错" in reading.remarks[0].cause


@pytest.mark.parametrize(
    ("header", "cell", "must"),
    [
        ("交货期", "2026年3月底", False),
        ("最迟交货时间", "2026年3月底", True),
        ("交货期（必须）", "2026年3月底", True),
        ("★交货期", "2026年3月底", True),
        ("期望交货期", "2026年3月底", False),
        ("交货期", "必须2026年3月底前", True),
        ("最迟交货时间", "最好2026年3月底", False),
    ],
)
def test_a_date_binds_when_its_header_or_cell_says_so(one, header, cell, must):
    demand = one(**{header: cell})
    assert demand.needed_by == date(2026, 3, 31)
    assert (WishKind.DELIVERY in demand.musts) == must


def test_a_span_of_days_is_a_wish_about_delivery(one):
    demand = one(最迟交货时间="签约后45天")
    assert (demand.needed_by, demand.musts) == (None, frozenset())
    assert demand.wishes == (Wish(WishKind.DELIVERY, "签约后45天", must=True),)


def test_as_soon_as_possible_is_no_date_and_no_mistake(read):
    reading = read(交货期="尽快")
    assert reading.remarks == ()
    assert reading.records[0].wishes == (Wish(WishKind.DELIVERY, "尽快", must=False),)


def test_a_date_that_cannot_be_read_binds_nobody(read):
    reading = read(最迟交货时间="看情况")
    assert reading.records[0].musts == frozenset()
    assert "没有读出日期" in reading.remarks[0].cause


def test_a_month_without_a_year_is_counted_from_today(one):
    assert one(交货期="1月底前").needed_by == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("header", "cell", "yuan", "must"),
    [
        ("最高限价", "1200元/吨", 1200, True),
        ("期望价格", "1200元/吨", 1200, False),
        ("期望价格", "1000-1200元/吨", 1200, False),
        ("单价", "不得超过1200元/吨", 1200, True),
        ("单价（硬性）", "1200元/吨", 1200, True),
    ],
)
def test_a_limit_binds_and_an_expected_price_does_not(one, header, cell, yuan, must):
    demand = one(**{header: cell})
    assert demand.price == Price(Decimal(yuan), "吨")
    assert (WishKind.PRICE in demand.musts) == must


def test_a_price_left_open_is_no_mistake(read):
    reading = read(期望价格="面议")
    assert (reading.records[0].price, reading.remarks) == (None, ())


@pytest.mark.parametrize(
    ("header", "cell", "wishes"),
    [
        ("资质要求", "ISO9001；3C优先", [("资质", "ISO9001", True), ("资质", "3C优先", False)]),
        ("资质要求（优先）", "ISO9001", [("资质", "ISO9001", False)]),
        (
            "其他要求",
            "ISO9001；支持贴牌",
            [("资质", "ISO9001", False), ("其他", "支持贴牌", False)],
        ),
        ("其他要求", "必须可追溯", [("其他", "必须可追溯", True)]),
        ("★其他要求", "可寄样", [("其他", "可寄样", False)]),
        ("地区要求", "云南省", [("地区", "云南省", False)]),
        ("地区要求", "仅限云南省", [("地区", "仅限云南省", True)]),
        ("地区要求（必须）", "云南省", [("地区", "云南省", True)]),
        ("梯度要求", "专精特新以上", [("梯度", "专精特新以上", False)]),
        ("资质要求", "无", []),
    ],
)
def test_conditions_are_musts_or_wishes_by_column_and_words(one, header, cell, wishes):
    found = [(wish.kind.value, wish.text, wish.must) for wish in one(**{header: cell}).wishes]
    assert found == wishes


def test_the_period_may_stand_in_a_column_of_its_own(one):
    demand = one(需求周期="月", 单位="吨", 需求数量="300")
    assert demand.quantity == Quantity(300, "吨", Period.MONTH)


def test_the_period_may_stand_in_the_header(text_file):
    rows = [["需求名称", "年需求量（万件）"], ["铝箔", "300"]]
    (demand,) = read_list(text_file(rows)).records
    assert demand.quantity == Quantity(300, "万件", Period.YEAR)


def test_the_place_of_delivery_is_put_together_from_its_parts(one):
    assert one(交货地点="昆明").region == KUNMING
    assert one(交货地点="不详").region == Region()


def test_the_buyers_size_follows_from_its_figures(one):
    figures = {"所属行业": "制造业", "从业人员": "1200", "营业收入（万元）": "50000"}
    assert one(**figures, 需求企业="云南示例铝业有限公司").buyer.size == Size.LARGE


def test_the_buyer_may_stand_above_the_header(text_file):
    rows = [["填报单位：云南示例铝业有限公司"], ["需求名称", "需求数量"], ["铝箔", "5吨"]]
    (demand,) = read_list(text_file(rows)).records
    assert demand.buyer.name == "云南示例铝业有限公司"


def test_a_wrong_code_is_left_out_and_the_firm_known_by_name(read):
    reading = read(需求企业="云南示例铝业有限责任公司", 统一社会信用代码=CODE[:-1] + "0")
    assert reading.records[0].buyer.key == "云南示例铝业有限公司"
    assert f"第18位应为{CODE[-1]}" in reading.remarks[0].cause
