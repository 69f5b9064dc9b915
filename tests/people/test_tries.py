from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.errors import TooManyTries
from matchmaking.people.tries import WINDOW, Try, refuse_if_too_many
from tests.people.conftest import NOW


def failed(count, login="alice", address="192.0.2.1", ago=timedelta(minutes=1)):
    return [Try(login, address, NOW - ago) for _ in range(count)]


def seconds(failures, login="alice", address="192.0.2.1"):
    """How long to wait; 0 when the try is free."""
    try:
        refuse_if_too_many(failures, login, address, now=NOW)
    except TooManyTries as refused:
        return refused.seconds
    return 0


def test_the_fifth_failure_closes_the_door_until_the_first_is_fifteen_minutes_old():
    assert seconds(failed(4)) == 0
    assert seconds(failed(5)) == 14 * 60
    assert seconds(failed(1, ago=timedelta(minutes=10)) + failed(4)) == 5 * 60


def test_old_failures_do_not_count():
    assert seconds(failed(50, ago=WINDOW)) == 0


def test_a_stranger_elsewhere_does_not_lock_the_owner_out():
    assert seconds(failed(5, address="203.0.113.9")) == 0


def test_guessing_one_login_from_many_addresses_is_stopped():
    spread = [one for n in range(20) for one in failed(1, address=f"203.0.113.{n}")]
    assert seconds(spread[:19]) == 0
    assert seconds(spread) == 14 * 60


def test_guessing_many_logins_from_one_address_is_stopped():
    spread = [one for n in range(20) for one in failed(1, login=f"user{n}")]
    assert seconds(spread[:19]) == 0
    assert seconds(spread) == 14 * 60


def test_it_is_said_in_minutes():
    with pytest.raises(TooManyTries, match="请过 14 分钟再登录"):
        refuse_if_too_many(failed(5), "alice", "192.0.2.1", now=NOW)


@given(st.lists(st.integers(min_value=0, max_value=1200), max_size=30))
def test_the_wait_that_is_named_is_exactly_long_enough(ages):
    failures = [Try("alice", "192.0.2.1", NOW - timedelta(seconds=age)) for age in ages]
    wait = seconds(failures)
    assert 0 <= wait <= WINDOW.total_seconds()
    if wait:
        refuse_if_too_many(failures, "alice", "192.0.2.1", now=NOW + timedelta(seconds=wait))
        with pytest.raises(TooManyTries):
            refuse_if_too_many(
                failures, "alice", "192.0.2.1", now=NOW + timedelta(seconds=wait - 1)
            )
