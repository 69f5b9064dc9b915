"""Why this score? Scored pairs become matches that a person can read, question and repeat."""

from dataclasses import replace

from matchmaking.matching.criteria import verdicts
from matchmaking.matching.evidence import Case, Contribution, Finding, Match, Verdict
from matchmaking.matching.scoring import Scores, conclusion, product_verdicts
from matchmaking.sentences import NOTHING


def explain(
    scores: Scores, row: int, *, rank: int, channels: tuple[str, ...], others: tuple[str, ...] = ()
) -> Match:
    """One scored pair as a match, with every contribution and finding put into words."""
    market, pairs = scores.pairs.market, scores.pairs
    ask, offer = int(pairs.asks[row]), int(pairs.offers[row])
    case = Case(
        market.asks.columns.records[ask],
        market.offers.columns.records[offer],
        pairs.today,
        market.chain.link(ask, offer),
        market.concepts.link(ask, offer) if market.concepts else None,
    )
    findings = _findings(scores, row, case)
    return Match(
        demand=case.ask,
        supply=case.offer,
        rank=rank,
        score=float(scores.total[row]),
        conclusion=conclusion(scores, row),
        contributions=_contributions(scores, row, case=case, findings=findings),
        findings=findings,
        channels=channels,
        other_listings=others,
    )


def _findings(scores: Scores, row: int, case: Case) -> tuple[Finding, ...]:
    """The product first, then every criterion the ask states."""
    recipe = scores.pairs.market.recipe
    product = Verdict(int(product_verdicts(scores.fit[[row]], recipe.fit)[0]))
    found = [replace(recipe.fit.explain(case, product), must=True)]
    for column, criterion in enumerate(recipe.criteria):
        if scores.asked[row, column]:
            verdict = Verdict(int(verdicts(scores.degrees[row, [column]])[0]))
            must = bool(scores.musts[row, column])
            found.append(replace(criterion.explain(case, verdict), must=must))
    return tuple(found)


def _contributions(
    scores: Scores, row: int, *, case: Case, findings: tuple[Finding, ...]
) -> tuple[Contribution, ...]:
    """Every signal, and every criterion the ask states; their points add up to the score."""
    recipe = scores.pairs.market.recipe
    said = {finding.name: finding.sentence for finding in findings}
    parts = []
    for column, signal in enumerate(recipe.signals):
        value = float(scores.signals[row, column])
        reason = signal.reason(case, value) if value > 0 else NOTHING
        points = float(scores.points[row, column])
        parts.append(Contribution(signal.name, points, value, reason))
    width = len(recipe.signals)
    for column, criterion in enumerate(recipe.criteria):
        if scores.asked[row, column]:
            degree = float(scores.degrees[row, column])
            reason = said[criterion.name] if degree >= 1 else NOTHING
            points = float(scores.points[row, width + column])
            parts.append(Contribution(criterion.name, points, degree, reason))
    return tuple(sorted(parts, key=lambda part: -part.points))
