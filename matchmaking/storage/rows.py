"""How does a record become a table's row, and the row the same record again?"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from matchmaking.records import (
    Certificate,
    Demand,
    Firm,
    Origin,
    Period,
    Price,
    Problem,
    Quantity,
    Region,
    ReturnedRow,
    Size,
    Supply,
    Tier,
    Wish,
    WishKind,
)

Row = dict[str, Any]
Stored = RowMapping


@dataclass(slots=True)
class FirmNumbers:
    """Hands out one number per way a firm is written, and keeps the rows of those not yet stored."""

    batch_id: str
    fresh: list[Row] = field(default_factory=list)
    _numbers: dict[Firm, int] = field(default_factory=dict)
    _variants: dict[str, int] = field(default_factory=dict)

    def of(self, firm: Firm) -> int:
        number = self._numbers.get(firm)
        if number is not None:
            return number
        number = self._numbers[firm] = len(self._numbers)
        variant = self._variants.get(firm.key, -1) + 1
        self._variants[firm.key] = variant
        place = {"batch_id": self.batch_id, "number": number, "variant": variant}
        self.fresh.append(place | firm_row(firm))
        return number


def firm_row(firm: Firm) -> Row:
    return {
        "key": firm.key,
        "name": firm.name,
        "code": firm.code,
        "short_name": firm.short_name,
        "region_code": firm.region.code,
        "region_name": firm.region.name,
        "industry": firm.industry,
        "size": firm.size,
        "tier": firm.tier,
        "contact": firm.contact,
        "phone": firm.phone,
    }


def firm_from(row: Stored) -> Firm:
    return Firm(
        key=row["key"],
        name=row["name"],
        code=row["code"],
        short_name=row["short_name"],
        region=Region(row["region_code"], row["region_name"]),
        industry=row["industry"],
        size=None if row["size"] is None else Size(row["size"]),
        tier=None if row["tier"] is None else Tier(row["tier"]),
        contact=row["contact"],
        phone=row["phone"],
    )


def demand_row(demand: Demand) -> Row:
    return {
        "id": demand.id,
        "title": demand.title,
        "type": demand.type,
        "category": demand.category,
        "description": demand.description,
        "specs": demand.specs,
        **_quantity_row("quantity", demand.quantity),
        "needed_by": demand.needed_by,
        **_price_row(demand.price),
        "region_code": demand.region.code,
        "region_name": demand.region.name,
        "wishes": [[wish.kind, wish.text, wish.must] for wish in demand.wishes],
        "musts": sorted(demand.musts),
        **_origin_row(demand.origin),
    }


def demand_from(row: Stored, buyer: Firm) -> Demand:
    return Demand(
        id=row["id"],
        title=row["title"],
        buyer=buyer,
        type=row["type"],
        category=row["category"],
        description=row["description"],
        specs=row["specs"],
        quantity=_quantity_from("quantity", row),
        needed_by=row["needed_by"],
        price=_price_from(row),
        region=Region(row["region_code"], row["region_name"]),
        wishes=tuple(Wish(WishKind(kind), text, must) for kind, text, must in row["wishes"]),
        musts=frozenset(map(WishKind, row["musts"])),
        origin=_origin_from(row),
    )


def supply_row(supply: Supply) -> Row:
    return {
        "id": supply.id,
        "product": supply.product,
        "industry": supply.industry,
        "specs": supply.specs,
        **_quantity_row("capacity", supply.capacity),
        **_quantity_row("spare", supply.spare),
        "customers": supply.customers,
        "targets": supply.targets,
        "certificates": [
            [certificate.name, _iso(certificate.expires), certificate.held]
            for certificate in supply.certificates
        ],
        "lead_days": supply.lead_days,
        **_quantity_row("minimum_order", supply.minimum_order),
        **_price_row(supply.price),
        "revenue_share": supply.revenue_share,
        **_origin_row(supply.origin),
    }


def supply_from(row: Stored, firm: Firm) -> Supply:
    return Supply(
        id=row["id"],
        product=row["product"],
        firm=firm,
        industry=row["industry"],
        specs=row["specs"],
        capacity=_quantity_from("capacity", row),
        spare=_quantity_from("spare", row),
        customers=tuple(row["customers"]),
        targets=tuple(row["targets"]),
        certificates=tuple(
            Certificate(name, None if expires is None else date.fromisoformat(expires), held)
            for name, expires, held in row["certificates"]
        ),
        lead_days=row["lead_days"],
        minimum_order=_quantity_from("minimum_order", row),
        price=_price_from(row),
        revenue_share=row["revenue_share"],
        origin=_origin_from(row),
    )


def returned_row(returned: ReturnedRow) -> Row:
    return {
        **_origin_row(returned.origin),
        "cells": returned.cells,
        "problems": [list(remark_row(problem).values()) for problem in returned.problems],
    }


def returned_from(row: Stored) -> ReturnedRow:
    return ReturnedRow(
        origin=_origin_from(row),
        cells=tuple(row["cells"]),
        problems=tuple(Problem(*problem) for problem in row["problems"]),
    )


def remark_row(problem: Problem) -> Row:
    return {
        "cell": problem.cell,
        "column": problem.column,
        "value": problem.value,
        "cause": problem.cause,
    }


def remark_from(row: Stored) -> Problem:
    return Problem(row["cell"], row["column"], row["value"], row["cause"])


def _quantity_row(name: str, quantity: Quantity | None) -> Row:
    return {
        f"{name}_amount": None if quantity is None else quantity.amount,
        f"{name}_unit": None if quantity is None else quantity.unit,
        f"{name}_period": None if quantity is None else quantity.period,
        f"{name}_approximate": None if quantity is None else quantity.approximate,
    }


def _quantity_from(name: str, row: Stored) -> Quantity | None:
    amount = row[f"{name}_amount"]
    if amount is None:
        return None
    period = row[f"{name}_period"]
    return Quantity(
        amount=amount,
        unit=row[f"{name}_unit"],
        period=None if period is None else Period(period),
        approximate=row[f"{name}_approximate"],
    )


def _price_row(price: Price | None) -> Row:
    return {
        "price_yuan": None if price is None else price.yuan,
        "price_unit": None if price is None else price.unit,
    }


def _price_from(row: Stored) -> Price | None:
    yuan = row["price_yuan"]
    return None if yuan is None else Price(yuan, row["price_unit"])


def _origin_row(origin: Origin) -> Row:
    return {
        "origin_file": origin.file,
        "origin_sheet": origin.sheet,
        "origin_row": origin.row,
    }


def _origin_from(row: Stored) -> Origin:
    return Origin(row["origin_file"], row["origin_sheet"], row["origin_row"])


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
