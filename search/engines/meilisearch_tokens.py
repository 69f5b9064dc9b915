"""How do our tokens get through a server that cuts texts its own way? Spelt in Latin letters.

Meilisearch would cut Chinese once more and forgive slips in it. So every stretch of up to four
neighbouring units becomes one made-up Latin word (a fixed number of letters for each character),
which its tokenizer leaves alone; a longer name is the phrase of its stretches of four. Only plain
Latin words are handed over as they are, for typos to be forgiven in them.
"""

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from search.analysis.cutting import words
from search.analysis.units import Units, entries, joined, units

EVERYTHING = "zqall"  # a word every document holds, so that “all but these” can be asked for
_MARK = "zq"
_LETTERS = 5  # 26 ** 5 covers Unicode
_LONGEST_STRETCH = 4
_LONGEST_TOKEN = 45  # characters; Meilisearch leaves out words of more than 250 bytes


def spelt(text: str) -> str:
    """Any text in a fixed number of letters for each character; equal only for equal texts."""
    return "".join(map(_letters, map(ord, text)))


def read_spelt(letters: str) -> str:
    """The text again."""
    found = []
    for start in range(0, len(letters), _LETTERS):
        code = 0
        for letter in letters[start : start + _LETTERS]:
            code = code * 26 + ascii_lowercase.index(letter)
        found.append(chr(code))
    return "".join(found)


def is_plain(token: str) -> bool:
    """Whether this is a Latin word without figures, in which slips may be forgiven."""
    return len(token) > 1 and token.isascii() and token.isalpha()


def coded(token: str) -> str:
    """One of our tokens as one made-up word."""
    return _MARK + spelt(token[:_LONGEST_TOKEN])


def word_token(word: str) -> str:
    """The single word a name of the synonyms or a Latin word is searched by."""
    return word if is_plain(word) else coded(word)


def exactly(name: Units) -> str:
    """A quoted phrase that is found where these units stand next to each other."""
    if len(name) == 1:
        return f'"{coded(name[0])}"'
    return f'"{" ".join(map(coded, _stretches(name, min(len(name), _LONGEST_STRETCH))))}"'


def sign_field(text: str, known_names: frozenset[str]) -> str:
    """All stretches of a text, longest first; the stretches of four keep their order, for phrases."""
    groups = units(text)
    ordered = [token for group in groups for token in _stretches(group, _LONGEST_STRETCH)]
    others: dict[str, None] = {}
    for size in (3, 2):
        others.update((token, None) for group in groups for token in _stretches(group, size))
    others.update((entry, None) for group in groups for unit in group for entry in entries(unit))
    if known_names:
        others.update((name, None) for group in groups for name in _names(group, known_names))
    return " ".join(map(coded, [*ordered, *others]))


def word_field(text: str) -> str:
    """The words of a text, which rank above finds inside words."""
    return " ".join(dict.fromkeys(map(coded, words(text))))


def latin_field(text: str) -> str:
    """The plain Latin words of a text, those in grades included: NCM811 is found by NCM."""
    found = (entry for group in units(text) for unit in group for entry in entries(unit))
    return " ".join(dict.fromkeys(filter(is_plain, found)))


def long_names(names: Iterable[Units]) -> frozenset[str]:
    """Names too long for one stretch, which the documents must hold as one token as well."""
    return frozenset(joined(name) for name in names if len(name) > _LONGEST_STRETCH)


def _names(group: Units, known_names: frozenset[str]) -> Iterable[str]:
    longest = max(map(len, known_names))
    for start in range(len(group)):
        for end in range(start + _LONGEST_STRETCH + 1, min(len(group), start + longest) + 1):
            if (name := joined(group[start:end])) in known_names:
                yield name


def _stretches(group: Sequence[str], size: int) -> list[str]:
    return [joined(tuple(group[at : at + size])) for at in range(len(group) - size + 1)]


def _letters(code: int) -> str:
    letters = ""
    for _ in range(_LETTERS):
        code, place = divmod(code, 26)
        letters = ascii_lowercase[place] + letters
    return letters
