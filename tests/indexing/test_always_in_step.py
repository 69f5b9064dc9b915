"""Whatever happens in whatever order, is everything derived what the tables say once the work is done?"""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from matchmaking.catalogue.chain import keep_chain
from matchmaking.catalogue.models import Need
from matchmaking.errors import Conflict
from matchmaking.indexing import applying
from matchmaking.indexing.checking import check
from matchmaking.indexing.encoding import Encoding
from matchmaking.indexing.generations import open_shelf
from matchmaking.indexing.indexer import Indexer
from matchmaking.indexing.rebuilding import reindex
from matchmaking.indexing.site import Site
from matchmaking.indexing.vector_store import StoredEncoder, VectorStore
from matchmaking.storage import failpoints
from matchmaking.storage.database import transaction
from search.vectors import HashingEncoder
from tests.databases import opened
from tests.indexing.conftest import NOW, Clock, a_city, a_need, an_offer, drain

PLACES = (
    "index.commit.before",
    "index.commit.after",
    "index.position.after",
    "index.pointer.before",
    "index.pointer.after",
)
PRODUCTS = st.sampled_from(["铝杆", "电工铝杆", "铜箔", "钢管"])
DEEDS = st.one_of(
    st.tuples(st.just("supply"), PRODUCTS, st.sampled_from(["", "旧", "新"])),
    st.tuples(st.just("need"), PRODUCTS),
    st.tuples(st.just("close"), st.integers(0, 20)),
    st.tuples(st.just("rename"), st.sampled_from(["虚构甲厂", "虚构乙厂"])),
    st.tuples(st.just("chain"), PRODUCTS),
    st.tuples(st.just("work")),
    st.tuples(st.just("rebuild")),
    st.tuples(st.just("crash"), st.sampled_from(PLACES)),
    st.tuples(st.just("crash"), st.sampled_from(PLACES[:3])),
)


class Killed(BaseException):
    """Stands for the end of the process: nothing in between may catch it."""


class Life:
    """A city, and a process that keeps its index and is killed now and then."""

    def __init__(self, engine: Engine, folder, clock: Clock) -> None:
        self.city = a_city(engine)
        self.folder, self.clock, self.lives = folder, clock, 0
        self.needs: list[str] = []
        self.supplies: list[str] = []
        self.indexer = Indexer(self.site())
        drain(self.indexer)

    def site(self) -> Site:
        store = VectorStore(self.folder / "vectors", 8)
        vectors = StoredEncoder(store, HashingEncoder(8), keeps=True)
        holder = f"life {self.lives}"
        return Site(
            self.city.engine, open_shelf(self.folder), self.clock, holder, vectors,
            wait=self.clock.pass_by,
        )  # fmt: skip

    def do(self, deed: str, *what) -> None:
        getattr(self, deed)(*what)

    def supply(self, product: str, specs: str) -> None:
        self.supplies += self.city.put(an_offer(product, specs=specs))

    def need(self, title: str) -> None:
        self.needs += self.city.put(a_need(title))

    def close(self, which: int) -> None:
        both = [(one, Need) for one in self.needs] + [(one, None) for one in self.supplies]
        if both:
            listing, model = both.pop(which % len(both))
            with suppress(Conflict):  # closed before
                self.city.close(listing, *([model] if model else []))

    def rename(self, name: str) -> None:
        self.city.rename("maker", name)

    def chain(self, product: str) -> None:
        with transaction(self.city.engine) as session:
            keep_chain(session, [(product, "铝锭", "上游材料")], now=NOW)

    def work(self) -> None:
        self.indexer.work_once()

    def rebuild(self) -> None:
        with suppress(Conflict):  # a builder that was killed has its turn for a while
            reindex(self.site())

    def crash(self, place: str) -> None:
        """Killed there with something in hand; then another process begins."""
        self.supply("铜箔", f"第{self.lives}版")
        failpoints.arm(place, 1, _die)
        with suppress(Killed):
            drain(self.indexer)
            if "pointer" in place:
                self.rebuild()
        failpoints.disarm()
        self.indexer.close()  # the kernel frees the folder
        self.lives += 1
        self.clock.pass_by(21)
        self.indexer = Indexer(self.site())


def _die() -> None:
    raise Killed


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(deeds=[("crash", place) for place in PLACES])
@example(deeds=[("need", "铝杆"), ("crash", PLACES[0])])
@example(deeds=[("supply", "铝杆", ""), ("crash", PLACES[1]), ("close", 0), ("crash", PLACES[2])])
@given(deeds=st.lists(DEEDS, min_size=3, max_size=9))
def test_the_index_is_never_wrong(tmp_path_factory: pytest.TempPathFactory, deeds: list) -> None:
    folder = tmp_path_factory.mktemp("life")
    engine = opened(f"sqlite:///{folder}/city.db")
    life = Life(engine, folder, Clock())
    for deed in deeds:
        life.do(*deed)
    assert_in_step(life)
    engine.dispose()


def assert_in_step(life: Life) -> None:
    life.clock.pass_by(120)
    drain(life.indexer)
    drain(Encoding(life.site()))
    life.indexer.close()
    report = check(life.site())
    assert report.waiting == 0
    assert report.ok, report


def test_on_every_database(any_engine: Engine, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(applying, "MOST_CHANGES", 3)
    life = Life(any_engine, tmp_path, Clock())
    for deed in (
        ("supply", "电工铝杆", ""), ("need", "铝杆"), ("chain", "铝杆"), ("work",), ("supply", "铜箔", "新"),
        ("close", 1), ("rename", "虚构甲厂"), ("crash", "index.commit.after"), ("rebuild",),
        ("need", "钢管"), ("chain", "钢管"), ("crash", "index.pointer.before"), ("supply", "铜箔", "旧"),
    ):  # fmt: skip
        life.do(*deed)
    assert_in_step(life)
    assert len(list(life.site().shelf.open(life.site().shelf.current()).inventory())) == 3
