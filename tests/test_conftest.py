from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

TESTS = """
import pytest

@pytest.mark.service
def test_of_a_service():
    pytest.skip("PostgreSQL is not installed")

def test_of_something_else():
    pytest.skip("not on this system")

@pytest.mark.service
@pytest.mark.xfail
def test_known_to_fail():
    assert False
"""


def outcomes(pytester: pytest.Pytester) -> dict[str, int]:
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text())
    pytester.makeini("[pytest]\nmarkers = service")
    pytester.makepyfile(TESTS)
    return pytester.runpytest_inprocess().parseoutcomes()


def test_where_a_service_must_be_there_a_skip_is_a_failure(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGTONG_REQUIRE_SERVICES", "1")
    assert outcomes(pytester) == {"failed": 1, "skipped": 1, "xfailed": 1}


def test_elsewhere_a_test_without_its_service_is_skipped(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RONGTONG_REQUIRE_SERVICES", raising=False)
    assert outcomes(pytester) == {"skipped": 2, "xfailed": 1}
