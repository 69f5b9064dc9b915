"""How does the generator draw? Few ways to draw from a seeded source, so that a seed repeats the city."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import TypeVar

Choice = TypeVar("Choice")


def chance(rng: Random, share: float) -> bool:
    """True in this share of cases."""
    return rng.random() < share


def weighted(rng: Random, choices: Sequence[tuple[Choice, int]]) -> Choice:
    """One of the choices, each as likely as its weight."""
    return rng.choices([one for one, _ in choices], [weight for _, weight in choices])[0]


def month_end(day: date) -> date:
    """The last day of its month: what “2026年3月底” means."""
    return day.replace(day=monthrange(day.year, day.month)[1])
