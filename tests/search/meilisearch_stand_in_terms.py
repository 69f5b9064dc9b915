"""Which terms does Meilisearch read in a query, and which documents hold them?

Followed pages: reference/api/search#query-q, learn/indexing/tokenization, learn/relevancy/synonyms,
learn/relevancy/typo_tolerance_settings, learn/resources/known_limitations.
Left out: the concatenation and splitting of query words.
"""

import re
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from tests.search.meilisearch_stand_in_checks import SETTINGS, TYPOS, Body

_MOST_WORDS = 10


def cut(text: str) -> list[str]:
    """learn/indexing/tokenization: Latin at anything that is no letter or figure, Chinese its own way.

    Single characters stand for that way: whoever sends Chinese here gets another cut than ours.
    """
    return re.findall(r"[a-z0-9]+|[^\W_a-z0-9]", text.lower())


@dataclass
class StoredIndex:
    """One index."""

    primary_key: str | None
    documents: dict[str, Body] = field(default_factory=dict)
    settings: Body = field(default_factory=lambda: dict(SETTINGS))
    tokens: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def put(self, documents: dict[str, Body]) -> None:
        """Whole documents replace those with the same id."""
        self.documents.update(documents)
        self.tokens.update((key, self._cut(document)) for key, document in documents.items())

    def update_settings(self, body: Body) -> None:
        """null puts a setting back to its default."""
        for name, value in body.items():
            self.settings[name] = SETTINGS[name] if value is None else value
        self.tokens = {key: self._cut(document) for key, document in self.documents.items()}

    def _cut(self, document: Body) -> dict[str, list[str]]:
        names = self.settings["searchableAttributes"]
        names = list(document) if names == ["*"] else names
        return {name: cut(str(document[name])) for name in names if name in document}

    @property
    def typos(self) -> Body:
        given = self.settings["typoTolerance"]
        sizes = {**TYPOS["minWordSizeForTypos"], **given.get("minWordSizeForTypos", {})}
        return {**TYPOS, **given, "minWordSizeForTypos": sizes}


@dataclass(frozen=True)
class Term:
    """A word or a phrase of a query."""

    words: tuple[str, ...]
    quoted: bool = False
    prefix: bool = False


def read_q(q: str, *, prefixes: bool) -> tuple[list[Term], list[Term]]:
    """reference/api/search#query-q: "phrases", -negatives; terms after the tenth are ignored."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for found in re.finditer(r"""(?P<no>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""", q):
        if len(wanted) >= _MOST_WORDS:
            break
        quoted = found["phrase"] is not None
        words = cut(found["phrase"] if quoted else found["word"])
        if not words:
            continue
        made = [Term(tuple(words), quoted=True)] if quoted else [Term((word,)) for word in words]
        (unwanted if found["no"] else wanted).extend(made)
    if prefixes and wanted and not wanted[-1].quoted and not q.endswith(" "):
        wanted[-1] = Term(wanted[-1].words, prefix=True)
    return wanted, unwanted


def matches(index: StoredIndex, key: str, term: Term) -> tuple[int, int] | None:
    """The fewest slips with which a document holds a term, and in the how manieth attribute."""
    tokens = index.tokens[key]
    names = [term.words]
    if not term.quoted:
        names += [tuple(cut(other)) for other in index.settings["synonyms"].get(term.words[0], ())]
    found = [
        (0, place)
        for place, held in enumerate(tokens.values())
        if any(_holds(held, name, prefix=term.prefix) for name in names)
    ]
    if not found and not term.quoted:
        found = _with_slips(index, tokens, term.words[0])
    return min(found, default=None)


def _holds(held: list[str], name: tuple[str, ...], *, prefix: bool) -> bool:
    if len(name) == 1:
        return any(token == name[0] or (prefix and token.startswith(name[0])) for token in held)
    return any(tuple(held[at : at + len(name)]) == name for at in range(len(held)))


def _with_slips(
    index: StoredIndex, tokens: dict[str, list[str]], word: str
) -> list[tuple[int, int]]:
    rules = index.typos
    sizes = rules["minWordSizeForTypos"]
    allowed = (len(word) >= sizes["oneTypo"]) + (len(word) >= sizes["twoTypos"])
    if not rules["enabled"] or not allowed or word in rules["disableOnWords"]:
        return []
    found = []
    for place, (name, held) in enumerate(tokens.items()):
        if name in rules["disableOnAttributes"]:
            continue
        for token in held:
            # A slip in the first letter counts twice.
            slips = OSA.distance(word, token) + (word[0] != token[0])
            if slips <= allowed and not (rules["disableOnNumbers"] and token.isdigit()):
                found.append((slips, place))
    return found
