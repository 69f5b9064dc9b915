"""The analysis: what one spelling and another have in common, and which tokens a text holds."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import grams, normalise, pinyin, specs, words
from search.analysis.normalising import normalise_with_places

LISTED = "一二钢管鋼管電線M8×２０φΦ℃ ²*x-/.GBTkV㎜①Ⅱe\u0301ﬁ㎡"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ｑ３４５Ｂ 鋼管", "q345b 钢管"),
        ("0.5mm²", "0.5mm2"),
        ("0.5mm^2", "0.5mm2"),
        ("0.5㎟", "0.5mm2"),
        ("10㎡", "10m2"),
        ("M8×20", "m8x20"),
        ("M8*20", "m8x20"),
        ("M8 * 20", "m8 x 20"),
        ("5*A", "5*a"),
        ("Φ219", "φ219"),
        ("ø219", "φ219"),
        ("⌀219", "φ219"),
        ("10Ω", "10ω"),
        ("35℃", "35°c"),
        ("35°C", "35°c"),
        ("±0.01", "±0.01"),
        ("5μm", "5um"),
        ("①碳钢②", " 碳钢 "),
        ("乾燥機", "干燥机"),
        ("乾坤", "乾坤"),
        ("plain ASCII", "plain ascii"),
        ("钢\u200b管", "钢管"),
    ],
)
def test_one_form_for_every_spelling(written, meant):
    assert normalise(written) == meant


def test_words_are_cut_for_search_with_the_whole_beside_its_parts():
    assert words("高强度无缝钢管加工") == [
        "高强",
        "强度",
        "高强度",
        "无缝",
        "钢管",
        "无缝钢管",
        "加工",
    ]


def test_an_unlisted_word_is_not_guessed_from_its_neighbours():
    assert words("铜包铝线") == ["铜", "包", "铝线"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Q345B/Q355B 鋼板", ["q345b", "q355b", "钢板"]),
        ("M8 × 20螺栓", ["m8x20", "m8", "20", "螺栓"]),
        ("220 kV 变压器", ["220kv", "变压", "变压器"]),
        ("轴承6312-2Z", ["轴承", "6312-2z", "6312", "2z"]),
        ("GB/T 5310-2017", ["gb/t5310-2017", "gb/t5310", "gb5310"]),
        ("ABS+PC", ["abs+pc", "abs", "pc"]),
        ("1,000吨", ["1000", "吨"]),
        ("铜的、锌和A", ["铜", "锌"]),
        ("3000r/min", ["3000r/min", "3000r", "min"]),
        ("35℃", ["35°c"]),
        ("φ 219×12", ["φ219x12", "φ219", "12"]),
        ("Болт 和 ねじ", ["болт", "ねじ"]),
        ("…，。!?", []),
        ("", []),
    ],
)
def test_names_grades_and_measures_stay_whole(text, tokens):
    assert words(text) == tokens


def test_grams_stay_inside_runs_of_han_characters():
    assert grams("无缝钢管、包 Q345B钢a") == ["无缝", "缝钢", "钢管", "包", "q345b", "钢"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Q345B 无缝钢管 φ219×12", ["q345b", "φ219x12"]),
        ("M8×20", ["m8x20"]),
        ("220KV", ["220kv"]),
        ("0.5mm²", ["0.5mm2"]),
        ("GB/T 5310-2017", ["gb/t5310-2017", "gb/t5310"]),
        ("gb/t5310", ["gb/t5310"]),
        ("ISO 9001:2015", ["iso9001"]),
        ("1N4007", ["1n4007"]),
        ("TC4", ["tc4"]),
        ("6312-2Z", ["6312-2z"]),
        ("304不锈钢 2026年 30吨", ["304"]),
        ("±0.01mm ±0.01mm", ["±0.01mm"]),
        ("USB-C", []),
    ],
)
def test_specs_are_grades_dimensions_and_standards(text, found):
    assert specs(text) == found


def test_pinyin_gives_each_han_word_in_full_and_by_initials():
    assert pinyin("昆明铜Q345B") == ["kunming", "km"]


def test_homophones_share_sounds_but_no_words():
    assert pinyin("景点") == pinyin("经典")
    assert not set(words("景点") + grams("景点")) & set(words("经典") + grams("经典"))


@given(st.text(alphabet=LISTED, max_size=30))
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet=LISTED, max_size=30))
def test_every_token_of_a_text_is_found_again_in_its_normalised_form(text):
    assert words(text) == words(normalise(text))
    assert grams(text) == grams(normalise(text))
    assert specs(text) == specs(normalise(text))


@given(st.text(max_size=40))
def test_any_text_can_be_cut_and_every_place_is_inside_it(text):
    words(text)
    specs(text)
    normal, places = normalise_with_places(text)
    assert len(normal) == len(places)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)


@given(st.text(alphabet=LISTED, max_size=30))
def test_places_go_with_the_same_normalised_letters(text):
    assert "".join(normalise_with_places(text)[0].split()) == "".join(normalise(text).split())


def test_places_point_at_the_original_of_each_character():
    assert normalise_with_places("Ａ鋼℃㎜") == ("a钢°cmm", [0, 1, 2, 2, 3, 3])


def test_several_threads_may_load_the_dictionaries_at_once():
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(words("鋼管"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["钢管"]] * 8
