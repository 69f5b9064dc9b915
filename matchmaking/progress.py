"""How far is it? A callback that long work tells its progress to."""

from typing import Protocol


class Progress(Protocol):
    """Told a step's name, what is done and, where known, of how much."""

    def __call__(self, step: str, done: int, total: int | None = None) -> None: ...


def silent(step: str, done: int, total: int | None = None) -> None:
    """Tell nobody."""
