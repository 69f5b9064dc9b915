"""Use is asked once a day by one process, and at any time by a button."""

from datetime import timedelta

import pytest

from matchmaking.catalogue.models import MatchMark
from matchmaking.finding import unmet
from matchmaking.finding.wanted import Wanted
from matchmaking.noticing.service import Noticing, notice
from matchmaking.storage.database import reading, transaction
from matchmaking.thesaurus import queries
from matchmaking.thesaurus.concepts import Division, make_thesaurus
from matchmaking.thesaurus.current import Current
from matchmaking.thesaurus.editing import Hand
from matchmaking.thesaurus.models import State
from matchmaking.thesaurus.reading import read_concept
from tests.web.catalogue_site import a_need, a_supply, other_firm
from tests.web.signing import NOW, a_firm

CEMENT = ("水泥", "非金属矿物制品", "", "洋灰", "拌混凝土用的粉", "", "", "", "")


@pytest.fixture
def current() -> Current:
    concepts = [read_concept(CEMENT, division="30", where="30-part.csv:2")]
    small = make_thesaurus([Division("30", "非金属矿物制品")], concepts)
    return Current(lambda: small)


@pytest.fixture
def used(any_engine):
    """A search that found nothing twice, two needs of one title, a shortlisted match, and noise."""
    with transaction(any_engine) as session:
        for row in (a_firm(), other_firm()):
            session.add(row)
        session.flush()
        for key, title in (("n1", "红砖"), ("n2", "红砖"), ("n3", "水泥"), ("n4", "青砖")):
            session.add(a_need(key, title=title))
        session.add(a_need("n5", title="青砖", status="待审核"))
        session.add(a_supply("s1", product="士敏土"))
        session.flush()
        terms = {"need_terms": 1, "supply_terms": 1, "marked_by": "", "marked_at": NOW}
        session.add(MatchMark(need_id="n3", supply_id="s1", mark="入围", **terms))
        session.add(MatchMark(need_id="n4", supply_id="s1", mark="不合适", **terms))
        for text in ("碳化硅舟", "碳化硅舟", "一次", "已处理", "已处理"):
            unmet.note(session, Wanted.of(text), "访客", now=NOW)
        unmet.dismiss(session, unmet.id_of("已处理", Wanted.of("已处理").kind), now=NOW)
    return any_engine


def waiting(engine) -> list[tuple[str, str]]:
    with reading(engine) as session:
        rows, _ = queries.page(session, State.PROPOSED, start=0, limit=99)
    return sorted((row.name, row.origin) for row in rows)


def test_searches_needs_and_matches_are_asked_about(used, current):
    assert notice(used, current, hand=Hand("operator", NOW)) == 3
    assert waiting(used) == [
        ("士敏土", "入围的匹配"),
        ("碳化硅舟", "未满足的检索"),
        ("红砖", "需求"),
    ]
    assert notice(used, current, hand=Hand("operator", NOW)) == 0


def test_one_process_asks_once_a_day(used, current):
    clock = [NOW]
    one, other = (
        Noticing(used, current, now=lambda: clock[0], holder=holder) for holder in ("a", "b")
    )
    assert not one.work_once()
    assert len(waiting(used)) == 3
    with transaction(used) as session:
        for _ in range(2):
            unmet.note(session, Wanted.of("瓦"), "访客", now=NOW)
    for passed in (0, 1, 23):
        clock[0] = NOW + timedelta(hours=passed)
        assert not one.work_once()
        assert not other.work_once()
    assert len(waiting(used)) == 3
    clock[0] = NOW + timedelta(hours=25)
    assert not other.work_once()
    assert len(waiting(used)) == 4
