"""How do the tables get to the shape this code expects? Alembic, run by the platform itself."""
