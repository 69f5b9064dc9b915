import pytest

from matchmaking.sentences import say
from web.language import Language, Tongue, load_tongues, read_messages, recognise

MESSAGES = {
    "持有{asked}": "Holds {asked}",
    "产能": "Capacity",
    "文件有{0} MB，超过{1} MB的上限。": "{0} MB is more than {1} MB.",
    "{0}。这一格先按未填处理": "{0}. The cell is taken as empty",
    "没有{month}月，请核对日期": "There is no month {month}",
    "像{0}又像{0}，请二选一": "Twice {0}",
}
ENGLISH = Tongue(Language.ENGLISH, MESSAGES, recognise(MESSAGES))


def test_a_sentence_is_translated_first_and_filled_afterwards():
    assert ENGLISH.tell(say("持有{asked}", asked="ISO9001")) == "Holds ISO9001"


def test_a_value_that_is_a_word_of_ours_is_translated_too():
    assert ENGLISH.tell(say("持有{asked}", asked="产能")) == "Holds Capacity"


def test_what_has_no_translation_is_said_in_chinese():
    assert ENGLISH.tell(say("没有译文{x}", x=1)) == "没有译文1"
    assert ENGLISH.word("没有译文") == "没有译文"


def test_a_finished_sentence_is_recognised_and_its_values_kept():
    assert ENGLISH.retell("文件有73 MB，超过50 MB的上限。") == "73 MB is more than 50 MB."


def test_a_finished_sentence_inside_another_is_retold_as_well():
    told = ENGLISH.retell("没有13月，请核对日期。这一格先按未填处理")
    assert told == "There is no month 13. The cell is taken as empty"


def test_a_place_named_twice_must_hold_the_same_both_times():
    assert ENGLISH.retell("像甲又像甲，请二选一") == "Twice 甲"
    assert ENGLISH.retell("像甲又像乙，请二选一") == "像甲又像乙，请二选一"


def test_a_short_sentence_is_not_mistaken_for_a_pattern():
    assert ENGLISH.retell("持有许可证") == "持有许可证"


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (("en", None), Language.ENGLISH),
        ((None, "en"), Language.ENGLISH),
        (("zh", "en"), Language.CHINESE),
        (("fr", "en-GB"), Language.ENGLISH),
        ((None, None), Language.CHINESE),
        (("fr",), Language.CHINESE),
    ],
)
def test_the_first_wish_that_can_be_met_decides(wishes, language):
    assert load_tongues().choose(*wishes).language is language


def test_fuzzy_and_empty_entries_do_not_count(tmp_path):
    path = tmp_path / "messages.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "甲"\nmsgstr "one"\n\n#, fuzzy\nmsgid "乙"\nmsgstr "two"\n\nmsgid "丙"\nmsgstr ""\n',
        encoding="utf-8",
    )
    assert read_messages(path) == {"甲": "one"}
