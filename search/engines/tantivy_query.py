"""How is a wish put to Tantivy? Typed words, filters and recall terms as its queries.

Weights: a match in the title counts three times one in the body, a whole word more than a find
inside a word, an exact spelling more than a forgiven slip. They order one engine's answers only;
what a match is worth is decided by `matchmaking`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from tantivy import FieldType, Occur, Query, Schema

from search.analysis.cutting import is_han
from search.analysis.typed import Typed, Wanted
from search.analysis.units import Units, entries, pairs
from search.contract import Range
from search.engines import tantivy_schema as fields

_TITLE = 3.0
_WORD = 1.0
_INSIDE = 0.5
_SLIP = 0.3
_APART = 0.5
_PLACES = (
    (fields.TITLE_WORDS, fields.TITLE_PAIRS, fields.TITLE_UNITS, _TITLE),
    (fields.BODY_WORDS, fields.BODY_PAIRS, fields.BODY_UNITS, 1.0),
)
_PAIR = 2


@dataclass(frozen=True, slots=True)
class QueryMaker:
    """Makes queries for one schema."""

    schema: Schema

    def typed(self, typed: Typed, *, every_word: bool) -> Query:
        """Everything that was typed; `every_word`: all words, otherwise any of them."""
        if typed.blank:
            return Query.all_query()
        musts = [(Occur.Must, any_of(self._unit_queries(name))) for name in typed.phrases]
        wanted = [self._wanted(word) for word in typed.wanted]
        if every_word:
            musts += [(Occur.Must, query) for query in wanted]
        elif wanted:
            apart = [self._wanted(part) for word in typed.wanted for part in word.apart]
            musts.append((Occur.Must, any_of([*wanted, *apart])))
        if not musts:
            musts = [(Occur.Must, Query.all_query())]
        unwanted = [
            (Occur.MustNot, query) for name in typed.unwanted for query in self._unit_queries(name)
        ]
        return Query.boolean_query(musts + unwanted)

    def narrowed(
        self,
        query: Query,
        facets: Mapping[str, Sequence[str]],
        numbers: Mapping[str, Range],
    ) -> Query:
        """The query within these facet values and ranges."""
        filters = [
            Query.term_set_query(self.schema, fields.facet_field(name), list(values))
            for name, values in facets.items()
        ]
        filters += [self.between(name, wanted) for name, wanted in numbers.items()]
        # A filter decides, it does not score.
        silent = [(Occur.Must, Query.boost_query(part, 0.0)) for part in filters]
        return Query.boolean_query([(Occur.Must, query), *silent]) if filters else query

    def between(self, name: str, wanted: Range) -> Query:
        """Documents whose number lies in a range; an open one asks only that there is a number."""
        return Query.range_query(
            self.schema,
            fields.number_field(name),
            FieldType.Float,
            -inf if wanted.low is None else wanted.low,
            inf if wanted.high is None else wanted.high,
        )

    def recall(self, terms: Mapping[str, float]) -> Query:
        """Any of the terms. One flat list of terms, which is what Tantivy prunes while it ranks."""
        parts = []
        for term, weight in terms.items():
            for for_words, for_pairs, _, place in _PLACES:
                parts.append(self._term(for_words, term, weight * place))
                if len(term) == _PAIR and is_han(term):
                    parts.append(self._term(for_pairs, term, weight * place * _INSIDE))
        return any_of(parts)

    def _wanted(self, wanted: Wanted) -> Query:
        queries: list[Query] = []
        for name in (*wanted.names, *wanted.others):
            queries += self._word_queries(name)
            queries += self._unit_queries(name)
        if wanted.typos:
            slip = Query.fuzzy_term_query(
                self.schema, fields.LATIN, wanted.names[0][0], distance=wanted.typos
            )
            queries.append(Query.boost_query(slip, _SLIP))
        if wanted.apart:
            parts = [(Occur.Must, self._wanted(part)) for part in wanted.apart]
            queries.append(Query.boost_query(Query.boolean_query(parts), _APART))
        return any_of(queries)

    def _word_queries(self, name: Units) -> list[Query]:
        if len(name) > 1 and not all(map(is_han, name)):
            return []
        word = "".join(name)
        return [self._term(for_words, word, _WORD * place) for for_words, _, _, place in _PLACES]

    def _unit_queries(self, name: Units) -> list[Query]:
        """Where the units of a name stand next to each other, in the title or in the body."""
        found = []
        tokens = pairs(name) or entries(name[0])[:1]
        for _, for_pairs, for_units, place in _PLACES:
            if len(name) == 1:
                found.append(self._term(for_units, tokens[0], _INSIDE * place))
            elif len(tokens) == 1:
                found.append(self._term(for_pairs, tokens[0], _INSIDE * place))
            else:
                phrase = Query.phrase_query(self.schema, for_pairs, list(tokens))
                found.append(Query.boost_query(phrase, _INSIDE * place))
        return found

    def _term(self, field: str, token: str, weight: float) -> Query:
        return Query.boost_query(Query.term_query(self.schema, field, token, "freq"), weight)


def any_of(queries: Iterable[Query]) -> Query:
    """Documents that answer at least one, the more the better."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])
