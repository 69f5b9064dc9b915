"""What is a firm, a demand, a supply? The frozen values that travel from a list to a match.

One vocabulary for the whole domain; the tables store these values, the matcher reads them.
Amounts keep the unit they were written in; `matchmaking.units` compares them.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Period(StrEnum):
    """Per what time an amount is counted."""

    ONCE = "一次性"
    DAY = "日"
    WEEK = "周"
    MONTH = "月"
    QUARTER = "季"
    YEAR = "年"


class Size(StrEnum):
    """Size class of a firm, 工信部联企业〔2011〕300号."""

    LARGE = "大型"
    MEDIUM = "中型"
    SMALL = "小型"
    MICRO = "微型"


class Tier(StrEnum):
    """梯度: the ladder of fostered firms, lowest first (优质中小企业梯度培育)."""

    INNOVATIVE = "创新型中小企业"
    SPECIALISED = "专精特新中小企业"
    LITTLE_GIANT = "专精特新“小巨人”企业"
    CHAMPION = "制造业单项冠军企业"


class WishKind(StrEnum):
    """What a wish is about; decides which criterion judges it."""

    CERTIFICATE = "资质"
    REGION = "地区"
    SPEC = "规格"
    DELIVERY = "交期"
    PRICE = "价格"
    TIER = "梯度"
    QUANTITY = "数量"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record came from, so that every match can point at its cell."""

    file: str = ""
    sheet: str = ""
    row: int = 0  # 1-based, as the spreadsheet shows it; 0 = not from a list

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}" if self.sheet else str(self.row or "")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its unit and period: 500 吨/月."""

    amount: float
    unit: str  # as written, cleaned of width and blanks: 吨, 公斤, 台套, km
    period: Period | None = None  # None: not stated
    approximate: bool = False  # 约, 左右, 以上

    def __str__(self) -> str:
        per = f"/{self.period}" if self.period not in (None, Period.ONCE) else ""
        return f"{'约' if self.approximate else ''}{self.amount:,.10g}{self.unit}{per}"


@dataclass(frozen=True, slots=True)
class Price:
    """Yuan per unit; exact."""

    yuan: Decimal
    unit: str = ""  # "" = for the whole

    def __str__(self) -> str:
        return f"{self.yuan:,f}元" + (f"/{self.unit}" if self.unit else "")


@dataclass(frozen=True, slots=True)
class Region:
    """A place as far as it is known, by GB/T 2260: 530102 = 云南省 昆明市 五华区."""

    code: str = ""  # six digits, zeros where not known: 530100, 530000
    name: str = ""  # as a person reads it: 云南省昆明市五华区


@dataclass(frozen=True, slots=True)
class Wish:
    """One condition of a demand, as its buyer wrote it."""

    kind: WishKind
    text: str
    must: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate a supplier claims, or denies (`held=False`: “无”, “没有”)."""

    name: str
    expires: date | None = None
    held: bool = True


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise. `key` is its 统一社会信用代码 where known, else its normalised name."""

    key: str
    name: str
    code: str = ""  # 统一社会信用代码, check digit verified
    short_name: str = ""
    region: Region = Region()
    industry: str = ""  # path with "/", widest first
    size: Size | None = None
    tier: Tier | None = None
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """One row of a 大企业产品需求清单 (融通发展 (一))."""

    id: str  # 需求编号
    title: str  # 需求名称: the product, part, technology or service asked for
    buyer: Firm
    type: str = ""  # 关键原材料, 关键零部件, 关键技术, 服务
    category: str = ""
    description: str = ""
    specs: str = ""
    quantity: Quantity | None = None
    needed_by: date | None = None
    price: Price | None = None  # the most the buyer would pay
    region: Region = Region()  # where it is needed
    wishes: tuple[Wish, ...] = ()
    musts: frozenset[WishKind] = frozenset()  # kinds marked 必须 as a whole column: 交期, 价格 …
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class Supply:
    """One row of a 中小企业产品供给清单 (融通发展 (一))."""

    id: str  # 供给编号
    product: str  # 主导产品
    firm: Firm
    industry: str = ""  # 所属行业 of the listing, path with "/"
    specs: str = ""
    capacity: Quantity | None = None  # 产能规模
    spare: Quantity | None = None  # 剩余产能
    customers: tuple[str, ...] = ()  # 现有配套
    targets: tuple[str, ...] = ()  # 拟配套对象
    certificates: tuple[Certificate, ...] = ()
    lead_days: int | None = None
    minimum_order: Quantity | None = None
    price: Price | None = None
    revenue_share: float | None = None  # 收入占比, 0–1
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, or one cell of it, was returned or needs a look."""

    cell: str  # "C7"; "" when it is the whole row
    column: str  # the header as the sender wrote it
    value: str
    cause: str  # a sentence: what is wrong and what to do


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row that was not accepted, whole, with every cause."""

    origin: Origin
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: rows_in == len(records) + len(returned), always."""

    file: str
    records: tuple[Demand, ...] | tuple[Supply, ...]
    returned: tuple[ReturnedRow, ...] = ()
    remarks: tuple[Problem, ...] = ()  # cells left empty in accepted rows, with the reason
    columns: dict[str, str] = field(default_factory=dict)  # header as written -> our field

    @property
    def rows_in(self) -> int:
        return len(self.records) + len(self.returned)
