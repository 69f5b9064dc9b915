"""To which group of products does a text belong? Its division and the level below: 通用设备 / 锅炉."""

from collections import Counter
from functools import cache, lru_cache

from matchmaking.thesaurus.concepts import Thesaurus
from matchmaking.thesaurus.knowledge import shipped_knowledge
from matchmaking.thesaurus.touching import Toucher

REST = "其他"
BETWEEN = " / "
_LEAST_CONCEPTS = 5  # in a level of its own; smaller ones are the division's
_DEEPEST = 20


class Groups:
    """The groups of a thesaurus. A text belongs to that of what it most plainly names."""

    def __init__(self, thesaurus: Thesaurus, toucher: Toucher) -> None:
        self._toucher = toucher
        self._of_row = _group_names(thesaurus)
        # Titles repeat a thousandfold in a market.
        self.of = lru_cache(maxsize=50_000)(self._of)

    def _of(self, text: str) -> str:
        touches = self._toucher.touch(text)
        return self._of_row[touches[0].row] if touches else REST


@cache
def shipped_groups() -> Groups:
    """Those of the thesaurus that comes with the platform, made once a process.

    Not of what people add: every document in the index has one, and would have to be written anew.
    """
    known = shipped_knowledge()
    return Groups(known.thesaurus, known.toucher)


def shipped_group_of(text: str) -> str:
    """The group of a title."""
    return shipped_groups().of(text)


def no_group(text: str) -> str:
    """None, where nothing is known of products."""
    del text
    return ""


def _group_names(thesaurus: Thesaurus) -> list[str]:
    tops = [_top(thesaurus, row) for row in range(len(thesaurus.concepts))]
    sizes = Counter(tops)
    names = {one.code: one.name for one in thesaurus.divisions}
    groups = []
    for top in tops:
        concept = thesaurus.concepts[top]
        division = names.get(concept.division, "") or REST
        level = f"{BETWEEN}{concept.name}" if sizes[top] >= _LEAST_CONCEPTS else ""
        groups.append(f"{division}{level}")
    return groups


def _top(thesaurus: Thesaurus, row: int) -> int:
    """The concept right below a division, along the first kind of each."""
    for _ in range(_DEEPEST):
        above = (thesaurus.find(link) for link in thesaurus.concepts[row].kind_of)
        wider = next((one for one in above if one is not None and one != row), None)
        if wider is None or any(map(thesaurus.is_division, thesaurus.concepts[row].kind_of)):
            return row
        row = wider
    return row
