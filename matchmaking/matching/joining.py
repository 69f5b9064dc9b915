"""What if a market is held in parts? One answer out of several, as if all offers stood together."""

from collections.abc import Sequence
from dataclasses import replace

from matchmaking.matching.evidence import Conclusion, Match, Recommendation


def join(answers: Sequence[Recommendation], top: int) -> Recommendation:
    """The same demand answered by parts of one market under the same frozen statistics.

    A firm stands by its best listing; failing firms follow the others, as in a single answer.
    """
    first = answers[0]
    if len(answers) == 1:
        return first
    shown = sorted((match for answer in answers for match in answer.matches), key=_place)
    of_firm: dict[str, Match] = {}
    for match in shown:
        of_firm.setdefault(match.supply.firm.key, match)
    best = list(of_firm.values())[:top]
    matches = tuple(replace(match, rank=rank) for rank, match in enumerate(best, start=1))
    fits = any(match.conclusion is not Conclusion.FAILS for match in matches)
    unmet = None if fits else next((one.unmet for one in answers if one.unmet), None)
    return Recommendation(first.demand, matches, sum(one.considered for one in answers), unmet)


def _place(match: Match) -> tuple[bool, float, str]:
    return match.conclusion is Conclusion.FAILS, -match.score, match.supply.id
