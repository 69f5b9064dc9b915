"""What does the thesaurus say of a pair? Concepts both sides touch, by any name, grade or purpose.

What an ask touches leads on to what will do: the concept itself, kinds of it, with less weight what it is a
kind of; where the buyer asks for inputs of what it makes, to what goes into that instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

import numpy as np
from scipy import sparse

from graph.products import ProductRelations
from matchmaking.matching.chain import fields_of
from matchmaking.matching.columns import Columns, Distinct
from matchmaking.matching.evidence import ConceptLink, Lead
from matchmaking.matching.leading import Bools, Floats, Ints, closest, nearest, strongest
from matchmaking.matching.linking import THESAURUS, find_link, strongest_shared
from matchmaking.matching.recipe import Recipe
from matchmaking.matching.terms import row_of as row_of_matrix
from matchmaking.thesaurus.knowledge import Knowledge
from matchmaking.thesaurus.touching import Touch
from search.vectors import Encoder, Vectors

_DETAIL = 0.6  # what only the specifications name is less surely what is offered
_ASIDE = 0.1  # who asks for 水泥搅拌机 does not ask for 水泥
_NAMED = 0.9  # an ask whose name touches a concept this surely needs no guess by purpose
_MEANT = 8  # concepts of an ask whose names are compared with titles
_INPUT = 0.8  # what goes into the buyer's own product is likely wanted, though nobody named it
_LEAST = 0.25  # fainter ones are not what is asked for


@dataclass(frozen=True, slots=True)
class OfferedConcepts:
    """The concepts as the offers touch them."""

    knowledge: Knowledge
    touches: Sequence[Mapping[int, Touch]]  # a title row -> concept -> by what
    made: sparse.csr_array  # title rows × concepts
    made_by: sparse.csr_array  # its transpose
    title_of: Ints  # offer row -> its title row


@dataclass(frozen=True, slots=True)
class AskedConcepts:
    """The concepts as the asks touch them, and where they lead."""

    touches: Sequence[Mapping[int, Touch]]  # an ask row -> concept -> by what
    own: Sequence[Mapping[int, Touch]]  # likewise what the buyer makes and asks inputs for
    leads_to: sparse.csr_array  # asks × concepts, in [0, 1]
    wanted_by: sparse.csr_array  # its transpose
    title_of: Ints
    meant: "Meant"


@dataclass(frozen=True, slots=True)
class Meant:
    """What the asks mean by name, whatever they call it."""

    names: Vectors  # the standard names of all concepts that any ask means, encoded
    rows: Ints  # asks × _MEANT rows of `names`, the surest first
    surety: Floats  # asks × _MEANT, 0 where there is none


@dataclass(frozen=True, slots=True)
class Concepts:
    """How the thesaurus relates both sides."""

    offered: OfferedConcepts
    asked: AskedConcepts

    def closeness(self, asks: Ints, offers: Ints) -> Floats:
        """In [0, 1], a pair: how surely the offer is a concept the ask leads to."""
        titles = self.offered.title_of[offers]
        return closest(self.asked.leads_to, self.offered.made, asks=asks, titles=titles)

    def knows(self, asks: Ints) -> Bools:
        """Whether the thesaurus has anything to say of the asks."""
        known: Bools = np.diff(self.asked.leads_to.indptr)[asks] > 0
        return known

    def likeness(self, asks: Ints, titles: Ints, vectors: Vectors) -> Floats:
        """Cosine of a title and the nearest name of what the ask means, by how surely it means it."""
        meant, best = self.asked.meant, np.zeros(len(asks))
        for place in range(_MEANT):
            sure = meant.surety[asks, place]
            if not sure.any():
                break
            called = meant.names[meant.rows[asks, place]]
            cosines = np.einsum("ij,ij->i", called, vectors[titles]).astype(np.float64)
            best = np.maximum(best, np.maximum(cosines, 0.0) * sure)
        return best

    def link(self, ask: int, offer: int) -> ConceptLink | None:
        """What closeness rests on for one pair: the surest way that leads there."""
        title = int(self.offered.title_of[offer])
        through = strongest_shared(
            row_of_matrix(self.asked.leads_to, ask), row_of_matrix(self.offered.made, title)
        )
        if through is None:
            return None
        named, own = self.asked.touches[ask], self.asked.own[ask]
        asked, way = find_link(
            self.offered.knowledge.relations,
            {row: touch.worth for row, touch in named.items()},
            {row: touch.worth for row, touch in own.items()},
            through=through,
            strengths=THESAURUS,
        )
        by_own = way.lead not in (Lead.SAME, Lead.KIND, Lead.WIDER)
        said = own[asked] if by_own else named[asked]
        return ConceptLink(way, said, self.offered.touches[title][through])

    def offer_titles(self, ask: int, limit: int) -> Ints:
        """Title rows of offers the thesaurus leads to from an ask, nearest first."""
        return nearest(self.asked.leads_to, self.offered.made_by, ask, limit=limit)

    def ask_titles(self, offer: int, limit: int) -> Ints:
        """Title rows of asks the thesaurus leads to from an offer, nearest first."""
        title = int(self.offered.title_of[offer])
        rows = nearest(self.offered.made, self.asked.wanted_by, title, limit=limit)
        titles: Ints = self.asked.title_of[rows]
        return titles


def nothing_asked(knowledge: Knowledge, offers: Columns) -> Concepts:
    """The offers' concepts, before anybody asks."""
    nothing, none = sparse.csr_array((0, 0)), np.zeros(0, np.int64)
    shape = (0, _MEANT)
    meant = Meant(np.zeros(shape, np.float32), np.zeros(shape, np.int64), np.zeros(shape))
    asked = AskedConcepts((), (), nothing, nothing, none, meant)
    return Concepts(find_concepts_offered(knowledge, offers), asked)


def asked_anew(concepts: Concepts, asks: Columns, recipe: Recipe, *, encoder: Encoder) -> Concepts:
    """The same offers, asked by others."""
    asked = find_concepts_asked(concepts.offered.knowledge, asks, recipe, encoder=encoder)
    return replace(concepts, asked=asked)


def offered_anew(concepts: Concepts, offers: Columns) -> Concepts:
    """Other offers for the same asks."""
    offered = find_concepts_offered(concepts.offered.knowledge, offers)
    return replace(concepts, offered=offered)


def find_concepts_offered(knowledge: Knowledge, offers: Columns) -> OfferedConcepts:
    """Find the concepts of the offers' titles."""
    touches = [
        _best_of(knowledge, cast("tuple[str, str]", value)) for value in offers.titles.values
    ]
    made = _matrix(touches, len(knowledge.thesaurus.concepts))
    return OfferedConcepts(knowledge, touches, made, sparse.csr_array(made.T), offers.titles.of_row)


def _best_of(knowledge: Knowledge, title: tuple[str, str]) -> dict[int, Touch]:
    found = {one.row: one for one in knowledge.toucher.touch(title[0])}
    for one in knowledge.toucher.touch(title[1]) if title[1] else ():
        _keep(found, one.times(_DETAIL))
    return found


def find_concepts_asked(
    knowledge: Knowledge, asks: Columns, recipe: Recipe, *, encoder: Encoder
) -> AskedConcepts:
    """Find the concepts of the asks' texts and follow where they lead."""
    touches = _of_texts(asks.terms[recipe.asks_for], partial(_asked, knowledge, encoder))
    own = _of_texts(asks.terms[recipe.asks_own], partial(_made, knowledge))
    relations, width = knowledge.relations, len(knowledge.thesaurus.concepts)
    named, inputs = _matrix(touches, width), strongest(_matrix(own, width), relations.inputs)
    leads_to = sparse.csr_array(_will_do(named, relations).maximum(inputs))
    return AskedConcepts(
        touches,
        own,
        leads_to,
        wanted_by=sparse.csr_array(leads_to.T),
        title_of=asks.titles.of_row,
        meant=_meant(knowledge, sparse.csr_array(named.maximum(_INPUT * inputs)), encoder),
    )


def _of_texts(
    texts: Distinct, read: Callable[[Sequence[tuple[str, float]]], Mapping[int, Touch]]
) -> list[Mapping[int, Touch]]:
    of_text = [read(fields_of(value)) for value in texts.values]
    return [of_text[row] for row in texts.of_row]


def _asked(
    knowledge: Knowledge, encoder: Encoder, fields: Sequence[tuple[str, float]]
) -> dict[int, Touch]:
    """Concepts an ask's fields touch, each by its best; by purpose only where its name names none."""
    found: dict[int, Touch] = {}
    for text, weight in fields:
        for touch in knowledge.toucher.touch(text, _ASIDE) if text else ():
            _keep(found, touch.times(weight))
    if all(touch.worth < _NAMED for touch in found.values()):
        guessed: dict[int, Touch] = {}
        for text in (fields[0][0], " ".join(text for text, _ in fields)):
            for touch in knowledge.purposes.near(text, encoder=encoder):
                _keep(guessed, touch)
        found = guessed | found
    return found


def _made(knowledge: Knowledge, fields: Sequence[tuple[str, float]]) -> dict[int, Touch]:
    """What the buyer makes, wherever he names it: 手拉葫芦 in 手拉葫芦产线."""
    return {touch.row: touch for text, _ in fields for touch in knowledge.toucher.touch(text, 1.0)}


def _keep(found: dict[int, Touch], touch: Touch) -> None:
    if touch.row not in found or found[touch.row].worth < touch.worth:
        found[touch.row] = touch


def _matrix(touches: Sequence[Mapping[int, Touch]], width: int) -> sparse.csr_array:
    """Texts × concepts, by how surely each is touched."""
    columns = [row for found in touches for row in found]
    worths = [touch.worth for found in touches for touch in found.values()]
    ends = np.cumsum([0, *map(len, touches)])
    shape = (len(touches), width)
    return sparse.csr_array((np.asarray(worths, np.float64), columns, ends), shape=shape)


def _will_do(named: sparse.csr_array, relations: ProductRelations) -> sparse.csr_array:
    """From concepts touched to those that will do: themselves, their kinds, what they are a kind of."""
    kinds = THESAURUS.kind * strongest(named, relations.kinds)
    wider = THESAURUS.wider * strongest(named, relations.kind_of)
    return sparse.csr_array(named.maximum(kinds).maximum(wider))


def _meant(knowledge: Knowledge, wanted: sparse.csr_array, encoder: Encoder) -> Meant:
    """The concepts each ask means most surely; their names are encoded once each."""
    row_of: dict[int, int] = {}
    rows = np.zeros((wanted.shape[0], _MEANT), np.int64)
    surety = np.zeros((wanted.shape[0], _MEANT))
    for ask in range(wanted.shape[0]):
        concepts, worths = row_of_matrix(wanted, ask)
        best = np.lexsort((concepts, -worths))[:_MEANT]
        best = best[worths[best] >= _LEAST]
        rows[ask, : len(best)] = [
            row_of.setdefault(concept, len(row_of)) for concept in concepts[best].tolist()
        ]
        surety[ask, : len(best)] = worths[best]
    names = [knowledge.thesaurus.concepts[row].name for row in row_of]
    return Meant(encoder.encode(names), rows, surety)
