"""Which products does a text name? The longest names win, found in one pass over any number of names."""

import string
from collections.abc import Sequence

import ahocorasick

# Width and case do not matter, and folding them one character for one keeps the positions.
_FOLD = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}
_FOLD |= {ord(capital): ord(capital.lower()) for capital in string.ascii_uppercase}
_FOLD |= {0xFEE0 + ord(capital): ord(capital.lower()) for capital in string.ascii_uppercase}
_WORD = frozenset(string.ascii_lowercase + string.digits)
_SHORTEST_INSIDE = 2  # 铝 or 纸 inside a longer text is a part of some other word

Found = tuple[int, int, int]  # index of the name, start, end


class ProductNames:
    """A list of names, ready to be found in texts; an index points into `names`, the first of equals."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self._whole: dict[str, int] = {}
        self._inside = ahocorasick.Automaton()
        for index, name in enumerate(names):
            folded = name.translate(_FOLD).strip()
            if folded and folded not in self._whole:
                self._whole[folded] = index
                if len(folded) >= _SHORTEST_INSIDE:
                    self._inside.add_word(folded, (index, len(folded)))
        self._inside.make_automaton()

    def find(self, text: str) -> list[Found]:
        """Names in `text` from left to right, none overlapping another; longer ones take precedence."""
        folded = text.translate(_FOLD)
        whole = self._whole.get(folded.strip())
        if whole is not None:
            start = len(folded) - len(folded.lstrip())
            return [(whole, start, start + len(folded.strip()))]
        if not len(self._inside):
            return []
        found = [
            (index, end - length + 1, end + 1)
            for end, (index, length) in self._inside.iter(folded)
            if _stands_alone(folded, end - length + 1, end + 1)
        ]
        return _without_overlaps(found) if len(found) > 1 else found


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Letters and digits must end where the name ends: PE is not in PET, 尼龙6 not in 尼龙66."""
    cut_before = start > 0 and text[start] in _WORD and text[start - 1] in _WORD
    cut_after = end < len(text) and text[end - 1] in _WORD and text[end] in _WORD
    return not (cut_before or cut_after)


def _without_overlaps(found: list[Found]) -> list[Found]:
    chosen: list[Found] = []
    for candidate in sorted(found, key=lambda one: (one[1] - one[2], one[1])):
        _, start, end = candidate
        if all(end <= other[1] or start >= other[2] for other in chosen):
            chosen.append(candidate)
    return sorted(chosen, key=lambda one: one[1])
