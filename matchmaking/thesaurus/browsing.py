"""How does somebody look around in the thesaurus? By a name, by division, from a concept to its neighbours."""

from dataclasses import dataclass

from matchmaking.thesaurus.applying import cached_key, row_named
from matchmaking.thesaurus.concepts import Concept, Thesaurus, name_key
from matchmaking.thesaurus.knowledge import Knowledge
from matchmaking.thesaurus.touching import Touch
from search.vectors import Encoder


@dataclass(frozen=True, slots=True)
class Looked:
    """A concept with what only others say of it."""

    concept: Concept
    narrower: tuple[str, ...]  # its kinds
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A concept a text touches, and why."""

    touch: Touch
    concept: Concept


def look_up(thesaurus: Thesaurus, text: str = "", division: str = "") -> list[Concept]:
    """Concepts called so, then those a name of which begins with the text, then those that have it in one."""
    concepts = thesaurus.concepts
    wanted = name_key(text)
    rows = list(range(len(concepts))) if not wanted else _rows_called(thesaurus, wanted)
    return [concepts[row] for row in rows if division in ("", concepts[row].division)]


def _rows_called(thesaurus: Thesaurus, wanted: str) -> list[int]:
    keys = [key for key in thesaurus.rows if wanted in key]
    keys.sort(key=lambda key: (key != wanted, not key.startswith(wanted), len(key)))
    return list(dict.fromkeys(row for key in keys for row in thesaurus.rows[key]))


def look_at(thesaurus: Thesaurus, name: str) -> Looked | None:
    """The concept of this standard name, else of a name that only one has."""
    row = row_named(thesaurus, name)
    row = thesaurus.find(name) if row is None else row
    if row is None:
        return None
    concept, concepts = thesaurus.concepts[row], thesaurus.concepts
    keys = {name_key(one.text) for one in concept.names}

    def leads_here(links: tuple[str, ...]) -> bool:
        return any(cached_key(link) in keys and thesaurus.find(link) == row for link in links)

    kinds = (one.name for one in concepts if one.kind_of and leads_here(one.kind_of))
    parts = (one.name for one in concepts if one.part_of and leads_here(one.part_of))
    return Looked(concept, tuple(kinds), tuple(parts))


def explain(knowledge: Knowledge, text: str, *, encoder: Encoder | None = None) -> list[Explained]:
    """Every concept the text touches, then those whose purpose it speaks of."""
    near = knowledge.purposes.near(text, encoder=encoder)
    touches = [*knowledge.toucher.touch(text), *near]
    return [Explained(one, knowledge.thesaurus.concepts[one.row]) for one in touches]
