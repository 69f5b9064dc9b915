"""How fast is the site for people? Real processes over a full database, eight clients, an import meanwhile."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from socket import socket
from threading import Lock, Thread
from time import monotonic, perf_counter, sleep
from urllib.parse import quote

from matchmaking.errors import MatchmakingError
from web.security import SESSION_COOKIE

HOST = "127.0.0.1"
START_SECONDS = 900  # a million listings are read and encoded before the first answer
STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Site:
    """Where it answers, and as whom we ask."""

    port: int
    token: str = ""

    def ask(self, path: str, connection: HTTPConnection | None = None) -> tuple[int, bytes]:
        """One page, read to its end."""
        asked = connection or HTTPConnection(HOST, self.port, timeout=60)
        asked.request("GET", path, headers={"Cookie": f"{SESSION_COOKIE}={self.token}"})
        answer = asked.getresponse()
        return answer.status, answer.read()


@dataclass
class Clients:
    """People who ask one page after another, without a pause."""

    site: Site
    pages: Mapping[str, Callable[[int], str]]  # kind of page -> the address of its n-th
    times: dict[str, list[float]] = field(default_factory=dict)  # kind -> milliseconds
    failures: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def ask_for(self, seconds: float, clients: int) -> None:
        """All at once, for so long."""
        numbers, end = count(), monotonic() + seconds
        threads = [Thread(target=self._ask, args=(numbers, end)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _ask(self, numbers: Iterator[int], end: float) -> None:
        connection = HTTPConnection(HOST, self.site.port, timeout=60)
        kinds = list(self.pages)
        while monotonic() < end:
            with self._lock:
                number = next(numbers)
            kind = kinds[number % len(kinds)]
            begun = perf_counter()
            status, _ = self.site.ask(self.pages[kind](number // len(kinds)), connection)
            taken = (perf_counter() - begun) * 1_000
            with self._lock:
                self.times.setdefault(kind, []).append(taken)
                if status != 200:  # noqa: PLR2004 (the one good answer)
                    self.failures[f"{kind} {status}"] = self.failures.get(f"{kind} {status}", 0) + 1
        connection.close()


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(environment: Mapping[str, str], *commands: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Our own command line in processes of their own, ended with the block; their numbers."""
    begin = "import sys; from web.cli import main; sys.argv[0] = 'rongtong'; main()"
    processes = [
        subprocess.Popen(  # noqa: S603 (our own words)
            [sys.executable, "-c", begin, *words], env=dict(environment), stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        for words in commands
    ]  # fmt: skip
    try:
        yield tuple(process.pid for process in processes)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_ready(site: Site) -> float:
    """Seconds till the site answers from its whole market. Raises MatchmakingError."""
    begun = monotonic()
    while monotonic() - begun < START_SECONDS:
        try:
            if site.ask("/readyz")[0] == 200:  # noqa: PLR2004 (the one good answer)
                return monotonic() - begun
        except OSError:
            pass
        sleep(0.5)
    raise MatchmakingError(f"网站 {START_SECONDS} 秒内没有准备好，请查看日志。")


def memory_mb(pid: int) -> float:
    """The most a process has held, as Linux tells it."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1_024
    return 0.0


def search_page(titles: Sequence[str]) -> Callable[[int], str]:
    """The n-th search somebody types."""
    return lambda number: f"/search?q={quote(titles[number % len(titles)])}"


def need_page(need_ids: Sequence[str]) -> Callable[[int], str]:
    """The n-th need whose matches somebody opens; each is another one while they last."""
    return lambda number: f"/needs/{need_ids[number % len(need_ids)]}/matches"
