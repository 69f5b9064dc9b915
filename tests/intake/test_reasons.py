"""From a cell of the list to what is said about it: certificates run out, days of delivery."""

from datetime import date

import pytest

from matchmaking.intake.service import ListKind, read_list
from matchmaking.matching import supply_facts, supply_findings
from matchmaking.matching.evidence import Case, Verdict
from matchmaking.records import Demand, Firm, Wish, WishKind

TODAY = date(2026, 1, 20)
FIRM = "云南示例机械有限公司"
ASKED = ("ISO9001", "3C", "IATF16949")


@pytest.fixture
def case(text_file):
    def of(**cells):
        cells = {"企业名称": FIRM, "主导产品": "轴承"} | cells
        path = text_file([list(cells), list(cells.values())])
        (supply,) = read_list(path, ListKind.SUPPLY, today=TODAY).records
        wishes = tuple(Wish(WishKind.CERTIFICATE, name, must=True) for name in ASKED)
        firm = Firm("甲示例集团", "甲示例集团")
        demand = Demand("D1", "轴承", firm, wishes=wishes, needed_by=date(2026, 6, 1))
        return Case(demand, supply, TODAY)

    return of


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("ISO9001（2024-05到期）", "ISO9001已于 2024-05-31 到期"),
        ("无IATF16949；ISO9001（2024-05到期）", "写明没有IATF16949，ISO9001已于 2024-05-31 到期"),
        (
            "ISO9001（2024-05到期）；3C（2025-12到期）",
            "ISO9001、3C已于 2024-05-31、2025-12-31 到期",
        ),
        ("无IATF16949", "写明没有IATF16949"),
    ],
)
def test_what_has_run_out_is_said_with_its_day(case, cell, sentence):
    found = supply_findings.certificates_must(case(资质证书=cell), Verdict.NOT_MET)
    assert str(found.sentence) == sentence


def test_a_certificate_renewed_is_held_though_the_old_one_has_run_out(case):
    supply = case(资质证书="ISO9001（2024-05到期）；ISO9001:2015（2028-05到期）").offer
    assert supply_facts.certificates_held(supply) == {"iso9001"}
    assert supply_facts.certificates_denied(supply) == set()


def test_an_offered_lead_time_says_that_it_counts_days(case):
    found = supply_findings.lead_time(case(供货周期="60"), Verdict.MET)
    assert found.offered == "60天"
    assert str(found.sentence) == "供货周期 60 天，赶得上 2026-06-01（还有 132 天）"


def test_a_lead_time_not_stated_offers_nothing(case):
    assert supply_findings.lead_time(case(), Verdict.UNKNOWN).offered == ""
