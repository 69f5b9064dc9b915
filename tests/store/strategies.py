"""Any record an intake could make, for Hypothesis. PostgreSQL keeps no NUL, nor do lists."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from matchmaking.records import (
    Certificate,
    Demand,
    Firm,
    Origin,
    Period,
    Price,
    Problem,
    Quantity,
    Reading,
    Region,
    ReturnedRow,
    Size,
    Supply,
    Tier,
    Wish,
    WishKind,
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
numbers = st.integers(0, 2**31 - 1)
days = st.dates(date(1900, 1, 1), date(2999, 12, 31))
amounts = st.floats(allow_nan=False, allow_infinity=False)
yuan = st.decimals("0", "999999999999", allow_nan=False, places=4) | st.just(Decimal("1.50"))

origins = st.builds(Origin, file=texts, sheet=texts, row=numbers)
regions = st.builds(Region, code=texts, name=texts)
quantities = st.none() | st.builds(
    Quantity,
    amount=amounts,
    unit=texts,
    period=st.none() | st.sampled_from(Period),
    approximate=st.booleans(),
)
prices = st.none() | st.builds(Price, yuan=yuan, unit=texts)
firms = st.builds(
    Firm,
    key=st.sampled_from(["甲", "乙", "丙"]),
    name=texts,
    code=texts,
    short_name=texts,
    region=regions,
    industry=texts,
    size=st.none() | st.sampled_from(Size),
    tier=st.none() | st.sampled_from(Tier),
    contact=texts,
    phone=texts,
)
wishes = st.builds(Wish, kind=st.sampled_from(WishKind), text=texts, must=st.booleans())
certificates = st.builds(Certificate, name=texts, expires=st.none() | days, held=st.booleans())
demands = st.builds(
    Demand,
    id=texts,
    title=texts,
    buyer=firms,
    type=texts,
    category=texts,
    description=texts,
    specs=texts,
    quantity=quantities,
    needed_by=st.none() | days,
    price=prices,
    region=regions,
    wishes=st.lists(wishes, max_size=3).map(tuple),
    musts=st.frozensets(st.sampled_from(WishKind)),
    origin=origins,
)
supplies = st.builds(
    Supply,
    id=texts,
    product=texts,
    firm=firms,
    industry=texts,
    specs=texts,
    capacity=quantities,
    spare=quantities,
    customers=st.lists(texts, max_size=3).map(tuple),
    targets=st.lists(texts, max_size=3).map(tuple),
    certificates=st.lists(certificates, max_size=3).map(tuple),
    lead_days=st.none() | numbers,
    minimum_order=quantities,
    price=prices,
    revenue_share=st.none() | st.floats(0, 1),
    origin=origins,
)
problems = st.builds(Problem, cell=texts, column=texts, value=texts, cause=texts)
returned_rows = st.builds(
    ReturnedRow,
    origin=origins,
    cells=st.lists(texts, max_size=4).map(tuple),
    problems=st.lists(problems, min_size=1, max_size=2).map(tuple),
)


def readings(
    records: st.SearchStrategy[Demand] | st.SearchStrategy[Supply],
) -> st.SearchStrategy[Reading]:
    """A list's reading; no two records share an id, as intake sees to."""
    return st.builds(
        Reading,
        file=texts,
        records=st.lists(records, max_size=4, unique_by=lambda record: record.id).map(tuple),
        returned=st.lists(returned_rows, max_size=2).map(tuple),
        remarks=st.lists(problems, max_size=2).map(tuple),
        columns=st.dictionaries(texts, texts, max_size=3),
    )
