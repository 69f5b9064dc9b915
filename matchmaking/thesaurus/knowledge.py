"""What does matching know of products? The thesaurus with its relations and the meanings of its names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.products import ProductRelations, relate
from matchmaking.thesaurus.concepts import Concept, Thesaurus
from matchmaking.thesaurus.purposes import Purposes
from matchmaking.thesaurus.touching import Toucher
from search.vectors import Encoder, Vectors


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A thesaurus made ready once: row i of everything is concept i."""

    thesaurus: Thesaurus
    toucher: Toucher
    relations: ProductRelations
    names: Vectors  # concepts × dimensions, the meanings of the standard names
    purposes: Purposes


def know(thesaurus: Thesaurus, encoder: Encoder) -> Knowledge:
    """Make a thesaurus ready for matching. Encodes some 8,000 names."""
    names = [concept.name for concept in thesaurus.concepts]
    relations = relate(
        names,
        wider=_links(thesaurus, lambda concept: concept.kind_of),
        made_from=_links(thesaurus, lambda concept: concept.made_from),
    )
    return Knowledge(
        thesaurus, Toucher(thesaurus), relations, encoder.encode(names), Purposes(thesaurus)
    )


def _links(thesaurus: Thesaurus, of: Callable[[Concept], Sequence[str]]) -> list[tuple[int, int]]:
    """(concept, concept) for every link that leads to another concept."""
    found = (
        (row, thesaurus.find(link))
        for row, concept in enumerate(thesaurus.concepts)
        for link in of(concept)
    )
    return [(row, target) for row, target in found if target is not None and target != row]
