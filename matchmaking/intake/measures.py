"""How much does a row tell of? An amount, with unit and period from wherever the row has them."""

from functools import lru_cache

from matchmaking.intake.amounts import read_period, read_quantity, split_unit
from matchmaking.intake.headers import Column, Field
from matchmaking.intake.lines import Line
from matchmaking.records import Period, Quantity

_PER = (
    (("年", "全年"), Period.YEAR),
    (("月",), Period.MONTH),
    (("季",), Period.QUARTER),
    (("日",), Period.DAY),
)


def read_measure(line: Line, field: Field) -> Quantity | None:
    """The field's amount. The cell's own unit wins, then the header's note, then a unit column."""
    if field not in line.columns:
        return None
    unit = line.text(Field.UNIT)
    period = line.read(Field.PERIOD, lambda text, _: read_period(text))

    def measure(text: str, column: Column) -> Quantity:
        note, per = _of_header(column)
        return read_quantity(text, note or unit, per or period)

    return line.read(field, measure)


@lru_cache(maxsize=1_000)
def _of_header(column: Column) -> tuple[str, Period | None]:
    """The unit and period a heading gives: 年产能（万件）."""
    unit, period = split_unit(column.note)
    return unit, period or _period_of(column.header)


def _period_of(header: str) -> Period | None:
    """年产能, 月用量: the heading's own first word."""
    return next((period for words, period in _PER if header.startswith(words)), None)
