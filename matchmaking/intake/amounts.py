"""How much does the cell say? Quantities, prices, head counts and shares out of people's writing."""

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from matchmaking.intake.cells import UnclearCell
from matchmaking.records import Period, Price, Quantity

_PERIODS = {
    "年": Period.YEAR, "年度": Period.YEAR, "a": Period.YEAR, "每年": Period.YEAR, "year": Period.YEAR,
    "月": Period.MONTH, "个月": Period.MONTH, "每月": Period.MONTH, "月度": Period.MONTH, "month": Period.MONTH,
    "季": Period.QUARTER, "季度": Period.QUARTER, "每季度": Period.QUARTER, "每季": Period.QUARTER,
    "周": Period.WEEK, "每周": Period.WEEK, "星期": Period.WEEK, "week": Period.WEEK,
    "日": Period.DAY, "天": Period.DAY, "每天": Period.DAY, "每日": Period.DAY, "d": Period.DAY, "day": Period.DAY,
    "一次性": Period.ONCE, "一次": Period.ONCE, "批次": Period.ONCE, "单次": Period.ONCE, "项目": Period.ONCE,
}  # fmt: skip
_PERIOD_WORDS = "|".join(sorted(map(re.escape, _PERIODS), key=len, reverse=True))
# 年产500吨, 约月供300吨, 2026年需500吨: the period comes first. 月饼500盒 counts no months.
_LEADING = re.compile(
    r"^(?:产能|能力|大?约|预计|计划|设计|可|最大|最高|最多|目前|现有|单班|平均|总|[:≥≤><≈~])*"
    r"(?:(?:每个?|一个?|1个)(年|月|季度?|周|星期|天|日)|20\d\d(年)度?|"
    r"(年(?![糕画轮底末初中])|月(?!饼)|季(?![节铵戊])|周(?![转边])|日(?![光用历])))(?=\D{0,8}\d)(?!\d+[年月日])"
)
_TRAILING = re.compile(
    rf"(?:/|每个?|一|\(|／)\s*({_PERIOD_WORDS})[产供]?"
    r"(?=$|[(),，;；。、]|左右|以上|以下|上下|不等|以内)\)?",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"约|大约|左右|上下|以上|以下|近|不少于|不低于|至少|至多|不超过|最多|起|余|多|[≥≤>＞<＜≈~+]"
)
_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][+-]?\d{1,9})?|\.\d+"
_SPAN = re.compile(
    rf"({_PLAIN})(?![eE\d]-?\d)\s*([^\d\s,.~至到\-—–(]{{0,4}}?)\s*(?:-|—+|–|~|至|到)\s*({_PLAIN})"
)
_NUMBER = re.compile(_PLAIN)
# M8螺栓5万件: what is counted comes last, the number before names the thing.
_NAMED_BEFORE = re.compile(rf"^.*[\u4e00-\u9fff](?=(?:{_PLAIN})[^\d\W])")
_MULTIPLES = {"亿": Decimal(100_000_000), "千万": Decimal(10_000_000), "百万": Decimal(1_000_000),
              "十万": Decimal(100_000), "万": Decimal(10_000), "千": Decimal(1_000), "百": Decimal(100)}  # fmt: skip
_MONEY = re.compile(
    r"^\s*(亿|千万|百万|十万|万|千|百)?\s*(?:元|块|人民币|圆|rmb|cny)?(?:人民币)?\s*(?:/|每|一)?\s*(.*)$",
    re.IGNORECASE,
)
# The number that has the money behind it (M8螺栓0.5元), and the unit before it (每吨1200元).
_IN_YUAN = re.compile(rf"({_PLAIN})(?=(?:亿|千万|百万|十万|万|千|百)?(?:元|块|圆))")
_PER_UNIT = re.compile(r"每([^\W\d]{1,4}?)(?=[\d¥￥约])")
_FOREIGN = re.compile(r"美元|美金|usd|\$|欧元|eur|€|日元|英镑|港币|港元", re.IGNORECASE)
_NO_PRICE = re.compile(
    r"面议|面谈|电议|议价|协商|待议|询价|市场价|随行就市|可谈|洽谈|竞价|招标|按.*(?:价|定)"
)
_NO_UNIT = re.compile(
    r"^(?:的|左右|以上|以下|上下|余|多|起|约|内)+|(?:左右|以上|以下|上下|余|起订|起|不等|以内)+$"
)
_LONGEST_UNIT = 12
# Beyond these nobody means it, and decimals of 28 digits can no longer hold it in yuan.
_LEAST, _MOST = Decimal(10) ** -12, Decimal(10) ** 15


def _narrow(text: str) -> str:
    """Half-width and without blanks; ㎡ is m2."""
    return unicodedata.normalize("NFKC", text).replace(" ", "")


@lru_cache(maxsize=50_000)
def read_quantity(text: str, unit: str = "", period: Period | None = None) -> Quantity:
    """An amount with unit and period; `unit` and `period` come from the header or from columns of
    their own and fill in what the cell does not say. Of a span the lower end counts.
    """
    plain = _narrow(text)
    led = _LEADING.match(plain)
    said = _PERIODS[led[1] or led[2] or led[3]] if led else None
    body = plain[led.end() :] if led else plain
    trailed = _TRAILING.search(body)
    if trailed:
        said = _PERIODS[trailed[1].lower()]
        body = body[: trailed.start()]
    amount, rest, is_span = _first_number(body)
    named = _NAMED_BEFORE.match(rest.split(",")[0].split("(")[0])
    if named and not is_span:
        amount, rest, is_span = _first_number(rest[named.end() :])
    own_unit = clean_unit(rest)
    hint, hint_period = split_unit(unit)
    return Quantity(
        float(amount),
        _joined_unit(own_unit, hint),
        said or period or hint_period,
        approximate=is_span or bool(_VAGUE.search(plain)),
    )


def _first_number(body: str) -> tuple[Decimal, str, bool]:
    """The number, what follows it, and whether it is the lower end of a span."""
    span = _SPAN.search(body)
    if span:
        rest, times = body[span.end() :], span[2]
        # 8千-1万件 starts at 8千件: the multiple is its own, the thing counted is shared.
        rest = times + rest.lstrip("亿万千百") if times in _MULTIPLES else rest or times
        return _decimal(span[1]), rest, True
    number = _NUMBER.search(body)
    if number is None:
        raise UnclearCell("没有读出数字，请写数字和单位，如“500吨/月”“1200元/吨”")
    if body[: number.start()].endswith("-"):
        raise UnclearCell("这里不能是负数，请核对后重填")
    return _decimal(number[0]), body[number.end() :], False


def _decimal(text: str) -> Decimal:
    number = Decimal(text.replace(",", ""))
    if number and not _LEAST <= number <= _MOST:
        raise UnclearCell("数字大得或小得不像真的，请核对后重填")
    return number


def _joined_unit(own: str, hint: str) -> str:
    """“3万” under a header “（件）” is 3 万件; a unit in the cell wins over the header's."""
    if own in _MULTIPLES:
        return own + hint.lstrip("亿万千百")
    return own or hint


@lru_cache(maxsize=20_000)
def clean_unit(text: str) -> str:
    """A unit as written, without blanks, brackets' remarks and words that are no unit."""
    unit = _narrow(text)
    unit = re.split(r"[,，;；。、(（:：]|[+*×]\d", unit.replace("台(套)", "台套"), maxsplit=1)[0]
    unit = _NO_UNIT.sub("", unit.replace("+", "").strip("/*·.-~)"))
    return unit if len(unit) <= _LONGEST_UNIT and not re.search(r"\d{2}", unit) else ""


@lru_cache(maxsize=5_000)
def split_unit(text: str) -> tuple[str, Period | None]:
    """“吨/年” is 吨 per year; “吨/年处理” stays as written, since it is no plain period."""
    plain = _narrow(text).removeprefix("单位").removeprefix(":")
    trailed = _TRAILING.search(plain)
    if trailed:
        return clean_unit(plain[: trailed.start()]), _PERIODS[trailed[1].lower()]
    return clean_unit(plain), None


@lru_cache(maxsize=1_000)
def read_period(text: str) -> Period:
    """A period column's cell: 年, 每月, 一次性."""
    plain = _narrow(text).strip("/").lower()
    period = _PERIODS.get(plain) or _PERIODS.get(plain.removeprefix("按").removeprefix("每"))
    if period is None:
        raise UnclearCell("没有认出周期，请写年、季、月、周、日或一次性")
    return period


@lru_cache(maxsize=20_000)
def read_price(text: str, unit: str = "", *, highest: bool = False) -> Price | None:
    """Yuan per unit, exact; None where the price is left open (面议). Of a span the end asked for."""
    plain = _narrow(text)
    if _NO_PRICE.search(plain) and not _NUMBER.search(plain):
        return None
    if _FOREIGN.search(plain + unit):
        raise UnclearCell("不是人民币价格，请折算成元后填写")
    span = _SPAN.search(plain)
    if span and highest:
        return _price(_decimal(span[3]), plain[span.end() :], unit)
    stated = None if span else _IN_YUAN.search(plain)
    # One sign more is looked at, since it may be a minus.
    number, rest, _ = _first_number(plain[max(0, stated.start() - 1) :] if stated else plain)
    per = _PER_UNIT.search(plain)
    return _price(number, rest, unit or (f"元/{per[1]}" if per else ""))


def _price(number: Decimal, rest: str, unit: str) -> Price:
    times, per = _money_unit(rest)
    hint_times, hint_per = _money_unit(unit)
    if times == 1 and not re.search(r"元|块|圆|rmb|cny", rest, re.IGNORECASE):
        times = hint_times
    yuan = (number * times).normalize()
    # normalize() writes 12000 as 1.2E+4; yuan are shown to people.
    whole = yuan.quantize(Decimal(1)) if yuan == yuan.to_integral_value() else yuan
    return Price(whole, clean_unit(per) or clean_unit(hint_per))


def _money_unit(text: str) -> tuple[Decimal, str]:
    found = _MONEY.match(unicodedata.normalize("NFKC", text))
    if found is None:
        return Decimal(1), ""
    return _MULTIPLES.get(found[1] or "", Decimal(1)), found[2]


@lru_cache(maxsize=20_000)
def read_yuan(text: str, unit: str = "") -> Decimal | None:
    """A sum of money as a whole: 营业收入 “1.2亿元”, or “1200” under a header “（万元）”."""
    price = read_price(text, unit)
    return price.yuan if price else None


@lru_cache(maxsize=20_000)
def read_count(text: str) -> int:
    """A head count: “320人”, “约50”."""
    number, rest, _ = _first_number(_narrow(text))
    times = _MULTIPLES.get(rest[:1], Decimal(1))
    return int(number * times)


@lru_cache(maxsize=20_000)
def read_share(text: str, unit: str = "") -> float:
    """A share of the whole as a fraction: “35%”, “0.35”, or “35” under a header “（%）”."""
    plain = _narrow(text)
    number, rest, _ = _first_number(plain)
    per_cent = "%" in rest + unit
    share = number / 100 if per_cent else number
    if share > 1:
        raise UnclearCell("占比超过了100%，请核对后写成0到1的小数或百分数")
    return float(share)


def as_once(quantity: Quantity) -> Quantity:
    """The same amount, once and for all: a minimum order is not per month."""
    return replace(quantity, period=None)
