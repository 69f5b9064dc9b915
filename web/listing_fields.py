"""Which fields does the form of a need or a supply have? Named as `intake.forms` reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from matchmaking.intake.forms import DAY_BINDS, MUSTS, PRICE_BINDS, WISHES
from matchmaking.intake.headers import Field
from matchmaking.intake.kinds import ListKind
from web.names import mark


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: what it is called, how it may be written."""

    name: str
    label: str
    hint: str = ""
    rows: int = 0  # of a text of several lines
    required: bool = False
    binds: str = ""  # the tick beside it that makes it a must
    choices: tuple[str, ...] = ()


NEED_FIELDS = (
    FormField(
        Field.TITLE,
        mark("需求名称"),
        mark("要采购的产品、零部件、技术或服务，写具体些，例如：6061铝合金圆铸锭"),
        required=True,
    ),
    FormField(
        Field.TYPE,
        mark("需求类型"),
        choices=(mark("关键原材料"), mark("关键零部件"), mark("关键技术"), mark("服务")),
    ),
    FormField(Field.CATEGORY, mark("产品类别")),
    FormField(Field.SPECS, mark("规格要求"), mark("型号、尺寸、牌号、标准")),
    FormField(Field.DESCRIPTION, mark("需求说明"), mark("用途、工艺、验收办法"), rows=4),
    FormField(Field.QUANTITY, mark("数量"), mark("写明单位和周期，例如：500吨/月")),
    FormField(
        Field.NEEDED_BY, mark("需要日期"), mark("例如：2026-06-30 或 2026年6月底"), binds=DAY_BINDS
    ),
    FormField(Field.PRICE, mark("最高价"), mark("例如：21500元/吨"), binds=PRICE_BINDS),
    FormField(Field.REGION, mark("交货地区"), mark("写到市或区县，例如：云南省昆明市")),
    FormField(
        MUSTS,
        mark("必须满足的条件"),
        mark("一行一条，例如：持有ISO9001。不满足的企业会单独列出。"),
        rows=3,
    ),
    FormField(WISHES, mark("优先考虑的条件"), mark("一行一条，例如：本省优先"), rows=3),
)
SUPPLY_FIELDS = (
    FormField(
        Field.PRODUCT,
        mark("主导产品"),
        mark("写出产品名称、规格或牌号，例如：6061、6063铝合金圆铸锭"),
        required=True,
    ),
    FormField(Field.INDUSTRY, mark("所属行业"), mark("由大到小，用 / 隔开，例如：制造业/有色金属")),
    FormField(Field.SPECS, mark("规格"), mark("型号、尺寸、牌号、标准")),
    FormField(Field.CAPACITY, mark("产能规模"), mark("写明单位和周期，例如：12000吨/年")),
    FormField(Field.SPARE, mark("剩余产能"), mark("还能接多少，例如：500吨/月")),
    FormField(Field.MINIMUM, mark("起订量"), mark("例如：5吨")),
    FormField(Field.LEAD, mark("供货周期"), mark("例如：20天；有现货写：现货")),
    FormField(Field.PRICE, mark("价格"), mark("例如：21200元/吨")),
    FormField(
        Field.CERTIFICATES, mark("资质"), mark("用顿号隔开，例如：ISO9001、IATF16949"), rows=2
    ),
    FormField(Field.CUSTOMERS, mark("现有配套"), mark("已在给谁供货，用顿号隔开"), rows=2),
    FormField(Field.TARGETS, mark("拟配套对象"), mark("想给谁供货，用顿号隔开"), rows=2),
    FormField(Field.SHARE, mark("收入占比"), mark("这项产品占企业收入多少，例如：35%")),
)
FIELDS: Mapping[ListKind, tuple[FormField, ...]] = {
    ListKind.DEMAND: NEED_FIELDS,
    ListKind.SUPPLY: SUPPLY_FIELDS,
}


def names_of(kind: ListKind) -> frozenset[str]:
    """What a form of this kind may send, but for the number, the firm and the version."""
    fields = FIELDS[kind]
    return frozenset([*(one.name for one in fields), *(one.binds for one in fields if one.binds)])
