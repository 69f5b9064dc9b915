"""Where may a drill kill us? Named places in the code; reaching one does nothing unless it is armed.

`rongtong drill import-kill` arms one place in a process it started itself and watches what becomes of
the data. Nothing else arms any: a setting in the environment of a serving process changes nothing.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

from matchmaking.errors import MatchmakingError


@dataclass(slots=True)
class _Failpoint:
    """The place that is armed, and how many more times it may be passed unharmed."""

    name: str
    passes: int
    action: Callable[[], None]


# One process, one failpoint: the list holds it while it is armed, and is empty otherwise.
_armed: list[_Failpoint] = []


def kill_self() -> None:
    """End this process at once, as a power cut would: nothing is flushed, nothing is undone."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(name: str, nth: int = 1, action: Callable[[], None] = kill_self) -> None:
    """At the nth reaching of `name` from now on, do `action`; replaces what was armed before."""
    _armed[:] = [_Failpoint(name, nth - 1, action)]


def arm_from(setting: str) -> None:
    """Arm what a setting such as `import.write.before:3` says; an empty one arms nothing."""
    name, _, nth = setting.partition(":")
    if not name:
        return
    if nth and not (nth.isascii() and nth.isdigit() and int(nth) > 0):
        raise MatchmakingError(
            f"设置 RONGTONG_FAILPOINT 的值“{setting}”不能用，应写成 名称 或 名称:第几次。"
        )
    arm(name, int(nth or 1))


def disarm() -> None:
    """Nothing happens any more, whatever is reached."""
    _armed.clear()


def reach(name: str) -> None:
    """Say that the work has come to `name`; costs next to nothing where nothing is armed."""
    if not _armed or _armed[0].name != name:
        return
    point = _armed[0]
    if point.passes > 0:
        point.passes -= 1
        return
    _armed.clear()
    point.action()
