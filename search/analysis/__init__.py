"""Our own Chinese analysis, done before any engine sees a text."""

from search.analysis.cutting import grams, pinyin, specs, words
from search.analysis.normalising import normalise

__all__ = ["grams", "normalise", "pinyin", "specs", "words"]
