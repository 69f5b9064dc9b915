"""A place that is armed strikes once, at the time named; any other does nothing."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from matchmaking.errors import MatchmakingError
from matchmaking.storage import failpoints


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    failpoints.disarm()


def test_nothing_happens_where_nothing_is_armed():
    failpoints.reach("import.write.before")


def test_the_nth_reaching_strikes_and_no_later_one():
    told: list[int | str] = []
    failpoints.arm("here", 3, lambda: told.append("struck"))
    for turn in (1, 2, 3, 4, 5):
        failpoints.reach("elsewhere")
        failpoints.reach("here")
        told.append(turn)
    assert told == [1, 2, "struck", 3, 4, 5]


def test_disarmed_it_does_not_strike():
    failpoints.arm("here", 1, lambda: pytest.fail("struck"))
    failpoints.disarm()
    failpoints.reach("here")


def test_an_armed_process_is_killed_as_by_a_power_cut():
    script = (
        "from matchmaking.storage import failpoints as f\n"
        "f.arm_from('here:2'); f.reach('here'); print('once', flush=True); f.reach('here'); print('twice')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)  # noqa: S603 (our own words)
    assert (done.returncode, done.stdout) == (-9, b"once\n")


def test_an_empty_setting_arms_nothing():
    failpoints.arm_from("")
    failpoints.reach("")


@pytest.mark.parametrize("setting", ["here:0", "here:-1", "here:x", "here:²"])
def test_a_setting_that_says_no_number_is_refused(setting):
    with pytest.raises(MatchmakingError, match="RONGTONG_FAILPOINT"):
        failpoints.arm_from(setting)
