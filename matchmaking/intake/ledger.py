"""What became of each row? Accepts it or returns it with the cause, and forgets none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from matchmaking.intake.demands import read_demand
from matchmaking.intake.headers import Field
from matchmaking.intake.kinds import ListKind
from matchmaking.intake.lines import Line
from matchmaking.intake.supplies import read_supply
from matchmaking.records import Demand, Origin, Problem, Reading, ReturnedRow, Supply

_TOTAL = re.compile(
    r"^(?:本页|全部|本表|以上)?(?:合计|总计|小计|共计|累计)(?:$|[:：(（\d]|金额|数量|\d)"
)
_NOTE = re.compile(
    r"^(?:填表|填报|特别)?(?:说明|注意事项|注意|注|备注|填表人|填报人|审核人|制表人?|制表日期|单位负责人|填报日期|盖章)(?:$|[:：\d])"
)
_FEW = 3  # a note fills one cell, or a label and its text, or one more
_PREFIX = {ListKind.DEMAND: "需求", ListKind.SUPPLY: "供给"}


def made_id(kind: ListKind, origin: Origin) -> str:
    """The number of a row that bears none: its place."""
    return "-".join(filter(None, (_PREFIX[kind], origin.sheet, str(origin.row))))


def is_made_id(number: str, origin: Origin) -> bool:
    """Whether a record's number is only its place in the list."""
    return any(number == made_id(kind, origin) for kind in ListKind)


@dataclass(slots=True)
class Ledger:
    """The rows of one file as they come."""

    kind: ListKind
    today: date
    several: bool = False  # several sheets: a cell must say which
    records: list[Demand | Supply] = field(default_factory=list)
    returned: list[ReturnedRow] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    _rows: dict[tuple[object, ...], Origin] = field(default_factory=dict)
    _ids: dict[str, Origin] = field(default_factory=dict)
    _ignored: set[int] = field(default_factory=set)

    def ignore(self, places: set[int]) -> None:
        """Columns like 序号, by which a repeated row may differ."""
        self._ignored = places

    def enter(self, line: Line, *, again: bool = False) -> None:
        """Accept the row or return it."""
        cause = "这是重复的表头，不是数据，没有读入" if again else self._cause(line)
        record = None if cause or line.faults else self._record(line)
        if record is None:
            problems = tuple(line.faults) or (Problem("", "", "", cause),)
            self.returned.append(ReturnedRow(line.origin, tuple(line.texts), problems))
            return
        self._ids[record.id] = line.origin
        self.records.append(record)
        self.remarks += [self._placed(remark, line.origin) for remark in line.remarks]

    def _record(self, line: Line) -> Demand | Supply | None:
        identity = line.text(Field.ID) or self._made_id(line.origin)
        if identity in self._ids:
            first = self._where(self._ids[identity], line.origin)
            cause = f"编号“{identity}”与{first}重复，没有读入；请改成不同的编号"
            line.faults.append(self._problem_of(line, Field.ID, cause))
            return None
        read = read_demand if self.kind == ListKind.DEMAND else read_supply
        return read(line, identity, self.today)

    def _made_id(self, origin: Origin) -> str:
        return made_id(self.kind, origin)

    def _cause(self, line: Line) -> str:
        """Why the row is no record, by its look alone."""
        said = [text for text in line.texts if text]
        # The number of a row, where it has one, is not what it says.
        first = next((text for text in said if not text.isdigit()), "").replace(" ", "")
        if _TOTAL.match(first):
            return "这是合计行，不是清单内容，没有读入"
        if len(said) <= _FEW and _NOTE.match(first):
            return "这是说明文字，不是清单内容，没有读入"
        key = self._key(line.texts, line.items)
        seen = self._rows.setdefault(key, line.origin)
        return (
            ""
            if seen is line.origin
            else f"与{self._where(seen, line.origin)}重复，没有读入；保留前一行即可"
        )

    def _key(self, texts: Sequence[str], items: tuple[str, ...]) -> tuple[object, ...]:
        kept = (
            [text for place, text in enumerate(texts) if place not in self._ignored]
            if self._ignored
            else list(texts)
        )
        while kept and not kept[-1]:
            kept.pop()
        return (*kept, items)

    @staticmethod
    def _where(first: Origin, here: Origin) -> str:
        if first.sheet == here.sheet:
            return f"第{first.row}行"
        return f"工作表“{first.sheet}”第{first.row}行"

    @staticmethod
    def _problem_of(line: Line, field: Field, cause: str) -> Problem:
        columns = line.columns.get(field)
        return line.problem(columns[0], cause) if columns else Problem("", "", "", cause)

    def _placed(self, remark: Problem, origin: Origin) -> Problem:
        return replace(remark, cell=f"{origin.sheet}!{remark.cell}") if self.several else remark

    def reading(self, name: str, columns: dict[str, str]) -> Reading:
        demands = tuple(record for record in self.records if isinstance(record, Demand))
        supplies = tuple(record for record in self.records if isinstance(record, Supply))
        return Reading(
            name, demands or supplies, tuple(self.returned), tuple(self.remarks), columns
        )
