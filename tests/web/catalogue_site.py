"""A small site of needs and supplies: two firms, listings put straight into the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.catalogue.queries import page_of_firm
from matchmaking.clock import CITY
from matchmaking.firms.models import FirmFile
from matchmaking.people.roles import Role
from matchmaking.storage.database import reading, transaction
from tests.web.fakes import NoMatches
from tests.web.signing import FIRM, NOW, Browser, Ground

TODAY = date(2026, 3, 2)
OTHER, OTHER_NAME = "firm-2", "示例市虚构乙机床厂"


@dataclass
class Platform(Ground):
    """A ground that knows the day as well, and the live market the test brings."""

    live: Any = None

    def __post_init__(self) -> None:
        self.live = self.live or NoMatches()

    def today(self) -> date:
        return self.now().astimezone(CITY).date()

    def put(self, *rows: object) -> None:
        with transaction(self.engine) as session:
            for row in rows:
                session.add(row)
                session.flush()

    def all_of(self, model: type, firm_id: str = FIRM) -> Sequence[Any]:
        with reading(self.engine) as session:
            return page_of_firm(session, model, firm_id, start=0, limit=100)[0]

    def one(self, model: type, key: str) -> Any:
        with reading(self.engine) as session:
            return session.get(model, key)

    def browser(self, site: Any, role: Role, **more: Any) -> Browser:
        """Somebody of this role, signed in."""
        browser, login = Browser(site), f"user{self.new_id()}"
        self.add(login, role, **more)
        assert browser.sign_in(login).status_code == 303
        return browser


def other_firm() -> FirmFile:
    return FirmFile(
        id=OTHER,
        name=OTHER_NAME,
        name_key=OTHER_NAME,
        kind="中小企业",
        created_at=NOW,
        updated_at=NOW,
    )


def a_need(key: str = "n1", firm_id: str = FIRM, **more: Any) -> Need:
    said = {"title": "示例铝锭", "status": "已发布", "number": key, "confirmed_on": TODAY}
    return Need(id=key, firm_id=firm_id, posted_at=NOW, updated_at=NOW, **(said | more))


def a_supply(key: str = "s1", firm_id: str = OTHER, **more: Any) -> SupplyListing:
    said = {"product": "示例机床", "status": "已发布", "number": key, "confirmed_on": TODAY}
    return SupplyListing(id=key, firm_id=firm_id, posted_at=NOW, updated_at=NOW, **(said | more))
