"""How is a concept written down again? As the line of a division's file that reads as the same concept."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from matchmaking.thesaurus.concepts import Concept, Name, Thesaurus
from matchmaking.thesaurus.models import Doing, ThesaurusEntry
from matchmaking.thesaurus.reading import COLUMNS, DIVISION_COLUMNS, USER_COLUMNS

BETWEEN = "；"


def cells_of(concept: Concept) -> list[str]:
    """The nine cells of a concept, in the order of COLUMNS."""
    return [
        concept.name,
        BETWEEN.join(concept.kind_of),
        BETWEEN.join(concept.part_of),
        BETWEEN.join(map(written_name, concept.other_names)),
        BETWEEN.join(concept.purposes),
        BETWEEN.join(concept.marks),
        BETWEEN.join(concept.made_from),
        BETWEEN.join(concept.goes_into),
        BETWEEN.join(concept.unlike),
    ]


def written_name(name: Name) -> str:
    """葫芦@起重/吊"""
    return f"{name.text}@{'/'.join(name.context)}" if name.context else name.text


def lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows as the files have them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def files(thesaurus: Thesaurus) -> Mapping[str, str]:
    """The whole thesaurus as files that `read_thesaurus` reads: name -> content."""
    by_code: dict[str, list[Concept]] = {}
    for concept in thesaurus.concepts:
        by_code.setdefault(concept.division, []).append(concept)
    names = {one.code: one.name for one in thesaurus.divisions}
    divisions = [(one.code, one.name, BETWEEN.join(one.other_names)) for one in thesaurus.divisions]
    users = [(name,) for name in sorted(thesaurus.users)]
    lists = {"divisions.csv": lines([DIVISION_COLUMNS, *divisions])}
    if users:
        lists["users.csv"] = lines([USER_COLUMNS, *users])
    return lists | {
        f"{code}-{names.get(code, '')}.csv": lines([COLUMNS, *map(cells_of, concepts)])
        for code, concepts in sorted(by_code.items())
    }


def moving(entries: Iterable[ThesaurusEntry]) -> Iterable[str]:
    """Approved entries as lines for the files, division by division, with what to do with each."""
    said: dict[str, list[str]] = {}
    for entry in entries:
        done = {Doing.ADD: "加到文件末尾", Doing.CORRECT: f"换掉「{entry.name}」那一行"}
        what = done.get(Doing(entry.doing), f"删去「{entry.name}」那一行")
        row = "" if entry.doing == Doing.DROP else lines([entry.cells])
        said.setdefault(entry.division, []).append(f"# {what}\n{row}")
    for division, texts in sorted(said.items()):
        yield f"# 门类 {division}\n" if division else "# 任一门类\n"
        yield from texts
