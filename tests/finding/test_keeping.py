"""What is read once stays until the outbox tells of a change of its kind, then it is read again."""

from threading import Event
from time import sleep

from matchmaking.finding.keeping import Kept
from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import tell
from matchmaking.storage.database import transaction
from tests.finding.conftest import NOW


def told(engine, subject: Subject) -> None:
    with transaction(engine) as session:
        tell(session, subject, ["x"], now=NOW)


def test_it_is_made_once_and_again_after_a_change_of_its_kind(any_engine):
    made = []
    kept = Kept(
        any_engine,
        lambda _: made.append(1) or len(made),
        subjects=frozenset({Subject.SYNONYM, Subject.THESAURUS}),
        patience=10.0,
    )
    assert (kept(), kept()) == (1, 1)
    told(any_engine, Subject.NEED)
    assert kept() == 1
    told(any_engine, Subject.SYNONYM)
    told(any_engine, Subject.NEED)
    assert (kept(), kept()) == (2, 2)
    told(any_engine, Subject.THESAURUS)
    assert (kept(), kept()) == (3, 3)


def test_what_takes_long_is_made_beside_while_the_old_one_serves(engine):
    begun, go_on, made = Event(), Event(), []

    def make(_):
        made.append(1)
        if len(made) > 1:
            begun.set()
            go_on.wait(10)
        return len(made)

    kept = Kept(engine, make, subjects=frozenset({Subject.THESAURUS}), patience=0.0)
    assert kept() == 1
    told(engine, Subject.THESAURUS)
    assert kept() == 1
    assert begun.wait(10)
    assert kept() == 1
    go_on.set()
    for _ in range(1_000):
        if kept() == 2:
            break
        sleep(0.01)
    assert (kept(), len(made)) == (2, 2)


def test_numbers_that_went_back_are_those_of_another_database(engine):
    made = []
    kept = Kept(
        engine,
        lambda _: made.append(1) or len(made),
        subjects=frozenset({Subject.SYNONYM}),
        patience=10.0,
    )
    told(engine, Subject.NEED)
    told(engine, Subject.NEED)
    assert kept() == 1
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM outbox WHERE seq = 2")
    assert (kept(), kept()) == (2, 2)
