"""A small market in tables, and ways to change it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count

import pytest
from sqlalchemy import Engine

from matchmaking.catalogue.models import Status
from matchmaking.catalogue.taking_in import Source, take_in
from matchmaking.firms.models import FirmFile, FirmKind
from matchmaking.live.market import LiveMarket
from matchmaking.records import Demand, Firm, Supply
from matchmaking.storage.database import transaction
from search.vectors import HashingEncoder

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
PRODUCTS = ("铝合金轮毂", "铝合金铸棒", "不锈钢管件", "五轴加工中心电主轴", "铜箔")

Put = Callable[..., tuple[str, ...]]


@pytest.fixture
def put(engine: Engine) -> Put:
    """Write records into the catalogue, published; the ids of the listings that changed."""
    numbers = count(1)
    with transaction(engine) as session:
        for key in ("买方", *(f"卖方{number}" for number in range(9))):
            session.add(
                FirmFile(
                    id=key, name=f"示例{key}有限公司", name_key=f"示例{key}有限公司",
                    kind=FirmKind.SME, created_at=NOW, updated_at=NOW,
                )
            )  # fmt: skip

    def write(*records: Demand | Supply, status: Status = Status.PUBLISHED) -> tuple[str, ...]:
        source = Source(NOW, TODAY, lambda: f"l{next(numbers):03}", status=status)
        firms = [one.buyer if isinstance(one, Demand) else one.firm for one in records]
        with transaction(engine) as session:
            taken = take_in(session, records, {one.key: one.key for one in firms}, source=source)
        return tuple(effect.listing_id for effect in taken.effects)

    return write


def a_need(title: str = "铝合金轮毂", number: str = "N1") -> Demand:
    return Demand(id=number, title=title, buyer=Firm("买方", "示例买方有限公司"))


def an_offer(product: str = "铝合金轮毂", maker: int = 0, **more: object) -> Supply:
    firm = Firm(f"卖方{maker}", f"示例卖方{maker}有限公司")
    return Supply(**({"id": f"S-{product}", "product": product, "firm": firm} | more))


@pytest.fixture
def live(engine: Engine) -> LiveMarket:
    return LiveMarket(engine, HashingEncoder(), today=lambda: TODAY)
