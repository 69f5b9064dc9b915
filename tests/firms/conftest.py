"""Firms as lists write them, and a register to put them on file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

import pytest
from sqlalchemy import Engine
from stdnum.cn import uscc

from matchmaking.firms.models import FirmKind
from matchmaking.firms.service import Entry, ensure_firms, recognise
from matchmaking.intake.identity import firm_key
from matchmaking.places import find_region
from matchmaking.records import Firm
from matchmaking.storage.database import reading, transaction

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def code(number: int) -> str:
    """A code that is right by its check digit and nobody's."""
    body = f"9153010000{number:06d}0"
    return body + uscc.calc_check_digit(body)


def firm(name: str, number: int | None = None, **more) -> Firm:
    written = code(number) if number is not None else ""
    where = {"region": find_region(more.pop("place"))} if "place" in more else {}
    return Firm(firm_key(name, written), name, written, **where, **more)


@dataclass
class Register:
    """A database of firms."""

    engine: Engine
    now: datetime = NOW
    ids: Callable[[], str] = field(default_factory=lambda: map("f{:03}".format, count(1)).__next__)

    def entry(self, kind: FirmKind = FirmKind.SME, by: str = "boss") -> Entry:
        return Entry(kind, by, self.now, self.ids)

    def ensure(self, *firms: Firm, **more) -> dict[str, str]:
        with transaction(self.engine) as session:
            return ensure_firms(session, firms, entry=self.entry(), **more)

    def put(self, *firms: Firm, **more) -> list[str]:
        """The ids, in order."""
        ids = self.ensure(*firms, **more)
        return [ids[one.key] for one in firms]

    def recognise(self, firms: Iterable[Firm]):
        with reading(self.engine) as session:
            return recognise(session, list(firms))


@pytest.fixture
def register(engine) -> Register:
    return Register(engine)
