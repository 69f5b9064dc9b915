"""What does one row say, field by field? Reads cells and notes each that cannot be read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from matchmaking.intake.cells import NOTHING, UnclearCell, is_fault, letters_of, shortened
from matchmaking.intake.headers import Column, Field
from matchmaking.records import Origin, Problem

Value = TypeVar("Value")
_NO_COLUMNS: tuple[Column, ...] = ()
_LONGEST_SHOWN = 60
# No amount, day or number takes more to say; the time to look for one grows with the square.
_LONGEST_READ = 500


@dataclass(slots=True)
class Line:
    """A row of a list. `remarks` are cells left empty, `faults` are why the row must go back."""

    origin: Origin
    texts: Sequence[str]
    columns: dict[Field, tuple[Column, ...]]
    remarks: list[Problem] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    default_firm: str = ""  # named above the header
    owner: str = ""  # whose list it is known to be: of a row that names nobody
    items: tuple[str, ...] = ()  # requirements that come apart already (JSON)
    lettered: bool = True  # the columns have letters, as in a spreadsheet

    def text(self, field: Field) -> str:
        """The field's text; several columns of one field in reading order; "" for nothing."""
        columns = self.columns.get(field)
        if columns is None:
            return ""
        if len(columns) == 1:
            return self.cell(columns[0])
        return "；".join(dict.fromkeys(filter(None, map(self.cell, columns))))

    def cell(self, column: Column) -> str:
        text = self.texts[column.index]
        if text in NOTHING:
            return ""
        if text[0] == "#" and is_fault(text):
            self.remark(column, "这个单元格的公式出错了，请改成要填的内容")
            return ""
        return text

    def read(self, field: Field, reader: Callable[[str, Column], Value]) -> Value | None:
        """What `reader` makes of the field's cell; None, with a remark, where it cannot."""
        for column in self.columns.get(field, _NO_COLUMNS):
            text = self.cell(column)
            if not text:
                continue
            if len(text) > _LONGEST_READ:
                self.remark(column, f"这一格有{len(text)}个字，太长了，请只写这一列要填的内容")
                continue
            try:
                return reader(text, column)
            except UnclearCell as error:
                self.remark(column, str(error))
        return None

    def essential(self, field: Field, name: str) -> str:
        """The text of a field without which the row says nothing; its lack is a fault."""
        if text := self.text(field):
            return text
        columns = self.columns.get(field, _NO_COLUMNS)
        if columns:
            self.fault(columns[0], f"缺少{name}，这一行没有读入；请补上后重新上传")
        else:
            self.faults.append(
                Problem("", name, "", f"缺少{name}，这一行没有读入；请补上后重新上传")
            )
        return ""

    def remark(self, column: Column, cause: str) -> None:
        self.note(column, f"{cause}。这一格先按未填处理")

    def note(self, column: Column, cause: str) -> None:
        """A remark on a cell that was read all the same."""
        self.remarks.append(self.problem(column, cause))

    def fault(self, column: Column, cause: str) -> None:
        self.faults.append(self.problem(column, cause))

    def problem(self, column: Column, cause: str) -> Problem:
        shown = shortened(self.texts[column.index], _LONGEST_SHOWN)
        where = f"{letters_of(column.index)}{self.origin.row}" if self.lettered else ""
        return Problem(where, column.header, shown, cause)
