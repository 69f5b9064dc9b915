"""What does one cell say? Any raw value as clean text, and which texts mean "nothing here"."""

import math
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from string import ascii_uppercase

Cell = str | int | float | bool | date | datetime | time | timedelta | None

# Full-width digits, letters and the signs of numbers; Chinese punctuation stays as it is.
_NARROW = {0x3000: " ", 0xFF0B: "+", 0xFF0D: "-", 0xFF0E: ".", 0xFF0F: "/", 0xFF05: "%"} | {
    code: chr(code - 0xFEE0)
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
)
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a]+")
# What needs no cleaning: most cells, so they are spared it.
_SPOTLESS = re.compile(r"(?:[\x21-\x7e\u4e00-\u9fff（）、，。；：“”·]++ ?)*+(?<! )")
_NOTHING_WORDS = (
    "", "/", "//", "\\", "-", "--", "---", "—", "——", "－", "无", "无。", "暂无", "没有", "待定", "不详", "未知",
     "n/a", "na", "null", "none", "nil", "空", "…", "……", ".", "?", "？", "*",
)  # fmt: skip
NOTHING = frozenset(
    spelling(word) for word in _NOTHING_WORDS for spelling in (str, str.upper, str.capitalize)
)
_FAULTS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!")
)
# A double carries fifteen digits; beyond that, or in 1.38888E+10, some are gone for good.
_WHOLE_LIMIT = 1e15
LOST_DIGITS = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d+$")


class UnclearCell(ValueError):
    """A cell that says something, but not what its column asks for; the message is the cause."""


@lru_cache(maxsize=200_000, typed=True)  # typed: 1, 1.0 and True are equal, but not the same cell
def text_of(raw: Cell) -> str:
    """The cell as clean text: no stray blanks, half-width digits and letters, no “.0” behind codes."""
    if isinstance(raw, str):
        return _clean(raw)
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return _number_text(raw)
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    return str(raw)


def _clean(raw: str) -> str:
    if _SPOTLESS.fullmatch(raw):
        return raw
    lines = _UNSEEN.sub("", raw.translate(_NARROW).replace("\r\n", "\n").replace("\r", "\n")).split(
        "\n"
    )
    return "\n".join(filter(None, (_BLANKS.sub(" ", line).strip() for line in lines)))


def _number_text(number: float) -> str:
    if not math.isfinite(number):
        return ""
    if number.is_integer():
        return str(int(number)) if abs(number) < _WHOLE_LIMIT else f"{number:E}"
    return repr(number)


def is_nothing(text: str) -> bool:
    """Whether a clean text only says that there is nothing: “/”, “无”, “暂无”."""
    return text in NOTHING


def is_fault(text: str) -> bool:
    """Whether the spreadsheet could not work the cell out: #N/A, #REF!."""
    return text in _FAULTS


def shortened(text: str, longest: int) -> str:
    """The beginning of a text that is too long to show."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def letters_of(column: int) -> str:
    """The name of a column counted from 0, as a spreadsheet shows it: 0 A, 26 AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters
