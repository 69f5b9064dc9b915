"""A list's good rows become listings: new, changed or the same; and all of it can be taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.catalogue.rows import number_of
from matchmaking.catalogue.taking_in import Source, TakenIn, plain, revived, take_back, take_in
from matchmaking.outbox.models import Change
from matchmaking.records import Demand, Firm, Origin, Price, Supply
from matchmaking.storage.database import reading, transaction
from tests.catalogue.conftest import NOW, TODAY

Make = Callable[..., Source]
BUYER, MAKER = Firm("买方", "示例买方有限公司"), Firm("卖方", "示例卖方有限公司")


def a_demand(number: str = "X-1", **more: object) -> Demand:
    return Demand(**({"id": number, "title": "铝合金轮毂", "buyer": BUYER} | more))


def a_supply(number: str = "G-1", **more: object) -> Supply:
    return Supply(**({"id": number, "product": "铝合金轮毂", "firm": MAKER} | more))


def taken(engine: Engine, firms: dict[str, str], source: Source, *records: object) -> TakenIn:
    with transaction(engine) as session:
        return take_in(session, records, firms, source=source)


def needs(engine: Engine) -> list[Need]:
    with reading(engine) as session:
        return list(session.exec(select(Need).order_by(Need.id)))


def told(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as session:
        return [
            (one.subject, one.subject_id)
            for one in session.exec(select(Change).order_by(Change.seq))
        ]


def test_new_rows_become_listings_and_are_told(
    engine: Engine, firms: dict[str, str], source: Make
) -> None:
    found = taken(engine, firms, source(batch_id=None), a_demand(), a_demand("X-2", title="铜箔"))
    assert [(one.listing_id, one.created) for one in found.effects] == [("l1", True), ("l2", True)]
    assert [(one.number, one.title, one.status) for one in needs(engine)] == [
        ("X-1", "铝合金轮毂", Status.PUBLISHED),
        ("X-2", "铜箔", Status.PUBLISHED),
    ]
    assert told(engine) == [("need", "l1"), ("need", "l2")]


def test_the_same_rows_again_change_nothing(
    engine: Engine, firms: dict[str, str], source: Make
) -> None:
    rich = a_demand(price=Price(Decimal("12.50"), "件"), needed_by=date(2026, 6, 1))
    taken(engine, firms, source(), rich)
    again = taken(engine, firms, source(), replace(rich, origin=Origin("别的.xlsx", "表", 9)))
    assert (again.effects, again.unchanged) == ((), 1)
    assert [one.version for one in needs(engine)] == [1]
    assert len(told(engine)) == 1


def test_a_row_that_says_something_else_changes_its_listing_and_its_terms(
    engine: Engine, firms: dict[str, str], source: Make
) -> None:
    taken(engine, firms, source(), a_demand())
    found = taken(engine, firms, source(), a_demand(specs="18寸"))
    assert [(one.listing_id, one.created, one.version) for one in found.effects] == [
        ("l1", False, 2)
    ]
    assert [(one.specs, one.version, one.terms) for one in needs(engine)] == [("18寸", 2, 2)]


def test_rows_without_numbers_of_two_lists_do_not_overwrite_each_other(
    engine: Engine, firms: dict[str, str], source: Make
) -> None:
    first = a_demand("需求-表1-7", origin=Origin("一.xlsx", "表1", 7))
    second = a_demand("需求-表1-7", title="铜箔", origin=Origin("二.xlsx", "表1", 7))
    taken(engine, firms, source(), first)
    taken(engine, firms, source(), second)
    assert sorted(one.title for one in needs(engine)) == ["铜箔", "铝合金轮毂"]
    assert number_of(first).startswith("#")
    assert number_of(a_demand("X-7")) == "X-7"


def test_two_rows_alike_in_one_list_are_two_listings(
    engine: Engine, firms: dict[str, str], source: Make
) -> None:
    rows = [
        a_demand(f"需求-表1-{row}", origin=Origin("一.xlsx", "表1", row), type=str(row))
        for row in (7, 8)
    ]
    taken(engine, firms, source(), *rows)
    again = taken(engine, firms, source(), *rows)
    assert len(needs(engine)) == 2
    assert again.unchanged == 2


def test_what_waits_for_review_is_not_called_reviewed(
    engine: Engine, firms: dict[str, str], source: Make
) -> None:
    taken(engine, firms, source(Status.PENDING), a_demand())
    assert [(one.status, one.reviewed_at) for one in needs(engine)] == [(Status.PENDING, None)]


def test_a_need_is_valid_till_it_is_needed_else_half_a_year(
    engine: Engine, firms: dict[str, str], source: Make
) -> None:
    day = TODAY + timedelta(days=20)
    rows = (a_demand("1", needed_by=day), a_demand("2"), a_demand("3", needed_by=date(2020, 1, 1)))
    taken(engine, firms, source(), *rows)
    half_a_year = TODAY + timedelta(days=180)
    assert [one.expires_on for one in needs(engine)] == [day, half_a_year, half_a_year]


def test_taking_back_withdraws_what_was_new_and_restores_what_was_changed(
    engine: Engine, firms: dict[str, str], source: Make
) -> None:
    taken(engine, firms, source(), a_demand("1", price=Price(Decimal(3), "件"), needed_by=TODAY))
    found = taken(engine, firms, source(), a_demand("1", title="钢轮毂"), a_demand("2"))
    with transaction(engine) as session:
        kept = take_back(session, found.effects, now=NOW)
    assert kept == ()
    first, second = needs(engine)
    assert (first.title, first.price_yuan, first.needed_by) == ("铝合金轮毂", Decimal(3), TODAY)
    assert (first.status, second.status) == (Status.PUBLISHED, Status.WITHDRAWN)


def test_taking_back_leaves_alone_what_somebody_changed_since(
    engine: Engine, firms: dict[str, str], source: Make
) -> None:
    found = taken(engine, firms, source(), a_demand())
    taken(engine, firms, source(), a_demand(specs="18寸"))
    with transaction(engine) as session:
        assert take_back(session, found.effects, now=NOW) == ("l1",)
    assert [one.status for one in needs(engine)] == [Status.PUBLISHED]


def test_what_was_taken_back_comes_again_with_the_same_list(
    engine: Engine, firms: dict[str, str], source: Make
) -> None:
    found = taken(engine, firms, source(), a_demand())
    with transaction(engine) as session:
        take_back(session, found.effects, now=NOW)
    again = taken(engine, firms, source(), a_demand())
    assert [one.created for one in again.effects] == [False]
    assert [(one.status, one.terms) for one in needs(engine)] == [(Status.PUBLISHED, 1)]


def test_an_empty_list_does_nothing(engine: Engine, firms: dict[str, str], source: Make) -> None:
    assert taken(engine, firms, source()) == TakenIn((), 0)


def test_supplies_go_the_same_way(engine: Engine, firms: dict[str, str], source: Make) -> None:
    found = taken(engine, firms, source(), a_supply(customers=("示例甲", "示例乙")))
    assert taken(engine, firms, source(), a_supply(customers=("示例甲", "示例乙"))).unchanged == 1
    with Session(engine) as session:
        one = session.get(SupplyListing, found.effects[0].listing_id)
        assert one is not None
        assert (one.product, one.customers) == ("铝合金轮毂", ["示例甲", "示例乙"])


@given(
    st.fixed_dictionaries(
        {
            "price_yuan": st.none() | st.decimals(allow_nan=False, allow_infinity=False),
            "needed_by": st.none() | st.dates(),
            "posted_at": st.datetimes(timezones=st.just(NOW.tzinfo)),
            "wishes": st.lists(st.lists(st.text() | st.booleans(), max_size=3), max_size=3),
            "quantity_amount": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        }
    )
)
def test_what_is_put_by_for_undoing_comes_back_as_it_was(row: dict[str, object]) -> None:
    assert revived(plain(row)) == row
