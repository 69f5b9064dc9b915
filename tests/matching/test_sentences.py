"""Sentences carry their values apart, so that they can be told in another language."""

from matchmaking.sentences import NOTHING, say


def test_a_sentence_reads_with_its_values_filled_in():
    assert str(say("可供 {offered}，够 {asked}", offered=5, asked="3吨")) == "可供 5，够 3吨"


def test_a_translation_is_filled_with_the_same_values():
    assert say("够 {asked}", asked="3吨").fill("enough for {asked}") == "enough for 3吨"


def test_values_are_text_at_once_and_braces_in_them_are_left_alone():
    sentence = say("产品「{name}」", name="{牌号}")
    assert (str(sentence), sentence.values) == ("产品「{牌号}」", {"name": "{牌号}"})


def test_nothing_is_said_by_nothing():
    assert (bool(NOTHING), str(NOTHING), bool(say("有话说"))) == (False, "", True)


def test_the_same_wording_is_said_about_other_values():
    wording = say("够 {asked}")
    assert str(wording.about(asked=1, more=2)) == "够 1"
    assert wording.values == {}
