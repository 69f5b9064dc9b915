"""Is there a team for this need? Asked only where no single firm in the answer meets it."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from matchmaking.matching.evidence import Conclusion, Match, Recommendation, Team, Verdict
from matchmaking.matching.market import Market, ask_anew
from matchmaking.matching.service import recommend_suppliers
from matchmaking.records import Demand
from matchmaking.teams.forming import form_team
from matchmaking.teams.wanted import Wanted, offers_of, share_of

CANDIDATES = 60  # firms looked at for a need, or for each item of a kit
Ask = Callable[[Demand], Recommendation]


def find_team(answer: Recommendation, ask: Ask, *, today: date) -> Team | None:
    """The smallest team for a need. `ask` answers a need with up to CANDIDATES firms.

    None where one firm meets it alone, and where there is nothing to share or nobody to share it.
    """
    wanted = Wanted.of(answer.demand)
    if not wanted.is_divisible:
        return None
    if not wanted.items and any(_suffices(match, today) for match in answer.matches):
        return None
    answers = [ask(one).matches for one in wanted.asks()]
    return form_team(wanted, offers_of(wanted, answers, today=today), answers)


def teams_of(market: Market, answers: Iterable[Recommendation], *, today: date) -> tuple[Team, ...]:
    """The teams for all needs of two lists that no single firm meets."""
    ask = partial(_ask_market, market, today=today)
    found = (find_team(answer, ask, today=today) for answer in answers)
    return tuple(team for team in found if team is not None)


def _ask_market(market: Market, demand: Demand, *, today: date) -> Recommendation:
    asked = ask_anew(market, [demand])
    return recommend_suppliers(asked, demand.id, top=CANDIDATES, today=today)


def _suffices(match: Match, today: date) -> bool:
    """Whether this firm alone meets all that a team could share."""
    if match.conclusion is Conclusion.FAILS or match.findings[0].verdict is not Verdict.MET:
        return False
    volume = match.demand.quantity is None or share_of(match.demand, match.supply, today) >= 1.0
    return volume and all(
        found.verdict is Verdict.MET for found in match.findings if found.name == "资质"
    )
