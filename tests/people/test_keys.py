import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.people import keys, service
from matchmaking.people.models import ApiKey
from matchmaking.people.roles import Role
from matchmaking.people.tokens import KeyText, digest, looks_like_a_key, new_key
from matchmaking.storage.database import reading, transaction


def issue(people, account, name="示例程序", secret="a" * 43):
    text = new_key("0123456789abcdef", secret)
    with transaction(people.engine) as session:
        return keys.issue_key(
            session, account.id, name, text=text, now=people.now, new_id=people.ids
        )


def owner(people, text):
    with reading(people.engine) as session:
        return keys.who_has_key(session, text, now=people.now)


def test_a_key_is_its_owner_and_only_its_digest_is_kept(people):
    alice = people.add("alice", Role.LENDER)
    issued = issue(people, alice)
    assert issued.text == f"rt_01234567_{'a' * 43}"
    key_id, found = owner(people, issued.text)
    assert (key_id, found.visitor.user_id, found.visitor.role) == (
        issued.row.id,
        alice.id,
        Role.LENDER,
    )
    with reading(people.engine) as session:
        stored = session.get(ApiKey, issued.row.id)
    assert (stored.key_hash, stored.prefix) == (digest(issued.text), "01234567")


def test_another_key_is_nobody(people):
    issue(people, people.add("alice"))
    assert owner(people, f"rt_01234567_{'b' * 43}") is None
    assert owner(people, "anything") is None


def test_a_revoked_key_opens_nothing_and_leaves_the_list(people):
    alice = people.add("alice")
    issued = issue(people, alice)
    for _ in range(2):
        with transaction(people.engine) as session:
            keys.revoke_key(session, alice.id, issued.row.id, now=people.now)
    assert owner(people, issued.text) is None
    with reading(people.engine) as session:
        assert keys.list_keys(session, alice.id) == []


def test_nobody_revokes_another_s_key(people):
    issued = issue(people, people.add("alice"))
    with transaction(people.engine) as session, pytest.raises(UnknownRecord):
        keys.revoke_key(session, "somebody else", issued.row.id, now=people.now)
    assert owner(people, issued.text) is not None


def test_a_disabled_owner_s_keys_are_gone_for_good(people):
    alice = people.add("alice")
    issued = issue(people, alice)
    with transaction(people.engine) as session:
        account = service.find_user(session, alice.id)
        service.disable_user(session, account, by="x", now=people.now)
    assert owner(people, issued.text) is None
    with transaction(people.engine) as session:
        service.enable_user(session, service.find_user(session, alice.id))
    assert owner(people, issued.text) is None


def test_a_key_needs_a_name_and_there_are_twenty_at_most(people):
    alice = people.add("alice")
    with pytest.raises(Invalid) as refused:
        issue(people, alice, name="  ")
    assert set(refused.value.fields) == {"name"}
    for number in range(20):
        issue(people, alice, secret=f"secret{number}")
    with pytest.raises(Conflict, match="每个账号最多 20 个密钥"):
        issue(people, alice, secret="one more")


def test_its_use_is_noted(people):
    alice = people.add("alice")
    issued = issue(people, alice)
    assert owner(people, issued.text)[1].to_be_noted
    with transaction(people.engine) as session:
        keys.note_key(session, issued.row.id, alice.id, now=people.now)
    assert not owner(people, issued.text)[1].to_be_noted


@given(st.text())
def test_asking_about_any_text_is_safe(text):
    assert looks_like_a_key(text) in {True, False}


def test_a_secret_may_have_the_separator_in_it():
    assert looks_like_a_key(str(KeyText("ab", "c_d_e")))
    assert not looks_like_a_key("rt__x")
    assert not looks_like_a_key("rt_密钥_x")
