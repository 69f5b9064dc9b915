"""What is read once stays until the outbox tells of a change of its kind, then it is read again."""

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
    )
    assert (kept(), kept()) == (1, 1)
    told(any_engine, Subject.NEED)
    assert kept() == 1
    told(any_engine, Subject.SYNONYM)
    told(any_engine, Subject.NEED)
    assert (kept(), kept()) == (2, 2)
    told(any_engine, Subject.THESAURUS)
    assert (kept(), kept()) == (3, 3)
