"""How much is it really? Amounts in any unit the lists use, made comparable.

Measures go through Pint; what is merely counted (台, 件, 亩 …) compares only with its own kind.
"""

from dataclasses import dataclass
from functools import lru_cache

import pint

from matchmaking.records import Period, Quantity

# How often a period goes into a year; capacity is quoted per calendar time.
PER_YEAR = {
    Period.DAY: 365.0,
    Period.WEEK: 52.0,
    Period.MONTH: 12.0,
    Period.QUARTER: 4.0,
    Period.YEAR: 1.0,
}

# Chinese names of measures, as Pint expressions.
_MEASURES = {
    "吨": "tonne", "公吨": "tonne", "t": "tonne", "千克": "kg", "公斤": "kg", "斤": "0.5 kg",
    "克": "g", "毫克": "mg", "kg": "kg", "g": "g", "mg": "mg", "担": "50 kg",
    "米": "m", "公里": "km", "千米": "km", "厘米": "cm", "毫米": "mm", "里": "500 m",
    "km": "km", "m": "m", "cm": "cm", "mm": "mm",
    "平方米": "m**2", "平米": "m**2", "平方": "m**2", "㎡": "m**2", "m2": "m**2", "亩": "(2000/3) m**2",
    "公顷": "hectare", "平方公里": "km**2",
    "立方米": "m**3", "立方": "m**3", "方": "m**3", "m3": "m**3", "升": "liter", "l": "liter",
    "毫升": "ml", "ml": "ml",
    "度": "kWh", "千瓦时": "kWh", "kwh": "kWh", "mwh": "MWh", "gwh": "GWh",
    "千瓦": "kW", "kw": "kW", "mw": "MW", "兆瓦": "MW", "gw": "GW", "kva": "kW", "千伏安": "kW",
    "小时": "hour", "工时": "hour",
}  # fmt: skip
# Counted things: names that mean the same count. A name not listed counts for itself.
_COUNTED = {
    "件": ("个", "只", "支", "枚", "颗", "粒", "pcs", "pc", "片", "块", "根", "条", "张"),
    "台": ("套", "台套", "台/套", "座", "部", "辆", "组", "set", "sets"),
    "批": ("项", "次", "宗", "单"),
    "元": ("人民币", "rmb"),
}
_COUNT_OF = {alias: name for name, aliases in _COUNTED.items() for alias in (name, *aliases)}
_MULTIPLES = {"亿": 1e8, "百万": 1e6, "万": 1e4, "千": 1e3, "百": 1e2}


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures and how much of the base unit one of it is."""

    dimension: str  # "[mass]", "[length]", or the counted thing: 件, 台
    factor: float


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry[float]:
    return pint.UnitRegistry()


@lru_cache(maxsize=20_000)
def measure(unit: str) -> Measure:
    """What `unit` measures. A name nobody knows measures only itself, so it never compares wrongly."""
    name = unit.strip().lower()
    if name in _MEASURES:
        amount = _registry()(_MEASURES[name]).to_base_units()
        return Measure(str(amount.dimensionality), float(amount.magnitude))
    if name in _COUNT_OF:
        return Measure(_COUNT_OF[name], 1.0)
    for prefix, times in _MULTIPLES.items():
        if name.startswith(prefix) and len(name) > len(prefix):
            rest = measure(name.removeprefix(prefix))
            return Measure(rest.dimension, rest.factor * times)
    return Measure(name, 1.0)


def base_amount(quantity: Quantity) -> float:
    """The amount in the base unit of its dimension, per its own period."""
    return quantity.amount * measure(quantity.unit).factor


def yearly_amount(quantity: Quantity) -> float:
    """The amount in base units a year; one that names no period is taken as a year's."""
    per_year = PER_YEAR.get(quantity.period or Period.YEAR, 1.0)
    return base_amount(quantity) * per_year
