import pytest

from matchmaking.thesaurus.concepts import Concept, make_thesaurus
from matchmaking.thesaurus.purposes import Purposes
from matchmaking.thesaurus.touching import By
from search.vectors import HashingEncoder

CONCEPTS = [
    Concept("和面机", "35", ("食品机械",), purposes=("把面粉加水揉成面团的机器",)),
    Concept("压面机", "35", ("食品机械",), purposes=("把面团压成薄片再切成条",)),
    Concept("除尘器", "35", ("环保设备",), purposes=("把烟气里的粉尘收下来", "车间灰大")),
]
PURPOSES = Purposes(make_thesaurus([], CONCEPTS))


def named(text: str, **more) -> list[str]:
    return [CONCEPTS[one.row].name for one in PURPOSES.near(text, **more)]


@pytest.mark.parametrize(
    ("text", "first"),
    [("揉面粉的机器", "和面机"), ("面团切条", "压面机"), ("烟气粉尘太多", "除尘器")],
)
def test_a_purpose_leads_to_its_concept(text: str, first: str):
    assert named(text)[0] == first


def test_what_is_said_word_for_word_is_as_good_as_named():
    (touch, *_) = PURPOSES.near("把面粉加水揉成面团的机器")
    assert (touch.row, touch.by, touch.worth) == (0, By.PURPOSE, 1.0)
    assert touch.written == "把面粉加水揉成面团的机器"


def test_what_shares_no_word_is_near_nothing():
    assert PURPOSES.near("xyz") == []
    assert PURPOSES.near("") == []


def test_no_more_than_asked_for_are_told():
    assert len(named("面团", most=1)) == 1


def test_of_those_that_share_words_the_ones_that_mean_the_same_come_first():
    text = "把面团压成薄片"
    assert named(text, encoder=HashingEncoder())[0] == "压面机"
    again = PURPOSES.near(text, encoder=HashingEncoder())
    assert again == PURPOSES.near(text, encoder=HashingEncoder())
