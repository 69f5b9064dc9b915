"""What does a column hold? The many headings people write, to the fields we know."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from matchmaking.intake.kinds import ListKind
from matchmaking.intake.synonyms import DEMAND_WORDS, IGNORED, SUPPLY_WORDS
from matchmaking.intake.wishes import insists, kind_of
from matchmaking.records import WishKind


class Field(StrEnum):
    """What we read out of a column, for both kinds of list."""

    ID = "id"
    # A demand's own.
    TITLE = "title"
    TYPE = "type"
    CATEGORY = "category"
    DESCRIPTION = "description"
    QUANTITY = "quantity"
    NEEDED_BY = "needed_by"
    PRICE_LIMIT = "price_limit"  # 最高限价: a must
    REGION_WISH = "region_wish"  # 供应商地区要求
    REQUIREMENTS = "requirements"
    TIER_WISH = "tier_wish"
    # A supply's own.
    PRODUCT = "product"
    SHORT_NAME = "short_name"
    CAPACITY = "capacity"
    SPARE = "spare"
    CUSTOMERS = "customers"
    TARGETS = "targets"
    LEAD = "lead_days"
    MINIMUM = "minimum_order"
    SHARE = "revenue_share"
    # Of both.
    SPECS = "specs"
    UNIT = "unit"
    PERIOD = "period"
    PRICE = "price"
    CERTIFICATES = "certificates"
    HELD = "certificate_held"  # a column named by one certificate, with 有 or 无 below
    # The firm: who buys, or who offers.
    FIRM = "firm"
    CODE = "code"
    REGION = "region"  # a demand's place of delivery, a supplier's seat
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    ADDRESS = "address"
    INDUSTRY = "industry"
    SIZE = "size"
    TIER = "tier"
    STAFF = "staff"
    REVENUE = "revenue"
    ASSETS = "assets"
    CONTACT = "contact"
    PHONE = "phone"


ESSENTIAL: Mapping[ListKind, tuple[Field, ...]] = {
    ListKind.DEMAND: (Field.TITLE,),
    ListKind.SUPPLY: (Field.PRODUCT, Field.FIRM),
}
# Several such columns are read together; of any other field the first column counts.
JOINED = frozenset(
    (Field.DESCRIPTION, Field.SPECS, Field.CERTIFICATES, Field.REQUIREMENTS, Field.HELD,
     Field.CUSTOMERS, Field.TARGETS, Field.REGION_WISH)
)  # fmt: skip

_BRACKETED = re.compile(r"[(\[【〔{]([^)\]】〕}]*)[)\]】〕}]?")
_ORNAMENT = re.compile(r"^[\s\d.、*★☆#()]+(?=[^\d.、*★#\s])|[\s*★☆:：,，。;；]+")
_NOT_A_UNIT = re.compile(
    r"必填|选填|可选|盖章|全称|如有|例如|如[:：]|说明|注|见|可多选|下拉|格式|简要|字"
)
_FORM_WORDS = re.compile(r"必填项?|\*")
_OFFICIAL = {ListKind.DEMAND: DEMAND_WORDS, ListKind.SUPPLY: SUPPLY_WORDS}
_NAMED = re.compile(r"[a-z0-9]")  # one certificate's own name: ISO9001, 3C
_SHORTEST_HEAD = 2
_TAIL = re.compile(r"(?:基本)?(?:情况|信息|等|栏|项|数量|数值)$")
_NAMES_OF_FIRMS = ("有限公司", "责任公司", "集团公司")  # a row of data, not a heading
_LONGEST_HEADER = 40


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: where it is, what stands above it, what it holds."""

    index: int  # from 0
    header: str  # as the sender wrote it
    field: Field
    note: str = ""  # what stands in brackets: 吨/年, 万元
    must: bool | None = None  # the header says 必须 (True) or 优先 (False)


@lru_cache(maxsize=5_000)
def plain_header(header: str) -> tuple[str, str]:
    """The heading without brackets, blanks and ornaments, and the note from the brackets."""
    narrow = "".join(unicodedata.normalize("NFKC", header).split())
    notes = [note for note in _BRACKETED.findall(narrow) if note and not _NOT_A_UNIT.search(note)]
    bare = _ORNAMENT.sub("", _BRACKETED.sub("", narrow)).lower()
    slashed = re.fullmatch(r"(.+?)[/:](万?元|%|吨|件|人|天|万|个月)", bare)
    if slashed:
        return slashed[1], slashed[2]
    return bare, notes[0] if notes else ""


@lru_cache(maxsize=5_000)
def field_of(header: str, kind: ListKind) -> Field | None:
    """The field a heading means in this kind of list; None when nobody would know."""
    bare, _ = plain_header(header)
    if not bare or len(bare) > _LONGEST_HEADER or is_ignored(header):
        return None
    words = _OFFICIAL[kind]
    if bare in words:
        return Field(words[bare])
    is_certificate = kind == ListKind.SUPPLY and kind_of(bare.upper()) == WishKind.CERTIFICATE
    if is_certificate and _NAMED.search(bare):
        return Field.HELD
    # Chinese puts the head last: 采购单位联系人电话 is a phone. The longest word that ends it counts.
    head = _TAIL.sub("", bare)
    ends = [word for word in words if len(word) >= _SHORTEST_HEAD and head.endswith(word)]
    if ends and not head.endswith(_NAMES_OF_FIRMS):
        return Field(words[max(ends, key=len)])
    return Field.HELD if is_certificate else None


@lru_cache(maxsize=5_000)
def is_ignored(header: str) -> bool:
    """Whether a column is known to say nothing about the row: 序号."""
    return plain_header(header)[0] in IGNORED


def columns_of(headers: list[str], kind: ListKind) -> tuple[list[Column], list[int]]:
    """The columns we can read, and the places of those with a heading nobody knows."""
    fields = {
        i: field_of(header, kind)
        for i, header in enumerate(headers)
        if header and not is_ignored(header)
    }
    columns: list[Column] = []
    taken: set[Field] = set()
    # A heading that says exactly 企业名称 goes before one that merely ends so.
    for index in sorted(fields, key=lambda place: not is_exact(headers[place], kind)):
        found, header = fields[index], headers[index]
        if found and (found not in taken or found in JOINED):
            taken.add(found)
            columns.append(Column(index, header, found, plain_header(header)[1], _marked(header)))
    columns.sort(key=lambda column: column.index)
    return columns, sorted(fields.keys() - {column.index for column in columns})


def is_exact(header: str, kind: ListKind) -> bool:
    return plain_header(header)[0] in _OFFICIAL[kind]


@lru_cache(maxsize=5_000)
def is_telling(header: str, kind: ListKind) -> bool:
    """Whether only this kind of list has the heading: 需求名称, 主导产品."""
    return [each for each in ListKind if is_exact(header, each)] == [kind]


def _marked(header: str) -> bool | None:
    said = _FORM_WORDS.sub("", unicodedata.normalize("NFKC", header))
    if "最迟" in said or "最晚" in said or insists(said, default=False):
        return True
    return None if insists(said, default=True) else False
