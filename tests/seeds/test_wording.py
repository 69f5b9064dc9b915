from datetime import date, datetime
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.intake.amounts import read_price, read_quantity, read_share
from matchmaking.intake.cells import text_of
from matchmaking.intake.certificates import read_certificates
from matchmaking.intake.days import read_day, read_lead_days
from matchmaking.intake.identity import normal_name, tidy_name
from matchmaking.intake.wishes import read_wishes
from matchmaking.records import Certificate, Period, Price, Quantity, Wish, WishKind
from matchmaking.units import measure, yearly_amount
from seeds import wording

TODAY = date(2026, 11, 24)
SEEDS = st.integers(0, 10_000)
AMOUNTS = st.integers(1, 99).flatmap(lambda n: st.sampled_from([n / 10, n, n * 10, n * 1_000]))


@given(
    AMOUNTS,
    st.sampled_from(["吨", "万套", "台", "平方米"]),
    st.sampled_from([None, Period.MONTH, Period.YEAR]),
    SEEDS,
)
def test_a_quantity_reads_back_however_it_was_typed(amount, unit, period, seed):
    meant = Quantity(amount, unit, period)
    read = read_quantity(wording.quantity(meant, Random(seed)))
    assert measure(read.unit).dimension == measure(unit).dimension
    assert read.period == period
    assert yearly_amount(read) == pytest.approx(yearly_amount(meant))


@given(st.integers(1, 9_999_999).map(lambda cents: Decimal(cents) / 100), SEEDS)
def test_a_price_reads_back_however_it_was_typed(yuan, seed):
    read = read_price(wording.price(Price(yuan, "吨"), Random(seed)))
    assert read is not None
    assert (read.yuan, read.unit) == (yuan, "吨")


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.booleans(), SEEDS)
def test_a_day_reads_back_however_it_was_typed(day, must, seed):
    cell = wording.day(day, Random(seed), must=must)
    assert read_day(text_of(cell), TODAY) == day


@given(st.sampled_from([0, 3, 7, 10, 14, 15, 30, 42, 90]), SEEDS)
def test_a_lead_time_reads_back_however_it_was_typed(days, seed):
    assert read_lead_days(wording.lead_time(days, Random(seed))) == days


@given(SEEDS)
def test_certificates_read_back_with_what_is_lacking(seed):
    held = (
        Certificate("ISO9001", date(2028, 2, 29)),
        Certificate("特种设备制造许可证"),
        Certificate("CE", held=False),
        Certificate("动物检疫合格证", held=False),
    )
    assert read_certificates(wording.certificates(held, Random(seed)), TODAY) == (held, ())


@given(SEEDS)
def test_conditions_read_back_as_musts_and_wishes(seed):
    wanted = [
        Wish(WishKind.CERTIFICATE, "ISO9001", must=True),
        Wish(WishKind.CERTIFICATE, "CE", must=False),
        Wish(WishKind.REGION, "昆明市企业优先", must=False),
    ]
    assert read_wishes(wording.wishes(wanted, Random(seed)), must=True) == tuple(wanted)


@given(st.sampled_from([0.08, 0.35, 0.95]), SEEDS)
def test_a_share_reads_back(part, seed):
    assert read_share(text_of(wording.share(part, Random(seed)))) == pytest.approx(part)


@given(st.sampled_from(["昆明示例云样甲铝业有限责任公司", "云南示例拟滇乙光学有限公司"]), SEEDS)
def test_a_firm_stays_itself_however_its_name_was_typed(name, seed):
    assert normal_name(tidy_name(wording.firm_name(name, Random(seed)))) == normal_name(name)


def test_names_are_typed_in_several_ways():
    name = "昆明示例云样甲铝业有限责任公司"
    typed = {wording.firm_name(name, Random(seed)) for seed in range(300)}
    assert typed == {name, "昆明示例云样甲铝业有限公司"}
    typed = {wording.firm_name("昆明示例云样甲铝业有限公司", Random(seed)) for seed in range(500)}
    assert len(typed) == 3


def test_what_is_not_known_is_left_empty_or_waved_away():
    seeds = range(50)
    assert {wording.quantity(None, Random(seed)) for seed in seeds} == {"", "/", "暂无"}
    assert {wording.price(None, Random(seed)) for seed in seeds} == {"", "/", "面议"}
    assert wording.day(None, Random(1), must=False) == ""
    assert wording.lead_time(None, Random(1)) == ""
    assert wording.share(None, Random(1)) == ""


def test_some_phones_become_numbers_and_some_are_not_given():
    typed = {wording.phone("0871-00000012", Random(seed)) for seed in range(500)}
    assert typed == {"0871-00000012", 87100000012.0, "见名片"}


def test_some_firms_will_not_be_pinned_down():
    whole = Quantity(5.0, "吨", Period.MONTH)
    assert "视订单而定" in {wording.capacity(whole, Random(seed)) for seed in range(500)}


def test_true_dates_stand_among_the_typed_ones():
    cells = [wording.day(date(2027, 3, 31), Random(seed), must=False) for seed in range(100)]
    assert datetime(2027, 3, 31) in cells  # noqa: DTZ001 - a spreadsheet knows no time zone
    assert "2027年3月底" in cells
