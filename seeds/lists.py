"""What stands in the columns? Headings of both official lists, and each record as a row of cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from matchmaking.records import Demand, Supply, Wish, WishKind
from seeds import wording
from seeds.wording import Cell

Row = list[Cell]
DEMAND_HEADINGS = (
    "序号", "需求编号", "企业名称", "统一社会信用代码", "需求类型", "需求名称", "产品类别", "规格型号", "需求描述",
    "需求数量", "需求时间", "最高限价", "需求地区", "资质要求", "供应商地区要求", "其他要求", "联系人", "联系电话",
)  # fmt: skip
SUPPLY_HEADINGS = (
    "序号", "供给编号", "企业名称", "统一社会信用代码", "所在地区", "所属行业", "企业规模", "企业梯度", "主导产品",
    "规格型号", "产能规模", "剩余产能", "现有配套企业", "拟配套对象", "资质证书", "供货周期", "起订量", "参考单价",
    "收入占比", "联系人", "联系电话",
)  # fmt: skip
# The same columns as a county's own form calls them.
OTHER_SUPPLY_HEADINGS = (
    "序号", "编号", "供应商全称", "信用代码", "企业所在地", "行业类别", "划型", "企业荣誉", "主营产品",
    "产品简介", "生产能力", "富余产能", "主要客户", "意向客户", "已获认证", "交货期", "最低起订量", "出厂价",
    "营收占比", "对接人", "手机",
)  # fmt: skip
MERGED_WITH_FIRM = ("企业名称", "统一社会信用代码")  # one cell for all needs of a leader
# A county's form has its columns in an order of its own.
_OTHER_ORDER = (0, 2, 1, 8, 9, 10, 11, 17, 15, 16, 14, 4, 5, 6, 7, 3, 12, 13, 18, 19, 20)


@dataclass(frozen=True, slots=True)
class Form:
    """A heading row, and which official column stands where."""

    headings: tuple[str, ...]
    order: tuple[int, ...]

    def arrange(self, row: Row) -> Row:
        return [row[place] for place in self.order]


OFFICIAL_SUPPLIES = Form(SUPPLY_HEADINGS, tuple(range(len(SUPPLY_HEADINGS))))
OTHER_SUPPLIES = Form(tuple(OTHER_SUPPLY_HEADINGS[place] for place in _OTHER_ORDER), _OTHER_ORDER)


def demand_row(number: int, demand: Demand, rng: Random) -> Row:
    """One need as its buyer's clerk types it."""
    wished = _by_kind(demand)
    return [
        number,
        demand.id,
        demand.buyer.name,
        demand.buyer.code,
        demand.type,
        demand.title,
        demand.category,
        demand.specs,
        demand.description,
        wording.quantity(demand.quantity, rng),
        wording.day(demand.needed_by, rng, must=WishKind.DELIVERY in demand.musts),
        wording.price(demand.price, rng) if demand.price else "",
        demand.region.name,
        wording.wishes(wished(WishKind.CERTIFICATE), rng),
        wording.wishes(wished(WishKind.REGION), rng),
        wording.wishes(wished(WishKind.TIER), rng),
        demand.buyer.contact,
        wording.phone(demand.buyer.phone, rng),
    ]


def supply_row(number: int, supply: Supply, rng: Random) -> Row:
    """One offer as a small firm's owner types it."""
    firm = supply.firm
    return [
        number,
        supply.id,
        wording.firm_name(firm.name, rng),
        firm.code,
        firm.region.name,
        supply.industry,
        str(firm.size or ""),
        str(firm.tier or ""),
        supply.product,
        supply.specs,
        wording.capacity(supply.capacity, rng),
        wording.quantity(supply.spare, rng),
        "、".join(supply.customers),
        "、".join(supply.targets),
        wording.certificates(supply.certificates, rng),
        wording.lead_time(supply.lead_days, rng),
        wording.quantity(supply.minimum_order, rng),
        wording.price(supply.price, rng),
        wording.share(supply.revenue_share, rng),
        firm.contact,
        wording.phone(firm.phone, rng),
    ]


def spoiled(rows: Sequence[Row], column: int, rng: Random) -> list[Row]:
    """What no list is free of: a row said twice, and one that lacks what matters most (`column`)."""
    broken = list(rng.choice(rows))
    broken[1], broken[column] = "", ""
    return [list(rng.choice(rows)), broken]


def _by_kind(demand: Demand) -> Callable[[WishKind], list[Wish]]:
    return lambda kind: [wish for wish in demand.wishes if wish.kind is kind]
