"""Queries taken apart, and the tokens an index is given: the same units on both sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import words
from search.analysis.indexing import read_tokens
from search.analysis.normalising import normalise_with_places
from search.analysis.typed import Typed, Wanted, name_groups, plain_part, read_typed
from search.analysis.units import BREAK, entries, joined, pairs, placed_units, units
from search.engines.highlighting import mark
from search.engines.meilisearch_tokens import read_spelt, spelt

SYNONYMS = name_groups({"农行": ["中国农业银行"], "PE管": ["聚乙烯管材", "！"]})
WRITTEN = st.text(alphabet="一的铜锌钢管鋼M8×20φ²Q345Bb /-,.，、 kVmx", max_size=30)


def wanted(text):
    return [["".join(name) for name in word.names] for word in read_typed(text, SYNONYMS).wanted]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("昆明无缝钢管的加工", [["昆明"], ["无缝钢管"], ["加工"]]),
        ("铣刨机", [["铣刨机"]]),
        ("间单", [["间单"]]),
        ("铜和锌", [["铜"], ["锌"]]),
        ("铜 锌 铜", [["铜"], ["锌"]]),
        ("Q345B钢板", [["q345b"], ["钢板"]]),
        ("农行业务", [["农行", "中国农业银行"], ["业务"]]),
        ("PE 管、管", [["pe管", "聚乙烯管材"], ["管"]]),
        ("PE，管", [["pe"], ["管"]]),
        ("的", [["的"]]),
    ],
)
def test_a_query_is_cut_into_words_each_with_its_other_names(text, names):
    assert wanted(text) == names


def test_phrases_and_what_is_not_wanted_are_set_apart():
    typed = read_typed('“无缝 钢管” -景点 -"a，b" 6312-2z', SYNONYMS)
    assert typed == Typed(
        wanted=(Wanted((("6312-2z",),)),),
        phrases=(tuple("无缝钢管"),),
        unwanted=(("a",), ("b",), tuple("景点")),
    )


def test_nothing_typed_is_not_the_same_as_nothing_that_can_be_looked_for():
    assert (read_typed(" ", SYNONYMS).blank, read_typed(" ", SYNONYMS).hopeless) == (True, False)
    assert (read_typed("!", SYNONYMS).blank, read_typed("!", SYNONYMS).hopeless) == (False, True)


@pytest.mark.parametrize(
    ("word", "typos"),
    [("bolt", 1), ("bearing", 1), ("bearings", 2), ("pvc", 0), ("q345b", 0), ("螺栓螺母", 0)],
)
def test_slips_are_forgiven_by_length_in_latin_words_only(word, typos):
    assert Wanted((units(word)[0],)).typos == typos


@pytest.mark.parametrize(
    ("unit", "found_by"),
    [
        ("q345b", ["q345b", "q345"]),
        ("220kv", ["220kv", "220"]),
        ("1000kg", ["1000kg", "1000"]),
        ("1.5mm2", ["1.5mm2", "1.5"]),
        ("φ25mm", ["φ25mm", "φ25"]),
        ("hrb400e", ["hrb400e", "hrb", "hrb400"]),
        ("m8x20", ["m8x20", "m8", "20", "m8x"]),
        ("1n4007", ["1n4007"]),
        ("钢", ["钢"]),
        ("a", ["a"]),
    ],
)
def test_a_grade_is_found_by_its_beginnings_and_a_measure_by_its_figure(unit, found_by):
    assert entries(unit) == found_by


def test_a_token_of_several_units_keeps_latin_names_apart():
    assert joined(("q345b", "钢", "板")) == "q345b·钢板"
    assert joined(("ab", "c")) != joined(("a", "bc"))
    assert joined(("钢",)) == "钢"


def test_punctuation_parts_what_blanks_do_not():
    assert units("钢 管，5吨") == [("钢", "管"), ("5", "吨")]
    assert read_tokens("钢 管，5吨").pairs == ["钢管", BREAK, "5·吨"]
    assert [[unit.text for unit in group] for group in placed_units("钢 管，5吨")] == [
        ["钢", "管"],
        ["5", "吨"],
    ]


@given(WRITTEN)
def test_an_index_is_given_the_tokens_that_are_looked_for(text):
    tokens = read_tokens(text)
    groups = units(text)
    assert tokens.words == words(text)
    assert [pair for pair in tokens.pairs if pair != BREAK] == [
        pair for group in groups for pair in pairs(group)
    ]
    assert tokens.singles == [
        entry for group in groups for unit in group for entry in entries(unit)
    ]


@given(WRITTEN)
def test_marking_changes_nothing_but_the_marks(text):
    marked = mark(text, read_typed("钢管 Q345B 20", SYNONYMS))
    assert marked.replace("〔", "").replace("〕", "") == text
    assert marked.count("〔") == marked.count("〕")


@given(st.text(max_size=20))
def test_any_text_can_be_read_back_from_its_letters(text):
    assert read_spelt(spelt(text)) == text


def test_places_hold_where_a_conversion_changes_the_length():
    assert normalise_with_places("5mm^2 鋼") == ("5mm^2 钢", [0, 1, 2, 3, 4, 5, 6])
    assert normalise_with_places("M8 ×20") == ("m8 x20", [0, 1, 2, 3, 4, 5])


def test_names_told_for_a_query_stand_beside_the_words_it_is_cut_into():
    told = {"钢管": ["管材", "钢管", "steel tube"], "农行": ["银行"], "！": ["？"], "铜": ["！"]}
    (word, bank) = read_typed("钢管 农行", SYNONYMS, told).wanted
    assert word == Wanted(
        (tuple("钢管"),),
        (tuple("管材"), ("steel", "tube")),
    )
    assert bank.names == (tuple("农行"), tuple("中国农业银行"))
    (copper,) = read_typed("铜", SYNONYMS, told).wanted
    assert copper.others == ()


def test_a_name_of_several_words_may_also_be_found_apart():
    told = {"水泥井盖": ["混凝土井盖"]}
    (word,) = read_typed("水泥井盖", {}, told).wanted
    assert word.apart == (Wanted((tuple("水泥"),)), Wanted((tuple("井盖"),)))
    assert read_typed("水泥井盖", {}, told).size == 2
    assert mark("水泥排水井盖", read_typed("水泥井盖", {}, told)) == "〔水泥〕排水〔井盖〕"
    assert mark("混凝土井盖", read_typed("水泥井盖", {}, told)) == "〔混凝土井盖〕"


def test_what_is_plain_in_a_query_has_no_phrases_and_nothing_unwanted():
    assert plain_part('“洋灰” 沙子 -河沙 -"海 沙"').split() == ["沙子"]
