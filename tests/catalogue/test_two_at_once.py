"""Two people change one listing at the same moment: one is written, the other is told."""

from threading import Event, Thread

from sqlalchemy import Engine

from matchmaking.catalogue import service
from matchmaking.catalogue.models import Need, Status
from matchmaking.catalogue.service import Hand
from matchmaking.errors import Conflict
from matchmaking.storage.database import reading, transaction
from tests.catalogue.conftest import NOW, TODAY, a_firm_file
from tests.catalogue.test_taking_in import a_demand

HAND = Hand("", NOW, TODAY)


def changed_to(title: str, engine: Engine, *, found: Event) -> str:
    """What becomes of a change by somebody who read the first version."""
    try:
        with transaction(engine) as session:
            need = service.find(session, Need, "n1")
            found.set()
            service.change(session, need, a_demand(title=title), version=1, hand=HAND)
    except Conflict:
        return "told"
    return "written"


def test_the_second_of_two_changes_is_told_and_not_written(any_engine: Engine) -> None:
    with transaction(any_engine) as session:
        session.add(a_firm_file(1))
        session.flush()
        days = {"posted_at": NOW, "updated_at": NOW, "confirmed_on": TODAY}
        session.add(
            Need(id="n1", firm_id="f1", number="1", title="甲", status=Status.PUBLISHED, **days)
        )
    answers, found = [], Event()
    second = Thread(
        target=lambda: answers.append(changed_to("丙", any_engine, found=found)), daemon=True
    )
    with transaction(any_engine) as session:
        need = service.find(session, Need, "n1")
        service.change(session, need, a_demand(title="乙"), version=1, hand=HAND)
        second.start()
        # On SQLite the second cannot even begin before the first has ended.
        found.wait(0.5)
    second.join()
    assert answers == ["told"]
    with reading(any_engine) as session:
        assert service.find(session, Need, "n1").title == "乙"
