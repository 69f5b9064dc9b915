"""Is what is searched always what stands in the tables? Applied in order, repeated harmlessly, by one at a time."""

import shutil

import pytest

from matchmaking.catalogue.chain import keep_chain
from matchmaking.catalogue.models import Need, Status
from matchmaking.indexing import applying
from matchmaking.indexing.checking import check
from matchmaking.indexing.encoding import Encoding
from matchmaking.indexing.generations import Server, open_shelf
from matchmaking.indexing.indexer import Indexer
from matchmaking.indexing.site import APPLYING, hold
from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import tell
from matchmaking.storage import failpoints
from matchmaking.storage.database import transaction
from search.contract import SearchUnavailable
from tests.databases import opened
from tests.indexing.conftest import NOW, a_city, an_offer, drain, edges, found
from tests.search.meilisearch_stand_in import Server as StandIn
from tests.search.meilisearch_stand_in_http import MASTER_KEY, running


def settle(site):
    """All that is there to do, done."""
    drain(Indexer(site))
    encoding = Encoding(site)
    while encoding.work_once():
        pass


def test_the_first_call_builds_the_index_and_further_ones_follow_the_tables(city, site):
    supply = city.supply("铝合金轮毂")
    need = city.need("铝合金铸棒")
    indexer = Indexer(site)
    assert drain(indexer) == 1
    assert found(site) == [f"need:{need}", f"supply:{supply}"]
    bolt = city.supply("不锈钢螺栓")
    city.close(supply)
    city.put(an_offer("未审核的", id="S9"), status=Status.PENDING)
    assert drain(indexer) == 1
    assert found(site) == [f"need:{need}", f"supply:{bolt}"]
    assert drain(indexer) == 0
    indexer.close()


def test_a_firms_change_is_found_by_all_its_listings(city, site):
    listing = city.supply("铝合金轮毂")
    other = city.put(an_offer("铜箔", maker="other"))[0]
    indexer = Indexer(site)
    drain(indexer)
    city.rename("maker", "虚构云岭铸造有限公司")
    drain(indexer)
    assert found(site, "云岭铸造") == [f"supply:{listing}"]
    assert found(site, "示例other有限公司") == [f"supply:{other}"]
    assert (f"supply:{listing}", "虚构云岭铸造有限公司", "供应", "铝合金轮毂") in edges(site.engine)
    indexer.close()


def test_a_listing_that_is_changed_is_there_once_with_its_new_words(city, site):
    city.supply("铝合金轮毂")
    indexer = Indexer(site)
    drain(indexer)
    listing = city.supply("铝合金轮毂", specs="18寸锻造")
    drain(indexer)
    assert found(site, "锻造") == [f"supply:{listing}"]
    assert len(found(site)) == 1
    indexer.close()


def test_the_graph_follows_listings_and_the_chain(city, site):
    supply, need = city.supply("电工圆铝杆"), city.need("铝锭")
    with transaction(site.engine) as session:
        keep_chain(session, [("铝杆", "铝锭", "上游材料")], now=NOW)
    indexer = Indexer(site)
    drain(indexer)
    stated = [
        ("", "铝杆", "上游材料", "铝锭"),
        (f"need:{need}", "示例buyer有限公司", "需要", "铝锭"),
        (f"supply:{supply}", "电工圆铝杆", "产品小类", "铝杆"),
        (f"supply:{supply}", "示例maker有限公司", "供应", "电工圆铝杆"),
    ]
    assert edges(site.engine) == stated
    with transaction(site.engine) as session:
        keep_chain(session, [("圆铝杆", "铝锭", "上游材料")], now=NOW)
    drain(indexer)
    assert edges(site.engine)[0] == ("", "圆铝杆", "上游材料", "铝锭")
    assert edges(site.engine)[2][1:] == ("电工圆铝杆", "产品小类", "圆铝杆")
    city.close(need, Need)
    drain(indexer)
    assert [one[0] for one in edges(site.engine)] == ["", f"supply:{supply}", f"supply:{supply}"]
    indexer.close()


class KilledError(Exception):
    """Stands for the end of the process."""


def _die() -> None:
    raise KilledError


@pytest.mark.parametrize(
    "place", ["index.commit.before", "index.commit.after", "index.position.after"]
)
def test_a_crash_anywhere_loses_nothing_and_doubles_nothing(city, make_site, clock, place):
    first = Indexer(make_site("first"))
    gone = city.supply("铜箔")
    drain(first)
    city.close(gone)
    listings = [city.supply(f"产品{number}") for number in range(3)]
    failpoints.arm(place, 1, _die)
    with pytest.raises(KilledError):
        first.work_once()
    first.close()  # the kernel frees the folder of a process that died; its turn goes on
    assert hold(make_site("first"), APPLYING)
    clock.pass_by(21)
    second = make_site("second")
    settle(second)
    assert found(second) == [f"supply:{one}" for one in listings]
    assert check(second).ok


def test_only_one_works_at_a_time_and_the_next_takes_over_when_its_turn_ends(
    city, make_site, clock
):
    city.supply("铜箔")
    first, second = Indexer(make_site("first")), Indexer(make_site("second"))
    drain(first)
    city.supply("铝箔")
    assert first.work_once()
    city.supply("钢管")
    assert not second.work_once()
    first.close()
    assert second.work_once()
    assert len(found(make_site("reader"))) == 3
    city.supply("钢板")
    clock.pass_by(21)
    third = Indexer(make_site("third"))
    # The second sleeps, with the folder still locked: nobody can write, and it is tried again.
    assert not third.work_once()
    assert not third.work_once()
    second.close()
    clock.pass_by(1)
    assert third.work_once()
    assert len(found(make_site("reader"))) == 4
    third.close()


def test_a_step_that_was_overtaken_is_done_again_by_the_next(city, make_site, clock):
    first = Indexer(make_site("first"))
    drain(first)
    city.supply("铜箔")

    def somebody_else() -> None:
        clock.pass_by(21)
        assert hold(make_site("second"), APPLYING)

    failpoints.arm("index.commit.after", 1, somebody_else)
    assert not first.work_once()
    assert edges(make_site().engine) == []
    second = make_site("second")
    assert drain(Indexer(second)) == 1
    assert len(edges(second.engine)) == 1


def test_an_index_that_was_lost_or_belongs_to_another_version_is_built_anew(city, site, tmp_path):
    listing = city.supply("铜箔")
    indexer = Indexer(site)
    drain(indexer)
    shutil.rmtree(tmp_path / "index" / site.shelf.current())
    with pytest.raises(SearchUnavailable, match="正在建立"):
        found(site)
    again = Indexer(site)
    city.supply("铝箔")
    indexer.close()
    drain(again)
    assert found(site, "铜箔") == [f"supply:{listing}"]
    again.close()
    (tmp_path / "index" / site.shelf.current() / "meta.json").write_text("{}")
    third = Indexer(site)
    drain(third)
    assert found(site, "铜箔") == [f"supply:{listing}"]
    third.close()


def test_the_index_of_another_database_is_not_believed(city, site, make_site, tmp_path):
    city.supply("铜箔")
    drain(Indexer(site))
    other = opened(f"sqlite:///{tmp_path}/other.db")
    listing = a_city(other).supply("铝箔")
    elsewhere = make_site(engine=other)
    drain(Indexer(elsewhere))
    assert found(elsewhere) == [f"supply:{listing}"]
    other.dispose()


def test_more_changes_than_one_step_takes_are_taken_in_order(city, site, monkeypatch):
    monkeypatch.setattr(applying, "MOST_CHANGES", 2)
    indexer = Indexer(site)
    drain(indexer)
    listings = [city.supply(f"产品{number}") for number in range(5)]
    city.close(listings[0])
    assert drain(indexer) == 3
    assert found(site) == [f"supply:{one}" for one in listings[1:]]
    indexer.close()


def test_synonyms_cost_the_embedded_engine_nothing(city, site):
    city.supply("铜箔")
    indexer = Indexer(site)
    drain(indexer)
    before = site.shelf.current()
    with transaction(site.engine) as session:
        tell(session, Subject.SYNONYM, ["s1"], now=NOW)
    assert drain(indexer) == 1
    assert site.shelf.current() == before
    assert found(site, "铜薄", {"铜薄": ["铜箔"]}) == found(site, "铜箔")
    indexer.close()


class TestOnASearchServer:
    """The same, where a server holds the index."""

    def test_it_catches_up_when_the_server_is_back(self, city, make_site, clock, tmp_path):
        stand_in = StandIn()
        with running(stand_in) as url:
            site = make_site(shelf=open_shelf(tmp_path, Server(url, MASTER_KEY)))
            indexer = Indexer(site)
            city.supply("铜箔")
            drain(indexer)
            stand_in.broken = True
            listing = city.supply("铝箔")  # writing goes on
            assert not indexer.work_once()
            with pytest.raises(SearchUnavailable):
                found(site)
            clock.pass_by(0.6)
            assert not indexer.work_once()
            stand_in.broken = False
            clock.pass_by(0.6)
            assert not indexer.work_once()  # the pause has doubled
            clock.pass_by(0.6)
            assert indexer.work_once()
            assert found(site, "铝箔") == [f"supply:{listing}"]
            assert check(site).ok is False  # nothing has been encoded
            settle(site)
            assert check(site).ok

    def test_new_synonyms_and_lost_data_make_it_build_anew(self, city, make_site, tmp_path):
        stand_in, words = StandIn(), {}
        with running(stand_in) as url:
            shelf = open_shelf(tmp_path, Server(url, MASTER_KEY))
            site = make_site(shelf=shelf, synonyms=lambda: dict(words))
            listing = city.supply("铜箔")
            indexer = Indexer(site)
            drain(indexer)
            words["铜薄"] = ["铜箔"]
            with transaction(site.engine) as session:
                tell(session, Subject.SYNONYM, ["s1"], now=NOW)
            drain(indexer)
            assert found(site, "铜薄", words) == [f"supply:{listing}"]
            assert len(stand_in.indexes) == 1
            stand_in.indexes.clear()
            indexer.close()
            with pytest.raises(SearchUnavailable):
                found(site)
            again = Indexer(site)
            drain(again)
            assert found(site) == [f"supply:{listing}"]
