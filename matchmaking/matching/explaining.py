"""Why this score? Scored pairs become matches that a person can read, question and repeat."""

from dataclasses import replace

from matchmaking.matching.criteria import verdicts
from matchmaking.matching.evidence import Contribution, Finding, Match, Verdict
from matchmaking.matching.scoring import Scores, conclusion, product_verdicts
from matchmaking.sentences import NOTHING


def explain(
    scores: Scores, row: int, *, rank: int, channels: tuple[str, ...], others: tuple[str, ...] = ()
) -> Match:
    """One scored pair as a match, with every contribution and finding put into words."""
    market = scores.pairs.market
    ask = market.asks.columns.records[scores.pairs.asks[row]]
    offer = market.offers.columns.records[scores.pairs.offers[row]]
    findings = _findings(scores, row)
    return Match(
        demand=ask,
        supply=offer,
        rank=rank,
        score=float(scores.total[row]),
        conclusion=conclusion(scores, row),
        contributions=_contributions(scores, row, findings),
        findings=findings,
        channels=channels,
        other_listings=others,
    )


def _findings(scores: Scores, row: int) -> tuple[Finding, ...]:
    """The product first, then every criterion the ask states."""
    pairs = scores.pairs
    recipe = pairs.market.recipe
    ask = pairs.market.asks.columns.records[pairs.asks[row]]
    offer = pairs.market.offers.columns.records[pairs.offers[row]]
    product = Verdict(int(product_verdicts(scores.fit[[row]], recipe.fit)[0]))
    found = [recipe.fit.explain(ask, offer, product, pairs.today)]
    for column, criterion in enumerate(recipe.criteria):
        if scores.asked[row, column]:
            verdict = Verdict(int(verdicts(scores.degrees[row, [column]])[0]))
            finding = criterion.explain(ask, offer, verdict, pairs.today)
            found.append(replace(finding, must=bool(scores.musts[row, column])))
    return tuple(found)


def _contributions(
    scores: Scores, row: int, findings: tuple[Finding, ...]
) -> tuple[Contribution, ...]:
    """Every signal, and every criterion the ask states; their points add up to the score."""
    pairs = scores.pairs
    recipe = pairs.market.recipe
    ask = pairs.market.asks.columns.records[pairs.asks[row]]
    offer = pairs.market.offers.columns.records[pairs.offers[row]]
    said = {finding.name: finding.sentence for finding in findings}
    parts = []
    for column, signal in enumerate(recipe.signals):
        value = float(scores.signals[row, column])
        points = float(scores.points[row, column])
        reason = signal.reason(ask, offer, value) if value > 0 else NOTHING
        parts.append(Contribution(signal.name, points, value, reason))
    width = len(recipe.signals)
    for column, criterion in enumerate(recipe.criteria):
        if scores.asked[row, column]:
            points = float(scores.points[row, width + column])
            degree = float(scores.degrees[row, column])
            reason = said[criterion.name] if degree >= 1 else NOTHING
            parts.append(Contribution(criterion.name, points, degree, reason))
    return tuple(sorted(parts, key=lambda part: -part.points))
