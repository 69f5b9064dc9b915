"""What is the thesaurus with what people added? The shipped one with entries, and what an entry would break."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from matchmaking.thesaurus.concepts import Concept, Name, Thesaurus, name_key
from matchmaking.thesaurus.linting import Fault, lint_rows
from matchmaking.thesaurus.models import Doing, ThesaurusEntry
from matchmaking.thesaurus.reading import read_concept

PLACE = "平台上的修改"  # where a concept stands that no file has
_IN_BRACKETS = re.compile("（[^）]*）")
cached_key = lru_cache(maxsize=200_000)(name_key)  # links repeat the names of concepts


def with_entries(shipped: Thesaurus, entries: Sequence[ThesaurusEntry]) -> Thesaurus:
    """The shipped thesaurus with these entries done to it, one after the other.

    An addition that the files have by now does nothing; a correction holds until it is withdrawn.
    """
    if not entries:
        return shipped
    changed: dict[int, Concept | None] = {}
    added: dict[str, Concept] = {}
    for entry in entries:
        concept = None if entry.doing == Doing.DROP else concept_of(entry)
        row = row_named(shipped, entry.name)
        if row is None:
            added.pop(entry.key, None)
            added |= {entry.key: concept} if concept else {}
        elif entry.doing != Doing.ADD or changed.get(row, concept) is None:
            changed[row] = concept
    return _renumbered(shipped, changed, list(added.values()))


def _renumbered(
    shipped: Thesaurus, changed: Mapping[int, Concept | None], added: Sequence[Concept]
) -> Thesaurus:
    """As `make_thesaurus` of all of them would make it, without looking at names that have not changed."""
    kept = [row for row in range(len(shipped.concepts)) if row not in changed or changed[row]]
    place = {row: at for at, row in enumerate(kept)}
    concepts = [*(changed.get(row) or shipped.concepts[row] for row in kept), *added]
    rows = {
        key: [place[row] for row in old if row not in changed] for key, old in shipped.rows.items()
    }
    new = [place[row] for row, concept in changed.items() if concept]
    for row in (*new, *range(len(kept), len(concepts))):
        for key in dict.fromkeys(name_key(name.text) for name in concepts[row].names):
            rows[key] = sorted([*rows.get(key, ()), row])
    found = {key: some for key, some in rows.items() if some}
    return Thesaurus(shipped.divisions, concepts, found, shipped.users)


def concept_of(entry: ThesaurusEntry) -> Concept:
    """The concept as the entry has it."""
    return read_concept(entry.cells, division=entry.division, where=PLACE)


def row_named(thesaurus: Thesaurus, name: str) -> int | None:
    """The concept whose standard name this is."""
    key = name_key(name)
    rows = thesaurus.rows.get(key, ())
    return next((row for row in rows if cached_key(thesaurus.concepts[row].name) == key), None)


def worsened(before: Thesaurus, after: Thesaurus, name: str) -> list[Fault]:
    """The faults that come with changing the concept of this name; its own first.

    Those of before do not count.
    """
    keys = {
        cached_key(one.text) for thesaurus in (before, after) for one in _names(thesaurus, name)
    }
    known = {without_places(fault) for fault in lint_rows(before, _mentioning(before, keys))}
    found = lint_rows(after, _mentioning(after, keys))
    new = [fault for fault in found if without_places(fault) not in known]
    return sorted(new, key=lambda fault: not fault.sentence.startswith(f"「{name}」"))


def without_places(fault: Fault) -> str:
    """What is wrong, wherever the others it names stand: a corrected concept stands elsewhere."""
    return _IN_BRACKETS.sub("", fault.sentence)


def _names(thesaurus: Thesaurus, name: str) -> Iterable[Name]:
    row = row_named(thesaurus, name)
    return () if row is None else thesaurus.concepts[row].names


def _mentioning(thesaurus: Thesaurus, keys: set[str]) -> Iterator[int]:
    """The concepts that have one of these names, or lead to one: no other's faults can have changed."""
    called = {row for key in keys for row in thesaurus.rows.get(key, ())}
    for row, concept in enumerate(thesaurus.concepts):
        if row in called or not keys.isdisjoint(map(cached_key, concept.links)):
            yield row
