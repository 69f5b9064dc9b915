from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from matchmaking.errors import UnknownRecord
from matchmaking.records import Reading
from matchmaking.storage.database import open_database, reading, transaction
from matchmaking.storage.models import (
    DemandRow,
    FirmRow,
    ImportBatch,
    RemarkLine,
    ReturnedLine,
    SupplyRow,
)
from matchmaking.storage.queries import rows_of
from matchmaking.storage.store import (
    CHUNK,
    load_demands,
    load_reading,
    load_supplies,
    store_reading,
)
from tests.store.factories import MONDAY, a_demand, a_firm, a_reading, a_receipt, a_supply
from tests.store.strategies import demands, readings, supplies

# The engine is made once for all examples; each example stores a batch of its own.
EXAMPLES = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def count(engine: Engine, model: type[SQLModel]) -> int:
    with reading(engine) as session:
        return session.execute(select(func.count()).select_from(model)).scalar_one()


def stored_and_loaded(engine: Engine, original: Reading) -> Reading:
    batch_id = f"b{count(engine, ImportBatch)}"
    with transaction(engine) as session:
        store_reading(session, original, a_receipt(batch_id, sha256=batch_id))
    with reading(engine) as session:
        return load_reading(session, batch_id)


@EXAMPLES
@given(original=readings(demands))
def test_a_reading_of_demands_comes_back_equal(engine: Engine, original: Reading) -> None:
    assert stored_and_loaded(engine, original) == original


@EXAMPLES
@given(original=readings(supplies))
def test_a_reading_of_supplies_comes_back_equal(engine: Engine, original: Reading) -> None:
    assert stored_and_loaded(engine, original) == original


def test_a_price_keeps_its_written_places(engine: Engine) -> None:
    back = stored_and_loaded(engine, a_reading(a_supply()))
    (supply,) = back.records
    assert str(supply.price) == "12.50元/件"


def test_the_batch_counts_what_came_of_every_row(engine: Engine) -> None:
    with transaction(engine) as session:
        store_reading(session, a_reading(a_supply("G-1"), a_supply("G-2")), a_receipt())
    with reading(engine) as session:
        batch = session.get(ImportBatch, "b1")
    assert batch is not None
    assert (batch.rows_in, batch.accepted, batch.returned) == (3, 2, 1)
    assert (batch.file, batch.kind, batch.sha256) == ("供给.xlsx", "供给清单", "aa")


def test_the_time_of_receipt_comes_back_aware_and_in_utc(engine: Engine) -> None:
    kunming = MONDAY.astimezone(timezone(timedelta(hours=8)))
    receipt = a_receipt()
    with transaction(engine) as session:
        store_reading(
            session, a_reading(), type(receipt)("b1", "供给清单", "aa", received_at=kunming)
        )
    with reading(engine) as session:
        batch = session.get(ImportBatch, "b1")
    assert batch is not None
    assert batch.received_at == datetime.fromisoformat("2026-03-02T01:30:00+00:00")
    assert batch.received_at.utcoffset() == timedelta(0)


def test_rows_that_write_a_firm_alike_share_one_firm(engine: Engine) -> None:
    list_ = a_reading(a_supply("G-1"), a_supply("G-2"), a_supply("G-3", firm=a_firm("虚构乙")))
    stored_and_loaded(engine, list_)
    assert count(engine, FirmRow) == 2


def test_a_firm_written_in_two_ways_keeps_one_key_and_both_ways(engine: Engine) -> None:
    other = a_firm(phone="0871-00000001")
    list_ = a_reading(a_supply("G-1"), a_supply("G-2", firm=other), a_supply("G-3"))
    assert stored_and_loaded(engine, list_) == list_
    with reading(engine) as session:
        firms = [(row["key"], row["variant"]) for row in rows_of(session, FirmRow, "b0")]
    assert firms == [("虚构甲", 0), ("虚构甲", 1)]


def test_loading_one_kind_gives_nothing_of_the_other(engine: Engine) -> None:
    with transaction(engine) as session:
        store_reading(session, a_reading(a_demand()), a_receipt("d", sha256="d"))
        store_reading(session, a_reading(a_supply()), a_receipt("s", sha256="s"))
    with reading(engine) as session:
        assert load_demands(session, "d") == (a_demand(),)
        assert load_supplies(session, "d") == ()
        assert load_supplies(session, "s") == (a_supply(),)
        assert load_demands(session, "s") == ()


def test_an_unknown_batch_is_said_to_be_unknown(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(UnknownRecord, match="没有编号为 nix 的清单"):
        load_reading(session, "nix")


def test_a_list_longer_than_a_chunk_keeps_its_order_and_tells_its_progress(
    engine: Engine,
) -> None:
    told: list[tuple[str, int, int | None]] = []

    def progress(step: str, done: int, total: int | None = None) -> None:
        told.append((step, done, total))

    firms = [a_firm("虚构甲"), a_firm("虚构乙")]
    list_ = a_reading(*(a_supply(f"G-{n}", firm=firms[n % 2]) for n in range(CHUNK + 1)))
    with transaction(engine) as session:
        store_reading(session, list_, a_receipt(), progress=progress)
    with reading(engine) as session:
        assert load_reading(session, "b1") == list_
    total = CHUNK + 1
    step = "存入数据库"
    assert told == [(step, 0, total), (step, CHUNK, total), (step, total, total)]
    assert count(engine, FirmRow) == 2


def test_a_store_that_is_interrupted_leaves_no_row(engine: Engine) -> None:
    def stop_at_the_end(step: str, done: int, total: int | None = None) -> None:
        if done == total:
            raise KeyboardInterrupt(step)

    with pytest.raises(KeyboardInterrupt), transaction(engine) as session:
        store_reading(session, a_reading(), a_receipt(), progress=stop_at_the_end)
    tables = (ImportBatch, FirmRow, DemandRow, SupplyRow, ReturnedLine, RemarkLine)
    assert [count(engine, table) for table in tables] == [0] * 6


def test_the_same_batch_cannot_be_stored_twice(engine: Engine) -> None:
    stored_and_loaded(engine, a_reading())
    with pytest.raises(IntegrityError), transaction(engine) as session:
        store_reading(session, a_reading(), a_receipt("b0", sha256="other"))
    assert count(engine, SupplyRow) == 1


def test_a_row_cannot_name_a_firm_that_is_not_stored(engine: Engine) -> None:
    stored_and_loaded(engine, a_reading())
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.execute(SupplyRow.metadata.tables["listed_supply"].update().values(firm_number=9))


def test_opening_the_same_database_again_keeps_its_rows(engine: Engine, database_url: str) -> None:
    stored_and_loaded(engine, a_reading())
    again = open_database(database_url)
    assert count(again, SupplyRow) == 1
    again.dispose()
