"""How is the thesaurus asked while people search? Names of a concept, its kinds, what a text means.

Made once for a thesaurus; asking it takes far less than a millisecond.
"""

from functools import cache

from graph.products import KIND_STEP
from matchmaking.finding.suggesting import Suggester
from matchmaking.thesaurus.concepts import make_thesaurus, name_key
from matchmaking.thesaurus.knowledge import Knowledge, know
from matchmaking.thesaurus.touching import Touch

MOST_NAMES = 12  # of one concept that are looked for
MOST_BESIDE = 6  # kinds of a concept that are shown
_SHORTEST_PURPOSE = 4  # characters
_AS_NEAR = 0.6  # of the nearest
_PERHAPS = 0.4  # from this share of what a text says on, a purpose is proposed


class Lexicon:
    """A thesaurus, ready for searches."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._known = knowledge
        self._concepts = knowledge.thesaurus.concepts
        self._kinds = knowledge.relations.kinds
        self.suggester = Suggester(knowledge.thesaurus)

    def named(self, text: str) -> list[Touch]:
        """The names in a text and what they mean there."""
        return self._known.toucher.named(text)

    def name(self, row: int) -> str:
        """What a concept is properly called."""
        return self._concepts[row].name

    def names(self, row: int) -> tuple[str, ...]:
        """What a concept is called wherever the name stands; names that need a context are not."""
        return tuple(one.text for one in self._concepts[row].names if not one.context)[:MOST_NAMES]

    def wider(self, row: int) -> tuple[str, ...]:
        """What it is a kind of; not the division it belongs to."""
        find = self._known.thesaurus.find
        rows = [find(link) for link in self._concepts[row].kind_of]
        return tuple(self.name(one) for one in rows if one is not None and one != row)

    def narrower(self, row: int) -> tuple[str, ...]:
        """The first of its kinds, those that have kinds themselves before the others."""
        start, end = self._kinds.indptr[row], self._kinds.indptr[row + 1]
        near = self._kinds.data[start:end] == KIND_STEP
        direct = self._kinds.indices[start:end][near]
        sizes = self._kinds.indptr[direct + 1] - self._kinds.indptr[direct]
        order = sorted(zip(-sizes, direct, strict=True))
        return tuple(self.name(int(one)) for _, one in order[:MOST_BESIDE])

    def is_told(self, text: str) -> bool:
        """Whether most of a text is no name of anything, so that it rather tells a purpose."""
        named = {touch.written for touch in self.named(text)}
        length = len(name_key(text))
        return length >= _SHORTEST_PURPOSE and 2 * sum(map(len, named)) < length

    def meant(self, text: str, most: int) -> tuple[str, ...]:
        """The concepts whose purpose a text tells, nearest first."""
        if not self.is_told(text):
            return ()
        near = self._known.purposes.near(text, most)
        least = max([_PERHAPS, *(touch.worth * _AS_NEAR for touch in near[:1])])
        return tuple(self.name(touch.row) for touch in near if touch.worth >= least)


@cache
def empty_lexicon() -> Lexicon:
    """One that knows nothing."""
    return Lexicon(know(make_thesaurus((), ())))
