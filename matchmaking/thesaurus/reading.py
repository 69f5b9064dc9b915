"""How is the thesaurus read? One CSV file a division, a line a concept, as people edit it."""

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from matchmaking.errors import UnreadableFile
from matchmaking.thesaurus.concepts import Concept, Division, Name, Thesaurus, make_thesaurus

COLUMNS = ("名称", "属于", "部分", "其他名称", "用途", "标志", "用料", "用于", "不是")
DIVISION_COLUMNS = ("代码", "简称", "别称")
USER_COLUMNS = ("名称",)
_BETWEEN = "；"
_CONTEXT, _OR = "@", "/"


@cache
def shipped_thesaurus() -> Thesaurus:
    """The thesaurus that comes with the platform, read once a process."""
    return read_thesaurus(files("matchmaking.thesaurus") / "data")


def read_thesaurus(folder: Traversable) -> Thesaurus:
    """Read `divisions.csv`, the divisions' files and, if there, `users.csv`. Raises UnreadableFile."""
    divisions = [
        Division(code, name, _items(others))
        for _, (code, name, others) in _rows(folder / "divisions.csv", DIVISION_COLUMNS)
    ]
    concepts = [
        concept
        for path in sorted(folder.iterdir(), key=lambda one: one.name)
        if path.name[:2].isdigit()
        for concept in _concepts(path)
    ]
    return make_thesaurus(divisions, concepts, _users(folder / "users.csv"))


def _users(path: Traversable) -> frozenset[str]:
    """Who uses things, and where: named under 用于 only."""
    if not path.is_file():
        return frozenset()
    return frozenset(name.strip() for _, (name,) in _rows(path, USER_COLUMNS))


def _concepts(path: Traversable) -> Iterator[Concept]:
    for line, row in _rows(path, COLUMNS):
        yield read_concept(row, division=path.name[:2], where=f"{path.name}:{line}")


def read_concept(cells: Sequence[str], *, division: str, where: str) -> Concept:
    """One line's cells, in the order of COLUMNS."""
    name, kind_of, part_of, others, purposes, marks, made_from, goes_into, unlike = cells
    return Concept(
        name=name.strip(),
        division=division,
        kind_of=_items(kind_of),
        part_of=_items(part_of),
        other_names=tuple(_name(item) for item in _items(others)),
        purposes=_items(purposes),
        marks=_items(marks),
        made_from=_items(made_from),
        goes_into=_items(goes_into),
        unlike=_items(unlike),
        where=where,
    )


def _rows(path: Traversable, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cells under a header."""
    with path.open(encoding="utf-8") as file:
        lines = csv.reader(file)
        if tuple(next(lines, ())) != tuple(columns):
            raise UnreadableFile(f"{path.name} 的第一行应是：{'，'.join(columns)}。")
        for row in lines:
            if len(row) != len(columns):
                raise UnreadableFile(
                    f"{path.name} 第 {lines.line_num} 行有 {len(row)} 格，应有 {len(columns)} 格；"
                    "格内有半角逗号时请用双引号括起来。"
                )
            yield lines.line_num, row


def _items(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.strip() for item in cell.split(_BETWEEN) if item.strip()))


def _name(item: str) -> Name:
    text, _, context = item.partition(_CONTEXT)
    return Name(text.strip(), tuple(word.strip() for word in context.split(_OR) if word.strip()))
