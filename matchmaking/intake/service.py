"""How does a file become records? Reads a list whole; every row ends accepted or returned."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from matchmaking import clock
from matchmaking.errors import UnreadableFile
from matchmaking.intake.cells import letters_of
from matchmaking.intake.chains import Chain, read_chain
from matchmaking.intake.choosing import choose_tables
from matchmaking.intake.files import read_book, read_bytes, text_of_file
from matchmaking.intake.headers import Column, Field, is_ignored
from matchmaking.intake.jsonl import COLUMNS, REQUIREMENTS, looks_like_json, read_json_lines
from matchmaking.intake.kinds import ListKind
from matchmaking.intake.ledger import Ledger
from matchmaking.intake.lines import Line
from matchmaking.intake.memory import uncollected
from matchmaking.intake.tables import Table, is_header_again
from matchmaking.intake.texts import read_text
from matchmaking.progress import Progress, silent
from matchmaking.records import Origin, Problem, Reading

__all__ = ["Chain", "ListKind", "read_chain", "read_list"]

_STEP = "核对各行"
_TELL_EVERY = 2_000
_EXTRA = "没有认出这一列，没有读入；如需要，请参照模板修改表头"


def read_list(
    path: Path,
    kind: ListKind | None = None,
    *,
    today: date | None = None,
    firm: str = "",
    progress: Progress = silent,
) -> Reading:
    """Read a list of demands or supplies; without `kind` its headings tell which it is.

    `today` settles dates written without a year, `firm` is whose a row is that names nobody.
    Raises UnreadableFile and nothing else.
    """
    with uncollected():
        return _read(path, (kind, today or clock.today(), firm), progress)


def _read(path: Path, asked: tuple[ListKind | None, date, str], progress: Progress) -> Reading:
    kind, day, firm = asked
    data = read_bytes(path)
    text = text_of_file(data)
    if text is not None and looks_like_json(text):
        return _read_json(path, text, asked)
    sheets = read_book(path, data, progress) if text is None else [read_text(text)]
    tables, remarks = choose_tables(sheets, kind)
    ledger = Ledger(tables[0].kind, day, several=len(tables) > 1, remarks=list(remarks))
    return _read_tables(path.name, tables, (ledger, firm, progress))


def _read_tables(name: str, tables: list[Table], given: tuple[Ledger, str, Progress]) -> Reading:
    ledger, owner, progress = given
    total, done = sum(table.size for table in tables), 0
    for table in tables:
        ledger.remarks += _unknown_columns(table)
        ledger.ignore({place for place, header in enumerate(table.headers) if is_ignored(header)})
        for line in _lines(table, name, owner):
            ledger.enter(line, again=is_header_again(line.texts, table))
            done += 1
            if done % _TELL_EVERY == 0:
                progress(_STEP, done, total)
    progress(_STEP, total, total)
    if not ledger.records and not ledger.returned:
        raise UnreadableFile("认出了表头，但表头下面一行数据也没有。请填好清单后再上传。")
    columns = {column.header: column.field.value for table in tables for column in table.columns}
    return ledger.reading(name, columns)


def _lines(table: Table, name: str, owner: str) -> Iterator[Line]:
    columns = grouped(table.columns)
    for number, texts in table.rows():
        origin = Origin(name, table.sheet.name, number)
        yield Line(origin, texts, columns, default_firm=table.default_firm, owner=owner)


def grouped(columns: list[Column] | tuple[Column, ...]) -> dict[Field, tuple[Column, ...]]:
    """The columns by what they hold."""
    return {
        field: tuple(c for c in columns if c.field == field) for field in {c.field for c in columns}
    }


def _unknown_columns(table: Table) -> list[Problem]:
    return [
        Problem(f"{letters_of(place)}{table.header_row}", table.headers[place], "", _EXTRA)
        for place in table.unknown
    ]


def _read_json(path: Path, text: str, asked: tuple[ListKind | None, date, str]) -> Reading:
    kind, day, firm = asked
    if kind == ListKind.SUPPLY:
        raise UnreadableFile(
            "JSON 文件只能作为需求清单读取，请放到需求清单的位置。供给清单请用 .xlsx 或 .csv。"
        )
    ledger = Ledger(ListKind.DEMAND, day)
    columns = grouped(COLUMNS)
    for number, texts, items, wrong in read_json_lines(text):
        origin = Origin(path.name, "", number)
        line = Line(origin, texts, columns, owner=firm, items=items, lettered=False)
        if wrong:
            line.faults.append(Problem("", "", "", wrong))
        ledger.enter(line)
    return ledger.reading(
        path.name, {c.header: c.field.value for c in COLUMNS} | {REQUIREMENTS: REQUIREMENTS}
    )
