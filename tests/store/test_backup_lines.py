"""Any row becomes a line and a row again."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import JSON, Column, MetaData, String, Table

from matchmaking.keeping.lines import Sum, line_of, reader_of

TABLE = Table("t", MetaData(), Column("plain", String), Column("json", JSON))
TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    TEXTS,
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.decimals(allow_nan=False),
    st.binary(),
)
ANY_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), TEXTS),
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
)


@given(PLAIN, ANY_JSON)
def test_a_row_comes_back_from_its_line(plain: Any, json: Any):
    line = line_of([plain, json])
    assert line.count(b"\n") == 1
    assert reader_of(TABLE, ("plain", "json"))(line) == {"plain": plain, "json": json}


def test_what_json_has_no_word_for_is_written_out():
    values = [
        date(2026, 3, 1),
        Decimal("12.50"),
        datetime(2026, 3, 1, tzinfo=UTC),
        memoryview(b"x"),
    ]
    assert line_of(values).decode() == (
        '[{"day":"2026-03-01"},{"number":"12.50"},{"moment":"2026-03-01T00:00:00+00:00"},{"bytes":"eA=="}]\n'
    )


def test_the_sum_tells_sets_of_lines_apart_whatever_their_order():
    sums = []
    for lines in ((b"a", b"b"), (b"b", b"a"), (b"a", b"a"), (b"a",)):
        sums.append(Sum())
        for line in lines:
            sums[-1].add(line)
    assert sums[0] == sums[1]
    assert len({one.text for one in sums}) == 3
