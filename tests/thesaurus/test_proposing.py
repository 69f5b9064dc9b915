"""What use asks: names that come up again and touch nothing, matches whose sides have nothing in common."""

from datetime import UTC, datetime

import pytest

from matchmaking.errors import Conflict
from matchmaking.outbox import queries as outbox
from matchmaking.storage.database import reading, transaction
from matchmaking.thesaurus import editing, queries
from matchmaking.thesaurus.editing import Hand
from matchmaking.thesaurus.knowledge import Knowledge, know
from matchmaking.thesaurus.lookalikes import Lookalikes
from matchmaking.thesaurus.models import Origin, State
from matchmaking.thesaurus.proposing import (
    Pair,
    Question,
    Seen,
    ask_of_pairs,
    ask_of_texts,
    keep,
    question_of,
    suggested_name,
)
from search.vectors import HashingEncoder

HAND = Hand("", datetime(2026, 3, 2, 1, 0, tzinfo=UTC))


@pytest.fixture
def knowledge(small) -> Knowledge:
    return know(small)


@pytest.fixture
def lookalikes(small) -> Lookalikes:
    return Lookalikes(small)


def seen(text: str, times: int = 2, origin: Origin = Origin.UNMET) -> Seen:
    return Seen(text, times, origin)


def pair(title: str, product: str, key: str = "1") -> Pair:
    return Pair(f"need-{key}", f"supply-{key}", title, product)


def test_a_name_that_comes_up_again_and_is_not_known_is_asked_about(knowledge, lookalikes):
    asked = ask_of_texts([seen("低合金钢条", 3)], knowledge, lookalikes)
    assert asked == [Question(Origin.UNMET, "低合金钢条", 3, ("低合金板",))]
    assert str(asked[0].sentence) == (
        "「低合金钢条」出现了 3 次，词库里没有。它是新的概念，还是已有概念的另一个名称？"
    )


@pytest.mark.parametrize("text", ["洋灰", "采购水泥", "Q345B", "P·O42.5 散装"])
def test_what_touches_a_concept_is_not_asked_about(knowledge, lookalikes, text):
    assert ask_of_texts([seen(text, 9)], knowledge, lookalikes) == []


def test_what_is_named_in_passing_does_not_count_as_known(knowledge, lookalikes):
    asked = ask_of_texts([seen("水泥搅拌桩")], knowledge, lookalikes)
    assert [(one.name, one.near) for one in asked] == [("水泥搅拌桩", ("水泥",))]


def test_what_came_up_once_is_not_asked_about(knowledge, lookalikes):
    assert ask_of_texts([seen("碳化硅舟", 1)], knowledge, lookalikes) == []


def test_searches_and_needs_in_any_spelling_are_counted_together(knowledge, lookalikes):
    texts = [seen("ＳiC 舟", 1), seen("SiC舟", 1, Origin.NEED), seen("红砖", 5)]
    asked = ask_of_texts(texts, knowledge, lookalikes)
    assert [(one.origin, one.name, one.times) for one in asked] == [
        ("未满足的检索", "红砖", 5),
        ("未满足的检索", "ＳiC 舟", 2),
    ]


def test_the_id_of_a_question_does_not_depend_on_who_asks_or_how_it_is_spelt():
    one = Question(Origin.UNMET, "SiC舟", 2)
    assert one.id == Question(Origin.NEED, "ｓiｃ舟", 9, ("舟",)).id
    assert one.id != Question(Origin.MATCH, "SiC舟", 1, ("舟",), pair("a", "b")).id


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("电解铜箔（18μm）", "电解铜箔"),
        ("“碳化硅舟”", "碳化硅舟"),
        ("舟，三寸", "舟"),
        ("（询价）", ""),
        ("长" * 50, "长" * 40),
    ],
)
def test_the_name_of_a_text_is_what_stands_before_brackets_and_commas(text, name):
    assert suggested_name(text) == name


def test_a_text_without_a_name_is_not_asked_about(knowledge, lookalikes):
    assert ask_of_texts([seen("（）")], knowledge, lookalikes) == []


def test_a_match_of_a_known_and_an_unknown_thing_asks_for_the_link(knowledge, lookalikes):
    (asked,) = ask_of_pairs([pair("采购水泥", "士敏土粉")], knowledge, lookalikes)
    assert (asked.name, asked.near[0], asked.pair) == (
        "士敏土粉",
        "水泥",
        pair("采购水泥", "士敏土粉"),
    )
    assert "「士敏土粉」是「水泥」的另一个名称，还是它的一种？" in str(asked.sentence)
    (other,) = ask_of_pairs([pair("士敏土粉", "水泥")], knowledge, lookalikes)
    assert other.id == asked.id


def test_a_match_of_two_unknown_things_asks_for_the_need_s(knowledge, lookalikes):
    (asked,) = ask_of_pairs([pair("红砖", "烧结砖")], knowledge, lookalikes)
    assert (asked.name, asked.near) == ("红砖", ())
    assert "词库里两样都没有。要不要补上「红砖」？" in str(asked.sentence)


def test_a_match_of_two_known_things_asks_whether_one_is_a_kind_of_the_other(knowledge, lookalikes):
    (asked,) = ask_of_pairs([pair("混凝土", "石灰石")], knowledge, lookalikes)
    assert (asked.name, asked.near) == ("石灰石", ("混凝土",))


@pytest.mark.parametrize(
    ("title", "product"), [("水泥", "洋灰"), ("起重设备", "倒链"), ("倒链", "吊装设备")]
)
def test_a_match_the_thesaurus_explains_asks_nothing(knowledge, lookalikes, title, product):
    assert ask_of_pairs([pair(title, product)], knowledge, lookalikes) == []


def test_a_match_without_a_name_asks_nothing(knowledge, lookalikes):
    assert ask_of_pairs([pair("（询价）", "水泥")], knowledge, lookalikes) == []


def test_the_same_question_of_several_matches_is_asked_once(knowledge, lookalikes):
    pairs = [pair("水泥", "士敏土", "1"), pair("采购水泥", "士敏土", "2")]
    (asked,) = ask_of_pairs(pairs, knowledge, lookalikes)
    assert asked.times == 2


def test_likeness_is_told_by_shared_characters_and_by_meaning_if_asked(small):
    assert Lookalikes(small).near("手拉起重葫芦")[:2] == ["手拉葫芦", "葫芦瓜"]
    assert Lookalikes(small).near("紫外灯") == []
    with_meaning = Lookalikes(small, HashingEncoder())
    assert with_meaning.near("水泥")[0] == "水泥"
    assert with_meaning.near("") == []


def test_questions_are_kept_once_and_told(any_engine, knowledge, lookalikes):
    asked = [
        *ask_of_texts([seen("红砖")], knowledge, lookalikes),
        *ask_of_pairs([pair("水泥", "士敏土")], knowledge, lookalikes),
        *ask_of_pairs([pair("混凝土", "石灰石")], knowledge, lookalikes),
    ]
    again = ask_of_texts([seen("红砖", 7)], knowledge, lookalikes)
    with transaction(any_engine) as session:
        assert keep(session, asked, thesaurus=knowledge.thesaurus, hand=HAND) == 3
    with transaction(any_engine) as session:
        assert keep(session, again, thesaurus=knowledge.thesaurus, hand=HAND) == 0
    with reading(any_engine) as session:
        rows = {one.name: one for one in queries.page(session, State.PROPOSED, start=0, limit=9)[0]}
        told = outbox.after(session, 0, 99)
    assert {one.subject_id for one in told} == {one.id for one in asked}
    assert question_of(rows["红砖"]) == again[0]
    assert question_of(rows["士敏土"]) == asked[1]
    shown = {name: (row.doing, row.division, row.cells[1]) for name, row in rows.items()}
    assert shown == {
        "红砖": ("新增", "", ""),
        "士敏土": ("新增", "30", "水泥"),
        "石灰石": ("更正", "30", "非金属矿物制品；混凝土"),
    }


def test_what_was_decided_is_not_asked_again(any_engine, knowledge, lookalikes):
    asked = ask_of_texts([seen("红砖")], knowledge, lookalikes)
    with transaction(any_engine) as session:
        keep(session, asked, thesaurus=knowledge.thesaurus, hand=HAND)
        editing.reject(session, asked[0].id, hand=HAND)
    with transaction(any_engine) as session:
        assert keep(session, asked, thesaurus=knowledge.thesaurus, hand=HAND) == 0
        with pytest.raises(Conflict):
            editing.reject(session, asked[0].id, hand=HAND)


def test_what_somebody_has_proposed_is_not_asked(any_engine, knowledge, lookalikes):
    said = editing.Said(
        editing.Doing.ADD, "30", ("红砖", "非金属矿物制品", "", "", "砌墙用的", *[""] * 4)
    )
    with transaction(any_engine) as session:
        editing.propose(session, said, shipped=knowledge.thesaurus, new_id="e1", hand=HAND)
        asked = ask_of_texts([seen("红砖")], knowledge, lookalikes)
        assert keep(session, asked, thesaurus=knowledge.thesaurus, hand=HAND) == 0
        assert question_of(editing.find(session, "e1")) is None


def test_a_run_asks_no_more_than_anybody_can_answer(engine, knowledge, lookalikes):
    texts = [seen(f"器件{number:04}号", number + 2) for number in range(230)]
    asked = ask_of_texts(texts, knowledge, lookalikes)
    with transaction(engine) as session:
        assert keep(session, asked, thesaurus=knowledge.thesaurus, hand=HAND) == 200
    with transaction(engine) as session:
        assert keep(session, asked, thesaurus=knowledge.thesaurus, hand=HAND) == 30
