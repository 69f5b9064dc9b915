"""What does the supplier hold? Certificates out of free text, with their expiry, and those denied."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from matchmaking.intake.cells import UnclearCell, is_nothing, shortened
from matchmaking.intake.days import read_day
from matchmaking.intake.wishes import split_items
from matchmaking.records import Certificate

_EXPIRY = re.compile(r"到期|有效期|截止|失效|过期|至|有效")
_DATE = re.compile(r"20\d\d\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2})?\s*[日月号]?底?|20\d{6}")
_EXPIRY_WORDS = re.compile(
    r"有效期限?|有效|到期日?|截止日?|截至|失效|过期|至|到|为|[:：(（)）,，\s]"
)
# 没有有机产品认证 denies 有机产品认证, 未取得有色… denies 有色…: the 有 belongs to the name.
_HAVE = r"有(?![机色限毒线源])"
# 无 before these is a part of the name (无损检测), unless a longer name begins there (无机电资质).
_LACKING = (
    r"无(?!损|菌|尘|毒|缝|纺|卤|铬|醛|锡|汞|硫|酸|苯|氟|碱|抗|纸|糖|刷|极|源|公害|障碍|添加|溶剂|甲醛|"
    r"铅(?!锌)|机(?![电械场床动])|人(?![力才])|线(?![缆束路])|水(?![利电质泥运路产])|氧(?!气)|烟(?![草花])|动力(?!电池))"
)
_DENIED = re.compile(
    rf"^(?:暂无|暂未|尚无|尚未|还没有?|没有|没(?=取得|获得|通过|办理)|未(?!来)|不具备|不持有|缺少?|{_LACKING})"
    rf"(?:取得|获得|通过|办理|持有|具备|拿到|{_HAVE})?"
)
_DENIED_AFTER = re.compile(
    r"[:：\-(（]?\s*(?:无|没有|未取得|未获得|未办理?|未通过|未认证|已过期|已失效|已(?:被)?[注撤吊]销|否|×|✗)[)）]?$"
)
# 资质 alone: whoever has none of these denies no certificate in particular.
_ANY = re.compile(r"(?:任何|相关|其[他它]|以上|上述|资质|资格|认证|证书|许可|体系|证|的|等|及|和)*")
_PENDING = re.compile(
    r"(?:申请|办理|认证|审核|换证|复审|申报|受理|审批)中|待批|待发证|正在(?:申请|办理|申报|认证|审核|换证)|"
    r"^(?:拟|计划|准备|即将)(?:申请|办理|取得|申报|认证)"
)
_HELD = re.compile(
    rf"^(?:已|均|全部)?(?:通过|取得|获得|具有|具备|持有|拥有|获|{_HAVE})(?:了)?|[:：(（]?\s*(?:有|是|√|✓)[)）]?$"
)
_NO_NAME = re.compile(r"\d{0,2}")
_YES = frozenset(("有", "是", "√", "✓", "已取得", "已通过", "具备", "已获得", "有效", "yes", "Y"))
_NO = frozenset(("无", "否", "没有", "×", "✗", "未取得", "未通过", "不具备", "no", "N"))
_ASKED = re.compile(
    r"[(（](?:是否|有无|有[/、]无|是[/、]否)[^)）]*[)）]|^(?:是否|有无)(?:已?(?:通过|取得|具备|持有|办理|获得|有))?"
)
_LONGEST_SHOWN = 30


class Claims(NamedTuple):
    """What a cell says of certificates, and what its sender should be told about it."""

    certificates: tuple[Certificate, ...] = ()
    remarks: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def read_certificates(text: str, today: date) -> Claims:
    """The certificates a supplier names, each with its expiry, and those it says it has not."""
    items = (item for item in split_items(text) if not is_nothing(item))
    claims = [_claim(item, today) for item in items]
    return Claims(
        tuple(one for claim in claims for one in claim.certificates),
        tuple(one for claim in claims for one in claim.remarks),
    )


@lru_cache(maxsize=20_000)
def read_answer(header: str, text: str, today: date) -> Claims:
    """A column named by one certificate says below only whether it is held, or until when."""
    name = _ASKED.sub("", header) or header
    if text in _YES or text in _NO:
        return Claims((Certificate(name, held=text in _YES),))
    if is_nothing(text):
        return Claims()
    if _PENDING.fullmatch(text):
        return _claim(f"{name}（{text}）", today)
    if _DATE.search(text) and not _EXPIRY_WORDS.sub("", _DATE.sub("", text)):
        return _claim(f"{name}（{text}到期）", today)
    if _NO_NAME.fullmatch(text):
        return Claims(remarks=("没有认出是否持有，这一格没有计入；请写“有”“无”或有效期",))
    return read_certificates(text, today)


def _claim(item: str, today: date) -> Claims:
    shown = shortened(item, _LONGEST_SHOWN)
    if _PENDING.search(item):
        return Claims(remarks=(f"“{shown}”还没有取得，没有计入资质；取得后请更新清单",))
    expires, said = _expiry(item, today)
    name, held = _name(said)
    if _NO_NAME.fullmatch(name):
        return Claims()
    if expires and expires < today:
        remark = f"“{shown}”已经到期，按没有这项资质计；如已续期，请更新有效期"
        return Claims((Certificate(name, expires, held=False),), (remark,))
    return Claims((Certificate(name, expires, held=held),))


def _name(said: str) -> tuple[str, bool]:
    """The certificate's name, and whether it is held; no name where none in particular is denied."""
    for pattern in (_DENIED, _DENIED_AFTER):
        if pattern.search(said):
            name = pattern.sub("", said).strip(" :：-")
            return "" if _ANY.fullmatch(name) else name, False
    return _HELD.sub("", said).strip(" :：-"), True


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
