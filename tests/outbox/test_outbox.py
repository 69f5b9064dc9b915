"""Changes are numbered in the order they can be seen; one reader at a time holds a lease."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

from sqlalchemy import Engine

from matchmaking.outbox import queries
from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import give_up_lease, is_held, take_lease, tell
from matchmaking.storage.database import reading, transaction

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_changes_come_in_order_and_from_a_place_on(any_engine: Engine) -> None:
    with transaction(any_engine) as session:
        tell(session, Subject.NEED, ["a", "b"], now=NOW)
        tell(session, Subject.FIRM, [], now=NOW)
    with reading(any_engine) as session:
        first, second = queries.after(session, 0, 10)
        assert (first.subject_id, second.subject_id) == ("a", "b")
        assert [one.subject_id for one in queries.after(session, first.seq or 0, 10)] == ["b"]
        assert queries.newest(session) == second.seq


def test_before_the_first_change_the_newest_is_nought(engine: Engine) -> None:
    with reading(engine) as session:
        assert queries.newest(session) == 0
        assert queries.place_of(session, "谁") == 0


def test_a_place_is_kept(engine: Engine) -> None:
    with transaction(engine) as session:
        queries.position(session, "索引").seq = 7
    with transaction(engine) as session:
        assert queries.position(session, "索引").seq == 7
        assert queries.place_of(session, "索引") == 7


def test_numbers_never_become_visible_out_of_order(any_engine: Engine) -> None:
    """Whoever reads up to a number has seen every smaller one, however many write at once."""
    begin, seen = Barrier(3), []

    def write(name: str) -> None:
        begin.wait()
        for turn in range(15):
            with transaction(any_engine) as session:
                tell(session, Subject.NEED, [f"{name}{turn}"], now=NOW)

    writers = [Thread(target=write, args=(name,)) for name in "ab"]
    for writer in writers:
        writer.start()
    begin.wait()
    place = 0
    while any(writer.is_alive() for writer in writers) or len(seen) < 30:
        with reading(any_engine) as session:
            for change in queries.after(session, place, 100):
                seen.append(change.subject_id)
                place = change.seq or 0
    assert sorted(seen) == sorted(f"{name}{turn}" for name in "ab" for turn in range(15))


def test_a_lease_has_one_holder_till_it_lapses_or_is_given_up(any_engine: Engine) -> None:
    def ask(who: str, now: datetime) -> bool:
        with transaction(any_engine) as session:
            return take_lease(session, "索引", who, now=now, length=MINUTE)

    assert ask("甲", NOW)
    assert not ask("乙", NOW)
    assert ask("甲", NOW + MINUTE / 2)
    assert not ask("乙", NOW + MINUTE)
    assert ask("乙", NOW + 2 * MINUTE)
    with transaction(any_engine) as session:
        give_up_lease(session, "索引", "甲")
    assert not ask("甲", NOW + 2 * MINUTE)
    with transaction(any_engine) as session:
        give_up_lease(session, "索引", "乙")
    assert ask("甲", NOW + 2 * MINUTE)
    with reading(any_engine) as session:
        assert is_held(session, "索引", now=NOW + 2 * MINUTE)
        assert not is_held(session, "索引", now=NOW + 3 * MINUTE)
        assert not is_held(session, "别的", now=NOW)
