"""What does the buyer insist on, and what is a wish? Single conditions out of free text."""

import re
from collections.abc import Iterable
from functools import lru_cache

from matchmaking.intake.cells import is_nothing
from matchmaking.places import find_region
from matchmaking.records import Wish, WishKind

_MUST = re.compile(
    r"★|必须|必需|必备|须(?!知)|硬性|仅限|只限|限于|强制要求|一票否决|否决|应当?(?:具备|具有|持有|取得|满足|符合|提供)|不得|不接受"
)
_NOT_MUST = re.compile(r"无须|无需|不必|非必须|非必需|非强制")
_WISH = re.compile(
    r"优先|期望|最好|希望|尽量|尽可能|建议|加分|可以|(?:亦|也|均|或|择优|即)可(?![靠追])|^可(?![靠追回燃降再见变溶])|酌情|更佳|为佳|为宜"
)
_MARKS = re.compile(r"★|[(（\[【](?:必须|必备|硬性|优先|期望|必选|可选|必须满足|硬性要求)[)）\]】]")
# 1、…；2、… is numbering, not a list of digits; the mark must not eat 3C or 0.5.
_NUMBERING = re.compile(
    r"(?:^|(?<=[\s；;。，,、]))[(（]?(?:\d{1,2}\s*[.、．)）](?!\d)|[①-⑳])\s*|[①-⑳]"
)
_LINE_NUMBER = re.compile(r"^\s*(\d{1,2})\s*[.、．)）]", re.MULTILINE)
_BRACKETED_ONE = re.compile(r"[(（]1[)）]")
_BRACKETED_NUMBER = re.compile(r"[(（]\d{1,2}[)）]")
_SEPARATOR = re.compile(
    r"[、；;，。\n|]+|(?<!\d),|,(?!\d{3})|\s+(?=(?:ISO|IATF|GB|CCC|CE|UL|HACCP|GMP|TS)(?![A-Za-z]))|\s{2,}"
)
_OPEN, _CLOSE = "(（[【〔《“", ")）]】〕》”"

_TIER = re.compile(r"专精特新|小巨人|单项冠军|创新型中小企业|瞪羚|独角兽")
_PRICE = re.compile(r"价格|单价|报价|价款|限价|元[/每]|≤\s*[\d.]+\s*万?元|不高于[\d.]+万?元")
_DELIVERY = re.compile(
    r"交期|交货|交付期|供货周期|供货期|到货期|送达|工期|(?<!\d)\d+\s*(?:个?工作日|天|日)(?:内|以内|之内|交|到|供|发)?|(?<!\d)\d+\s*[周]内"
)
_NO_DELIVERY = re.compile(
    r"账期|付款|结算|回款|质保|保质|有效期|保修|维保|驻场|录像|存储|保存|寿命|样|sample|放款|停机|排期|半年|响应|售后|盐雾|复检",
    re.IGNORECASE,
)
_PLACE = re.compile(r"本地|就近|当地|省内|市内|州内|区域内|周边|附近|邻近|同城")
_ABOUT_PLACE = re.compile(
    r"企业|厂家|供应商|厂商|公司|范围|地区|区域|省|市|内|注册|设[仓点库]|仓|为主|以内|小时车程"
)
_COUNTY = re.compile(r"[市县区州旗]")
_LONGEST_PLACE_NAME = 8
_STANDARD = re.compile(
    r"(?<![A-Za-z])(?:GB|GBZ|HG|YS|YB|JB|QB|DL|NB|SJ|FZ|NY|LY|JTG|JG|CJ|TB|QC|SL|SH|SY|MT|WS|YY|BB|YBB|YC|DB\d\d|T|AQ|"
    r"TSG|AMS|ASTM|ASME|DIN|JIS|EN|IEC|IPC|API|AISI|SAE|AWS|UL)(?:/[TZ]+)?\s?-?\s?[A-Z]{0,3}\d{1,6}",
    re.IGNORECASE,
)
_SYSTEM = re.compile(
    r"(?<![A-Za-z])(?:ISO(?:/TS|/IEC)?|IATF|TS|QC|OHSAS|AS|GJB|EN|SA|FSSC|GB/T|GB)\s*-?\s*"
    r"(?:9001|9000|9100|14001|45001|13485|22000|27001|20000|50001|16949|18001|17025|22716|26262|8000|9001C|19001|24001|"
    r"50430|50326|29490|22163)",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    r"(?<![A-Za-z])(?:ISO\s*\d|IATF|CCC|3C|CQC|CE|FCC|SC|QS|UL(?!\s?94)|TUV|TÜV|VDE|CSA|RoHS|REACH|HACCP|GMP|GLP|GCP|GAP|GSP|GRS|"
    r"FDA|FSC|BRC|IFS|CNAS|CMA|CPVT|KC|PSE|SAA|NSF|CDE|HALAL|KOSHER|BSCI|CCS|MA|EPD|SGS|CMMI\d?|ITSS|CS)(?![A-Za-z])",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"认证|资质|许可|证书|(?<![验保凭论印求])证(?:$|[)）、/])|批件|批文|备案|登记号|授权|牌照|执照|体系|资格|注册证|高新技术企业|绿色食品|有机食品|有机产品|强制性产品"
)
_NUMBERED = re.compile(
    r"[≥≤><≧≦±＞＜]|不低于|不小于|不大于|不超过|(?<![A-Za-z])[A-Z]{1,3}\d{2,4}[A-Z]?(?![A-Za-z])|IP\d\d|[A-Z]级|[A-Z]\d级|V-0"
)
_NO_SPEC = re.compile(r"质保|账期|付款|年限|样|人$|业绩|注册资本|驻场|维保|工程师")


@lru_cache(maxsize=50_000)
def split_items(text: str) -> tuple[str, ...]:
    """The single conditions of a cell; what stands in brackets stays together, “GB/T 5310” too."""
    marked = _NUMBERING.sub("\n", _without_counting(text))
    items, start = [], 0
    shut = _open_brackets(marked)
    for found in _SEPARATOR.finditer(marked):
        if shut[found.start()]:
            continue
        items.append(marked[start : found.start()])
        start = found.end()
    items.append(marked[start:])
    return tuple(item for item in (part.strip(" 　-·•:：") for part in items) if item)


def _without_counting(text: str) -> str:
    """Lines counted 1, 2, 3 lose their numbers, even where one reads like a decimal: 2.3C认证."""
    if _BRACKETED_ONE.search(text):
        return _BRACKETED_NUMBER.sub("\n", text)
    counts = [int(count) for count in _LINE_NUMBER.findall(text)]
    if len(counts) > 1 and counts == list(range(1, len(counts) + 1)):
        return _LINE_NUMBER.sub("", text)
    return text


def _open_brackets(text: str) -> list[int]:
    """For each character, how many brackets are open there."""
    depth, depths = 0, []
    for sign in text:
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        depths.append(depth)
    # A bracket that is never closed encloses nothing.
    return depths if depth == 0 else [0] * len(text)


def read_wishes(
    parts: str | Iterable[str], *, must: bool, kind: WishKind | None = None
) -> tuple[Wish, ...]:
    """Each condition with its kind, and whether it is a must unless the text itself says so."""
    items = split_items(parts) if isinstance(parts, str) else tuple(parts)
    return tuple(_wish(item, must=must, kind=kind) for item in items if not is_nothing(item))


@lru_cache(maxsize=50_000)
def _wish(item: str, *, must: bool, kind: WishKind | None) -> Wish:
    text = _MARKS.sub("", item).strip(" ：:") or item
    return Wish(kind or kind_of(text), text, insists(item, default=must))


@lru_cache(maxsize=50_000)
def insists(text: str, *, default: bool) -> bool:
    """Whether the words make it a must (必须, 仅限, ★) or a wish (优先, 最好), else `default`."""
    if _NOT_MUST.search(text):
        return False
    if _MUST.search(text):
        return True
    return False if _WISH.search(text) else default


# Kind, words that show it, words that deny it.
_NEVER = re.compile(r"(?!)")
_KINDS = (
    (WishKind.TIER, _TIER, _NEVER),
    (WishKind.CERTIFICATE, _SYSTEM, _NEVER),
    (WishKind.CERTIFICATE, _PAPER, re.compile(rf"^(?:{_STANDARD.pattern})", re.IGNORECASE)),
    (WishKind.SPEC, _STANDARD, _NEVER),
    (WishKind.CERTIFICATE, _SCHEME, _NEVER),
    (WishKind.DELIVERY, _DELIVERY, _NO_DELIVERY),
    (WishKind.PRICE, _PRICE, _NEVER),
)


@lru_cache(maxsize=50_000)
def kind_of(text: str) -> WishKind:
    """What a condition is about, by its words; the first rule that fits decides."""
    return next(
        (kind for kind, words, but in _KINDS if words.search(text) and not but.search(text)),
        _rest(text),
    )


def _rest(text: str) -> WishKind:
    if _names_place(text):
        return WishKind.REGION
    measured = _NUMBERED.search(text) and not _NO_SPEC.search(text)
    return WishKind.SPEC if measured else WishKind.OTHER


def _names_place(text: str) -> bool:
    if _PLACE.search(text):
        return True
    if len(text) > _LONGEST_PLACE_NAME and not _ABOUT_PLACE.search(text):
        return False
    code = find_region(text).code
    # A county's bare name may be a part of other words: 平安 in 公安平台.
    return code.endswith("00") or bool(code and _COUNTY.search(text))
