"""Which firm is it? The code with its check digit, the name made comparable, the name's four parts."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from stdnum.cn import uscc

from matchmaking.intake.cells import LOST_DIGITS, UnclearCell
from matchmaking.places import find_region

_CODE_LENGTH = 18
_CODE_SIGNS = re.compile(r"[0-9]{8}[0-9A-HJ-NP-RTUW-Y]{9}[0-9A-Z]")
_BETWEEN = re.compile(r"[\s\-_·•:：.]+")
_STAMP = re.compile(r"[(（](?:盖章|公章|签章|章|加盖公章|全称|本部)[)）]")
_SIGNS = re.compile(r"[\s()\[\]{}<>〔〕【】《》“”\"'‘’·•.,，。、:：;；*_\-—~]+")
# One firm, many ways to write what the law calls it.
_FORMS = (
    ("有限责任公司", "有限公司"),
    ("股份有限责任公司", "股份有限公司"),
    ("股份公司", "股份有限公司"),
    ("有限责任", "有限公司"),
)
_LEGAL = re.compile(
    r"(?:集团)?(?:股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份公司|集团公司|总公司|分公司|公司|合作社|联合社|"
    r"合伙企业(?:\(有限合伙\))?|事务所|经营部|商行|门市部|研究院|研究所|设计院|集团|工厂|总厂|厂|中心|医院|大学|学院|农场|矿)$"
)
_TRADES = re.compile(
    r"(?:新材料|新能源|生物|医药|制药|药业|化工|化学|磷化|机械|机电|机床|装备|设备|电子|电气|电器|电力|电缆|光电|光学|仪器|仪表|"
    r"科技|技术|信息|软件|网络|智能|自动化|数控|材料|金属|有色|冶金|钢铁|铝业|铜业|锌业|锡业|矿业|能源|环保|环境|建材|水泥|"
    r"建筑|建设|工程|食品|饮料|酒业|茶业|烟草|花卉|农业|种业|牧业|林业|纺织|服装|包装|印刷|纸业|塑料|塑胶|橡胶|汽车|汽配|"
    r"物流|运输|供应链|仓储|贸易|商贸|实业|工业|投资|金融|咨询|服务|文化|旅游|传媒|教育|医疗|检测|制造|模具|五金|轴承|阀门|"
    r"管业|家具|陶瓷|玻璃|轻工|重工|航空|船舶|轨道|交通)"
)
_ADMIN_ENDS = "省市区县州旗盟"
_SHORTEST_PLACE = 2
_LONGEST_PLACE = 5  # 西双版纳州
_SHORTEST_BRAND = 2


@dataclass(frozen=True, slots=True)
class NameParts:
    """云南示例机械有限公司 = 云南 + 示例 + 机械 + 有限公司."""

    region: str
    brand: str  # 字号
    trade: str
    form: str


def firm_key(name: str, code: str = "") -> str:
    """What a firm is known by: its code where there is one, else its normalised name."""
    return code or normal_name(name)


@lru_cache(maxsize=100_000)
def tidy_name(name: str) -> str:
    """A firm's name as a person should read it: half-width, unbroken, without “（盖章）”."""
    narrow = _STAMP.sub("", unicodedata.normalize("NFKC", name))
    han_blanks = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", narrow)
    return (
        " ".join(han_blanks.split()).strip(" ,，。;；:：、*").replace("(", "（").replace(")", "）")
    )


@lru_cache(maxsize=100_000)
def normal_name(name: str) -> str:
    """The name as it compares: no width, blanks, brackets or ways to say 有限公司."""
    plain = _SIGNS.sub("", _STAMP.sub("", unicodedata.normalize("NFKC", name))).upper()
    for written, meant in _FORMS:
        if plain.endswith(written):
            plain = plain.removesuffix(written) + meant
            break
    return plain.replace("股份股份有限公司", "股份有限公司").replace(
        "股份有限责任公司", "股份有限公司"
    )


@lru_cache(maxsize=100_000)
def split_name(name: str) -> NameParts:
    """A firm's name in its parts; what cannot be told apart stays with the 字号."""
    plain = unicodedata.normalize("NFKC", tidy_name(name))
    form = _LEGAL.search(plain)
    body = plain[: form.start()] if form else plain
    region = _leading_place(body)
    rest = body[len(region) :]
    trade = _TRADES.search(rest, _SHORTEST_BRAND)
    cut = trade.start() if trade else len(rest)
    return NameParts(region, rest[:cut], rest[cut:], form[0] if form else "")


def _leading_place(body: str) -> str:
    """The place a name begins with: 云南省昆明市 in 云南省昆明市示例机械."""
    end = 0
    for length in range(_SHORTEST_PLACE, len(body) + 1):
        if length > end + _LONGEST_PLACE:
            break
        if end == 0:
            # The place must stand at the very beginning, not somewhere inside the 字号.
            if find_region(body[:length]).code and not find_region(body[1:length]).code:
                end = length
        elif (body[length - 1] in _ADMIN_ENDS and length == end + 1) or find_region(
            body[:length]
        ).code != find_region(body[:end]).code:
            end = length
    # A name of nothing but a place leaves no 字号: 昆明市 + 公司.
    return body[:end] if len(body) - end >= _SHORTEST_BRAND else ""


@lru_cache(maxsize=100_000)
def read_code(text: str) -> str:
    """A verified 统一社会信用代码; raises UnclearCell with what is wrong with it."""
    code = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if LOST_DIGITS.match(text) or re.fullmatch(r"\d(?:\.\d+)?E\+?\d+", code):
        raise UnclearCell(
            "代码被表格软件变成了科学计数，末尾数字已丢失；请把单元格设为文本后重填18位代码"
        )
    if len(code) != _CODE_LENGTH:
        raise UnclearCell(f"统一社会信用代码应为18位，这里是{len(code)}位；请照营业执照重填")
    if not _CODE_SIGNS.fullmatch(code):
        raise UnclearCell(
            "统一社会信用代码里有不会出现的字符（不用字母I、O、S、V、Z）；请照营业执照核对"
        )
    right = uscc.calc_check_digit(code[:-1])
    if code[-1] != right:
        raise UnclearCell(
            f"统一社会信用代码的校验位不对：前17位无误时第18位应为{right}，这里是{code[-1]}；请照营业执照核对"
        )
    return code
