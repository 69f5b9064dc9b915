"""How does the engine speak? Sentences that carry their values apart, so that a page can translate them.

The Chinese template is the message id; `web` looks its translation up and fills the same values in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """A template with named places and what goes into them; `str()` gives the Chinese sentence."""

    template: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.fill(self.template)

    def __bool__(self) -> bool:
        return bool(self.template)

    def about(self, **values: object) -> "Sentence":
        """The same template with these values, written as text at once."""
        return Sentence(self.template, {name: str(value) for name, value in values.items()})

    def fill(self, template: str) -> str:
        """Put the values into `template`, the original or its translation."""
        return template.format_map(self.values)


NOTHING = Sentence()


def say(template: str, **values: object) -> Sentence:
    """Make a sentence; the values are written as text at once."""
    return Sentence(template, {name: str(value) for name, value in values.items()})
