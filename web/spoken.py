"""How is a recommendation told in a terminal? Plain lines, for people analysing a ranking."""

from collections.abc import Iterator

from matchmaking.matching.evidence import Match, Recommendation


def in_words(recommendation: Recommendation) -> str:
    """The need, then each firm with what its score is made of."""
    demand = recommendation.demand
    head = f"{demand.id} {demand.title}（比较了 {recommendation.considered} 条供给）"
    return "\n".join([head, *(line for match in recommendation.matches for line in _lines(match))])


def _lines(match: Match) -> Iterator[str]:
    supply = match.supply
    yield (
        f"{match.rank:>3} {match.score:6.2f} {match.conclusion} {supply.id} "
        f"{supply.firm.name} 「{supply.product}」 经 {'、'.join(match.channels)}"
    )
    parts = [f"{part.name} {part.points:.2f}" for part in match.contributions if part.points]
    yield f"      {' + '.join(parts)}"
    for reason in match.reasons:
        yield f"      · {reason}"
    for question in match.questions:
        yield f"      ? {question}"
