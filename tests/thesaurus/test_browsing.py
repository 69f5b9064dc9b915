"""The thesaurus is looked through by names, divisions and links."""

import pytest

from matchmaking.thesaurus.browsing import explain, look_at, look_up
from matchmaking.thesaurus.knowledge import know
from matchmaking.thesaurus.touching import By


def names(concepts) -> list[str]:
    return [one.name for one in concepts]


@pytest.mark.parametrize(
    ("text", "division", "found"),
    [
        ("水泥", "", ["水泥"]),
        ("洋", "", ["水泥"]),
        ("葫芦", "", ["葫芦瓜", "手拉葫芦"]),
        ("葫芦", "35", ["手拉葫芦"]),
        ("Ｃhain", "", ["手拉葫芦"]),
        ("", "30", ["水泥", "石灰石", "混凝土"]),
        ("没有的", "", []),
    ],
)
def test_concepts_are_found_by_any_name_and_narrowed_by_division(small, text, division, found):
    assert names(look_up(small, text, division)) == found


def test_without_a_wish_everything_is_there_in_the_order_of_the_files(small):
    assert look_up(small) == list(small.concepts)


def test_what_is_called_so_comes_before_what_begins_so(written):
    small = written(d30="红砖头,建材,,,a,,,,\n小红砖,建材,,,a,,,,\n红砖,建材,,,a,,,,\n")
    assert names(look_up(small, "红砖")) == ["红砖", "红砖头", "小红砖"]


def test_a_concept_is_shown_with_its_kinds_and_parts(written):
    small = written(d30="砖,建材,,块砖,a,,,,\n红砖,块砖,,,a,,,,\n砖角,建材,砖,,a,,,,\n")
    looked = look_at(small, "块砖")
    assert looked.concept.name == "砖"
    assert (looked.narrower, looked.parts) == (("红砖",), ("砖角",))
    assert look_at(small, "瓦") is None


def test_a_name_of_two_concepts_leads_to_neither(small):
    assert look_at(small, "葫芦") is None


def test_a_text_is_explained_by_names_and_by_purposes(small):
    found = explain(know(small), "红毛泥")
    assert (found[0].concept.name, found[0].touch.by) == ("水泥", By.OTHER_NAME)
    found = explain(know(small), "把重物吊起来的东西")
    assert [(one.concept.name, one.touch.by) for one in found][:1] == [("起重设备", By.PURPOSE)]
