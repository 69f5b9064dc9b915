import threading

import pytest
from sqlmodel import Session

from matchmaking.errors import Conflict, Invalid
from matchmaking.people import remembered
from matchmaking.people.models import IdempotentAnswer
from matchmaking.people.remembered import Said, asked, claim, keep
from matchmaking.storage.database import reading, transaction
from tests.people.conftest import NOW

SAID = Said(201, {"location": "/api/v1/needs/1"}, b'{"id":"1"}')


def write(body=b"{}", key="key-1", what="POST /api/v1/needs"):
    return asked("alice", key, what, body=body)


def do(people, this, said=SAID):
    """The write with its answer, or the answer of before."""
    with transaction(people.engine) as session:
        before = claim(session, this, now=people.now)
        if before is None:
            keep(session, this, said)
        return before


def test_the_same_write_gets_the_same_answer_to_the_byte(people):
    assert do(people, write()) is None
    assert do(people, write()) == SAID


def test_a_key_stands_for_one_write(people):
    do(people, write())
    for other in (write(body=b"[]"), write(what="POST /api/v1/supplies")):
        with pytest.raises(Invalid, match="已经用于另一次写入"):
            do(people, other)
    assert do(people, write(key="key-2")) is None


def test_everybody_has_keys_of_their_own(people):
    do(people, write())
    assert do(people, asked("bob", "key-1", "POST /api/v1/needs", body=b"{}")) is None


def test_a_write_that_failed_leaves_no_answer(people):
    with people.engine.connect() as connection, Session(connection) as session:
        claim(session, write(), now=NOW)
        session.rollback()
    assert do(people, write()) is None


def test_answers_are_kept_for_two_days(people):
    do(people, write())
    people.later(days=2)
    assert do(people, write()) is None


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb"])
def test_what_cannot_be_a_key_is_refused(key):
    with pytest.raises(Invalid, match="Idempotency-Key 请用"):
        write(key=key)


def test_an_answer_without_a_claim_is_a_mistake_of_ours(people):
    with transaction(people.engine) as session, pytest.raises(LookupError):
        keep(session, write(), SAID)


def test_two_at_once_do_it_once(people):
    """SQLite lets the second wait and answers it; PostgreSQL tells it that the first is at it."""
    claimed, outcomes = threading.Event(), []

    def second():
        claimed.wait()
        try:
            outcomes.append(do(people, write()))
        except Conflict as conflict:
            outcomes.append(conflict)

    thread = threading.Thread(target=second)
    thread.start()
    with transaction(people.engine) as session:
        assert claim(session, write(), now=NOW) is None
        claimed.set()
        thread.join(timeout=0.3)  # it waits for us, in the database
        keep(session, write(), SAID)
    thread.join()
    assert len(outcomes) == 1
    assert outcomes[0] == SAID or "正在进行" in str(outcomes[0])
    with reading(people.engine) as session:
        kept = session.get(IdempotentAnswer, ("alice", "key-1"))
    assert (kept.status, kept.headers, kept.body) == (201, dict(SAID.headers), SAID.body)
    assert remembered.KEPT.days == 2
