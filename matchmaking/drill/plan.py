"""Who is killed, where and at which time? Every place in turn, and moments at random, from a seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, cycle, islice
from random import Random

from matchmaking.drill.orders import COMMIT_AFTER, COMMIT_BEFORE

RANDOM = "random"
_LONGEST_LIFE = 2.0  # seconds after its first word a process may live until a random moment
_MOST_COMMITS, _MOST_PASSES = 12, 3


class Part(StrEnum):
    """A process of the drill."""

    UPLOADER = "uploader"
    WORKER = "worker"


# Before and after every write: of a file, of a transaction, of the index.
POINTS: Sequence[tuple[Part, str]] = (
    (Part.WORKER, "import.read.before"),
    (Part.WORKER, "index.commit.before"),
    (Part.WORKER, "import.write.before"),
    (Part.UPLOADER, "import.upload.before"),
    (Part.WORKER, "index.commit.after"),
    (Part.WORKER, "import.write.after"),
    (Part.WORKER, RANDOM),
    (Part.WORKER, "index.position.after"),
    (Part.UPLOADER, COMMIT_AFTER),
    (Part.WORKER, COMMIT_BEFORE),
    (Part.WORKER, "import.read.after"),
    (Part.UPLOADER, "import.upload.after"),
    (Part.WORKER, COMMIT_AFTER),
    (Part.UPLOADER, COMMIT_BEFORE),
    (Part.UPLOADER, RANDOM),
)
# Reached but once, when the first index takes its place: there the drill begins.
ONCE: Sequence[tuple[Part, str]] = (
    (Part.WORKER, "index.pointer.before"),
    (Part.WORKER, "index.pointer.after"),
)


@dataclass(frozen=True, slots=True)
class Kill:
    """One death: at the nth reaching of a place, or so many seconds after the first word."""

    part: Part
    point: str
    nth: int = 1
    after: float = 0

    @property
    def failpoint(self) -> str:
        """As the process is told; "" where we kill it ourselves."""
        return "" if self.point == RANDOM else f"{self.point}:{self.nth}"


def kills(count: int, *, seed: int) -> list[Kill]:
    """So many deaths, each place as often as any other."""
    rng = Random(seed)  # noqa: S311 - moments for a drill, nothing to guess
    places = islice(chain(ONCE, cycle(POINTS)), count)
    return [
        Kill(part, point, _nth(rng, point), round(rng.uniform(0, _LONGEST_LIFE), 2))
        for part, point in places
    ]


def _nth(rng: Random, point: str) -> int:
    if point in (COMMIT_BEFORE, COMMIT_AFTER):
        return rng.randint(1, _MOST_COMMITS)
    return 1 if point.startswith("index.pointer") else rng.randint(1, _MOST_PASSES)
