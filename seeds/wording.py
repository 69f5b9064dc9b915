"""How do people fill in a cell? The same value in the many ways that real lists show."""

from datetime import date, datetime, time
from decimal import Decimal
from random import Random

from matchmaking.records import Certificate, Period, Price, Quantity, Wish
from seeds.luck import chance, month_end

Cell = str | float | int | datetime
_FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
_TEN_THOUSAND = 10_000
_KILOS = 1_000
_SMALL = 1.0  # less than a tonne is told in kilos
_WEEK = 7


def quantity(amount: Quantity | None, rng: Random) -> str:
    """500吨/月, 约500吨/月, ５００吨/月, 月产500吨, 0.05万吨/月."""
    if amount is None:
        return rng.choice(("", "", "/", "暂无"))
    number, unit = amount.amount, amount.unit
    if unit == "吨" and (number < _SMALL or chance(rng, 0.05)):
        number, unit = number * _KILOS, "公斤"
    elif number < 1 and unit.startswith("万"):
        number, unit = number * _TEN_THOUSAND, unit.removeprefix("万")
    elif number >= _TEN_THOUSAND and not unit.startswith("万") and chance(rng, 0.6):
        number, unit = number / _TEN_THOUSAND, f"万{unit}"
    text = f"{'约' if chance(rng, 0.12) else ''}{number:.10g}{unit}"
    if amount.period is not None:
        per = {Period.MONTH: "月", Period.YEAR: "年"}[amount.period]
        text = f"{per}产{text}" if chance(rng, 0.06) else f"{text}/{per}"
    return _as_typed(text, rng)


def price(asked: Price | None, rng: Random) -> str:
    """21000元/吨, 21,000元/吨, 2.1万元/吨."""
    if asked is None:
        return rng.choice(("", "面议", "/"))
    yuan = asked.yuan
    if yuan >= _TEN_THOUSAND and chance(rng, 0.3):
        return f"{(yuan / Decimal(_TEN_THOUSAND)).normalize():f}万元/{asked.unit}"
    number = f"{yuan:,f}" if chance(rng, 0.2) else f"{yuan:f}"
    return _as_typed(f"{number}元/{asked.unit}", rng)


def day(needed: date | None, rng: Random, *, must: bool) -> Cell:
    """2026-03-31, 2026年3月底, 2026.3.31, or a true date; a must is marked in words."""
    if needed is None:
        return ""
    ways = [
        needed.isoformat(),
        f"{needed.year}年{needed.month}月{needed.day}日",
        f"{needed.year}.{needed.month}.{needed.day}",
    ]
    if needed == month_end(needed):
        ways += [f"{needed.year}年{needed.month}月底"] * 3
    text = _as_typed(rng.choice(ways), rng)
    if must:
        return rng.choice((f"必须{text}前", f"★{text}"))
    return datetime.combine(needed, time()) if chance(rng, 0.25) else text


def lead_time(days: int | None, rng: Random) -> str:
    """现货, 15天, 6周."""
    if days is None:
        return ""
    if days == 0:
        return rng.choice(("现货", "有现货", "0天"))
    if days % _WEEK == 0 and chance(rng, 0.5):
        return f"{days // _WEEK}周"
    return _as_typed(f"{days}天", rng)


def certificates(held: tuple[Certificate, ...], rng: Random) -> str:
    """ISO9001（2027-05到期）、CE、无HACCP."""
    return rng.choice(("、", "；")).join(_certificate(one) for one in held)


def _certificate(one: Certificate) -> str:
    if not one.held:
        # Before a Chinese name it might read as a part of it: 无动力…, 没有有机….
        return f"无{one.name}" if one.name.isascii() else f"{one.name}（无）"
    return f"{one.name}（{one.expires:%Y-%m}到期）" if one.expires else one.name


def wishes(wanted: list[Wish], rng: Random) -> str:
    """Conditions in one cell; some musts bear a star, a wish says that it is one."""
    return "；".join(_wish(one, rng) for one in wanted)


def _wish(one: Wish, rng: Random) -> str:
    if one.must:
        return f"★{one.text}" if chance(rng, 0.3) else one.text
    return one.text if "优先" in one.text else f"{one.text}（优先）"


def capacity(whole: Quantity | None, rng: Random) -> str:
    """Like any quantity, but some will not be pinned down."""
    return "视订单而定" if chance(rng, 0.01) else quantity(whole, rng)


def phone(number: str, rng: Random) -> Cell:
    """As text, eaten by the spreadsheet into a number, or elsewhere."""
    if chance(rng, 0.01):
        return "见名片"
    return float(number.replace("-", "")) if chance(rng, 0.05) else number


def share(part: float | None, rng: Random) -> Cell:
    """0.35 or 35%."""
    if part is None:
        return ""
    return f"{part:.0%}" if chance(rng, 0.5) else part


def firm_name(name: str, rng: Random) -> str:
    """One firm, slightly differently written now and then."""
    if not chance(rng, 0.03):
        return name
    if name.endswith("有限责任公司"):
        return name.removesuffix("有限责任公司") + "有限公司"
    return rng.choice((f"{name}（盖章）", f"{name[:2]} {name[2:]}"))


def _as_typed(text: str, rng: Random) -> str:
    """Some type with full-width digits, some leave blanks behind."""
    if chance(rng, 0.04):
        return text.translate(_FULL_WIDTH)
    return f" {text}" if chance(rng, 0.03) else text
