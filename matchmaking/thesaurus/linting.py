"""Is the thesaurus sound? Every fault in a sentence that says where it is and what to do."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from matchmaking.thesaurus.concepts import Concept, Thesaurus, name_key

LEAST_NAMES = 2
_LONGEST_NAME, _LONGEST_PURPOSE = 40, 60
_UPWARD: Mapping[str, Callable[[Concept], Sequence[str]]] = {
    "属于": lambda concept: concept.kind_of,
    "部分": lambda concept: concept.part_of,
}
_ODD = frozenset("()（）;；、，。@")


class Fault(NamedTuple):
    """What is wrong, where."""

    where: str
    sentence: str


def lint(thesaurus: Thesaurus) -> list[Fault]:
    """All faults, in the order of the files."""
    return lint_rows(thesaurus, range(len(thesaurus.concepts)))


def lint_rows(thesaurus: Thesaurus, rows: Iterable[int]) -> list[Fault]:
    """The faults of some concepts only: what an edit may have changed."""
    checks: Sequence[Callable[[Thesaurus, Concept], Iterator[str]]] = (
        _says_enough,
        _is_well_spelt,
        _links_resolve,
        _users_only_use,
        _names_are_its_own,
    )
    looked_at = list(rows)
    faults = [
        Fault(concept.where, f"「{concept.name}」{sentence}")
        for concept in (thesaurus.concepts[row] for row in looked_at)
        for check in checks
        for sentence in check(thesaurus, concept)
    ]
    return [*faults, *_rings(thesaurus, looked_at)]


def _says_enough(_thesaurus: Thesaurus, concept: Concept) -> Iterator[str]:
    if not concept.kind_of:
        yield "没有写属于什么（孤立的概念）；请写上位概念，或本门类的简称。"
    if not concept.purposes:
        yield "没有写用途；请用采购人的话写一句它是做什么用的。"


def _is_well_spelt(_thesaurus: Thesaurus, concept: Concept) -> Iterator[str]:
    for name in concept.names:
        if not name.text or len(name.text) > _LONGEST_NAME or not _ODD.isdisjoint(name.text):
            yield f"的名称「{name.text}」写法不对：不要括号、顿号和说明，最多 {_LONGEST_NAME} 个字。"
        if (
            len(name_key(name.text)) < LEAST_NAMES
            and not name.context
            and name.text != concept.name
        ):
            yield f"的名称「{name.text}」只有一个字，请写明语境（{name.text}@…）。"
    own = {name_key(name.text) for name in concept.names}
    for purpose in concept.purposes:
        if len(purpose) > _LONGEST_PURPOSE or name_key(purpose) in own:
            yield f"的用途「{purpose}」应是一句话，不是名称，最多 {_LONGEST_PURPOSE} 个字。"
    for mark in concept.marks:
        if len(mark.split("*")[0]) < LEAST_NAMES:
            yield f"的标志「{mark}」太短，会认错；* 之前至少两个字符。"


def _links_resolve(thesaurus: Thesaurus, concept: Concept) -> Iterator[str]:
    for link in concept.links:
        if link in thesaurus.users:
            continue
        if not thesaurus.is_division(link) and thesaurus.find(link) is None:
            yield f"提到的「{link}」找不到；请改成已有概念的标准名，或补上这个概念。"
        elif thesaurus.find(link) is not None and _same(thesaurus, link, concept):
            yield f"提到了它自己（「{link}」）。"


def _users_only_use(thesaurus: Thesaurus, concept: Concept) -> Iterator[str]:
    """Who uses a thing is no product: nothing is a kind of it, a part of it or made from it."""
    elsewhere = concept.kind_of + concept.part_of + concept.made_from + concept.unlike
    for link in dict.fromkeys(elsewhere):
        if link in thesaurus.users:
            yield f"提到的「{link}」是使用者或场所，不是产品；只能写在“用于”里。"


def _same(thesaurus: Thesaurus, link: str, concept: Concept) -> bool:
    row = thesaurus.find(link)
    return row is not None and thesaurus.concepts[row] is concept


def _names_are_its_own(thesaurus: Thesaurus, concept: Concept) -> Iterator[str]:
    """A name means one concept, unless each but one of those that claim it says in which context."""
    for name in concept.names:
        if name.context:
            continue
        if name.text in thesaurus.users:
            yield f"的名称「{name.text}」已在 users.csv 里列为使用者或场所；请从那里删去，或写明语境。"
        key = name_key(name.text)
        rivals = [
            thesaurus.concepts[row]
            for row in thesaurus.rows[key]
            if thesaurus.concepts[row] is not concept and _claims_outright(thesaurus, row, key)
        ]
        if rivals:
            others = "、".join(f"「{one.name}」（{one.where}）" for one in rivals)
            yield f"的名称「{name.text}」也是{others}的名称；请留给一个，或都写明语境。"
    for text, times in Counter(name_key(name.text) for name in concept.names).items():
        if times > 1:
            yield f"的名称「{text}」写了两次。"


def _claims_outright(thesaurus: Thesaurus, row: int, key: str) -> bool:
    names = thesaurus.concepts[row].names
    return any(name_key(name.text) == key and not name.context for name in names)


def _rings(thesaurus: Thesaurus, rows: Sequence[int]) -> Iterator[Fault]:
    """Concepts that would be kinds, or parts, of themselves."""
    for said, links in _UPWARD.items():
        above = _Above(thesaurus, links)
        for row in rows:
            if _reaches(above, row):
                concept = thesaurus.concepts[row]
                sentence = f"沿“{said}”又回到自己；请断开这个圈。"
                yield Fault(concept.where, f"「{concept.name}」{sentence}")


class _Above(dict[int, list[int]]):
    """What each concept is a kind, or a part, of; looked up when it is asked for."""

    def __init__(self, thesaurus: Thesaurus, links: Callable[[Concept], Sequence[str]]) -> None:
        super().__init__()
        self._thesaurus, self._links = thesaurus, links

    def __missing__(self, row: int) -> list[int]:
        links = self._links(self._thesaurus.concepts[row])
        found = (self._thesaurus.find(link) for link in links)
        self[row] = [one for one in found if one is not None]
        return self[row]


def _reaches(above: Mapping[int, list[int]], start: int) -> bool:
    seen: set[int] = set()
    rim = list(above[start])
    while rim:
        row = rim.pop()
        if row == start:
            return True
        if row not in seen:
            seen.add(row)
            rim += above[row]
    return False
