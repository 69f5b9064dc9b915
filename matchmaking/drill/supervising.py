"""Who starts the processes, kills them and starts them again? Until all is done and all deaths are died."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from matchmaking.drill import uploader, worker
from matchmaking.drill.orders import AGAIN, ENOUGH, JOURNAL, READY, Orders
from matchmaking.drill.plan import RANDOM, Kill, Part
from matchmaking.errors import MatchmakingError
from matchmaking.progress import Progress

KILLING = "中断和重启"
_PROGRAMS = {Part.UPLOADER: uploader.__name__, Part.WORKER: worker.__name__}
_KILLED = -9
_AHEAD_SECONDS = 60.0  # longer than any lease
_PAUSE_SECONDS = 0.01
_TOLD = 2_000


@dataclass(slots=True)
class _Life:
    """One process, from its start to its end."""

    part: Part
    kill: Kill | None
    process: subprocess.Popen[str]
    log: Path
    deadline: float | None = None

    def poll(self) -> int | None:
        """Its exit code once it has one; kills it when its random moment has come."""
        if self.kill and self.kill.point == RANDOM and self.deadline is None:
            if self.said().startswith(READY):
                self.deadline = time.monotonic() + self.kill.after
        elif self.deadline is not None and time.monotonic() >= self.deadline:
            self.process.kill()
            self.process.wait()
        return self.process.poll()

    def said(self) -> str:
        """What it wrote, to either stream."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@dataclass(slots=True)
class _Standing:
    """For how long has something said the same?"""

    last: object = None
    since: float = 0

    def seconds(self, now: object) -> float:
        if now != self.last:
            self.last, self.since = now, time.monotonic()
        return time.monotonic() - self.since


@dataclass(slots=True)
class Supervisor:
    """Runs both parts side by side."""

    orders: Orders
    planned: Sequence[Kill]
    progress: Progress
    patience: float  # seconds without anything done, or without a death once all lists are in
    by_point: Counter[str] = field(default_factory=Counter)
    _born: int = 0

    def run(self) -> None:
        """Raises MatchmakingError where a process fails by itself, or nothing goes on."""
        waiting = {part: [kill for kill in self.planned if kill.part is part] for part in Part}
        lives = {part: self._start(part, waiting[part]) for part in Part}
        doing, dying = _Standing(), _Standing()
        try:
            while lives:
                self._say_enough(dying)
                for part, life in list(lives.items()):
                    code = life.poll()
                    if code is None:
                        continue
                    del lives[part]
                    if self._ended(life, code):
                        lives[part] = self._start(part, waiting[part])
                if doing.seconds(self._done()) > self.patience:
                    raise MatchmakingError(
                        f"演练停住了：{self.patience:.0f} 秒没有进展。请把下面的内容告诉维护人员：\n"
                        + "\n".join(life.said()[-_TOLD:] for life in lives.values())
                    )
                time.sleep(_PAUSE_SECONDS)
        finally:
            for life in lives.values():
                life.process.kill()
                life.process.wait()

    @property
    def missed(self) -> Counter[str]:
        """The planned deaths that nobody died, by place."""
        return Counter(kill.point for kill in self.planned) - self.by_point

    def _say_enough(self, dying: _Standing) -> None:
        """The lists are brought again until all deaths are died, or none has come for long."""
        deaths, again = self.by_point.total(), (self.orders.folder / AGAIN).exists()
        waited = dying.seconds((deaths, again)) if again else 0
        if deaths == len(self.planned) or waited > self.patience:
            (self.orders.folder / ENOUGH).touch()

    def _done(self) -> int:
        """A number that grows with whatever is done: births, and letters written by any process."""
        folder = self.orders.folder
        written = (*folder.glob("*.log"), *folder.glob(JOURNAL))
        return self._born + sum(path.stat().st_size for path in written)

    def _start(self, part: Part, waiting: list[Kill]) -> _Life:
        kill = waiting.pop(0) if waiting else None
        self._born += 1
        log = self.orders.folder / f"{self._born:04}-{part}.log"
        with log.open("w", encoding="utf-8") as file:
            process = subprocess.Popen(  # noqa: S603 - our own module and interpreter, no shell
                [sys.executable, "-m", _PROGRAMS[part]],
                stdin=subprocess.PIPE,
                stdout=file,
                stderr=subprocess.STDOUT,
                text=True,
            )
        told = replace(
            self.orders,
            failpoint=kill.failpoint if kill else "",
            ahead_seconds=self._born * _AHEAD_SECONDS,
        )
        if process.stdin:
            process.stdin.write(told.text())
            process.stdin.close()
        return _Life(part, kill, process, log)

    def _ended(self, life: _Life, code: int) -> bool:
        """Note how it ended; True where it is to be started again. Raises MatchmakingError."""
        if code == _KILLED and life.kill is not None:
            self.by_point[life.kill.point] += 1
            self.progress(KILLING, self.by_point.total(), len(self.planned))
            return True
        if code != 0:
            raise MatchmakingError(
                f"演练的进程（{life.part}）自己出错停了，请把下面的内容告诉维护人员：\n{life.said()[-_TOLD:]}"
            )
        return False
