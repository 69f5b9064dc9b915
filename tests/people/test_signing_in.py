from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from matchmaking.errors import TooManyTries
from matchmaking.people import service, signing_in
from matchmaking.people.models import SignIn, SignInFailure
from matchmaking.people.passwords import is_right
from matchmaking.people.roles import Role, Visitor
from matchmaking.people.tokens import digest
from matchmaking.storage.database import reading, transaction
from tests.people.conftest import FIRM, PASSWORD

HERE = "192.0.2.1"
TOKEN = "token"


def begin(people, login="alice", address=HERE):
    with transaction(people.engine) as session:
        return signing_in.begin(session, login, address, now=people.now, new_id=people.ids)


def rows(people, model):
    with reading(people.engine) as session:
        return session.exec(select(model)).all()


def open_session(people, account, token=TOKEN):
    with transaction(people.engine) as session:
        signing_in.open_session(
            session, account.id, token=token, agent="Browser/" + "1" * 200, now=people.now
        )


def known(people, token=TOKEN):
    with reading(people.engine) as session:
        return signing_in.who_has_session(session, token, now=people.now)


def test_who_says_a_login_is_measured_by_its_password(people):
    alice = people.add("alice")
    candidate = begin(people, " Alice")
    assert (candidate.login, candidate.user_id) == ("alice", alice.id)
    assert is_right(PASSWORD, candidate.password_hash)


def test_an_unknown_login_and_a_disabled_one_look_the_same(people):
    alice = people.add("alice")
    with transaction(people.engine) as session:
        account = service.find_user(session, alice.id)
        service.disable_user(session, account, by="x", now=people.now)
    for login in ("alice", "nobody"):
        candidate = begin(people, login)
        assert (candidate.user_id, candidate.password_hash) == (None, None)


def test_a_try_counts_as_failed_until_it_succeeds(people):
    people.add("alice")
    for _ in range(4):
        begin(people)
    candidate = begin(people)
    assert len(rows(people, SignInFailure)) == 5
    with pytest.raises(TooManyTries) as refused:
        begin(people)
    assert refused.value.seconds == 15 * 60
    with transaction(people.engine) as session:
        signing_in.succeed(session, candidate)
    assert rows(people, SignInFailure) == []
    begin(people)


def test_failures_are_forgotten_after_a_quarter_of_an_hour(people):
    for _ in range(5):
        begin(people)
    people.later(minutes=15)
    begin(people)
    assert len(rows(people, SignInFailure)) == 1


def test_an_endless_login_is_remembered_cut_short(people):
    assert len(begin(people, "x" * 100_000).login) == 100


def test_a_session_is_its_owner(people):
    alice = people.add("alice")
    open_session(people, alice)
    assert known(people) == signing_in.Known(
        Visitor(alice.id, "示例alice", Role.SME, FIRM), temporary_password=False, to_be_noted=False
    )
    assert known(people, "another") is None


def test_the_token_itself_is_not_stored(people):
    open_session(people, people.add("alice"))
    stored = rows(people, SignIn)[0]
    assert (stored.token_hash, stored.agent[:10]) == (digest("token"), "Browser/11")
    assert len(stored.agent) == 120


def test_signing_in_is_seen_on_the_account(people):
    alice = people.add("alice")
    open_session(people, alice)
    with reading(people.engine) as session:
        assert service.find_user(session, alice.id).last_seen_at == people.now


def test_a_session_nobody_uses_lapses_after_twelve_hours(people):
    open_session(people, people.add("alice"))
    people.later(hours=11, minutes=59)
    assert known(people) is not None
    people.later(minutes=1)
    assert known(people) is None


def test_a_session_in_use_lasts_fourteen_days(people):
    alice = people.add("alice")
    open_session(people, alice)
    for _ in range(14 * 24 - 1):
        people.later(hours=1)
        found = known(people)
        assert found is not None
        assert found.to_be_noted
        with transaction(people.engine) as session:
            signing_in.note_session(session, "token", alice.id, now=people.now)
    people.later(hours=1)
    assert known(people) is None


def test_a_use_is_noted_every_ten_minutes_and_not_at_every_page(people):
    open_session(people, people.add("alice"))
    people.later(minutes=9)
    assert not known(people).to_be_noted
    people.later(minutes=1)
    assert known(people).to_be_noted


def test_signing_out_ends_this_session_only_and_twice_is_no_error(people):
    alice = people.add("alice")
    open_session(people, alice, "one")
    open_session(people, alice, "two")
    for _ in range(2):
        with transaction(people.engine) as session:
            signing_in.sign_out(session, "one")
    assert (known(people, "one"), known(people, "two") is None) == (None, False)


def test_everywhere_is_everywhere_but_here(people):
    alice, bob = people.add("alice"), people.add("bob")
    for account, token in ((alice, "one"), (alice, "two"), (bob, "three")):
        open_session(people, account, token)
    with transaction(people.engine) as session:
        signing_in.sign_out_everywhere(session, alice.id, keep=digest("two"))
    assert [known(people, token) is None for token in ("one", "two", "three")] == [
        True,
        False,
        False,
    ]


def test_a_disabled_user_is_out_at_once(people):
    alice = people.add("alice")
    open_session(people, alice)
    with transaction(people.engine) as session:
        account = service.find_user(session, alice.id)
        service.disable_user(session, account, by="x", now=people.now)
    assert known(people) is None
    assert rows(people, SignIn) == []


def test_sessions_past_their_end_are_swept_out_by_the_next_sign_in(people):
    alice = people.add("alice")
    open_session(people, alice, "old")
    people.now += timedelta(days=14)
    open_session(people, alice, "new")
    assert [one.token_hash for one in rows(people, SignIn)] == [digest("new")]


def test_a_hundred_tries_at_once_are_still_counted_one_by_one(people):
    """Guessing in parallel gains nothing: five get to the password, the others are told to wait."""
    people.add("alice")
    begun, refused = [], []

    def attempt(number: int) -> None:
        with transaction(people.engine) as session:
            try:
                begun.append(
                    signing_in.begin(
                        session, "alice", HERE, now=people.now, new_id=lambda: f"try-{number}"
                    )
                )
            except TooManyTries as wait:
                refused.append(wait.seconds)

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(attempt, range(100)))
    assert (len(begun), len(refused)) == (5, 95)
