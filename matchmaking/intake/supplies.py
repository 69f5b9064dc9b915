"""What does the small firm offer? One row of a 供给清单 to a Supply."""

from datetime import date

from matchmaking.intake.amounts import as_once, read_price, read_share
from matchmaking.intake.certificates import Claims, read_answer, read_certificates
from matchmaking.intake.days import read_lead_days
from matchmaking.intake.firms import read_firm
from matchmaking.intake.headers import Column, Field
from matchmaking.intake.lines import Line
from matchmaking.intake.measures import read_measure
from matchmaking.intake.wishes import split_items
from matchmaking.records import Certificate, Quantity, Supply

_SEAT = (Field.REGION, Field.ADDRESS)


def read_supply(line: Line, identity: str, today: date) -> Supply | None:
    """The row's supply; None when `line.faults` says why not."""
    product = line.essential(Field.PRODUCT, "主导产品")
    firm = _firm(line)
    if not product or not firm:
        return None
    return Supply(
        identity,
        product,
        read_firm(line, firm, seat=_SEAT),
        industry=line.text(Field.INDUSTRY),
        specs=line.text(Field.SPECS),
        capacity=read_measure(line, Field.CAPACITY),
        spare=read_measure(line, Field.SPARE),
        customers=split_items(line.text(Field.CUSTOMERS)),
        targets=split_items(line.text(Field.TARGETS)),
        certificates=_certificates(line, today),
        lead_days=line.read(Field.LEAD, lambda text, column: read_lead_days(text, column.note)),
        minimum_order=_minimum(line),
        price=line.read(Field.PRICE, lambda text, column: read_price(text, column.note)),
        revenue_share=line.read(Field.SHARE, lambda text, column: read_share(text, column.note)),
        origin=line.origin,
    )


def _firm(line: Line) -> str:
    """Who offers; "" with a fault where nobody is named."""
    if Field.FIRM not in line.columns:
        return line.default_firm or line.owner
    if line.owner and not line.text(Field.FIRM):
        return line.owner
    return line.essential(Field.FIRM, "企业名称")


def _minimum(line: Line) -> Quantity | None:
    """A minimum order is one order's amount, whatever period the capacity is counted in."""
    minimum = read_measure(line, Field.MINIMUM)
    return as_once(minimum) if minimum else None


def _certificates(line: Line, today: date) -> tuple[Certificate, ...]:
    found: list[Certificate] = []
    for field in (Field.CERTIFICATES, Field.HELD):
        for column in line.columns.get(field, ()):
            claims = _claims(line, column, today)
            found += claims.certificates
            for remark in claims.remarks:
                line.note(column, remark)
    return tuple(dict.fromkeys(found))


def _claims(line: Line, column: Column, today: date) -> Claims:
    if column.field is Field.HELD:
        # “无” is an answer here, and not an empty cell.
        return read_answer(column.header, line.texts[column.index], today)
    return read_certificates(line.cell(column), today)
