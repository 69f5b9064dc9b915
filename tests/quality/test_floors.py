"""How well do matches fit in the demo city? Floors a little under what is measured; the figures are printed.

The city knows what it meant: which product each need is about, and whether anybody can meet it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median

import pytest

from matchmaking.intake.service import read_chain, read_list
from matchmaking.matching.evidence import Conclusion, Match, Recommendation
from matchmaking.matching.service import build_market, overview
from matchmaking.matching.supply import SUPPLY
from matchmaking.thesaurus.knowledge import shipped_knowledge
from search.vectors import shared_encoder
from seeds.city import write_city
from seeds.needs import Need, Outcome
from seeds.plan import plan_city

TODAY = date(2026, 11, 24)
SIGNALS = frozenset(signal.name for signal in SUPPLY.signals)


@dataclass(frozen=True)
class Judged:
    """What the city meant, beside what was found."""

    need: Need
    found: Recommendation
    product_of: dict[str, str]  # supply id -> the product it is really about

    @property
    def best(self) -> Conclusion:
        return self.found.matches[0].conclusion

    def is_right(self, match: Match) -> bool:
        return self.product_of[match.supply.id] == self.need.product.name

    def names_anchor(self) -> bool:
        """Whether the firm the need was made for is among those shown."""
        anchor = self.need.anchor
        return anchor is not None and any(
            match.supply.firm.key == anchor.firm.key for match in self.found.matches
        )


@pytest.fixture(scope="module")
def judged(tmp_path_factory) -> list[Judged]:
    """Every need of the city, read from its workbooks and matched as in production."""
    files = write_city(tmp_path_factory.mktemp("city"), today=TODAY)
    market = build_market(
        read_list(files.demands, today=TODAY).records,
        read_list(files.supplies, today=TODAY).records,
        encoder=shared_encoder(),
        chain=read_chain(files.chain).edges,
        knowledge=shipped_knowledge(),
    )
    city = plan_city(seed=2022, today=TODAY)
    needs = {need.demand.id: need for district in city for need in district.needs}
    product_of = {
        offer.supply.id: offer.product.name for district in city for offer in district.offers
    }
    return [
        Judged(needs[found.demand.id], found, product_of)
        for found in overview(market, top=20, today=TODAY)
    ]


def share(judged: list[Judged], what: Callable[[Judged], bool], name: str) -> float:
    """The share of needs of which something holds, printed (pytest -s)."""
    held = sum(map(what, judged))
    print(f"{name}: {held} of {len(judged)}")  # noqa: T201 (figures for the notes)
    return held / len(judged)


def meant(judged: list[Judged], outcome: Outcome) -> list[Judged]:
    return [one for one in judged if one.need.outcome is outcome]


def test_the_first_firm_makes_the_right_product(judged):
    fitting = meant(judged, Outcome.FITS)
    assert len(fitting) == 250
    first = share(fitting, lambda one: one.is_right(one.found.matches[0]), "right product first")
    assert first >= 0.91


def test_most_of_the_first_five_do(judged):
    fitting = meant(judged, Outcome.FITS)
    right = [sum(map(one.is_right, one.found.matches[:5])) / 5 for one in fitting]
    print(f"right among the first five: {sum(right) / len(right):.3f}")  # noqa: T201 (as above)
    assert sum(right) / len(right) >= 0.86


def test_a_need_somebody_fits_is_seldom_called_unmet(judged):
    fitting = meant(judged, Outcome.FITS)
    assert share(fitting, lambda one: one.best is Conclusion.FAILS, "fitting, called unmet") <= 0.06


def test_the_firm_a_need_was_made_for_is_shown(judged):
    fitting = meant(judged, Outcome.FITS)
    assert share(fitting, Judged.names_anchor, "firm meant is shown") >= 0.9


def test_where_a_must_is_beyond_everybody_nobody_is_said_to_fit(judged):
    failing = meant(judged, Outcome.FAILS)
    assert len(failing) == 30
    assert share(failing, lambda one: one.best is Conclusion.FITS, "failing, said to fit") == 0
    assert share(failing, lambda one: one.best is Conclusion.FAILS, "failing, unmet") >= 0.5


def test_what_nobody_makes_is_seldom_said_to_be_there(judged):
    gaps = meant(judged, Outcome.GAP)
    assert len(gaps) == 20
    assert share(gaps, lambda one: one.best is Conclusion.FITS, "gaps, said to be filled") <= 0.2
    assert share(gaps, lambda one: one.best is Conclusion.FAILS, "gaps, called unmet") >= 0.2


def test_at_least_six_signals_vary_within_the_top_twenty_of_the_median_need(judged):
    def varying(found: Recommendation) -> int:
        points: dict[str, set[float]] = {}
        for match in found.matches:
            for part in match.contributions:
                points.setdefault(part.name, set()).add(part.points)
        return sum(len(points[name]) > 1 for name in SIGNALS)

    counts = [varying(one.found) for one in judged]
    print(f"signals that vary: median {median(counts)}, least {min(counts)}")  # noqa: T201 (as above)
    assert median(counts) >= 6


def test_contributions_sum_to_the_score_in_every_match_of_the_city(judged):
    for one in judged:
        for match in one.found.matches:
            total = sum(part.points for part in match.contributions)
            assert total == pytest.approx(match.score, abs=1e-6)
