"""A small market that can be searched: rows in the database, the same rows in an index in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from matchmaking.catalogue import queries
from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.finding.service import Finder
from matchmaking.finding.wording import Wording, no_wording
from matchmaking.firms.models import FirmFile, FirmKind
from matchmaking.indexing.documents import SETTINGS, GroupOf, document_of
from matchmaking.storage.database import reading, transaction
from matchmaking.thesaurus.groups import no_group
from search.engines.tantivy_index import TantivyIndex

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def firm(number: int, **more: object) -> FirmFile:
    name = f"示例{number}号有限公司"
    given = {"id": f"f{number}", "name": name, "name_key": name, "kind": FirmKind.SME}
    return FirmFile(**(given | {"created_at": NOW, "updated_at": NOW} | more))


@dataclass
class Market:
    """Puts listings where a search finds them."""

    engine: Engine
    index: TantivyIndex = field(default_factory=lambda: TantivyIndex(None, SETTINGS))
    wording: Callable[[], Wording] = no_wording
    group_of: GroupOf = no_group

    @property
    def finder(self) -> Finder:
        return Finder(self.index.search, wording=self.wording)

    def need(self, key: str, title: str, **more: object) -> None:
        self._add(Need(title=title, **self._common(key, "f1", more)))

    def supply(self, key: str, product: str, **more: object) -> None:
        self._add(SupplyListing(product=product, **self._common(key, "f2", more)))

    def _common(self, key: str, firm_id: str, more: dict[str, object]) -> dict[str, object]:
        given = {"id": key, "firm_id": firm_id, "number": key, "status": Status.PUBLISHED}
        dates = {"posted_at": NOW, "updated_at": NOW, "confirmed_on": TODAY}
        return given | dates | {"expires_on": TODAY + timedelta(days=90)} | more

    def _add(self, listing: Need | SupplyListing) -> None:
        model, key = type(listing), listing.id
        with transaction(self.engine) as session:
            session.add(listing)
        with reading(self.engine) as session:
            row = queries.by_ids(session, model, [key])[key]
            whose = queries.firms_by_ids(session, [row["firm_id"]])[row["firm_id"]]
        self.index.put([document_of(row, whose, self.group_of)])


@pytest.fixture
def market(engine: Engine) -> Market:
    with transaction(engine) as session:
        place = {"region_code": "530102", "region_name": "云南省昆明市五华区"}
        session.add(firm(1, kind=FirmKind.CHAIN_LEADER, size="大型", industry="汽车", **place))
        session.add(
            firm(2, size="小型", tier="专精特新中小企业", industry="有色金属/铝加工", **place)
        )
    return Market(engine)


@pytest.fixture
def ids() -> Callable[[], str]:
    return map("id{:03}".format, range(1, 999)).__next__
