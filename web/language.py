"""In which language does a visitor read? Chinese is the source; other languages are catalogues.

A message id is the Chinese sentence with its named places, `共 {count} 家`. It is translated first
and filled afterwards, for the page's own words and for the engine's sentences alike. Catalogues are
read from their .po files at start, so there is nothing to compile and nothing to forget.

The domain's errors and the causes of returned cells are finished Chinese sentences, already filled.
They are recognised by the message id they were made from, and said anew.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from babel.messages.pofile import read_po

from matchmaking.sentences import Sentence

COOKIE = "lang"
PLACE = re.compile(r"\{(\w+)\}")
LEAST = 5  # characters an id must have besides its places to be recognised by
FOLDER = Path(__file__).parent / "translations"


class Language(StrEnum):
    """The languages a visitor can choose; the value is what `<html lang>` says."""

    CHINESE = "zh-CN"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Tongue:
    """Says things in one language. What has no translation is said in Chinese, never left out."""

    language: Language = Language.CHINESE
    messages: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()  # most telling first

    def say(self, template: str, **values: object) -> str:
        """The page's own words."""
        return self.messages.get(template, template).format_map(values)

    def tell(self, sentence: Sentence) -> str:
        """A sentence of the engine. Values that are words of ours (产能, 日) are translated too."""
        values = {name: self.word(value) for name, value in sentence.values.items()}
        return Sentence(sentence.template, values).fill(
            self.messages.get(sentence.template, sentence.template)
        )

    def word(self, name: object) -> str:
        """A name the engine or a list gave: translated where it is one of ours, else as it is."""
        return self.messages.get(str(name), str(name))

    def retell(self, text: str) -> str:
        """A finished sentence of the domain, said anew; what stood in its places is kept."""
        if text in self.messages:
            return self.messages[text]
        for pattern, translation in self.patterns:
            found = pattern.fullmatch(text)
            if found:
                return self._refill(translation, found.groupdict())
        return text

    def _refill(self, translation: str, values: Mapping[str, str]) -> str:
        return PLACE.sub(lambda place: self.retell(values[f"_{place[1]}"]), translation)


@dataclass(frozen=True, slots=True)
class Tongues:
    """Every language the site speaks."""

    by_language: Mapping[Language, Tongue]

    def choose(self, *wanted: str | None) -> Tongue:
        """The first wish that can be met; Chinese without one."""
        for wish in wanted:
            for language, tongue in self.by_language.items():
                if wish and wish.lower()[:2] == language.value[:2]:
                    return tongue
        return self.by_language[Language.CHINESE]


def recognise(messages: Mapping[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of the sentences that have places, the one with most words of its own first."""
    telling = [
        message for message in messages if PLACE.search(message) and _words(message) >= LEAST
    ]
    return tuple(
        (_pattern(message), messages[message])
        for message in sorted(telling, key=_words, reverse=True)
    )


def _words(message: str) -> int:
    return len(PLACE.sub("", message))


def _pattern(message: str) -> re.Pattern[str]:
    parts = PLACE.split(message)  # text, name, text, name, …
    seen: set[str] = set()
    regex = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            regex += re.escape(part)
        elif part in seen:
            regex += f"(?P=_{part})"
        else:
            seen.add(part)
            regex += f"(?P<_{part}>.*?)"
    return re.compile(regex, re.DOTALL)


def read_messages(path: Path) -> dict[str, str]:
    """What a .po file translates; fuzzy and empty entries do not count."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {
        str(message.id): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }


def load_tongues(folder: Path = FOLDER) -> Tongues:
    """Read all catalogues."""
    english = read_messages(folder / "en" / "LC_MESSAGES" / "messages.po")
    return Tongues(
        {
            Language.CHINESE: Tongue(),
            Language.ENGLISH: Tongue(Language.ENGLISH, english, recognise(english)),
        }
    )
