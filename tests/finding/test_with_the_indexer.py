"""From the catalogue through the outbox and the indexer to what a search finds, and back out again."""

from datetime import date

from matchmaking.finding import synonyms
from matchmaking.finding.service import Finder
from matchmaking.finding.synonyms import Hand
from matchmaking.finding.wanted import Wanted
from matchmaking.indexing.indexer import Indexer
from matchmaking.indexing.keeping import Reader
from matchmaking.storage.database import reading, transaction
from tests.indexing import conftest as indexing

city, clock, make_site, site = (
    indexing.city,
    indexing.clock,
    indexing.make_site,
    indexing.site,
)


def found(engine, finder: Finder, text: str) -> list[str]:
    with reading(engine) as session:
        answer = finder.find(session, Wanted.of(text), today=date(2026, 3, 2))
    return [one.plain_title for one in answer.listings]


def test_what_is_published_is_found_by_synonyms_at_once_and_gone_when_closed(engine, city, site):
    def known():
        with reading(engine) as session:
            return synonyms.in_force(session)

    finder = Finder(Reader(site.shelf, synonyms=known).search)
    key = city.supply("六角螺栓")
    indexer = Indexer(site)
    indexing.drain(indexer)
    assert found(engine, finder, "螺栓") == ["六角螺栓"]
    assert found(engine, finder, "螺丝杆") == []
    with transaction(engine) as session:
        hand = Hand("", site.now())
        synonyms.add(session, ["螺栓", "螺丝杆"], note="", new_id="g1", hand=hand)
    assert found(engine, finder, "螺丝杆") == ["六角螺栓"]
    city.close(key)
    assert found(engine, finder, "螺栓") == []
    indexing.drain(indexer)
    assert found(engine, finder, "螺栓") == []
