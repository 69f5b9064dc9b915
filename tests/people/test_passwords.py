import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.errors import Invalid
from matchmaking.people.passwords import COMMONEST, LONGEST, check_new, hash_of, is_right


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("九个字符不够长啊！", "密码太短，请至少用 10 个字符，几个不相干的词连起来最好记。"),
        ("x" * 99 + "yz" * 51, "密码太长，请不要超过 200 个字符。"),
        ("Alice.Wang", "密码几乎就是账号名，请换一个与账号无关的。"),
        ("alice.wang2026", "密码几乎就是账号名，请换一个与账号无关的。"),
        ("Password123", "这是最常被猜到的密码之一，请换一个别人想不到的。"),
        ("abababababab", "这是最常被猜到的密码之一，请换一个别人想不到的。"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(password, wrong):
    with pytest.raises(Invalid) as refused:
        check_new(password, "alice.wang")
    assert refused.value.fields == {"password": wrong}
    assert str(refused.value) == wrong


@pytest.mark.parametrize(
    "password", ["correct horse battery", "昆明池边三棵老柳树", "昆明池边三棵老柳树呀"]
)
def test_ten_characters_of_any_script_will_do(password):
    if len(password) < 10:
        with pytest.raises(Invalid):
            check_new(password, "alice")
    else:
        check_new(password, "alice")


def test_every_common_password_is_long_enough_to_need_the_list():
    assert [one for one in COMMONEST if len(one) < 10 or one != one.casefold()] == []


def test_only_the_right_password_is_right():
    stored = hash_of("correct horse battery")
    assert stored.startswith("$argon2id$")
    assert is_right("correct horse battery", stored)
    assert not is_right("correct horse batterY", stored)
    assert not is_right("correct horse battery", None)
    assert not is_right("x" * (LONGEST + 1), stored)


def test_nobody_s_password_opens_nothing():
    assert not is_right("nobody has this one", None)


@given(st.text(max_size=9))
def test_nothing_short_is_accepted(password):
    with pytest.raises(Invalid):
        check_new(password, "somebody")
