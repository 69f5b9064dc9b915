"""Of which products of the chain is this title one? 电工圆铝杆（φ9.5） is an 铝杆; 铝杆连铸机 is none.

In Chinese the last word says what a thing is, the words before it which one. A name elsewhere in a
title says what the thing is for, and would make a machine out of what it works on.
"""

import re

from graph.names import ProductNames

_BRACKETED = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")
_LISTED = re.compile(r"[、，,；;/|。]+")
_DEALING = re.compile(
    r"(?:的?(?:研发|生产|加工|制造|销售|批发|零售|采购|供应)|一批|系列|产品|等|及|和|与)+$"
)
_GRADE = re.compile(r"[0-9A-Za-zφΦ×.\-~～%°²³μ#]+$")  # 铝杆9.5mm is an 铝杆
_SPEC = re.compile(r"[0-9A-Za-zφΦ]")


def products_named(title: str, finder: ProductNames) -> list[str]:
    """The products a title is one of, one for each thing it lists, in its order."""
    plain = _BRACKETED.sub(" ", title)
    named = (_product_named(thing.split(), finder) for thing in _LISTED.split(plain))
    return list(dict.fromkeys(name for name in named if name))


def _product_named(parts: list[str], finder: ProductNames) -> str:
    """What the last part is; else what the first is, where specifications follow: 叉车租赁 3t 月租."""
    if not parts:
        return ""
    last = _ends_with(parts[-1], finder)
    if not last and len(parts) > 1 and _SPEC.search(parts[1]):
        return _ends_with(parts[0], finder)
    return last


def _ends_with(part: str, finder: ProductNames) -> str:
    """The longest name at the end, with trade words and grades left off only where they must be."""
    dealt = _DEALING.sub("", part)
    for text in dict.fromkeys((part, dealt, _GRADE.sub("", dealt))):
        found = finder.find(text)
        if found and found[-1][2] == len(text):
            return finder.names[found[-1][0]]
    return ""
