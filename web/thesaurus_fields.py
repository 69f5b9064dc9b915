"""What is written in the nine cells of a concept, and how are concepts and entries shown in tables?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matchmaking.thesaurus.concepts import Concept
from matchmaking.thesaurus.coverage import Coverage
from matchmaking.thesaurus.models import State, ThesaurusEntry
from matchmaking.thesaurus.proposing import question_of
from matchmaking.thesaurus.writing import cells_of
from web.exports import Cell
from web.language import Tongue
from web.names import mark
from web.page_tables import Table


@dataclass(frozen=True, slots=True)
class Field:
    """A cell: its name in forms, its heading in the files, what to write in it."""

    name: str
    label: str
    hint: str
    long: bool = False


FIELDS = (
    Field("name", mark("名称"), mark("标准名称，一个。")),
    Field("kind_of", mark("属于"), mark("上一级概念的标准名称，或门类的简称。")),
    Field("part_of", mark("部分"), mark("它是哪些东西的一部分。")),
    Field(
        "others",
        mark("其他名称"),
        mark("俗名、旧称、学名、英文、缩写；有歧义的写明语境：葫芦@起重/吊。"),
        long=True,
    ),
    Field("purposes", mark("用途"), mark("用采购人的话写：它是做什么用的。"), long=True),
    Field("marks", mark("标志"), mark("能认出它的牌号、标准，* 代表任意：Q345*。")),
    Field("made_from", mark("用料"), mark("用什么做的，写概念的名称。")),
    Field("goes_into", mark("用于"), mark("用在什么里，写概念的名称。")),
    Field("unlike", mark("不是"), mark("容易和它弄混的东西。")),
)
# Words of the domain that pages show.
WORDS = (
    mark("新增"),
    mark("更正"),
    mark("删去"),
    mark("待审核"),
    mark("已采用"),
    mark("未采用"),
    mark("已撤回"),
    mark("手工填写"),
    mark("未满足的检索"),
    mark("需求"),
    mark("入围的匹配"),
    mark("合计"),
)
STATES = tuple(State)
_DIVISION = (mark("代码"), mark("门类"))
_COUNTS = (mark("概念"), mark("名称"))
_ENTRY = (mark("做什么"), mark("状态"), mark("来自"), mark("依据"), mark("说明"), mark("提出于"))


def concepts_table(concepts: Iterable[Concept], divisions: Mapping[str, str]) -> Table:
    """Concepts with all that is known of them, as the files have it."""

    def rows(_: Tongue) -> Iterable[Sequence[Cell]]:
        for one in concepts:
            yield one.division, divisions.get(one.division, ""), *cells_of(one)

    return Table(mark("词库"), (*_DIVISION, *(field.label for field in FIELDS)), rows)


def coverage_table(coverage: Sequence[Coverage]) -> Table:
    """How far it reaches, by division."""

    def rows(tongue: Tongue) -> Iterable[Sequence[Cell]]:
        for one in coverage:
            yield one.code, tongue.word(one.name), one.concepts, one.names, *one.known.values()

    return Table(mark("词库覆盖"), (*_DIVISION, *_COUNTS, *coverage[-1].known), rows)


def entries_table(entries: Iterable[ThesaurusEntry]) -> Table:
    """Proposals, or what was decided on them."""

    def rows(tongue: Tongue) -> Iterable[Sequence[Cell]]:
        for one in entries:
            question = question_of(one)
            said = tongue.word(one.doing), tongue.word(one.state), tongue.word(one.origin)
            asked = tongue.tell(question.sentence) if question else ""
            yield one.division, *one.cells, *said, asked, one.note, one.at

    return Table(mark("词库修改"), ("代码", *(field.label for field in FIELDS), *_ENTRY), rows)
