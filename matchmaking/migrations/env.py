"""How does Alembic run here? On the connection it is handed, with every table of the platform."""

from alembic import context
from sqlalchemy import Connection

from matchmaking.migrations.schema import all_tables


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
        context.run_migrations()


run()
