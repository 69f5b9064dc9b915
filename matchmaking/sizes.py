"""How large is a firm? 大型, 中型, 小型, 微型 by 工信部联企业〔2011〕300号, section four.

A firm is of a class when it reaches every lower bound of it; missing one drops it a class down.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from matchmaking.records import Size

_WAN = 10_000
_CLASSES = (Size.LARGE, Size.MEDIUM, Size.SMALL)


@dataclass(frozen=True, slots=True)
class Clause:
    """One industry's lower bounds, each for (large, medium, small); money in 万元 as the text has it."""

    number: str  # the paragraph of section four
    name: str
    staff: tuple[int, int, int] | None = None
    revenue: tuple[int, int, int] | None = None
    assets: tuple[int, int, int] | None = None


FARMING = Clause("（一）", "农、林、牧、渔业", revenue=(20_000, 500, 50))
INDUSTRY = Clause("（二）", "工业", staff=(1_000, 300, 20), revenue=(40_000, 2_000, 300))
BUILDING = Clause("（三）", "建筑业", revenue=(80_000, 6_000, 300), assets=(80_000, 5_000, 300))
WHOLESALE = Clause("（四）", "批发业", staff=(200, 20, 5), revenue=(40_000, 5_000, 1_000))
RETAIL = Clause("（五）", "零售业", staff=(300, 50, 10), revenue=(20_000, 500, 100))
TRANSPORT = Clause("（六）", "交通运输业", staff=(1_000, 300, 20), revenue=(30_000, 3_000, 200))
STORAGE = Clause("（七）", "仓储业", staff=(200, 100, 20), revenue=(30_000, 1_000, 100))
POST = Clause("（八）", "邮政业", staff=(1_000, 300, 20), revenue=(30_000, 2_000, 100))
LODGING = Clause("（九）", "住宿业", staff=(300, 100, 10), revenue=(10_000, 2_000, 100))
CATERING = Clause("（十）", "餐饮业", staff=(300, 100, 10), revenue=(10_000, 2_000, 100))
TELECOM = Clause("（十一）", "信息传输业", staff=(2_000, 100, 10), revenue=(100_000, 1_000, 100))
SOFTWARE = Clause(
    "（十二）", "软件和信息技术服务业", staff=(300, 100, 10), revenue=(10_000, 1_000, 50)
)
REAL_ESTATE = Clause(
    "（十三）", "房地产开发经营", revenue=(200_000, 1_000, 100), assets=(10_000, 5_000, 2_000)
)
PROPERTY = Clause("（十四）", "物业管理", staff=(1_000, 300, 100), revenue=(5_000, 1_000, 500))
LEASING = Clause("（十五）", "租赁和商务服务业", staff=(300, 100, 10), assets=(120_000, 8_000, 100))
OTHER = Clause("（十六）", "其他未列明行业", staff=(300, 100, 10))

_OTHERS = (
    "科学研究|技术服务|研发服务|环境治理|公共设施|水利管理|居民服务|修理|社会工作|文化|体育|娱乐|教育|卫生|医疗服务|检测服务|"
    "检验检测|旅游|其他未列明|^其他(?:行业)?$"
)
_MAKING = (
    "采矿|采掘|开采|矿|制造|工业|加工|电力|热力|燃气|供水|水务|水的生产|钢铁|冶金|有色|金属|铝|化工|化学|石化|石油|煤炭|材料|"
    "机械|设备|装备|机床|仪器|仪表|电子|半导体|元件|光电|光伏|电气|电器|家电|电池|能源|汽车|船舶|航空|航天|军工|食品|饮料|白酒|"
    "烟草|纺织|服装|服饰|轻工|造纸|包装|印刷|家具|家居|玻璃|陶瓷|水泥|塑料|橡胶|医药|制药|生物|中药|医疗器械|环保|通信|计算机"
)
# How an industry's name shows its clause; the first that is found decides, so the narrow go first.
_WORDS: tuple[tuple[str, Clause | None], ...] = (
    # The rule does not cover these; 金融业 has its own.
    ("银行|证券|保险|金融|信托|期货|基金", None),
    ("物业", PROPERTY),
    ("软件|信息技术服务|互联网服务|数字内容|计算机应用|IT服务", SOFTWARE),
    ("房地产服务", OTHER),
    ("房地产|地产开发", REAL_ESTATE),
    ("信息传输|电信|通信运营|广播电视|卫星传输|互联网", TELECOM),
    ("批发", WHOLESALE),
    ("零售|百货|超市|连锁", RETAIL),
    ("装卸搬运", STORAGE),
    ("仓储", STORAGE),
    ("邮政|快递", POST),
    ("运输设备|交运设备|轨道交通设备|运输装备", INDUSTRY),
    ("交通运输|运输|航运|港口|机场|高速公路|公交|物流", TRANSPORT),
    ("住宿|酒店|宾馆|旅馆", LODGING),
    ("餐饮|饭店", CATERING),
    ("租赁|商务服务|咨询|广告|会展|人力资源|旅行社|法律", LEASING),
    ("建筑材料|建材", INDUSTRY),
    ("建筑|土木|装饰装修|装修装饰|房屋建设|工程承包|基础建设|工程施工|安装工程", BUILDING),
    (_OTHERS, OTHER),
    ("农产品加工|农副食品|农药|农用|农机|饲料|动物保健", INDUSTRY),
    ("农业|林业|牧业|畜牧|渔业|种植|养殖|花卉|种业|农林牧渔", FARMING),
    (_MAKING, INDUSTRY),
)  # fmt: skip
_COMPILED = tuple((re.compile(words), clause) for words, clause in _WORDS)


@lru_cache(maxsize=10_000)
def clause_of(industry: str) -> Clause | None:
    """The clause for an industry as people name it; None when the name does not tell."""
    return next((clause for pattern, clause in _COMPILED if pattern.search(industry)), None)


def size_class(
    industry: str, *, staff: int | None, revenue_yuan: Decimal | None, assets_yuan: Decimal | None
) -> Size | None:
    """The class by the figures the clause asks for; None unless the known ones settle it."""
    clause = clause_of(industry)
    if clause is None:
        return None
    figures = (
        (staff, clause.staff, 1),
        (revenue_yuan, clause.revenue, _WAN),
        (assets_yuan, clause.assets, _WAN),
    )
    asked = [_rank(figure, bounds, times) for figure, bounds, times in figures if bounds]
    known = [rank for rank in asked if rank is not None]
    lowest = max(known, default=0)
    # A figure not known could still lower the class, unless it is the lowest already.
    if len(known) < len(asked) and lowest < len(_CLASSES):
        return None
    return (*_CLASSES, Size.MICRO)[lowest]


def _rank(figure: int | Decimal | None, bounds: tuple[int, int, int], times: int) -> int | None:
    """How many classes below large one figure alone puts a firm."""
    if figure is None:
        return None
    return sum(figure < bound * times for bound in bounds)
