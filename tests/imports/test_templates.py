"""A form filled in is read with certainty: every field arrives."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from matchmaking.errors import UnreadableFile
from matchmaking.imports.form_columns import columns_of, districts
from matchmaking.imports.templates import CHOICES, HELP, LAST_ROW, TITLES, template
from matchmaking.intake.headers import Field
from matchmaking.intake.kinds import ListKind
from matchmaking.intake.service import read_list
from matchmaking.places import find_region
from matchmaking.records import (
    Certificate,
    Demand,
    Firm,
    Period,
    Price,
    Quantity,
    Reading,
    Region,
    Size,
    Supply,
    Tier,
)

TODAY = date(2026, 3, 2)


def filled(tmp_path: Path, kind: ListKind) -> Reading:
    """The form with its own examples in the first row, read without saying what it is."""
    book = openpyxl.load_workbook(BytesIO(template(kind, TODAY)))
    form = book[TITLES[kind]]
    for place, column in enumerate(columns_of(kind), start=1):
        value: object = column.example
        if column.look == "amount":
            value = float(column.example)
        if column.look == "date":
            value = datetime.fromisoformat(column.example)
        form.cell(2, place, value)  # type: ignore[arg-type]
    path = tmp_path / "填好.xlsx"
    book.save(path)
    return read_list(path, today=TODAY)


@pytest.mark.parametrize("kind", ListKind)
def test_every_column_is_read_as_what_it_is(tmp_path: Path, kind: ListKind) -> None:
    reading = filled(tmp_path, kind)
    assert reading.columns == {one.heading: one.field.value for one in columns_of(kind)}
    assert (len(reading.records), reading.returned, reading.remarks) == (1, (), ())


def test_every_field_of_a_demand_arrives(tmp_path: Path) -> None:
    (demand,) = filled(tmp_path, ListKind.DEMAND).records
    assert isinstance(demand, Demand)
    assert (demand.id, demand.title, demand.type, demand.category) == (
        "X-001",
        "6061铝合金圆铸锭",
        "关键原材料",
        "铝材",
    )
    assert (demand.specs, demand.description) == ("φ178mm，6061", "用于挤压型材，要求均匀化退火")
    assert demand.quantity == Quantity(500, "吨", Period.MONTH)
    assert (demand.needed_by, demand.price) == (date(2026, 12, 31), Price(Decimal(21500)))
    assert demand.region == Region("530102", "云南省昆明市五华区")
    assert [(wish.text, wish.must) for wish in demand.wishes] == [
        ("ISO9001", True),
        ("IATF16949优先", False),
        ("提供样品检测", False),
        ("账期60天", False),
        ("本省优先", False),
        ("专精特新中小企业优先", False),
    ]
    assert (demand.buyer.name, demand.buyer.contact, demand.buyer.phone) == (
        "示例市虚构链主集团有限公司",
        "示例",
        "0871-00000000",
    )


def test_every_field_of_a_supply_arrives(tmp_path: Path) -> None:
    (supply,) = filled(tmp_path, ListKind.SUPPLY).records
    assert isinstance(supply, Supply)
    name = "示例市虚构甲铝材有限公司"
    assert supply.firm == Firm(
        key=name,
        name=name,
        region=Region("530181", "云南省昆明市安宁市"),
        industry="有色金属冶炼和压延加工业",
        size=Size.SMALL,
        tier=Tier.SPECIALISED,
        contact="示例",
        phone="0871-00000000",
    )
    assert (supply.id, supply.product, supply.specs) == (
        "G-001",
        "6061铝合金圆铸锭",
        "φ120–φ254mm",
    )
    assert supply.capacity == Quantity(12000, "吨", Period.MONTH)
    assert supply.spare == Quantity(6500, "吨", Period.MONTH)
    assert supply.customers == ("示例市虚构链主集团有限公司",)
    assert supply.targets == ("示例市虚构汽车有限公司",)
    assert supply.certificates == (Certificate("ISO9001", date(2027, 5, 31)),)
    assert (supply.lead_days, supply.minimum_order) == (20, Quantity(5, "吨"))
    assert supply.price == Price(Decimal(21200))


@pytest.mark.parametrize("kind", ListKind)
def test_the_bytes_are_the_same_all_day(kind: ListKind) -> None:
    assert template(kind, TODAY) == template(kind, TODAY)


@pytest.mark.parametrize("kind", ListKind)
def test_help_choices_and_formats_are_there(kind: ListKind) -> None:
    book = openpyxl.load_workbook(BytesIO(template(kind, TODAY)))
    form = book[TITLES[kind]]
    columns = columns_of(kind)
    assert book.sheetnames == [TITLES[kind], HELP, CHOICES]
    assert (form.freeze_panes, book[CHOICES].sheet_state) == ("A2", "hidden")
    assert [cell.value for cell in form[1]] == [column.heading for column in columns]
    assert all(cell.comment and cell.comment.text for cell in form[1])
    ranges = {str(one.sqref): one.formula1 for one in form.data_validations.dataValidation}
    chosen = [column for column in columns if column.choices]
    assert len(ranges) == len(chosen)
    for where, formula in ranges.items():
        assert where.endswith(str(LAST_ROW + 1))
        column = columns[form[where.split(":")[0]].column - 1]
        cells = book[CHOICES][formula.removeprefix(f"{CHOICES}!")]
        assert [row[0].value for row in cells] == [str(choice) for choice in column.choices]
    dated = [column.field for column in columns if column.look == "date"]
    assert dated == ([Field.NEEDED_BY] if kind is ListKind.DEMAND else [])
    assert book[HELP].max_row == len(columns) + 1


@pytest.mark.parametrize("kind", ListKind)
def test_an_untouched_form_is_said_to_hold_nothing(tmp_path: Path, kind: ListKind) -> None:
    path = tmp_path / "没填.xlsx"
    path.write_bytes(template(kind, TODAY))
    with pytest.raises(UnreadableFile, match="一行数据也没有"):
        read_list(path)


def test_the_districts_are_places_we_know() -> None:
    assert [find_region(name).name for name in districts()] == list(districts())
    assert len(districts()) == 14
