"""Of which items does a need consist? Only where its own words say that it is several things.

A list after 包括, 含, 由…组成 or 清单, numbered lines, a title that names several things, and any list in a
need for a 套件 or 成套 something. 「耐磨、耐高温、耐腐蚀」 alone lists what one thing must be.
"""

import re
from collections.abc import Iterator

from matchmaking.records import Demand

MOST_ITEMS = 12
_LEAST_ITEMS = 2
_LONGEST = 24  # characters; longer ones are sentences
_KIT = re.compile(r"套件|成套|套装|工具包|配件包|组件包|全套|整套|一揽子")
_CUE = re.compile(r"(?:包括|包含|内含|含有|含|分别为|分为|如下|清单|明细|组成部分|由)[为是：:]?")
_MADE_OF = re.compile(r"(?:等)?(?:组成|构成)$")
_CLAUSE = re.compile(r"[。；;！!？?\n]|，(?=要求|需|须|请|并|其中)")
_SEPARATOR = re.compile(r"[、,，/]|(?<=[^\d])和(?=[^\d])|以及|及(?=[^其时])")
_NUMBERED = re.compile(r"^\s*(?:[（(]?\d{1,2}[)）、.．:：](?!\d)|[①-⑫]|[-•·*])\s*(.+)$")
_AMOUNT = re.compile(
    r"[\s×xX*：:]*(?:各|共|约)?[\d.,]+\s*(?:万|千)?"
    r"(?:个|件|台套|台|套|只|支|根|条|张|块|片|吨|公斤|千克|kg|米|m|卷|桶|箱|批|组|副|对|辆)?$"
)
_REST = re.compile(r"(?:各一套|各一|若干|一批|等)+$")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
# What a thing must be, do or come with is no thing: 耐高温 is none, 耐火砖 is one.
_PROPERTY = re.compile(
    r"^(?:耐|抗|防|高|低|易|可|不|无)?(?:高温|低温|温|磨损?|腐蚀?|水|潮|尘|火|油|高压|压|强度|精度|硬度|毒|味|污染"
    r"|老化|氧化|生锈|变形|清洗|拆卸|燃|爆|滑|静电)$"
    r"|^(?:要求|符合|满足|提供|具备|支持|能|需|须|质保|运输|安装|调试|培训|售后|含税|包装)"
)


def items_of(demand: Demand) -> tuple[str, ...]:
    """The things a need names one by one; none where it asks for one thing."""
    texts = (demand.description, demand.specs)
    is_kit = bool(_KIT.search(f"{demand.title} {demand.category} {demand.type}"))
    for candidates in (
        *(_numbered(text) for text in texts),
        *(_after_cue(text) for text in texts),
        _split(demand.title) if "、" in demand.title else [],
        *(_listed(text) for text in texts if is_kit),
    ):
        items = tuple(dict.fromkeys(item for item in map(_bare, candidates) if _is_thing(item)))
        if _LEAST_ITEMS <= len(items) <= MOST_ITEMS:
            return items
    return ()


def _numbered(text: str) -> list[str]:
    """Lines with a number or a bullet: each one item, up to its first comma or blank."""
    found = [_NUMBERED.match(line) for line in text.splitlines()]
    return [re.split(r"[，,；;。\t]|\s{2,}", one[1])[0] for one in found if one]


def _after_cue(text: str) -> list[str]:
    for clause in _CLAUSE.split(text):
        cue = _CUE.search(clause or "")
        if clause and cue and "、" in clause[cue.end() :]:
            return _split(_MADE_OF.sub("", clause[cue.end() :].strip()))
    return []


def _listed(text: str) -> list[str]:
    clauses = [clause for clause in _CLAUSE.split(text) if clause and "、" in clause]
    return _split(clauses[0]) if clauses else []


def _split(text: str) -> list[str]:
    return [part for part in _SEPARATOR.split(_BRACKETED.sub("", text)) if part]


def _bare(item: str) -> str:
    """The name alone, without its amount."""
    plain = _BRACKETED.sub("", item).strip()
    for _ in range(2):  # 「电缆3根等」
        plain = _AMOUNT.sub("", _REST.sub("", plain)).strip()
    return plain


def _is_thing(item: str) -> bool:
    return (
        _LEAST_ITEMS <= len(item) <= _LONGEST and not _PROPERTY.match(item) and not _all_spec(item)
    )


def _all_spec(item: str) -> bool:
    return all(ord(letter) < 0x2E80 for letter in item)  # noqa: PLR2004 (no Chinese in it)


def named_in(items: tuple[str, ...], numbers: frozenset[int]) -> Iterator[str]:
    """These items, in the order of the need."""
    return (item for number, item in enumerate(items) if number in numbers)
