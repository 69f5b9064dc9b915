"""What of a need's words is asked for, and what is only told? The name, what is listed, what the buyer makes.

「为我司火锅底料产线寻找油脂、干菌、包装袋」 asks for fat, mushrooms and bags, not for 火锅底料; but what goes into
火锅底料 may well be wanted.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import normalise

# Somebody who speaks so wants what goes into a product of his own.
_FOR_OWN_PRODUCT = re.compile(
    r"上游|原辅料|原料供应|配套供应商|(?:我司|我们|本公司|我厂|公司)[^，。]{0,6}(?:主产|生产|主打|做|年产)"
)
_LOOKS_FOR = re.compile(r"征集|诚征|寻找|寻求|寻源|诚邀|招募|采购|求购|外购|寻|找|征")
# 「食堂采购调料」 asks for 调料; in 「电缆采购项目」 the verb tells no more than that it is a need.
_BUYS = re.compile(r"采购|求购|购置|购买|寻找|寻求|诚征|征集|急需|急求|外购")
_NO_NAME = re.compile(
    r"\s*(?:及|和|与|并|项目|需求|计划|清单|招标|公告|框架|安装|服务商?|供应商?|$|[^\w\s])"
)
# Whoever is looked for is no part of what he is to supply.
_WHO = re.compile(
    r"上游|配套供应商|供应商|供方|供货方|厂家|厂商|合作方|合作伙伴|均可来谈|都可来谈|均可报价?|也可报价?"
)
_FOR_USE = re.compile(r"[（(][^（）()]*用[）)]")  # （汽车座套用） tells what for, not what
_MAKES = re.compile(
    r"(?:我司|我们|本公司|我厂|公司|厂)[^，。]{0,8}(?:主产|生产|主打|做|年产|主营|经营|制造)"
    r"|主打|年产|年出栏|扩产|投产|产线"
)
_CLAUSE = re.compile(r"[，。；,;！？!?\n：:]")
_SEVERAL = 2  # so many 、 make a list


@dataclass(frozen=True, slots=True)
class Asking:
    """A need's words by what they say. All are stretches of its own text, normalised."""

    name: str  # what is asked for, in the buyer's words
    listed: str = ""  # clauses that name several things one by one
    told: str = ""  # everything else
    own: str = ""  # what the buyer makes himself, where he asks for what goes into it


@lru_cache(maxsize=4_096)
def read_asking(title: str, description: str) -> Asking:
    """Take a need's words apart, spelt as `search.analysis.normalise` spells them."""
    title, description = normalise(title), normalise(description)
    clauses = [clause for clause in _CLAUSE.split(description) if clause.strip()]
    listed = [clause for clause in clauses if clause.count("、") >= _SEVERAL]
    others = [clause for clause in clauses if clause.count("、") < _SEVERAL]
    if not _FOR_OWN_PRODUCT.search(title) and not _FOR_OWN_PRODUCT.search(description):
        name, beside = _named(title)
        return Asking(
            " ".join(_WHO.sub(" ", name).split()) or name,
            "，".join(listed),
            "，".join([*beside, *others]),
        )
    verb = _LOOKS_FOR.search(title)
    before, after = (title[: verb.start()], title[verb.end() :]) if verb else (title, "")
    own = [before, *(clause for clause in others if _MAKES.search(clause))]
    told = [clause for clause in others if not _MAKES.search(clause)]
    name = " ".join(_WHO.sub(" ", " ".join([after, *listed])).split())
    return Asking(name or title, "，".join(listed), "，".join(told), "，".join(filter(None, own)))


def _named(title: str) -> tuple[str, list[str]]:
    """What a title names, and what it says beside that."""
    uses = _FOR_USE.findall(title)
    bare = _FOR_USE.sub("", title).strip() or title
    verb = _BUYS.search(bare)
    if verb is None or _NO_NAME.match(bare, verb.end()):
        return bare, uses
    return bare[verb.end() :].strip(), [*filter(None, [bare[: verb.start()].strip()]), *uses]
