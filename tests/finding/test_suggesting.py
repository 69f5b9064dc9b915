"""What is offered while one types: begun, contained, by initials; proper names first, eight at most."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.finding.suggesting import LONGEST, MOST, Suggester, Suggestion
from matchmaking.thesaurus.concepts import Division, make_thesaurus, name_key
from search.analysis import initials
from tests.finding.conftest import concept, small_lexicon


def names(text: str) -> list[str]:
    return [one.name for one in small_lexicon().suggester.suggest(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("水", ["水泥", "水泥井盖"]),
        ("洋", ["水泥"]),
        ("葫芦", ["葫芦吊", "葫芦瓜", "手拉葫芦", "电动葫芦"]),
        ("井盖", ["水泥井盖"]),
        ("sn", ["水泥", "水泥井盖"]),
        ("SNJG", ["水泥井盖"]),
        ("s", []),
        ("hoist", ["手拉葫芦"]),
        ("oist", []),
        ("CEM", ["水泥"]),
        ("某某", []),
        (" ", []),
        ("水" * (LONGEST + 1), []),
    ],
)
def test_names_that_begin_contain_or_sound_so_are_offered(text, found):
    assert names(text) == found


def test_an_offer_says_which_other_name_was_begun_and_where_the_product_belongs():
    assert small_lexicon().suggester.suggest("倒") == [
        Suggestion("手拉葫芦", "手拉葫芦", "倒链", "专用设备")
    ]
    assert small_lexicon().suggester.suggest("水泥井")[0].matched == ""


def test_the_last_word_is_completed_where_the_whole_leads_nowhere():
    assert [one.text for one in small_lexicon().suggester.suggest("示例 倒")] == ["示例 手拉葫芦"]
    assert small_lexicon().suggester.suggest("示例 某某") == []


def test_no_more_than_eight_each_concept_once():
    concepts = [concept(f"甲料{number}", "农业", "01", f"甲料第{number}号") for number in range(20)]
    offered = Suggester(make_thesaurus([Division("01", "农业")], concepts)).suggest("甲")
    assert [one.name for one in offered] == [f"甲料{number}" for number in range(MOST)]
    assert {one.matched for one in offered} == {""}


@given(st.text(alphabet="水泥葫芦洋灰chain os\n", max_size=6))
def test_whatever_is_typed_every_offer_has_a_name_with_it(text):
    typed = name_key(text.split(" ")[-1])
    for one in small_lexicon().suggester.suggest(text):
        name = name_key(one.matched or one.name)
        assert any(part in (name + initials(name)) for part in (typed, name_key(text)))
