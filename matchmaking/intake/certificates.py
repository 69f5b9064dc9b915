"""What does the supplier hold? Certificates out of free text, with their expiry, and those denied."""

import re
from datetime import date
from functools import lru_cache

from matchmaking.intake.cells import UnclearCell, is_nothing
from matchmaking.intake.days import read_day
from matchmaking.intake.wishes import split_items
from matchmaking.records import Certificate

_EXPIRY = re.compile(r"到期|有效期|截止|失效|过期|至|有效")
_DATE = re.compile(r"20\d\d\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2})?\s*[日月号]?底?|20\d{6}")
_EXPIRY_WORDS = re.compile(
    r"有效期限?|有效|到期日?|截止日?|截至|失效|过期|至|到|为|[:：(（)）,，\s]"
)
_DENIED = re.compile(
    r"^(?:暂无|暂未|尚无|尚未|没有|未|无(?![损菌尘铅毒缝纺机人线水氧烟卤铬醛锡汞硫酸苯溶动纸糖刷极公])|不具备|缺)(?:取得|获得|通过|办理|办|持有|具备|拿到|有)?"
)
_DENIED_AFTER = re.compile(
    r"[:：\-(（]?\s*(?:无|没有|未取得|未办理|未通过|未认证|申请中|办理中|认证中|正在办理|已过期|已失效|否|×|✗)[)）]?$"
)
_HELD = re.compile(
    r"^(?:已|均|全部)?(?:通过|取得|获得|具有|具备|持有|拥有|获|有)(?!机)(?:了)?|[:：(（]?\s*(?:有|是|√|✓)[)）]?$"
)


@lru_cache(maxsize=50_000)
def read_certificates(text: str, today: date) -> tuple[Certificate, ...]:
    """The certificates a supplier names, each with its expiry, and those it says it has not."""
    items = (item for item in split_items(text) if not is_nothing(item))
    found = (read_certificate(item, today) for item in items)
    return tuple(certificate for certificate in found if certificate.name)


def read_certificate(item: str, today: date) -> Certificate:
    expires, name = _expiry(item, today)
    denied = _DENIED.match(name) or _DENIED_AFTER.search(name)
    name = (_DENIED if _DENIED.match(name) else _DENIED_AFTER if denied else _HELD).sub("", name)
    return Certificate(name.strip(" :：-"), expires, held=not denied)


def _expiry(item: str, today: date) -> tuple[date | None, str]:
    """The date a certificate runs until, and the item without it. Standards have years too
    (ISO9001-2015), so a date counts only beside a word for expiry or in brackets.
    """
    if not _EXPIRY.search(item):
        return None, item
    dates = list(_DATE.finditer(item))
    if not dates:
        return None, item
    last = dates[-1]
    try:
        day = read_day(last[0], today)
    except UnclearCell:
        return None, item
    head = item[: dates[0].start()]
    name = re.split(r"[(（]?\s*(?:有效期限?|有效|到期日?|截止|截至|失效|自)", head, maxsplit=1)[0]
    rest = _EXPIRY_WORDS.sub("", item[last.end() :])
    return day, (name.strip(" (（,，:：") or rest) or item
