"""Which firm stands in this row? Name, code, seat, size and tier, read together."""

import re
from collections.abc import Iterable
from functools import lru_cache

from matchmaking.intake.amounts import read_count, read_yuan
from matchmaking.intake.cells import LOST_DIGITS, UnclearCell
from matchmaking.intake.headers import Field
from matchmaking.intake.identity import firm_key, read_code, split_name, tidy_name
from matchmaking.intake.lines import Line
from matchmaking.places import find_region
from matchmaking.records import Firm, Region, Size, Tier
from matchmaking.sizes import size_class

_TIERS = (
    (re.compile("单项冠军"), Tier.CHAMPION),
    (re.compile("小巨人"), Tier.LITTLE_GIANT),
    (re.compile("专精特新"), Tier.SPECIALISED),
    (re.compile("创新型"), Tier.INNOVATIVE),
)
_YES = frozenset(("是", "有", "√", "✓", "yes", "Y"))
_SIZES = tuple((size.value[0], size) for size in (Size.LARGE, Size.MEDIUM, Size.SMALL, Size.MICRO))
_ADMINISTRATIVE = ("市", "县", "区", "州", "旗")
_TRAILING_ZEROS = re.compile(r"^1\d{5,}0{5,}$")
_PHONE = re.compile(r"\d{3,4}[-\s]?\d{7,8}|1\d{10}|400[-\d]{7,9}|\d{7,12}")
_PLACE_FIELDS = (Field.PROVINCE, Field.CITY, Field.COUNTY)


def read_firm(line: Line, name: str, *, seat: tuple[Field, ...]) -> Firm:
    """The row's firm; `seat` names the fields that tell where it sits, most trusted first."""
    code = line.read(Field.CODE, lambda text, _: read_code(text)) or ""
    industry = line.text(Field.INDUSTRY)
    return make_firm(
        (tidy_name(name), code, line.text(Field.SHORT_NAME)),
        region=read_seat(line, seat),
        industry=industry,
        rank=(
            _size(line, industry),
            line.read(Field.TIER, lambda text, column: read_tier(text, column.header)),
        ),
        reach=(
            line.text(Field.CONTACT),
            line.read(Field.PHONE, lambda text, _: read_phone(text)) or "",
        ),
    )


@lru_cache(maxsize=50_000)
def make_firm(
    names: tuple[str, str, str],
    *,
    region: Region,
    industry: str,
    rank: tuple[Size | None, Tier | None],
    reach: tuple[str, str],
) -> Firm:
    """One object per firm however many rows name it: (name, code, short), (size, tier), (contact, phone)."""
    name, code, short = names
    where = region if region.code or not name else _named_seat(name)
    return Firm(firm_key(name, code), name, code, short, where, industry, *rank, *reach)


def _named_seat(name: str) -> Region:
    """The seat a firm's name begins with. A county's bare name is too often a 字号 (平安, 长安), so
    only provinces, prefectures and names with 市, 县 or 区 count.
    """
    place = split_name(name).region
    region = find_region(place)
    return region if region.code.endswith("00") or place.endswith(_ADMINISTRATIVE) else Region()


def read_seat(line: Line, seat: tuple[Field, ...]) -> Region:
    return first_region((place_parts(line), *map(line.text, seat)))


def place_parts(line: Line) -> str:
    """Province, prefecture and county, where they have columns of their own, as one text."""
    return "".join(line.text(field) for field in _PLACE_FIELDS if field in line.columns)


def first_region(texts: Iterable[str]) -> Region:
    """The region the first text names that names one."""
    for text in texts:
        if text and (region := find_region(text)).code:
            return region
    return Region()


def _size(line: Line, industry: str) -> Size | None:
    if stated := line.read(Field.SIZE, lambda text, _: read_size(text)):
        return stated
    if not line.columns.keys() & {Field.STAFF, Field.REVENUE, Field.ASSETS}:
        return None
    return size_class(
        industry,
        staff=line.read(Field.STAFF, lambda text, _: read_count(text)),
        revenue_yuan=line.read(Field.REVENUE, lambda text, column: read_yuan(text, column.note)),
        assets_yuan=line.read(Field.ASSETS, lambda text, column: read_yuan(text, column.note)),
    )


def read_size(text: str) -> Size:
    for sign, size in _SIZES:
        if sign in text:
            return size
    raise UnclearCell("没有认出企业规模，请写大型、中型、小型或微型")


@lru_cache(maxsize=1_000)
def read_tier(text: str, header: str = "") -> Tier | None:
    """The highest step a text names; a column 专精特新 may simply say 是. Other honours are no step."""
    said = header if text in _YES else text
    return next((tier for pattern, tier in _TIERS if pattern.search(said)), None)


@lru_cache(maxsize=20_000)
def read_phone(text: str) -> str:
    """A phone number as text, unless the spreadsheet has eaten its digits."""
    if LOST_DIGITS.match(text) or _TRAILING_ZEROS.match(text):
        raise UnclearCell("号码被表格软件变成了科学计数，末尾数字已丢失；请把单元格设为文本后重填")
    plain = text.removesuffix(".0")
    if not _PHONE.search(plain):
        raise UnclearCell("不像电话号码，请填区号加号码或11位手机号")
    return plain
