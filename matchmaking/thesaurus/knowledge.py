"""What does matching know of products? The thesaurus with its relations, ready to be asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from graph.products import ProductRelations, relate
from matchmaking.thesaurus.concepts import Concept, Thesaurus
from matchmaking.thesaurus.purposes import Purposes
from matchmaking.thesaurus.reading import shipped_thesaurus
from matchmaking.thesaurus.touching import Toucher


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A thesaurus made ready once: row i of everything is concept i."""

    thesaurus: Thesaurus
    toucher: Toucher
    relations: ProductRelations
    purposes: Purposes


def know(thesaurus: Thesaurus) -> Knowledge:
    """Make a thesaurus ready for matching: about two seconds for 10,000 concepts."""
    names = [concept.name for concept in thesaurus.concepts]
    relations = relate(
        names,
        wider=_links(thesaurus, lambda concept: concept.kind_of),
        made_from=_links(thesaurus, lambda concept: concept.made_from),
    )
    return Knowledge(thesaurus, Toucher(thesaurus), relations, Purposes(thesaurus))


@cache
def shipped_knowledge() -> Knowledge:
    """The thesaurus that comes with the platform, made ready once a process."""
    return know(shipped_thesaurus())


def _links(thesaurus: Thesaurus, of: Callable[[Concept], Sequence[str]]) -> list[tuple[int, int]]:
    """(concept, concept) for every link that leads to another concept."""
    found = (
        (row, thesaurus.find(link))
        for row, concept in enumerate(thesaurus.concepts)
        for link in of(concept)
    )
    return [(row, target) for row, target in found if target is not None and target != row]
