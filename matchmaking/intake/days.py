"""When is it, and how long does it take? Dates and lead times as people write them."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from matchmaking.intake.cells import UnclearCell

_FULL = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_MONTH = re.compile(
    r"(?:(20\d\d)|(?<!\d)(\d\d))?\s*(今年|明年)?\s*[-./年]?\s*(?<!\d)(\d{1,2})\s*月(?:份)?\s*(\d{1,2})?(?=\D|$)"
)
_YEAR_MONTH = re.compile(
    r"(?<!\d)(20\d\d)(?:\s*[-./]\s*(?:0?([1-9])|(1[0-2]))|(0[1-9]|1[0-2]))(?!\d)"
)
_COUNTED_MONTH = re.compile(r"(下个?|本|这个?|当)月")
_PART = re.compile(
    r"(?:(20\d\d)\s*年?)?\s*(今年|明年|本年)?\s*(?:第?([一二三四1-4])季度?|[Qq]([1-4])|(上半年|下半年|年底|年末|年内|年终))"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)\s*年?\s*(底|末|内|前)?")
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
_SERIAL_EPOCH = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_HALVES = {"上半年": 6}  # everything else ends with the year

_NUMERALS_OF_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_SPOKEN_MONTH = re.compile(r"(?<![个一二三四五六七八九十])(十[一二]|[一二三四五六七八九十])月")
_MONTH_SPAN = re.compile(
    r"(^|20\d\d\s*年)\d{1,2}\s*月?\s*(?:-|~|—+|–|至|到)\s*(20\d\d\s*年)?(\d{1,2})\s*月"
)
_DIGITS = {"半": 0.5, "两": 2} | {sign: at for at, sign in enumerate("一二三四五六七八九", start=1)}
_NUMERAL = "[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九半]"
_AMOUNT = rf"(?:(?:\d+(?:\.\d+)?)|(?:{_NUMERAL}))"
_HALF_MORE = re.compile(rf"({_AMOUNT})个半(?=月|星期)")  # 一个半月 is 1.5个月
_SPELL = re.compile(
    rf"({_AMOUNT})\s*(?:(?:个|天|日|周|月|小时)?\s*(?:-|~|—+|–|至|到)\s*({_AMOUNT}))?\s*"
    r"(个?工作日|个?自然日|个?星期|个?月|周|天|日|个?小时|h|年|days?|weeks?|months?)?",
    re.IGNORECASE,
)
# How many days one of it takes; five working days fill a week, a month counts thirty days.
_DAYS = {"工作日": 7 / 5, "自然日": 1, "星期": 7, "周": 7, "week": 7, "weeks": 7, "月": 30, "month": 30, "months": 30,
         "天": 1, "日": 1, "day": 1, "days": 1, "小时": 1 / 24, "h": 1 / 24, "年": 365}  # fmt: skip
_AT_ONCE = re.compile(r"现货|现有|库存|即时|随时|当天|当日|立即|立等")
_LONGEST_LEAD = 3 * 365
_SPAN_OF_DAYS = re.compile(
    rf"{_AMOUNT}\s*(?:个?工作日|个?自然日|天|日内|个?星期|周|个月|days?|weeks?)"
)


@lru_cache(maxsize=20_000)
def read_day(text: str, today: date) -> date:
    """The last day a text allows: “2026年3月底” is 31 March 2026; a month without a year is the
    next to come after `today`.
    """
    plain = _in_digits(_with_counted_month(unicodedata.normalize("NFKC", text).strip(), today))
    day = _exact_day(plain) or _month_day(plain, today) or _part_of_year(plain, today)
    if day is None:
        raise UnclearCell("没有读出日期，请写成“2026-03-15”或“2026年3月底”")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise UnclearCell("日期不在2000年至2099年之间，请核对年份")
    return day


def _exact_day(plain: str) -> date | None:
    found = _FULL.search(plain) or _COMPACT.search(plain)
    if found:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    serial = _SERIAL.match(plain)
    # A bare five-digit number in a date column is the spreadsheet's own count of days.
    return _SERIAL_EPOCH + timedelta(days=int(serial[1])) if serial else None


def _with_counted_month(plain: str, today: date) -> str:
    """下月底 as 2026年2月底."""
    found = _COUNTED_MONTH.search(plain)
    if found is None:
        return plain
    years, month = divmod(today.month - 1 + found[1].startswith("下"), 12)
    said = f"{today.year + years}年{month + 1}月"
    return f"{plain[: found.start()]}{said}{plain[found.end() :]}"


def _in_digits(plain: str) -> str:
    """三月底 as 3月底, and of a span of months (3-5月) only the last."""
    digits = _SPOKEN_MONTH.sub(lambda found: f"{_NUMERALS_OF_MONTHS.index(found[1]) + 1}月", plain)
    return _MONTH_SPAN.sub(
        lambda found: f"{'' if found[2] else found[1]}{found[2] or ''}{found[3]}月", digits
    )


def _month_day(plain: str, today: date) -> date | None:
    found = _MONTH.search(plain)
    if found is None:
        bare = _YEAR_MONTH.search(plain)
        return _end_of_month(int(bare[1]), int(bare[2] or bare[3] or bare[4])) if bare else None
    written, short, spoken, month, day = found.groups()
    if not 1 <= int(month) <= len(_NUMERALS_OF_MONTHS):
        raise UnclearCell(f"没有{month}月，请核对日期")
    year = int(written) if written else 2000 + int(short) if short else None
    rest = plain[found.end() :]
    if year is None:
        year = _coming_year(int(month), today, spoken)
    if day:
        return _date(year, int(month), int(day))
    return _within_month(year, int(month), rest)


def _coming_year(month: int, today: date, spoken: str | None) -> int:
    if spoken == "明年":
        return today.year + 1
    return today.year if spoken or month >= today.month else today.year + 1


def _within_month(year: int, month: int, rest: str) -> date:
    if re.match(r"上旬|初", rest):
        return _date(year, month, 10)
    if re.match(r"中旬|中", rest):
        return _date(year, month, 20)
    return _end_of_month(year, month)


def _part_of_year(plain: str, today: date) -> date | None:
    found = _PART.search(plain)
    if found:
        written, spoken, quarter, western, half = found.groups()
        year = int(written) if written else today.year + (spoken == "明年")
        month = _HALVES.get(half, 12) if half else 3 * _QUARTERS[quarter or western]
        end = _end_of_month(year, month)
        return end if written or spoken or end >= today else _end_of_month(year + 1, month)
    whole = _YEAR.search(plain)
    return _end_of_month(int(whole[1]), 12) if whole else None


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UnclearCell(f"没有{year}年{month}月{day}日这一天，请核对日期") from error


@lru_cache(maxsize=5_000)
def says_duration(text: str) -> bool:
    """Whether the text counts days from an event (签约后30天) and so names no date."""
    plain = unicodedata.normalize("NFKC", text)
    named = _FULL.search(plain) or _MONTH.search(plain.replace("个月", "〇"))
    return bool(_SPAN_OF_DAYS.search(plain)) and not named


@lru_cache(maxsize=20_000)
def read_lead_days(text: str, unit: str = "") -> int:
    """Days from order to delivery; of a span the longer, since it must be kept."""
    plain = _HALF_MORE.sub(
        lambda more: f"{_amount(more[1]) + 0.5}个", unicodedata.normalize("NFKC", text).strip()
    )
    found = _SPELL.search(plain)
    if _AT_ONCE.search(plain) and not (found and found[3]):
        return 0
    if found is None:
        raise UnclearCell("没有读出天数，请写成“45天”“6周”或“现货”")
    amount = _amount(found[2] or found[1])
    per = (found[3] or unit or "天").lower().removeprefix("个")
    days = amount * _DAYS.get(per, 1)
    if days > _LONGEST_LEAD:
        raise UnclearCell("超过三年，不像供货周期，请核对后写成天数")
    return int(-(-days // 1))


def _amount(word: str) -> float:
    if word[0].isdecimal():
        return float(word)
    tens, ten, ones = word.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
