"""A listing's life: handed in, reviewed, changed, renewed, closed; each step told, each clash refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from matchmaking.catalogue import queries, service
from matchmaking.catalogue.marks import Mark, introduced, marks_of, set_mark
from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.catalogue.service import Hand
from matchmaking.catalogue.standing import standing
from matchmaking.catalogue.taking_in import Source
from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.firms.models import FirmFile
from matchmaking.outbox.queries import newest
from matchmaking.storage.database import transaction
from tests.catalogue.conftest import TODAY
from tests.catalogue.test_taking_in import a_demand, a_supply

Make = Callable[..., Source]


@pytest.fixture
def session(engine: Engine, firms: dict[str, str]):
    del firms
    with transaction(engine) as session:
        yield session


@pytest.fixture
def need(session: Session, source: Make) -> Need:
    key = service.add(session, a_demand(), "f1", source=source(Status.PENDING))
    found = service.find(session, Need, key)
    assert isinstance(found, Need)
    return found


@pytest.fixture
def supply(session: Session, source: Make) -> SupplyListing:
    key = service.add(session, a_supply(), "f2", source=source())
    found = service.find(session, SupplyListing, key)
    assert isinstance(found, SupplyListing)
    return found


def later(hand: Hand, hours: int = 1) -> Hand:
    return replace(hand, now=hand.now + timedelta(hours=hours))


def test_what_is_not_there_is_told(session: Session) -> None:
    with pytest.raises(UnknownRecord, match="没有这条需求"):
        service.find(session, Need, "无")
    with pytest.raises(UnknownRecord, match="没有这条供给"):
        service.find(session, SupplyListing, "无")


def test_a_second_listing_of_the_same_number_is_refused(
    session: Session, need: Need, source: Make
) -> None:
    with pytest.raises(Conflict, match="同样编号"):
        service.add(session, a_demand(), need.firm_id, source=source())


def test_publishing_says_who_and_when_and_is_no_change_since_the_review(
    session: Session, need: Need, hand: Hand
) -> None:
    service.publish(session, need, hand=later(hand))
    assert (need.status, need.reviewed_by) == (Status.PUBLISHED, "审核员")
    assert standing(need, TODAY).open
    assert not standing(need, TODAY).changed


def test_changing_a_published_one_calls_the_reviewer_again(
    session: Session, need: Need, hand: Hand
) -> None:
    service.publish(session, need, hand=hand)
    fresh = a_demand(specs="18寸")
    service.change(session, need, fresh, version=need.version, hand=later(hand))
    assert (need.specs, need.terms, need.status) == ("18寸", 2, Status.PUBLISHED)
    rows, total = queries.to_review(session, Need, start=0, limit=10)
    assert ([one.id for one, _ in rows], total) == ([need.id], 1)
    assert standing(need, TODAY).changed


def test_two_people_writing_at_once_do_not_overwrite_each_other(
    session: Session, need: Need, hand: Hand
) -> None:
    with pytest.raises(Conflict, match="刷新页面"):
        service.change(session, need, a_demand(), version=need.version + 1, hand=hand)


def test_saving_without_a_change_leaves_the_terms(session: Session, need: Need, hand: Hand) -> None:
    service.change(session, need, a_demand(), version=need.version, hand=hand)
    assert need.terms == 1


def test_sending_back_needs_a_reason_and_mending_hands_it_in_again(
    session: Session, need: Need, hand: Hand
) -> None:
    with pytest.raises(Invalid):
        service.send_back(session, need, " ", hand=hand)
    service.send_back(session, need, "请写数量", hand=hand)
    assert (need.status, need.review_note) == (Status.RETURNED, "请写数量")
    with pytest.raises(Conflict):
        service.send_back(session, need, "再退", hand=hand)
    service.change(session, need, a_demand(specs="18寸"), version=need.version, hand=hand)
    assert need.status == Status.PENDING


def test_closing_and_renewing(session: Session, need: Need, hand: Hand) -> None:
    service.close(session, need, hand=hand)
    for step in (service.close, service.publish):
        with pytest.raises(Conflict):
            step(session, need, hand=hand)
    service.renew(session, need, hand=replace(hand, today=TODAY + timedelta(days=100)))
    assert (need.status, need.confirmed_on) == (Status.PENDING, TODAY + timedelta(days=100))


def test_what_nobody_confirms_grows_stale_and_runs_out(need: Need) -> None:
    need.status = Status.PUBLISHED
    assert not standing(need, TODAY + timedelta(days=90)).stale
    assert standing(need, TODAY + timedelta(days=91)).stale
    assert standing(need, TODAY + timedelta(days=181)).expired
    assert not standing(need, TODAY + timedelta(days=181)).open


def test_every_step_is_told(session: Session, need: Need, hand: Hand) -> None:
    before = newest(session)
    service.publish(session, need, hand=hand)
    service.renew(session, need, hand=hand)
    service.close(session, need, hand=hand)
    assert newest(session) == before + 3


def test_a_mark_is_outdated_when_either_side_changes(
    session: Session, need: Need, supply: SupplyListing, hand: Hand
) -> None:
    set_mark(session, need, supply, mark=Mark.SHORTLISTED, reason="", hand=hand)
    session.flush()
    assert [one.outdated for one in marks_of(session, need).values()] == [False]
    assert introduced(session, "f1", "f2")
    assert introduced(session, "f2", "f1")
    service.change(session, supply, a_supply(specs="A356"), version=supply.version, hand=hand)
    assert [one.outdated for one in marks_of(session, need).values()] == [True]
    set_mark(session, need, supply, mark=Mark.SHORTLISTED, reason="", hand=hand)
    session.flush()
    assert [one.outdated for one in marks_of(session, need).values()] == [False]
    set_mark(session, need, supply, mark=None, reason="", hand=hand)
    session.flush()
    assert marks_of(session, need) == {}
    assert not introduced(session, "f1", "f2")
    set_mark(session, need, supply, mark=None, reason="", hand=hand)


def test_calling_a_match_unsuitable_needs_a_reason(
    session: Session, need: Need, supply: SupplyListing, hand: Hand
) -> None:
    with pytest.raises(Invalid):
        set_mark(session, need, supply, mark=Mark.UNSUITABLE, reason="", hand=hand)
    set_mark(session, need, supply, mark=Mark.UNSUITABLE, reason="太远", hand=hand)
    session.flush()
    assert marks_of(session, need)[supply.id].reason == "太远"


def test_a_listing_comes_back_as_the_record_it_was(
    session: Session, need: Need, supply: SupplyListing
) -> None:
    buyer, maker = session.get(FirmFile, "f1"), session.get(FirmFile, "f2")
    assert buyer is not None
    assert maker is not None
    asked = service.record(need, buyer)
    offered = service.record(supply, maker)
    assert (asked.id, asked.title, asked.buyer.key) == (need.id, "铝合金轮毂", "f1")
    assert (offered.id, offered.product, offered.firm.key) == (supply.id, "铝合金轮毂", "f2")


def test_listings_are_counted_by_status_and_paged_by_firm(
    session: Session, need: Need, supply: SupplyListing
) -> None:
    assert queries.counts_by_status(session, Need) == {Status.PENDING: 1}
    assert queries.open_ids(session, SupplyListing) == {supply.id}
    page, total = queries.page_of_firm(session, Need, "f1", start=0, limit=10)
    assert ([one.id for one in page], total) == ([need.id], 1)
