"""Does a rebuild make the same from nothing, while the old index answers and the tables change?"""

import pytest

from matchmaking.errors import Conflict
from matchmaking.indexing import gathering, queries
from matchmaking.indexing.checking import check
from matchmaking.indexing.encoding import Encoding, encode_published
from matchmaking.indexing.generations import Server, open_shelf
from matchmaking.indexing.indexer import Indexer
from matchmaking.indexing.keeping import Reader
from matchmaking.indexing.rebuilding import reindex
from matchmaking.indexing.site import APPLYING, BUILDING, Displaced, hold, keep
from matchmaking.storage import failpoints
from matchmaking.storage.database import reading, transaction
from search.contract import Query, SearchUnavailable
from tests.indexing.conftest import drain, edges, found
from tests.search.meilisearch_stand_in import Server as StandIn
from tests.search.meilisearch_stand_in_http import MASTER_KEY, running


def test_what_is_built_anew_is_what_was_there(city, site, monkeypatch):
    monkeypatch.setattr(gathering, "PORTION", 2)
    for number in range(5):
        city.supply(f"产品{number}")
    city.need("铝锭")
    indexer = Indexer(site)
    drain(indexer)
    before, graph = found(site), edges(site.engine)
    told = []
    first = site.shelf.current()
    second = reindex(site, progress=lambda *news: told.append(news))
    assert site.shelf.current() == second != first
    assert (found(site), edges(site.engine)) == (before, graph)
    assert told == [("建立索引", done, 6) for done in (1, 3, 5, 6)]
    assert site.shelf.leftovers() == []
    with reading(site.engine) as session:
        assert queries.place_of(session, first) is None
    assert drain(indexer) == 0
    indexer.close()


def test_the_old_index_answers_and_is_kept_up_to_date_while_the_new_one_is_built(city, make_site):
    site = make_site("builder")
    city.supply("铜箔")
    indexer = Indexer(make_site("indexer"))
    drain(indexer)
    reader = Reader(site.shelf)
    seen = []

    def meanwhile(*_news):
        if not seen:
            city.supply("铝箔")
            assert indexer.work_once()
            seen.append([hit.title for hit in reader.search(Query("箔")).hits])
            indexer.close()

    reindex(site, progress=meanwhile)
    assert seen == [["铜〔箔〕", "铝〔箔〕"]]
    assert [hit.title for hit in reader.search(Query("箔")).hits] == ["铜〔箔〕", "铝〔箔〕"]
    assert reader.count() == 2
    city.supply("锡箔")
    assert drain(indexer) == 1
    assert reader.count() == 3
    assert check_without_vectors(make_site).ok
    reader.close()
    assert reader.count() == 3


def check_without_vectors(make_site):
    return check(make_site(vectors=None))


@pytest.mark.parametrize("place", ["index.pointer.before", "index.pointer.after"])
def test_a_rebuild_that_is_killed_leaves_a_whole_index_in_use(city, make_site, clock, place):
    site = make_site("builder")
    listing = city.supply("铜箔")
    drain(Indexer(site))

    def die() -> None:
        raise RuntimeError

    failpoints.arm(place, 1, die)
    with pytest.raises(RuntimeError):
        reindex(site)
    assert found(site) == [f"supply:{listing}"]
    assert len(site.shelf.leftovers()) == 1
    clock.pass_by(21)
    reindex(make_site("next"))
    assert found(site) == [f"supply:{listing}"]
    assert site.shelf.leftovers() == []


def test_one_builds_at_a_time_and_waits_for_the_indexers_turn(make_site, clock):
    assert hold(make_site("builder"), BUILDING)
    with pytest.raises(Conflict, match="正在重建"):
        reindex(make_site("other"))
    assert not Indexer(make_site("indexer")).work_once()  # nor does it build a first one
    clock.pass_by(21)
    assert hold(make_site("indexer"), APPLYING)
    began = clock.moment
    reindex(make_site("other"))
    assert 19 < (clock.moment - began).total_seconds() < 22


def test_an_indexer_that_never_lets_go_is_not_overruled(make_site):
    site = make_site("builder", wait=lambda _seconds: None)
    assert hold(make_site("indexer"), APPLYING)
    with pytest.raises(Conflict, match="没有让出"):
        reindex(site)
    assert site.shelf.current() == ""


def test_a_builder_whose_turn_ran_out_stops(city, make_site, clock):
    city.supply("铜箔")
    city.need("铝箔")
    first = make_site("first")

    def too_long(*_news) -> None:
        clock.pass_by(21)
        assert hold(make_site("second"), BUILDING)

    with pytest.raises(Displaced, match="另一个进程"):
        reindex(first, progress=too_long)
    assert first.shelf.current() == ""


def test_before_the_first_index_searching_says_so(site):
    with pytest.raises(SearchUnavailable, match="正在建立"):
        Reader(site.shelf).search(Query())
    assert site.shelf.leftovers() == []


def test_a_pointer_that_is_no_name_points_nowhere(site, tmp_path):
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "current").write_text("../../etc")
    assert site.shelf.current() == ""


def test_vectors_are_made_in_the_background_and_once(city, make_site):
    site = make_site()
    assert site.vectors is not None
    city.supply("铜箔")
    encoding = Encoding(site)
    assert encoding.work_once()
    assert not encoding.work_once()
    assert site.vectors.missing(["铜箔", "铝箔"]) == 1
    city.supply("铝箔")
    assert encoding.work_once()
    assert site.vectors.missing(["铜箔", "铝箔"]) == 0
    told = []
    encode_published(site, lambda *news: told.append(news))
    assert told == [("理解文字", 2)]
    assert not Encoding(make_site(vectors=None)).work_once()
    assert not Encoding(make_site("second")).work_once()  # somebody else's turn


def test_synonyms_that_changed_during_a_build_on_a_server_call_for_another(
    city, make_site, tmp_path
):
    words = {}
    with running(StandIn()) as url:
        shelf = open_shelf(tmp_path, Server(url, MASTER_KEY))
        site = make_site(shelf=shelf, synonyms=lambda: dict(words))
        city.supply("铜箔")
        with pytest.raises(Conflict, match="同义词"):
            reindex(site, progress=lambda *_: words.update({"铜薄": ["铜箔"]}))
        assert shelf.current() == ""
        assert len(shelf.leftovers()) == 1
        reindex(site)
        assert shelf.leftovers() == []


def test_an_old_index_that_cannot_be_dropped_is_dropped_the_next_time(city, make_site, tmp_path):
    stand_in = StandIn()
    with running(stand_in) as url:
        shelf = open_shelf(tmp_path, Server(url, MASTER_KEY))
        city.supply("铜箔")
        reindex(make_site(shelf=shelf))

        def break_down(_seconds: float) -> None:
            stand_in.broken = True

        reindex(make_site(shelf=shelf, wait=break_down))
        assert len(shelf.leftovers()) == 1
        stand_in.broken = False
        reindex(make_site(shelf=shelf))
        assert (shelf.leftovers(), len(stand_in.indexes)) == ([], 1)


def test_whose_turn_ran_out_may_not_write(make_site, clock, engine):
    first = make_site("first")
    assert hold(first, APPLYING)
    clock.pass_by(21)
    assert hold(make_site("second"), APPLYING)
    with pytest.raises(Displaced), transaction(engine) as session:
        keep(session, first, APPLYING)
