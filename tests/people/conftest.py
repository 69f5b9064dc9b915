"""On both databases: a firm, a clock that goes when told, numbered ids, and people with cheap passwords."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine

from matchmaking.firms.models import FirmFile
from matchmaking.people.models import UserAccount
from matchmaking.people.roles import Role
from matchmaking.people.service import NewUser, create_user
from matchmaking.storage.database import transaction

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
FIRM = "firm-1"
FIRM_NAME = "示例市虚构甲铝材有限公司"


@dataclass
class People:
    """A database with people in it."""

    engine: Engine
    now: datetime = NOW
    ids: Callable[[], str] = field(default_factory=lambda: map("id{}".format, count(1)).__next__)

    def later(self, **length: float) -> datetime:
        self.now += timedelta(**length)
        return self.now

    def add(self, login: str, role: Role = Role.SME, **more: object) -> UserAccount:
        firm = None if role in {Role.OPERATOR, Role.OFFICER} else FIRM
        settings = {"must_change_password": False, "firm_id": firm, "password": PASSWORD} | more
        wanted = NewUser(login=login, name=f"示例{login}", role=role, **settings)
        with transaction(self.engine) as session:
            return create_user(session, wanted, now=self.now, new_id=self.ids)


@pytest.fixture
def people(any_engine: Engine) -> People:
    with transaction(any_engine) as session:
        session.add(
            FirmFile(
                id=FIRM,
                code="91530100MA6K000001",
                name=FIRM_NAME,
                name_key=FIRM_NAME,
                kind="中小企业",
                created_at=NOW,
                updated_at=NOW,
            )
        )
    return People(any_engine)
