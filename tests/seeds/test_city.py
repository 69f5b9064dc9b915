from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from matchmaking.intake.service import ListKind, read_chain, read_list
from matchmaking.records import Reading
from matchmaking.units import yearly_amount
from seeds.city import CityFiles, write_city
from seeds.plan import District, plan_city

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> CityFiles:
    return write_city(tmp_path_factory.mktemp("city"), today=TODAY)


@pytest.fixture(scope="module")
def city() -> tuple[District, ...]:
    return plan_city(seed=2022, today=TODAY)


@pytest.fixture(scope="module")
def demands(files) -> Reading:
    return read_list(files.demands, today=TODAY)


@pytest.fixture(scope="module")
def supplies(files) -> Reading:
    return read_list(files.supplies, today=TODAY)


def cells(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_same_seed_writes_the_same_cells(files, tmp_path):
    again = write_city(tmp_path / "again", today=TODAY)
    assert cells(again.demands) == cells(files.demands)
    assert cells(again.supplies) == cells(files.supplies)
    assert again.chain.read_bytes() == files.chain.read_bytes()


def test_another_seed_writes_other_cells(files, tmp_path):
    other = write_city(tmp_path, seed=7, today=TODAY)
    assert cells(other.demands) != cells(files.demands)
    assert cells(other.supplies) != cells(files.supplies)


def test_a_workbook_has_a_cover_and_a_sheet_a_chain(files, city):
    names = ["填报说明", *(district.chain.name for district in city)]
    assert list(cells(files.demands)) == names
    assert list(cells(files.supplies)) == names


def test_the_cover_says_that_everything_is_invented(files):
    for path in (files.demands, files.supplies):
        assert "均属虚构" in str(cells(path)["填报说明"])


def test_intake_reads_every_need_and_returns_the_broken_rows(demands, city):
    assert [demand.id for demand in demands.records] == [
        need.demand.id for district in city for need in district.needs
    ]
    assert len(demands.returned) == 30  # a chain: one repeated, one without a name, one total
    assert demands.rows_in == 330


def test_intake_reads_every_offer_and_returns_the_broken_rows(supplies, city):
    assert [supply.id for supply in supplies.records] == [
        offer.supply.id for district in city for offer in district.offers
    ]
    assert len(supplies.returned) == 40
    causes = [problem.cause for row in supplies.returned for problem in row.problems]
    assert sum("重复" in cause for cause in causes) == 20
    assert sum("缺少主导产品" in cause for cause in causes) == 10
    assert sum("缺少企业名称" in cause for cause in causes) == 10


def test_cells_that_say_nothing_are_remarked_upon(supplies):
    values = {remark.value for remark in supplies.remarks if "到期" not in remark.cause}
    assert values == {"视订单而定", "见名片"}


def test_certificates_that_have_run_out_are_remarked_upon(supplies):
    ended = [
        one
        for supply in supplies.records
        for one in supply.certificates
        if one.expires and one.expires < TODAY
    ]
    told = [remark for remark in supplies.remarks if "已经到期" in remark.cause]
    assert len(told) == len(ended) > 0
    assert not any(one.held for one in ended)


def test_kinds_are_told_from_the_headings(files):
    assert read_list(files.demands, ListKind.DEMAND, today=TODAY).rows_in == 330
    assert read_list(files.supplies, ListKind.SUPPLY, today=TODAY).rows_in == 4040


def test_needs_read_as_they_were_meant(demands, city):
    meant = [need.demand for district in city for need in district.needs]
    for read, demand in zip(demands.records, meant, strict=True):
        assert (read.title, read.description, read.specs) == (
            demand.title,
            demand.description,
            demand.specs,
        )
        assert read.buyer.key == demand.buyer.key
        assert (read.needed_by, read.price) == (demand.needed_by, demand.price)
        assert read.musts == demand.musts
        assert {(w.kind, w.text, w.must) for w in read.wishes} == {
            (w.kind, w.text, w.must) for w in demand.wishes
        }
        assert yearly_amount(read.quantity) == pytest.approx(yearly_amount(demand.quantity))
        assert read.region == demand.region


def test_offers_read_as_they_were_meant(supplies, city):
    meant = [offer.supply for district in city for offer in district.offers]
    for read, supply in zip(supplies.records, meant, strict=True):
        assert (read.product, read.specs) == (supply.product, supply.specs)
        assert read.firm.key == supply.firm.key
        assert (read.firm.region, read.firm.tier) == (supply.firm.region, supply.firm.tier)
        assert read.certificates == tuple(
            replace(one, held=one.held and (one.expires or TODAY) >= TODAY)
            for one in supply.certificates
        )
        assert (read.lead_days, read.price) == (supply.lead_days, supply.price)
        assert (read.customers, read.targets) == (supply.customers, supply.targets)
        for one, other in (
            (read.spare, supply.spare),
            (read.minimum_order, supply.minimum_order),
        ):
            assert (one is None) == (other is None)
            if one and other:
                assert yearly_amount(one) == pytest.approx(yearly_amount(other))


def test_one_firm_is_one_firm_however_often_and_however_it_is_written(supplies):
    names_of: dict[str, set[str]] = {}
    for supply in supplies.records:
        names_of.setdefault(supply.firm.key, set()).add(supply.firm.name)
    assert len(names_of) == 1_500
    assert sum(len(names) > 1 for names in names_of.values()) >= 10


def test_the_chain_file_reads_whole(files):
    chain = read_chain(files.chain)
    assert chain.skipped == 0
    assert len(chain.edges) > 700
    assert ("铝杆", "重熔用铝锭", "上游材料") in chain.edges
    assert ("铝合金", "铝圆棒", "产品小类") in chain.edges


def test_progress_is_told_to_the_end(tmp_path):
    told = []
    write_city(tmp_path, today=TODAY, progress=lambda *step: told.append(step))
    assert told == [("生成示例城市", done, 4) for done in range(5)]
