"""Which two kinds of list are there?"""

from enum import StrEnum


class ListKind(StrEnum):
    """What a list tells of."""

    DEMAND = "需求清单"
    SUPPLY = "供给清单"
