"""Valid readings and receipts to store; the firms are plainly invented."""

from datetime import UTC, datetime
from decimal import Decimal

from matchmaking.records import (
    Demand,
    Firm,
    Origin,
    Price,
    Problem,
    Reading,
    ReturnedRow,
    Supply,
)
from matchmaking.storage.store import Receipt

MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def a_firm(key: str = "虚构甲", *, phone: str = "") -> Firm:
    return Firm(key=key, name=f"{key}示例有限公司", phone=phone)


def a_demand(id: str = "X-1", *, buyer: Firm | None = None) -> Demand:  # noqa: A002 (the record's own word)
    return Demand(id=id, title="铝合金轮毂", buyer=buyer or a_firm("虚构链主"))


def a_supply(id: str = "G-1", *, firm: Firm | None = None) -> Supply:  # noqa: A002 (the record's own word)
    return Supply(
        id=id,
        product="铝合金轮毂",
        firm=firm or a_firm(),
        price=Price(Decimal("12.50"), "件"),
        origin=Origin("供给.xlsx", "表1", 2),
    )


def a_reading(*records: Demand | Supply, file: str = "供给.xlsx") -> Reading:
    problem = Problem("C7", "主导产品", "", "没有写产品，请补上。")
    return Reading(
        file=file,
        records=records or (a_supply(),),  # type: ignore[arg-type]
        returned=(ReturnedRow(Origin(file, "表1", 7), ("7", "虚构乙", ""), (problem,)),),
        remarks=(Problem("F2", "产能", "若干", "读不出数量，已留空。"),),
        columns={"产品名称": "product"},
    )


def a_receipt(batch_id: str = "b1", *, sha256: str = "aa", run_id: str | None = None) -> Receipt:
    return Receipt(batch_id, "供给清单", sha256, MONDAY, run_id)
