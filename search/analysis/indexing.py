"""What is an index told about a text? Its words, pairs and single units, read in one pass.

The same tokens as `words` and `units` give, made together because a market has a million texts.
"""

from dataclasses import dataclass
from functools import lru_cache

from search.analysis.cutting import NOISE, RUN, jieba, squeeze, with_parts
from search.analysis.normalising import normalise
from search.analysis.units import BREAK, entries, pair


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text."""

    words: list[str]
    pairs: list[str]  # with a break wherever punctuation parts two stretches
    singles: list[str]  # every Han character; names with their parts and beginnings


def read_tokens(text: str) -> Tokens:
    """Cut a text for an index."""
    cut = jieba().cut_for_search
    normal = normalise(text)
    words: list[str] = []
    pairs: list[str] = []
    singles: list[str] = []
    last, end = "", 0  # the unit before, and where its run ended
    for run in RUN.finditer(normal):
        token = run[0]
        if last and (gap := normal[end : run.start()]) and not gap.isspace():
            pairs.append(BREAK)
            last = ""
        end = run.end()
        if run.lastgroup == "han":
            first, final = token[0], token[-1]
            words += [word for word in cut(token, hmm=False) if word not in NOISE]
            singles += token
        else:
            first = final = token = squeeze(token)
            words += _parts(token) if len(token) > 1 else ()
            singles += _entries(token)
        if last:
            pairs.append(pair(last, first))
        if run.lastgroup == "han":
            pairs += [token[at : at + 2] for at in range(len(token) - 1)]
        last = final
    return Tokens(words, pairs, singles)


# Grades and abbreviations repeat; what they are made of is worked out once.
_parts = lru_cache(maxsize=50_000)(with_parts)
_entries = lru_cache(maxsize=50_000)(entries)
