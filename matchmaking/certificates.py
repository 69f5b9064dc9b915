"""Which certificate is meant? One canonical name for the many ways a list writes it."""

import re
import unicodedata
from functools import lru_cache

# Systems named by a number: ISO 9001:2015质量管理体系认证 -> iso9001.
_NUMBERED = re.compile(
    r"(iso/?iec|iso/?ts|iso|iatf|as|ohsas|gjb|en|sa|fssc|gb/?t|qc)[\s\-]*(\d{3,6})"
)
_FILLER = re.compile(
    r"(管理体系|认证证书|认证|证书|资质|合格证|许可证?|体系|要求|必须|优先|具备|持有|需|须|有|提供|通过|的|证)"
)
_NOISE = re.compile(r"[\s()（）\[\]【】、，,;；:：·.。\-_“”\"'’]+")
# Other names of the same thing.
_SAME = {
    "质量": "iso9001", "环境": "iso14001", "职业健康安全": "iso45001", "汽车行业质量": "iatf16949",
    "gbt19001": "iso9001", "gbt24001": "iso14001", "gbt45001": "iso45001", "gbt28001": "iso45001",
    "ts16949": "iatf16949", "isots16949": "iatf16949", "ohsas18001": "iso45001", "isoiec27001": "iso27001",
    "欧盟ce": "ce", "3c": "ccc",
    "强制性产品": "ccc", "食品生产": "sc", "qs": "sc", "医疗器械质量": "iso13485", "食品安全": "iso22000",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def canonical_certificate(name: str) -> str:
    """The name two writings of one certificate share; "" when nothing is left of it."""
    text = unicodedata.normalize("NFKC", name).lower()
    numbered = _NUMBERED.search(text)
    if numbered:
        found = numbered[1].replace("/", "") + numbered[2]
        return _SAME.get(found, found)
    bare = _FILLER.sub("", _NOISE.sub("", text))
    return _SAME.get(bare, bare or _NOISE.sub("", text))
