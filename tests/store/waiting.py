"""For what another thread does."""

import time
from collections.abc import Callable


def wait_until(true: Callable[[], bool]) -> None:
    """A test that waits in vain fails after ten seconds."""
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
