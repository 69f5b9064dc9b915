"""Runs on either database, with parts that are quick and a clock the test turns."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matchmaking.runs import Runs
from tests.store.workshop import Hours, Market, Workshop


@pytest.fixture
def engine(any_engine: Engine) -> Engine:
    """Everything here holds on both databases."""
    return any_engine


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def shop() -> Workshop:
    return Workshop()


@pytest.fixture
def runs(engine: Engine, tmp_path: Path, shop: Workshop, hours: Hours) -> Runs[Market]:
    return Runs(engine, tmp_path / "runs", shop.parts(), now=hours)


@pytest.fixture
def restarted(
    engine: Engine, tmp_path: Path, shop: Workshop, hours: Hours
) -> Callable[[], Runs[Market]]:
    """The same data, another process."""
    return lambda: Runs(engine, tmp_path / "runs", shop.parts(), now=hours)
