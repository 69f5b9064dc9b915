"""What does the large firm ask for? One row of a 需求清单 to a Demand."""

from dataclasses import dataclass, field
from datetime import date

from matchmaking.intake.amounts import read_price
from matchmaking.intake.days import read_day, says_duration
from matchmaking.intake.firms import first_region, place_parts, read_firm
from matchmaking.intake.headers import Column, Field
from matchmaking.intake.lines import Line
from matchmaking.intake.measures import read_measure
from matchmaking.intake.wishes import insists, read_wishes
from matchmaking.records import Demand, Price, Wish, WishKind

_SEAT = (Field.ADDRESS,)
_NO_DAY = (
    "尽快",
    "即日",
    "立即",
    "随时",
    "长期",
    "按需",
    "按合同",
    "按计划",
    "分批",
    "协商",
    "待定",
)
# What a column's conditions are unless header or cell says otherwise.
_DEFAULTS = (
    (Field.CERTIFICATES, True, None),
    (Field.REQUIREMENTS, False, None),
    (Field.REGION_WISH, False, WishKind.REGION),
    (Field.TIER_WISH, False, WishKind.TIER),
)


@dataclass(slots=True)
class _Conditions:
    """What a row insists on and wishes for, as it is found."""

    wishes: list[Wish] = field(default_factory=list)
    musts: set[WishKind] = field(default_factory=set)


def read_demand(line: Line, identity: str, today: date) -> Demand | None:
    """The row's demand; None when `line.faults` says why not."""
    title = line.essential(Field.TITLE, "需求名称")
    if not title:
        return None
    found = _Conditions()
    return Demand(
        identity,
        title,
        read_firm(line, line.text(Field.FIRM) or line.default_firm or line.owner, seat=_SEAT),
        type=line.text(Field.TYPE),
        category=line.text(Field.CATEGORY),
        description=line.text(Field.DESCRIPTION),
        specs=line.text(Field.SPECS),
        quantity=read_measure(line, Field.QUANTITY),
        needed_by=_needed_by(line, today, found),
        price=_price(line, found),
        # Where it is delivered to, else the places the row names at all.
        region=first_region((line.text(Field.REGION), place_parts(line))),
        wishes=_wishes(line, found),
        musts=frozenset(found.musts),
        origin=line.origin,
    )


def _needed_by(line: Line, today: date, found: _Conditions) -> date | None:
    """The date; a span of days from an event (签约后30天) is a wish of its own instead."""

    def day(text: str, column: Column) -> date | None:
        must = insists(text, default=bool(column.must))
        if says_duration(text):
            found.wishes.append(Wish(WishKind.DELIVERY, text, must))
            return None
        if any(word in text for word in _NO_DAY):
            found.wishes.append(Wish(WishKind.DELIVERY, text, must=False))
            return None
        if must:
            found.musts.add(WishKind.DELIVERY)
        return read_day(text, today)

    needed = line.read(Field.NEEDED_BY, day)
    if needed is None:
        found.musts.discard(WishKind.DELIVERY)
    return needed


def _price(line: Line, found: _Conditions) -> Price | None:
    """最高限价 binds, 期望价格 does not; where both are given, the limit is what counts."""

    def limit(text: str, column: Column) -> Price | None:
        return read_price(text, column.note, highest=True)

    bound = line.read(Field.PRICE_LIMIT, limit)
    if bound is not None:
        found.musts.add(WishKind.PRICE)
        return bound
    columns = line.columns.get(Field.PRICE, ())
    price = line.read(Field.PRICE, limit)
    if price is not None and any(
        column.must or insists(line.cell(column), default=False) for column in columns
    ):
        found.musts.add(WishKind.PRICE)
    return price


def _wishes(line: Line, found: _Conditions) -> tuple[Wish, ...]:
    for kept, must, kind in _DEFAULTS:
        for column in line.columns.get(kept, ()):
            text = line.cell(column)
            default = must if column.must is None else column.must
            found.wishes.extend(read_wishes(text, must=default, kind=kind) if text else ())
    found.wishes.extend(read_wishes(line.items, must=False))
    return tuple(dict.fromkeys(found.wishes))
