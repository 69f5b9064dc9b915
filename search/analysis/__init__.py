"""Our own Chinese analysis, done before any engine sees a text."""

from search.analysis.cutting import grams, initials, pinyin, specs, words
from search.analysis.normalising import normalise

__all__ = ["grams", "initials", "normalise", "pinyin", "specs", "words"]
