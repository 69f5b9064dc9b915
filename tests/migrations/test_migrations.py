"""The migrations make the tables that the models describe, on either database, and may be run again."""

import pytest
from alembic import command
from sqlalchemy import Engine, inspect

from matchmaking.migrations.runner import config_for, migrate
from matchmaking.migrations.schema import all_tables
from matchmaking.storage.database import open_database


@pytest.fixture
def bare(database_url: str):
    """A database without tables."""
    engine = open_database(database_url)
    all_tables().drop_all(engine)
    yield engine
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    engine.dispose()


def test_an_empty_database_gets_every_table(bare: Engine) -> None:
    migrate(bare)
    there = set(inspect(bare).get_table_names())
    assert there == {*all_tables().tables, "alembic_version"}


def test_migrating_again_changes_nothing(bare: Engine) -> None:
    migrate(bare)
    migrate(bare)
    assert "firm" in inspect(bare).get_table_names()


def test_the_models_say_nothing_the_migrations_have_not_made(bare: Engine) -> None:
    migrate(bare)
    with bare.connect() as connection:
        command.check(config_for(connection))


def test_down_and_up_again(bare: Engine) -> None:
    migrate(bare)
    with bare.begin() as connection:
        command.downgrade(config_for(connection), "base")
    assert set(inspect(bare).get_table_names()) == {"alembic_version"}
    migrate(bare)
    assert "need" in inspect(bare).get_table_names()
