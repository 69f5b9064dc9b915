"""Which amounts are plausible? Rounded as people round them, whole where halves make no sense."""

import math
from dataclasses import replace
from decimal import Decimal
from random import Random

from matchmaking.records import Period, Price, Quantity
from seeds.catalogue import Product
from seeds.luck import chance

_A_YEAR = 12
_SMALLEST_PRICE = 0.1  # below this a unit is priced by the ten thousand


def rounded(value: float, digits: int = 2) -> float:
    """To so many significant digits: 1234 → 1200."""
    return round(value, digits - 1 - math.floor(math.log10(abs(value)))) if value else 0.0


def amount(product: Product, value: float) -> float:
    """A plausible amount of a product."""
    plain = rounded(value)
    return float(max(1, round(plain))) if product.is_counted else plain


def monthly(quantity: Quantity) -> float:
    """How much of it a month."""
    return quantity.amount / (_A_YEAR if quantity.period is Period.YEAR else 1)


def capacity(product: Product, value: float, rng: Random) -> Quantity:
    """A monthly amount as a firm states it, by the month or by the year."""
    stated = amount(product, value)
    if chance(rng, 0.4):
        return Quantity(rounded(stated * _A_YEAR, 4), product.unit, Period.YEAR)
    return Quantity(stated, product.unit, Period.MONTH)


def part_of(product: Product, whole: Quantity, share: float) -> Quantity:
    """A share of a capacity, counted over the same period."""
    part = amount(product, whole.amount * share)
    return replace(whole, amount=min(part, whole.amount))


def price(product: Product, yuan: float) -> Price:
    """A price, for a single one where the product is counted by the ten thousand."""
    single = yuan / 10_000
    if product.unit.startswith("万") and single >= _SMALLEST_PRICE:
        return Price(_money(single), product.unit.removeprefix("万"))
    return Price(_money(yuan), product.unit)


def _money(yuan: float) -> Decimal:
    exact = Decimal(f"{rounded(yuan, 3):.6f}").normalize()
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact
