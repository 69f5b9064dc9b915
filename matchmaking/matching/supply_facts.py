"""What do a demand and a supply say, as numbers, codes and tags? Taken once a record, by the recipe."""

import math
import re
from collections.abc import Iterator
from datetime import date
from zlib import crc32

from matchmaking.certificates import canonical_certificate
from matchmaking.matching.asking import read_asking
from matchmaking.matching.recipe import Fields
from matchmaking.places import find_region, region_of
from matchmaking.records import (
    Demand,
    Period,
    Price,
    Quantity,
    Region,
    Supply,
    Tier,
    Wish,
    WishKind,
)
from matchmaking.units import base_amount, measure, yearly_amount
from search.analysis import specs

UNKNOWN = math.nan
_TIER_STEP = {tier: step for step, tier in enumerate(Tier, start=1)}
_TIER_WORDS = {
    "单项冠军": Tier.CHAMPION,
    "小巨人": Tier.LITTLE_GIANT,
    "专精特新": Tier.SPECIALISED,
    "创新型": Tier.INNOVATIVE,
}
_NEARBY = re.compile(r"本地|就近|当地|同城|本市|市内")
_IN_PROVINCE = re.compile(r"本省|省内")


def asked_name(demand: Demand) -> str:
    """What is asked for, in the buyer's words."""
    return read_asking(demand.title, demand.description).name


def asked_terms(demand: Demand) -> Fields:
    """Where what is asked for is named, the surest first."""
    asking = read_asking(demand.title, demand.description)
    return (
        (asking.name, 1.0),
        (asking.listed, 0.9),
        (demand.specs, 0.5),
        (demand.category, 0.3),
        (asking.told, 0.3),
    )


def own_terms(demand: Demand) -> Fields:
    """Where the buyer names what he makes himself, if he asks for what goes into it."""
    return ((read_asking(demand.title, demand.description).own, 1.0),)


def wanted_terms(demand: Demand) -> Fields:
    """All that tells what is asked, the name first."""
    return (
        (asked_name(demand), 1.0),
        (demand.specs, 0.5),
        (demand.category, 0.3),
        (demand.description, 0.3),
    )


def described_terms(demand: Demand) -> Fields:
    """The description alone: where the name is vague it says what is meant."""
    return ((demand.description or asked_name(demand), 1.0),)


def product_terms(supply: Supply) -> Fields:
    """What the listing offers."""
    return ((supply.product, 1.0), (supply.specs, 0.5))


def described(demand: Demand) -> str:
    """Name and description as one text to encode."""
    return f"{asked_name(demand)}。{demand.description}"


def industry(supply: Supply) -> str:
    """The listing's trade, else the firm's."""
    return supply.industry or supply.firm.industry


def unit_code(unit: str) -> int:
    """A number for what a unit measures; equal numbers compare. Never 0."""
    return (crc32(measure(unit).dimension.encode()) >> 1) or 1


def quantity_code(quantity: Quantity | None) -> int:
    return unit_code(quantity.unit) if quantity else 0


def price_code(price: Price | None) -> int:
    return unit_code(price.unit) if price else 0


def yearly(quantity: Quantity | None) -> float:
    """Base units a year; a one-off amount as it is."""
    return yearly_amount(quantity) if quantity else UNKNOWN


def one_order(quantity: Quantity | None) -> float:
    """Base units that one delivery could be: the amount of one period."""
    return base_amount(quantity) if quantity else UNKNOWN


def unit_price(price: Price | None) -> float:
    """Yuan per base unit."""
    return float(price.yuan) / measure(price.unit).factor if price else UNKNOWN


def is_once(demand: Demand) -> int:
    once = demand.quantity is not None and demand.quantity.period in (None, Period.ONCE)
    return int(once)


def day_number(day: date | None) -> float:
    return float(day.toordinal()) if day else UNKNOWN


def region_code(region: Region) -> int:
    return int(region.code or 0)


def wishes(demand: Demand, kind: WishKind, *, must: bool) -> Iterator[Wish]:
    """The demand's wishes of one kind."""
    return (wish for wish in demand.wishes if wish.kind is kind and wish.must is must)


def certificates_wanted(demand: Demand, *, must: bool) -> set[str]:
    found = wishes(demand, WishKind.CERTIFICATE, must=must)
    return {canonical_certificate(wish.text) for wish in found} - {""}


def certificates_held(supply: Supply) -> set[str]:
    return {canonical_certificate(one.name) for one in supply.certificates if one.held}


def certificates_denied(supply: Supply) -> set[str]:
    """Said not to be held, or run out; one renewed stands in the list twice and is held."""
    named = {canonical_certificate(one.name) for one in supply.certificates if not one.held}
    return named - certificates_held(supply)


def specs_wanted(demand: Demand, *, must: bool) -> set[str]:
    """Grades, standards and dimensions among the demand's conditions."""
    found = wishes(demand, WishKind.SPEC, must=must)
    return {token for wish in found for token in specs(wish.text)}


def specs_named(demand: Demand) -> set[str]:
    """Grades, standards and dimensions anywhere in the demand."""
    texts = (demand.title, demand.specs, demand.description, *(w.text for w in demand.wishes))
    return {token for text in texts for token in specs(text)}


def specs_offered(supply: Supply) -> set[str]:
    return {*specs(supply.product), *specs(supply.specs)}


def buyer_names(demand: Demand) -> set[str]:
    return {demand.buyer.name, demand.buyer.short_name} - {""}


def partner_names(supply: Supply) -> set[str]:
    """Firms it supplies or wants to supply (现有配套, 拟配套对象)."""
    return {*supply.customers, *supply.targets}


def wanted_region(demand: Demand) -> Region:
    """The region the buyer wants its supplier in; `Region()` when it does not mind."""
    for wish in demand.wishes:
        if wish.kind is WishKind.REGION:
            return _region_meant(wish.text, demand.region)
    return Region()


def _region_meant(text: str, home: Region) -> Region:
    named = find_region(text)
    if named.code or not home.code:
        return named
    if _IN_PROVINCE.search(text):
        return region_of(home.code[:2] + "0000")
    return region_of(home.code[:4] + "00") if _NEARBY.search(text) else Region()


def region_is_must(demand: Demand) -> int:
    return int(any(wish.kind is WishKind.REGION and wish.must for wish in demand.wishes))


def tier_code(tier: Tier | None) -> int:
    return _TIER_STEP.get(tier, 0) if tier else 0


def wanted_tier(demand: Demand) -> int:
    """The lowest step of the ladder the buyer wants."""
    for wish in demand.wishes:
        if wish.kind is WishKind.TIER:
            steps = [tier for word, tier in _TIER_WORDS.items() if word in wish.text]
            return min(map(tier_code, steps), default=0)
    return 0


def tier_is_must(demand: Demand) -> int:
    return int(any(wish.kind is WishKind.TIER and wish.must for wish in demand.wishes))
