"""How is a database brought up to date? Every migration not yet run, in one go, before anything else."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from matchmaking.storage.database import WRITES

HERE = Path(__file__).parent


def migrate(engine: Engine) -> None:
    """Bring the tables to this version's shape; does nothing where they have it.

    Two processes that start at once take turns: SQLite has one writer, on PostgreSQL they lock.
    """
    with engine.execution_options(**{WRITES: True}).connect() as connection:
        command.upgrade(config_for(connection), "head")


def config_for(connection: Connection) -> Config:
    """Alembic's settings on an open connection; no ini file, nothing on the screen."""
    config = Config()
    config.set_main_option("script_location", HERE.as_posix())
    config.attributes["connection"] = connection
    return config
