"""Which parts of a title matched? The engine's marks as parts, as long as they are about this title."""

import re
from typing import NamedTuple

OPENS, CLOSES = "〔", "〕"
_MARKED = re.compile(f"{OPENS}([^{CLOSES}]*){CLOSES}")


class Part(NamedTuple):
    """A stretch of a title."""

    text: str
    marked: bool = False


def parts_of(title: str, marked: str) -> tuple[Part, ...]:
    """The title in parts. Unmarked where the index holds another one, or it has such marks itself."""
    if marked.replace(OPENS, "").replace(CLOSES, "") != title:
        return (Part(title),)
    parts: list[Part] = []
    for number, text in enumerate(_MARKED.split(marked)):
        if text:
            parts.append(Part(text, marked=number % 2 == 1))
    return tuple(parts)
