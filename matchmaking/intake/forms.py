"""How does a form on a page become a record, and a record a form again? One row, by the rules of lists."""

from collections.abc import Mapping
from datetime import date

from matchmaking.intake.headers import Column, Field
from matchmaking.intake.kinds import ListKind
from matchmaking.intake.ledger import Ledger
from matchmaking.intake.lines import Line
from matchmaking.records import Demand, Origin, Price, Quantity, Supply, WishKind

MUSTS, WISHES = "musts", "wishes"  # a need's conditions, one a line
DAY_BINDS, PRICE_BINDS = "needed_by_binds", "price_binds"  # ticked: not a wish but a must
BINDING = "（必须）"
_CONDITIONS = ((MUSTS, True), (WISHES, False))


def read_form(
    kind: ListKind, texts: Mapping[str, str], *, number: str, firm: str, today: date
) -> tuple[Demand | Supply | None, dict[str, str]]:
    """The record and, by form field, what cannot be read; None where the record lacks its essence.

    `texts` are named by `intake.headers.Field` values, and for a need by the names above.
    """
    given = {name: text.strip() for name, text in texts.items()}
    if given.get(DAY_BINDS) and given.get(Field.NEEDED_BY):
        given[Field.NEEDED_BY] += BINDING
    if given.get(PRICE_BINDS):
        given[Field.PRICE_LIMIT] = given.pop(Field.PRICE, "")
    given |= {Field.FIRM.value: firm, Field.ID.value: number}
    line = Line(Origin(), *_cells(given), lettered=False)
    ledger = Ledger(kind, today)
    ledger.enter(line)
    faults = [problem for row in ledger.returned for problem in row.problems]
    said = {one.column: one.cause.partition("。这一格")[0] for one in (*faults, *ledger.remarks)}
    if Field.PRICE_LIMIT in said:
        said[Field.PRICE.value] = said.pop(Field.PRICE_LIMIT)
    return (ledger.records[0] if ledger.records else None), said


def form_of(record: Demand | Supply) -> dict[str, str]:
    """The texts that read_form would read this record from."""
    if isinstance(record, Supply):
        return _supply_form(record)
    musts = [wish.text for wish in record.wishes if wish.must]
    wishes = [wish.text for wish in record.wishes if not wish.must]
    return {
        Field.TITLE: record.title,
        Field.TYPE: record.type,
        Field.CATEGORY: record.category,
        Field.DESCRIPTION: record.description,
        Field.SPECS: record.specs,
        Field.QUANTITY: _amount(record.quantity),
        Field.NEEDED_BY: record.needed_by.isoformat() if record.needed_by else "",
        Field.PRICE: _price(record.price),
        Field.REGION: record.region.name,
        MUSTS: "\n".join(musts),
        WISHES: "\n".join(wishes),
        DAY_BINDS: "1" if WishKind.DELIVERY in record.musts else "",
        PRICE_BINDS: "1" if WishKind.PRICE in record.musts else "",
    }


def _supply_form(record: Supply) -> dict[str, str]:
    certificates = [
        one.name + (f"（有效期至{one.expires:%Y-%m-%d}）" if one.expires else "")
        for one in record.certificates
        if one.held
    ]
    share = record.revenue_share
    return {
        Field.PRODUCT: record.product,
        Field.INDUSTRY: record.industry,
        Field.SPECS: record.specs,
        Field.CAPACITY: _amount(record.capacity),
        Field.SPARE: _amount(record.spare),
        Field.CUSTOMERS: "、".join(record.customers),
        Field.TARGETS: "、".join(record.targets),
        Field.CERTIFICATES: "、".join(certificates),
        Field.LEAD: "" if record.lead_days is None else f"{record.lead_days}天",
        Field.MINIMUM: _amount(record.minimum_order),
        Field.PRICE: _price(record.price),
        Field.SHARE: "" if share is None else f"{share * 100:.10g}%",
    }


def _cells(given: Mapping[str, str]) -> tuple[list[str], dict[Field, tuple[Column, ...]]]:
    """The form as one row under headings that are the fields' own names."""
    known = [field for field in Field if field in given]
    texts = [given[field] for field in known]
    columns = {field: (Column(at, field.value, field),) for at, field in enumerate(known)}
    conditions = []
    for name, must in _CONDITIONS:
        conditions.append(Column(len(texts), name, Field.REQUIREMENTS, must=must))
        texts.append(given.get(name, ""))
    return texts, columns | {Field.REQUIREMENTS: tuple(conditions)}


def _amount(quantity: Quantity | None) -> str:
    return "" if quantity is None else str(quantity).replace(",", "")


def _price(price: Price | None) -> str:
    return "" if price is None else str(price).replace(",", "")
