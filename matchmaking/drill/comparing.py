"""Was every promise kept? What is in the catalogue and in the index, against what was acknowledged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many acknowledged rows there are, and what is wrong with them."""

    accepted: int
    lost: int
    doubled: int


def compare(
    promised: Iterable[str],
    found: Mapping[str, int],
    firms: Mapping[str, int],
    *,
    forgotten: int = 0,
    unfound: int = 0,
    surplus: int = 0,
) -> Verdict:
    """`found`, `firms`: how often each row and firm is in the catalogue. Besides: rows that do not say
    what was promised last or whose list is gone, what the index lacks, and what it has too much.
    """
    wanted = set(promised)
    lost = len(wanted - found.keys())
    again = sum(count - 1 for count in (*found.values(), *firms.values()))
    strange = len(found.keys() - wanted)
    return Verdict(len(wanted), lost + forgotten + unfound, again + strange + surplus)
