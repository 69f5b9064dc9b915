"""What is remembered of searches comes back as it was asked; counts are neither lost nor doubled."""

import threading
from datetime import timedelta
from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from matchmaking.finding import queries, unmet
from matchmaking.finding.synonyms import Hand, add, checked, in_force, split_words
from matchmaking.finding.unmet import LatelySeen
from matchmaking.finding.wanted import FACETS, Kind, Sort, Wanted, as_json, from_json
from matchmaking.storage.database import reading, transaction
from tests.finding.conftest import NOW
from web.searches import query_of, wanted_of_query

values = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9)
wishes = st.builds(
    Wanted.of,
    values,
    st.dictionaries(st.sampled_from(FACETS), st.lists(values, max_size=3), max_size=3),
    kind=st.sampled_from(Kind),
    sort=st.sampled_from(Sort),
    expired=st.booleans(),
)


@given(wishes)
def test_a_kept_search_asks_the_same_again(wanted):
    assert from_json(as_json(wanted)) == wanted


@given(wishes)
def test_an_address_asks_the_same_again(wanted):
    assert wanted_of_query(query_of(wanted)) == wanted
    assert parse_qs(query_of(wanted)) == parse_qs(query_of(wanted_of_query(query_of(wanted))))


def test_width_case_and_order_of_words_make_no_other_search():
    assert unmet.id_of("Q345B 钢板", "全部") == unmet.id_of("钢板  ｑ３４５ｂ", "全部")
    assert unmet.id_of("钢板", "全部") != unmet.id_of("钢板", "需求")


def test_a_visitor_counts_once_an_hour_for_each_search():
    seen = LatelySeen()
    assert seen.first("a", "x", NOW)
    assert not seen.first("a", "x", NOW + timedelta(minutes=59))
    assert seen.first("b", "x", NOW)
    assert seen.first("a", "y", NOW)
    assert seen.first("a", "x", NOW + timedelta(hours=1))


def test_the_oldest_visitors_are_forgotten(monkeypatch):
    monkeypatch.setattr(unmet, "REMEMBERED", 2)
    seen = LatelySeen()
    for visitor in "abc":
        assert seen.first(visitor, "x", NOW)
    assert not seen.first("c", "x", NOW)
    assert seen.first("a", "x", NOW)


def test_everyone_who_looks_at_once_is_counted(any_engine):
    def look() -> None:
        for _ in range(5):
            with transaction(any_engine) as session:
                unmet.note(session, Wanted.of("铌"), "访客", now=NOW)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(any_engine) as session:
        row = queries.unmet(session, unmet.id_of("铌", Kind.ALL))
    assert (row.count, row.roles) == (20, {"访客": 20})


def test_words_are_typed_with_any_comma_between():
    assert split_words("螺栓、螺丝杆，栓钉;bolt\n 螺丝 ") == (
        "螺栓",
        "螺丝杆",
        "栓钉",
        "bolt",
        "螺丝",
    )


def test_a_word_is_kept_once_however_wide():
    assert checked(["螺栓", "ＢＯＬＴ", "bolt"]) == ["螺栓", "bolt"]


def test_groups_in_force_say_the_others_of_a_word(engine):
    with transaction(engine) as session:
        for number, words in enumerate((["螺栓", "螺丝杆"], ["铝锭", "铝块", "铝坯"])):
            add(session, words, note="", new_id=f"g{number}", hand=Hand("", NOW))
    with reading(engine) as session:
        assert in_force(session) == {"螺栓": ("螺丝杆",), "铝锭": ("铝块", "铝坯")}
