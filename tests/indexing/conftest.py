"""A small market in tables, an index beside it, and ways to change and to search both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matchmaking.catalogue import service
from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.catalogue.service import Hand
from matchmaking.catalogue.taking_in import Source, take_in
from matchmaking.firms.models import FirmFile, FirmKind
from matchmaking.indexing.generations import open_shelf
from matchmaking.indexing.indexer import Indexer
from matchmaking.indexing.keeping import Reader
from matchmaking.indexing.queries import all_edges
from matchmaking.indexing.site import Site
from matchmaking.indexing.vector_store import StoredEncoder, VectorStore
from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import tell
from matchmaking.records import Demand, Firm, Region, Supply
from matchmaking.storage.database import reading, transaction
from search.contract import Query
from search.vectors import HashingEncoder

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
KUNMING = Region("530102", "云南省昆明市五华区")


@dataclass
class Clock:
    """Stands still until it is moved."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class City:
    """What tests do with the tables."""

    engine: Engine
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def put(self, *records: Demand | Supply, status: Status = Status.PUBLISHED) -> list[str]:
        source = Source(NOW, TODAY, lambda: f"l{next(self.numbers):03}", status=status)
        firms = [one.buyer if isinstance(one, Demand) else one.firm for one in records]
        with transaction(self.engine) as session:
            taken = take_in(session, records, {one.key: one.key for one in firms}, source=source)
        return [effect.listing_id for effect in taken.effects]

    def supply(self, product: str, **more: object) -> str:
        return self.put(an_offer(product, **more))[0]

    def need(self, title: str) -> str:
        return self.put(a_need(title))[0]

    def close(self, listing_id: str, model: type[Need | SupplyListing] = SupplyListing) -> None:
        with transaction(self.engine) as session:
            listing = service.find(session, model, listing_id)
            service.close(session, listing, hand=Hand("审核员", NOW, TODAY))

    def rename(self, firm_id: str, name: str) -> None:
        with transaction(self.engine) as session:
            firm = session.get(FirmFile, firm_id)
            assert firm is not None
            firm.name = name
            tell(session, Subject.FIRM, [firm_id], now=NOW)


def a_need(title: str = "铝合金轮毂", number: str = "") -> Demand:
    return Demand(id=number or f"N-{title}", title=title, buyer=Firm("buyer", "示例买方有限公司"))


def an_offer(product: str = "铝合金轮毂", maker: str = "maker", **more: object) -> Supply:
    firm = Firm(maker, f"示例{maker}有限公司")
    return Supply(**({"id": f"S-{product}", "product": product, "firm": firm} | more))


@pytest.fixture
def city(engine: Engine) -> City:
    """A buyer and two makers on file, and no listing."""
    return a_city(engine)


def a_city(engine: Engine) -> City:
    with transaction(engine) as session:
        for key in ("buyer", "maker", "other"):
            session.add(
                FirmFile(
                    id=key, name=f"示例{key}有限公司", name_key=f"示例{key}有限公司", kind=FirmKind.SME,
                    region_code=KUNMING.code, region_name=KUNMING.name, industry="制造业/金属制品",
                    created_at=NOW, updated_at=NOW,
                )
            )  # fmt: skip
    return City(engine)


@pytest.fixture
def clock() -> Clock:
    return Clock()


MakeSite = Callable[..., Site]


@pytest.fixture
def make_site(engine: Engine, tmp_path: Path, clock: Clock) -> MakeSite:
    """Sites of several processes on one folder and one database."""

    def make(holder: str = "first", **more: object) -> Site:
        store = VectorStore(tmp_path / "vectors", 8)
        given = {
            "engine": engine,
            "shelf": open_shelf(tmp_path),
            "now": clock,
            "holder": holder,
            "wait": clock.pass_by,
            "vectors": StoredEncoder(store, HashingEncoder(8), keeps=True),
        }
        return Site(**(given | more))

    return make


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    return make_site()


def drain(indexer: Indexer) -> int:
    """Work until there is none; how often there was."""
    done = 0
    while indexer.work_once():
        done += 1
        assert done < 100
    return done


def found(
    site: Site, text: str = "", synonyms: Mapping[str, Sequence[str]] | None = None
) -> list[str]:
    """What somebody who opens the index finds."""
    reader = Reader(site.shelf, synonyms=lambda: synonyms or {})
    return [hit.id for hit in reader.search(Query(text)).hits]


def edges(engine: Engine) -> list[tuple[str, str, str, str]]:
    """The graph: whose, source, relation, target, by name."""
    with reading(engine) as session:
        return sorted(
            (one["listing_id"], one["source_name"], one["relation"], one["target_name"])
            for one in all_edges(session)
        )
