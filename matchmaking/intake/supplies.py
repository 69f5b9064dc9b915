"""What does the small firm offer? One row of a 供给清单 to a Supply."""

from datetime import date

from matchmaking.intake.amounts import as_once, read_price, read_share
from matchmaking.intake.certificates import read_certificates
from matchmaking.intake.days import read_lead_days
from matchmaking.intake.firms import read_firm
from matchmaking.intake.headers import Field
from matchmaking.intake.lines import Line
from matchmaking.intake.measures import read_measure
from matchmaking.intake.wishes import split_items
from matchmaking.records import Certificate, Quantity, Supply

_SEAT = (Field.REGION, Field.ADDRESS)
_HELD = frozenset(("有", "是", "√", "✓", "已取得", "已通过", "具备", "已获得", "yes", "Y"))
_NOT_HELD = frozenset(
    ("无", "否", "没有", "×", "✗", "未取得", "未通过", "不具备", "no", "N", "申请中", "办理中")
)


def read_supply(line: Line, identity: str, today: date) -> Supply | None:
    """The row's supply; None when `line.faults` says why not."""
    product = line.essential(Field.PRODUCT, "主导产品")
    firm = (
        line.default_firm
        if Field.FIRM not in line.columns
        else line.essential(Field.FIRM, "企业名称")
    )
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


def _minimum(line: Line) -> Quantity | None:
    """A minimum order is one order's amount, whatever period the capacity is counted in."""
    minimum = read_measure(line, Field.MINIMUM)
    return as_once(minimum) if minimum else None


def _certificates(line: Line, today: date) -> tuple[Certificate, ...]:
    named = [
        certificate
        for column in line.columns.get(Field.CERTIFICATES, ())
        for certificate in read_certificates(line.cell(column), today)
    ]
    # A column named by one certificate says below only whether it is held.
    for column in line.columns.get(Field.HELD, ()):
        said = line.texts[column.index]
        if said in _HELD or said in _NOT_HELD:
            named.append(Certificate(column.header, held=said in _HELD))
        else:
            named.extend(read_certificates(line.cell(column), today))
    return tuple(dict.fromkeys(named))
