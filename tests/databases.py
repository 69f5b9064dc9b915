"""Databases for tests: SQLite in a file of its own, PostgreSQL in a cluster of this test run."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matchmaking.migrations.schema import all_tables
from matchmaking.storage.database import open_database

SERVER = "postgres"  # the system account that runs PostgreSQL where we are root


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server that listens on a socket in its own folder and on no port."""

    folder: Path

    @property
    def url(self) -> str:
        return f"postgresql://rongtong@/postgres?host={self.folder}"


def programs() -> Path:
    """PostgreSQL's server programs, which Debian keeps off the PATH."""
    found = shutil.which("initdb")
    places = [Path(found)] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not places:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    return places[-1].parent


def command(*words: str | Path) -> None:
    """Run as an ordinary user: PostgreSQL refuses root."""
    user = SERVER if os.geteuid() == 0 else None
    subprocess.run(words, user=user, check=True, capture_output=True, cwd="/")  # noqa: S603 (our own words)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Started once; thrown away, so it need not be safe against a power cut."""
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="rongtong-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, SERVER)
    data = folder / "data"
    command(bin_folder / "initdb", "-D", data, "-U", "rongtong", "-A", "trust", "-E", "UTF8", "-N")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    log = folder / "log"
    command(bin_folder / "pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", options)
    try:
        yield Cluster(folder)
    finally:
        command(bin_folder / "pg_ctl", "stop", "-w", "-D", data, "-m", "immediate")
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/test.db"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.url


def opened(url: str) -> Engine:
    """The database with every table, empty or not."""
    engine = open_database(url)
    all_tables().create_all(engine)
    return engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A fresh SQLite database with every table."""
    engine = opened(f"sqlite:///{tmp_path}/test.db")
    yield engine
    engine.dispose()


@pytest.fixture
def any_engine(database_url: str) -> Iterator[Engine]:
    """A database of each kind, empty; emptied again, for a new one each test would take longer."""
    engine = opened(database_url)
    yield engine
    with engine.begin() as connection:
        for table in reversed(all_tables().sorted_tables):
            connection.execute(table.delete())
    engine.dispose()
