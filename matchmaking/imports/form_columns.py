"""What does each column of the official list forms ask for? Heading, help, an example, choices."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaking.intake.headers import Field
from matchmaking.intake.kinds import ListKind
from matchmaking.places import region_of
from matchmaking.records import Period, Size, Tier

# The city's counties and districts, GB/T 2260.
_DISTRICTS = (
    *("530102", "530103", "530111", "530112", "530113", "530114", "530115"),
    *("530124", "530125", "530126", "530127", "530128", "530129", "530181"),
)
TYPES = ("关键原材料", "关键零部件", "关键技术", "服务")
_REGIONS = "regions"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a form."""

    field: Field
    heading: str
    help: str
    example: str
    required: bool = False
    choices: Sequence[str] = ()
    look: str = ""  # date, amount; "" for text
    width: int = 16


def districts() -> tuple[str, ...]:
    """The city's districts by their full names."""
    return tuple(region_of(code).name for code in _DISTRICTS)


def columns_of(kind: ListKind) -> tuple[FormColumn, ...]:
    """The form's columns from left to right."""
    return _demand() if kind is ListKind.DEMAND else _supply()


def _demand() -> tuple[FormColumn, ...]:
    return (
        FormColumn(Field.ID, "需求编号", "自己编的编号，在这份清单里不重复；再次上传时凭它更新。", "X-001"),
        *_firm("示例市虚构链主集团有限公司"),
        FormColumn(Field.TITLE, "需求名称", "要什么：产品、零部件、技术或服务的名称，一行一种。", "6061铝合金圆铸锭", required=True, width=28),
        FormColumn(Field.TYPE, "需求类型", "从下拉框里选。", "关键原材料", choices=TYPES),
        FormColumn(Field.CATEGORY, "产品类别", "大类，可以不填。", "铝材"),
        FormColumn(Field.SPECS, "规格型号", "牌号、尺寸、参数。", "φ178mm，6061", width=24),
        FormColumn(Field.DESCRIPTION, "需求描述", "用途和其他说明。", "用于挤压型材，要求均匀化退火", width=36),
        FormColumn(Field.QUANTITY, "需求数量", "只写数字，单位写在后一列。", "500", look="amount"),
        *_counted(),
        FormColumn(Field.NEEDED_BY, "交货期", "最迟的日期。", "2026-12-31", look="date"),
        FormColumn(Field.PRICE, "期望单价", "每单位多少元，只写数字。", "21500", look="amount"),
        FormColumn(Field.REGION, "需求地", "送到哪里；可从下拉框里选，也可写别的地方。", "云南省昆明市五华区", choices=districts(), width=24),
        FormColumn(Field.REGION_WISH, "地区要求", "供应商在哪里最好；非此不可时写“必须”。", "本省优先"),
        FormColumn(Field.CERTIFICATES, "资质要求", "需要的证书，用顿号分开；可有可无的写“优先”。", "ISO9001、IATF16949优先", width=24),
        FormColumn(Field.TIER_WISH, "梯度要求", "对供应商梯度的要求。", "专精特新中小企业优先", width=24),
        FormColumn(Field.REQUIREMENTS, "其他要求", "其他条件，用分号分开。", "提供样品检测；账期60天", width=28),
        *_reach(),
    )  # fmt: skip


def _supply() -> tuple[FormColumn, ...]:
    return (
        FormColumn(Field.ID, "供给编号", "自己编的编号，在这份清单里不重复；再次上传时凭它更新。", "G-001"),
        *_firm("示例市虚构甲铝材有限公司"),
        FormColumn(Field.REGION, "所在地区", "可从下拉框里选，也可写别的地方。", "云南省昆明市安宁市", choices=districts(), width=24),
        FormColumn(Field.INDUSTRY, "所属行业", "国民经济行业的名称。", "有色金属冶炼和压延加工业", width=24),
        FormColumn(Field.SIZE, "企业规模", "从下拉框里选。", "小型", choices=tuple(Size)),
        FormColumn(Field.TIER, "企业梯度", "已获认定的梯度；没有就不填。", "专精特新中小企业", choices=tuple(Tier), width=24),
        FormColumn(Field.PRODUCT, "主导产品", "能供什么，一行一种产品。", "6061铝合金圆铸锭", required=True, width=28),
        FormColumn(Field.SPECS, "规格型号", "牌号、尺寸、参数。", "φ120–φ254mm", width=24),
        FormColumn(Field.CAPACITY, "产能规模", "只写数字，单位写在后一列。", "12000", look="amount"),
        FormColumn(Field.SPARE, "剩余产能", "还能接多少，单位同产能。", "6500", look="amount"),
        *_counted(),
        FormColumn(Field.CUSTOMERS, "现有配套", "现在给哪些企业配套，用顿号分开。", "示例市虚构链主集团有限公司", width=28),
        FormColumn(Field.TARGETS, "拟配套对象", "想给哪些企业配套，用顿号分开。", "示例市虚构汽车有限公司", width=28),
        FormColumn(Field.CERTIFICATES, "资质证书", "有哪些证书，用顿号分开；有期限的写明到期日。", "ISO9001（2027-05到期）", width=24),
        FormColumn(Field.LEAD, "供货周期", "下单后多久到货。", "20天"),
        FormColumn(Field.MINIMUM, "起订量", "带上单位。", "5吨"),
        FormColumn(Field.PRICE, "参考单价", "每单位多少元，只写数字。", "21200", look="amount"),
        *_reach(),
    )  # fmt: skip


def _firm(name: str) -> tuple[FormColumn, ...]:
    return (
        FormColumn(Field.FIRM, "企业名称", "全称，与营业执照一致。", name, required=True, width=28),
        FormColumn(Field.CODE, "统一社会信用代码", "18 位，认企业先看它。", "", width=22),
    )


def _counted() -> tuple[FormColumn, ...]:
    return (
        FormColumn(Field.UNIT, "单位", "数量的单位：吨、件、台、米……", "吨", width=8),
        FormColumn(
            Field.PERIOD,
            "周期",
            "这个数量是每月、每年，还是一次。",
            "月",
            choices=tuple(Period),
            width=8,
        ),
    )


def _reach() -> tuple[FormColumn, ...]:
    return (
        FormColumn(Field.CONTACT, "联系人", "只给有对接需要的人看。", "示例"),
        FormColumn(Field.PHONE, "联系电话", "手机或座机。", "0871-00000000"),
    )
