"""A small market that can be searched: rows in the database, the same rows in an index in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from sqlalchemy import Engine

from matchmaking.catalogue import queries
from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.finding.lexicon import Lexicon
from matchmaking.finding.service import Finder
from matchmaking.finding.wording import Wording, no_wording
from matchmaking.firms.models import FirmFile, FirmKind
from matchmaking.indexing.documents import SETTINGS, GroupOf, document_of
from matchmaking.storage.database import reading, transaction
from matchmaking.thesaurus.concepts import Concept, Division, Name, make_thesaurus
from matchmaking.thesaurus.groups import no_group
from matchmaking.thesaurus.knowledge import Knowledge, know
from search.engines.tantivy_index import TantivyIndex

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def firm(number: int, **more: object) -> FirmFile:
    name = f"示例{number}号有限公司"
    given = {"id": f"f{number}", "name": name, "name_key": name, "kind": FirmKind.SME}
    return FirmFile(**(given | {"created_at": NOW, "updated_at": NOW} | more))


def concept(name: str, kind: str, division: str, *others: str, **more: object) -> Concept:
    """Other names as in the files: 葫芦@起重/吊 means it only near one of these."""
    names = []
    for other in others:
        text, _, context = other.partition("@")
        names.append(Name(text, tuple(context.split("/")) if context else ()))
    return Concept(name, division, (kind,), other_names=tuple(names), **more)


@cache
def small_knowledge() -> Knowledge:
    """A thesaurus of a few words."""
    lifts = ("把重物吊起来",)
    return know(
        make_thesaurus(
            [Division("30", "非金属矿物制品"), Division("35", "专用设备"), Division("01", "农业")],
            [
                concept("胶凝材料", "非金属矿物制品", "30"),
                concept("水泥", "胶凝材料", "30", "洋灰", "红毛泥", "cement"),
                concept("水泥井盖", "非金属矿物制品", "30", "混凝土井盖", "concrete cover"),
                concept("起重设备", "专用设备", "35", "吊装设备", purposes=lifts),
                concept("葫芦吊", "起重设备", "35"),
                concept(
                    "手拉葫芦",
                    "葫芦吊",
                    "35",
                    "倒链",
                    "葫芦@起重/吊",
                    "chain hoist",
                    purposes=("用手拉链条把重物吊起来的东西",),
                ),
                concept("电动葫芦", "葫芦吊", "35", "葫芦@起重/电"),
                concept("葫芦瓜", "农业", "01", "瓠子", "葫芦@种子/菜"),
            ],
        )
    )


@cache
def small_lexicon() -> Lexicon:
    return Lexicon(small_knowledge())


def small_wording(groups: Mapping[str, Sequence[str]] | None = None) -> Wording:
    """What words mean by the small thesaurus, and by operators' groups."""
    return Wording(small_lexicon(), groups or {})


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
