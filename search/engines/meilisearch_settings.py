"""What must a Meilisearch index be told, and why? Settings and documents as it takes them.

- searchableAttributes: our tokens only, titles before bodies and whole words before finds inside
  words, because the attribute rule ranks by this order. The texts themselves are stored only.
- displayedAttributes: what a hit and a check need; the made-up words are nobody's business.
- rankingRules: sort first, so that a chosen order is the order; then the number of words, slips
  and the place of the match; at last the id, so that equals always come in one order. No proximity
  rule: neighbours are tokens of their own here.
- typoTolerance: only in the fields of plain Latin words, from 4 letters one slip, from 8 two, as
  in the embedded engine. Elsewhere a slip would turn Q345B into Q355B, or one Chinese word into another.
- prefixSearch off: the beginning of a made-up word means nothing; beginnings of grades are tokens.
- localizedAttributes: all English, so that no language is guessed from made-up words and no
  dictionary cuts them.
- synonyms: every name is a single token on both sides, since only names of up to three words count.
- pagination and faceting: the defaults (1,000 hits, 100 values) would make totals wrong.
- faceted values are spelt in letters, because Meilisearch compares them regardless of case and width.
"""

from typing import Any

from search.analysis.typed import Synonyms
from search.analysis.units import joined
from search.contract import Document, IndexSettings
from search.engines.checking import document_digest
from search.engines.meilisearch_tokens import (
    EVERYTHING,
    latin_field,
    sign_field,
    spelt,
    word_field,
    word_token,
)

KEY, ID, ORDER, TITLE, DIGEST = "key", "id", "order", "title", "digest"
_ALL = "everything"
_SEARCHED = (
    "title_words",
    "title_signs",
    "title_latin",
    "body_words",
    "body_signs",
    "body_latin",
    _ALL,
)
_TYPO_FIELDS = ("title_latin", "body_latin")
_MOST_HITS = 1_000_000
MOST_FACET_VALUES = 1000


def facet_field(name: str) -> str:
    """The attribute of a facet."""
    return f"facet_{spelt(name)}"


def number_field(name: str) -> str:
    """The attribute of a number."""
    return f"number_{spelt(name)}"


def missing_field(name: str) -> str:
    """1 where a document has no such number: it comes last, whichever way the rest is sorted."""
    return f"missing_{spelt(name)}"


def make_settings(settings: IndexSettings, synonyms: Synonyms) -> dict[str, Any]:
    """The body of PATCH /indexes/{uid}/settings."""
    numbers = [number_field(name) for name in settings.numbers]
    return {
        "searchableAttributes": list(_SEARCHED),
        "displayedAttributes": [ID, TITLE, DIGEST],
        "filterableAttributes": [*map(facet_field, settings.facets), *numbers],
        "sortableAttributes": [ORDER, *numbers, *map(missing_field, settings.numbers)],
        "rankingRules": ["sort", "words", "typo", "attribute", "exactness", f"{ORDER}:asc"],
        "typoTolerance": {
            "enabled": True,
            "minWordSizeForTypos": {"oneTypo": 4, "twoTypos": 8},
            "disableOnAttributes": [name for name in _SEARCHED if name not in _TYPO_FIELDS],
        },
        "prefixSearch": "disabled",
        "localizedAttributes": [{"attributePatterns": ["*"], "locales": ["eng"]}],
        "synonyms": {
            word_token(joined(name)): [word_token(joined(other)) for other in others]
            for name, others in synonyms.items()
        },
        "pagination": {"maxTotalHits": _MOST_HITS},
        "faceting": {"maxValuesPerFacet": MOST_FACET_VALUES},
    }


def make_document(
    document: Document, settings: IndexSettings, known_names: frozenset[str]
) -> dict[str, Any]:
    """Our document as Meilisearch's."""
    made: dict[str, Any] = {
        KEY: key_of(document.id),
        ID: document.id,
        ORDER: spelt(document.id),
        TITLE: document.title,
        DIGEST: document_digest(document),
        _ALL: EVERYTHING,
    }
    for name, text in (("title", document.title), ("body", document.body)):
        made[f"{name}_words"] = word_field(text)
        made[f"{name}_signs"] = sign_field(text, known_names)
        made[f"{name}_latin"] = latin_field(text)
    for name, value in document.facets.items():
        made[facet_field(name)] = spelt(value)
    for name in settings.numbers:
        made[missing_field(name)] = int(name not in document.numbers)
    for name, number in document.numbers.items():
        made[number_field(name)] = float(number)
    return made


def key_of(document_id: str) -> str:
    """The primary key: it may hold letters, figures, - and _ only, and our ids are free."""
    return document_id.encode().hex()
