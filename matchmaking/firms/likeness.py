"""Could two names be one firm's? By region, 字号, trade and form, for a person to decide."""

import re
from functools import lru_cache

import pypinyin
from rapidfuzz import fuzz

from matchmaking.intake.identity import NameParts, normal_name, split_name
from matchmaking.places import find_region

# From here on a person is asked. Same 字号 and trade elsewhere is asked, same 字号 in another trade not.
ASK = 0.8
# The 字号 must agree or sound the same; the rest says how sure that is.
_SAME_SOUND = 0.95
_BRAND, _TRADE, _REGION, _FORM = 0.5, 0.3, 0.15, 0.05
_LEFT_OUT = 0.8  # one of the two names does not say it
_WITHIN = 0.9  # 机械 and 机械制造
# 虚构甲 and 虚构乙 are two firms on purpose, whatever else is alike.
_COUNTERS = re.compile(r"[0-9A-Z一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥]")
_UNKNOWN_PLACES = re.compile(r"0+$")


@lru_cache(maxsize=100_000)
def brand_sound(name: str) -> str:
    """How the 字号 sounds, by which alike names find each other: 示例 and 示力 are both shi li."""
    return _sound(normal_name(split_name(name).brand))


def likeness(one: str, other: str) -> float:
    """How likely two names are one firm's, in [0, 1]."""
    left, right = split_name(one), split_name(other)
    brands = _brands(normal_name(left.brand), normal_name(right.brand))
    return brands * (
        _BRAND
        + _TRADE * _trades(left.trade, right.trade)
        + _REGION * _regions(left, right)
        + _FORM * _forms(left.form, right.form)
    )


def _brands(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if _COUNTERS.findall(one) != _COUNTERS.findall(other):
        return 0.0
    if _sound(one) == _sound(other):
        return _SAME_SOUND
    return fuzz.ratio(one, other) / 100


@lru_cache(maxsize=100_000)
def _sound(text: str) -> str:
    return " ".join(pypinyin.lazy_pinyin(text))


def _trades(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if not one or not other:
        return _LEFT_OUT
    if one in other or other in one:
        return _WITHIN
    return fuzz.ratio(one, other) / 100


def _regions(left: NameParts, right: NameParts) -> float:
    """云南省昆明市 lies in 云南; a place left out may be any."""
    if left.region == right.region:
        return 1.0
    if not left.region or not right.region:
        return _LEFT_OUT
    one, other = (
        _UNKNOWN_PLACES.sub("", find_region(parts.region).code) for parts in (left, right)
    )
    return 1.0 if one.startswith(other) or other.startswith(one) else 0.0


def _forms(one: str, other: str) -> float:
    one, other = normal_name(one), normal_name(other)
    return 1.0 if one == other else _LEFT_OUT if not one or not other else 0.0
