"""How does Alembic run here? On the connection it is handed, with every table of the platform."""

from alembic import context
from sqlalchemy import Connection, text

from matchmaking.migrations.schema import all_tables

MIGRATING = 7_260_412  # any number, the same for every process of the platform


def run() -> None:
    """Run the migrations in one transaction."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=all_tables(),
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        context.run_migrations()


run()
