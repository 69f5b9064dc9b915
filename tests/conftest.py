"""What holds for all tests: where a service must be there, a test that misses it fails."""

from collections.abc import Generator

import pytest
from hypothesis import settings

from matchmaking.settings import read_settings

pytest_plugins = ["tests.databases"]


def pytest_configure() -> None:
    """No example fails for taking long: how long it takes is the machine's doing."""
    settings.register_profile("untimed", deadline=None)
    settings.load_profile("untimed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """RONGTONG_REQUIRE_SERVICES=1 turns the skip of a test marked `service` into a failure."""
    report = yield
    needs_service = item.get_closest_marker("service") is not None
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and needs_service and read_settings().require_services:
        report.outcome = "failed"
        report.longrepr = f"RONGTONG_REQUIRE_SERVICES is set, but: {report.longrepr}"
    return report
