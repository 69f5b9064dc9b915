"""How far does the thesaurus reach? Concepts and what is known of them, division by division."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from matchmaking.thesaurus.concepts import Concept, Thesaurus
from matchmaking.thesaurus.linting import LEAST_NAMES

_KNOWN: Mapping[str, Callable[[Concept], bool]] = {
    "其他名称": lambda concept: len(concept.other_names) >= LEAST_NAMES,
    "用途": lambda concept: bool(concept.purposes),
    "标志": lambda concept: bool(concept.marks),
    "用料": lambda concept: bool(concept.made_from),
    "用于": lambda concept: bool(concept.goes_into),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """One division, or all together. `known`: what -> how many concepts say it (names: two or more)."""

    code: str  # "" for all together
    name: str
    concepts: int
    names: int
    known: Mapping[str, int]


def coverage(thesaurus: Thesaurus) -> list[Coverage]:
    """Every division in the order of its code, empty ones too, and last all together."""
    of: dict[str, list[Concept]] = {one.code: [] for one in thesaurus.divisions}
    for concept in thesaurus.concepts:
        of.setdefault(concept.division, []).append(concept)
    titles = {one.code: one.name for one in thesaurus.divisions}
    rows = [_count(code, titles.get(code, ""), concepts) for code, concepts in of.items()]
    return [*rows, _count("", "合计", thesaurus.concepts)]


def _count(code: str, name: str, concepts: Iterable[Concept]) -> Coverage:
    counted = list(concepts)
    known = {what: sum(map(says, counted)) for what, says in _KNOWN.items()}
    return Coverage(code, name, len(counted), sum(len(one.names) for one in counted), known)
