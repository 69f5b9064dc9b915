"""Does a check find every kind of difference, and none where a change is merely on its way?"""

import pytest

from matchmaking.catalogue.chain import keep_chain
from matchmaking.catalogue.models import Status
from matchmaking.errors import NotReady
from matchmaking.indexing import queries
from matchmaking.indexing.checking import check
from matchmaking.indexing.encoding import Encoding
from matchmaking.indexing.indexer import Indexer
from matchmaking.storage.database import transaction
from search.contract import Document
from tests.indexing.conftest import NOW, an_offer, drain


@pytest.fixture
def settled(city, site):
    """Three listings, all that is derived from them, and nothing left to do."""
    listings = [city.supply(f"产品{number}") for number in range(3)]
    indexer = Indexer(site)
    drain(indexer)
    drain(Encoding(site))
    indexer.close()
    return [f"supply:{one}" for one in listings]


def change(site, *documents, removed=()):
    index = site.shelf.open(site.shelf.current())
    index.change(documents, removed)
    index.close()


@pytest.mark.usefixtures("settled")
def test_where_nothing_is_wrong_nothing_is_found(site):
    report = check(site)
    assert (report.listings, report.documents, report.waiting) == (3, 3, 0)
    assert (report.missing, report.surplus, report.different, report.edges) == ((), (), (), ())
    assert (report.vectors_missing, report.vectors_broken, report.ok) == (0, 0, True)


def test_every_difference_of_the_index_is_named(settled, site):
    change(site, Document("supply:x", "多余"), Document(settled[1], "不同"), removed=[settled[0]])
    report = check(site)
    assert report.missing == (settled[0],)
    assert report.surplus == ("supply:x",)
    assert report.different == (settled[1],)
    assert not report.ok


def test_every_difference_of_the_graph_is_named(settled, site):
    stray = {
        "listing_id": "need:gone", "source_kind": "企业", "source_id": "f", "source_name": "f",
        "relation": "需要", "target_kind": "产品", "target_id": "p", "target_name": "p",
        "evidence": "需求清单 3",
    }  # fmt: skip
    with transaction(site.engine) as session:
        queries.replace_edges(session, [settled[2]], [stray, stray | {"listing_id": ""}])
    report = check(site)
    assert report.edges == ("", "need:gone", settled[2])
    assert not report.ok


def test_what_changed_and_was_not_applied_yet_is_set_aside(settled, city, site):
    city.supply("产品0", specs="新规格")
    city.put(an_offer("未审核"), status=Status.PENDING)
    city.close(settled[1].removeprefix("supply:"))
    fresh = city.supply("全新产品")
    with transaction(site.engine) as session:
        keep_chain(session, [("产品", "原料", "上游材料")], now=NOW)
    report = check(site)
    assert report.ok
    assert report.waiting == 4
    assert report.listings == 3
    drain(Indexer(site))
    report = check(site)
    assert (report.ok, report.waiting) == (True, 0)
    drain(Encoding(site))
    assert check(site).ok
    assert f"supply:{fresh}" not in report.missing


@pytest.mark.usefixtures("settled")
def test_vectors_that_are_missing_or_broken_are_counted(site, make_site, tmp_path):
    vectors = tmp_path / "vectors" / "vectors-8"
    with vectors.open("r+b") as file:
        file.write(b"\xff\xff\xff\x7f")
    report = check(site)
    assert (report.vectors_missing, report.vectors_broken, report.ok) == (0, 1, False)
    for one in (tmp_path / "vectors").iterdir():
        one.unlink()
    report = check(make_site())
    assert (report.vectors_missing, report.ok) == (3, False)
    assert check(make_site(vectors=None)).vectors_missing is None


def test_before_the_first_index_there_is_nothing_to_check(site):
    with pytest.raises(NotReady, match="reindex"):
        check(site)
