"""Firms, listings and a hand that does things on a Monday."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count

import pytest
from sqlalchemy import Engine

from matchmaking.catalogue.models import Status
from matchmaking.catalogue.service import Hand
from matchmaking.catalogue.taking_in import Source
from matchmaking.firms.models import FirmFile, FirmKind
from matchmaking.storage.database import transaction

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def a_firm_file(number: int = 1, **more: object) -> FirmFile:
    given: dict[str, object] = {
        "id": f"f{number}",
        "name": f"示例{number}号有限公司",
        "name_key": f"示例{number}号有限公司",
        "kind": FirmKind.SME,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return FirmFile(**(given | more))


@pytest.fixture
def hand() -> Hand:
    return Hand("审核员", NOW, TODAY)


@pytest.fixture
def source() -> Callable[..., Source]:
    numbers = count(1)

    def make(status: Status = Status.PUBLISHED, **more: object) -> Source:
        given = {"now": NOW, "today": TODAY, "new_id": lambda: f"l{next(numbers)}"}
        return Source(**(given | {"status": status} | more))

    return make


@pytest.fixture
def firms(engine: Engine) -> dict[str, str]:
    """Two firms on file: the buyer's key and the maker's key, to their ids."""
    with transaction(engine) as session:
        session.add(a_firm_file(1, kind=FirmKind.CHAIN_LEADER))
        session.add(a_firm_file(2))
    return {"买方": "f1", "卖方": "f2"}
