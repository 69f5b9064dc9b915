from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.thesaurus.concepts import Thesaurus, make_thesaurus
from matchmaking.thesaurus.reading import shipped_thesaurus
from matchmaking.thesaurus.touching import ASIDE, MARK_WORTH, By, Toucher

_shipped = cache(lambda: Toucher(shipped_thesaurus()))


def told(thesaurus: Thesaurus, text: str) -> list[tuple[str, By, str, float]]:
    """What a text touches, by name."""
    touches = Toucher(thesaurus).touch(text)
    return [(thesaurus.concepts[one.row].name, one.by, one.written, one.worth) for one in touches]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("水泥", [("水泥", By.NAME, "水泥", 1.0)]),
        ("采购洋灰一批", [("水泥", By.OTHER_NAME, "洋灰", 1.0)]),
        ("PORTLAND CEMENT", [("水泥", By.OTHER_NAME, "cement", 1.0)]),
        ("红毛泥", [("水泥", By.OTHER_NAME, "红毛泥", 1.0)]),
        ("chain hoists", [("手拉葫芦", By.OTHER_NAME, "chain hoist", 1.0)]),
        ("cementite", []),
        ("", []),
    ],
)
def test_a_name_leads_to_its_concept(small: Thesaurus, text: str, found: list[object]):
    assert told(small, text) == found


def test_what_only_qualifies_another_thing_counts_half(small: Thesaurus):
    assert told(small, "水泥搅拌楼") == [("水泥", By.NAME, "水泥", ASIDE)]


def test_the_longest_name_wins(small: Thesaurus):
    assert told(small, "神仙葫芦、吊具") == [("手拉葫芦", By.OTHER_NAME, "神仙葫芦", 1.0)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [("5吨起重葫芦", ["手拉葫芦"]), ("葫芦种子", ["葫芦瓜"]), ("葫芦", [])],
)
def test_an_ambiguous_name_means_what_its_neighbours_say(
    small: Thesaurus, text: str, meant: list[str]
):
    assert [name for name, *_ in told(small, text)] == meant


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Q345B 20mm", "q345b"),
        ("Ｑ345D-Z15 中厚", "q345d-z15"),
        ("板材（Q345）", "q345"),
    ],
)
def test_a_grade_betrays_its_concept(small: Thesaurus, text: str, grade: str):
    assert told(small, text) == [("低合金板", By.MARK, grade, MARK_WORTH)]


@pytest.mark.parametrize("text", ["AQ345", "Q34", "GB 1753"])
def test_part_of_another_grade_betrays_nothing(small: Thesaurus, text: str):
    assert told(small, text) == []


@pytest.mark.parametrize("text", ["GB 175", "GB175", "ＧＢ　175"])
def test_a_standard_may_be_written_with_and_without_its_blank(small: Thesaurus, text: str):
    assert [name for name, *_ in told(small, text)] == ["水泥"]


def test_nothing_is_touched_where_nothing_is_known():
    assert told(make_thesaurus([], []), "水泥") == []


@given(st.text("水泥洋灰板gb175q34葫芦 、-", max_size=40))
def test_any_text_touches_each_concept_once_most_telling_first(text: str):
    touches = _shipped().touch(text)

    assert len({one.row for one in touches}) == len(touches)
    assert [one.worth for one in touches] == sorted((one.worth for one in touches), reverse=True)
