"""Which engines keep the contract? Tantivy in memory and in a folder, Meilisearch real or stood in for.

With MEILI_URL (and MEILI_MASTER_KEY) the Meilisearch cases run on that server, under a random
prefix, and clean up; without, the stand-in answers. The summary at the end says which it was.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import meilisearch
import pytest

from search.contract import IndexSettings, SearchIndex
from search.engines.meilisearch_index import MeilisearchIndex
from search.engines.tantivy_index import TantivyIndex
from tests.search.meilisearch_stand_in import Server
from tests.search.meilisearch_stand_in_http import MASTER_KEY, running

OpenIndex = Callable[[IndexSettings], SearchIndex]

ENGINES = [
    pytest.param("tantivy in memory", id="tantivy-memory"),
    pytest.param("tantivy in a folder", id="tantivy-folder"),
    pytest.param("meilisearch", id="meilisearch", marks=pytest.mark.meilisearch),
]
_ANSWERED_BY = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def meilisearch_server(pytestconfig: pytest.Config) -> Iterator[tuple[str, str]]:
    """Address and key of the server the Meilisearch cases run on."""
    url, key = os.environ.get("MEILI_URL"), os.environ.get("MEILI_MASTER_KEY", "")
    if url:
        version = meilisearch.Client(url, key).get_version()["pkgVersion"]
        pytestconfig.stash[_ANSWERED_BY] = f"a real server, version {version}"
        yield url, key
    else:
        pytestconfig.stash[_ANSWERED_BY] = "the stand-in, since MEILI_URL is not set"
        with running(Server()) as url:
            yield url, MASTER_KEY


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say who spoke for Meilisearch."""
    if answered_by := config.stash.get(_ANSWERED_BY, ""):
        terminalreporter.write_sep("-", f"Meilisearch was answered for by {answered_by}")


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    """Opens empty indexes of one engine; the caller closes them."""
    if request.param == "meilisearch":
        url, key = request.getfixturevalue("meilisearch_server")
        return lambda settings: _Vanishing(url, key, settings)

    def open_tantivy(settings: IndexSettings) -> SearchIndex:
        in_memory = request.param == "tantivy in memory"
        folder: Path | None = None if in_memory else tmp_path_factory.mktemp("index")
        return TantivyIndex(folder, settings)

    return open_tantivy


class _Vanishing(MeilisearchIndex):
    """An index under a random name that is deleted when it is closed."""

    def __init__(self, url: str, key: str, settings: IndexSettings) -> None:
        super().__init__(url, key, f"test-{uuid.uuid4().hex}", settings=settings)

    def close(self) -> None:
        self.delete()
        super().close()


@pytest.fixture
def open_index(engine: OpenIndex) -> Iterator[OpenIndex]:
    """Opens indexes that are closed after the test."""
    with ExitStack() as stack:

        def opened(settings: IndexSettings) -> SearchIndex:
            index = engine(settings)
            stack.callback(index.close)
            return index

        yield opened
