"""Who should be proposed to whom, over all open needs? The steps from the live market to two plans with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine
from sqlmodel import Session

from matchmaking.allocation.gathering import Candidate, Gathered, candidates_of, gather
from matchmaking.allocation.handing_out import hand_out
from matchmaking.allocation.measuring import Figures, measure
from matchmaking.allocation.problem import Limits, Plan, shortfall
from matchmaking.allocation.queries import firms_of_all, firms_since
from matchmaking.allocation.telling import Proposal, SizeSeen, UnitFilled, by_size, by_unit, tell
from matchmaking.clock import CITY
from matchmaking.live.stock import read_needs
from matchmaking.matching.evidence import Recommendation
from matchmaking.progress import Progress, silent
from matchmaking.records import Demand, Firm
from matchmaking.storage.database import reading

CANDIDATES = 50  # firms considered for one need
NEW_DAYS = 180
STEP = "逐条匹配"


class Market(Protocol):
    """`live.market.LiveMarket`, as far as this needs it."""

    def suppliers(self, need_id: str, *, top: int) -> Recommendation: ...


@dataclass(frozen=True, slots=True)
class Way:
    """One plan, told."""

    figures: Figures
    sizes: tuple[SizeSeen, ...]
    units: tuple[UnitFilled, ...]
    proposals: tuple[Proposal, ...]  # by need, those who carry first
    below_floor: tuple[Firm, ...]  # micro, small and new firms for whom there was no room


@dataclass(frozen=True, slots=True)
class Allocation:
    """All open needs handed out in both ways."""

    day: date
    limits: Limits
    needs: int
    hopeless: int  # needs that nobody may meet
    firms: int
    pairs: int
    greedy: Way
    optimal: Way
    gap: float  # by what share the optimal way might still be improved, at most


def newcomers(session: Session, now: datetime) -> frozenset[str]:
    """Firms that are new here; none where most are, for then being new sets nobody apart."""
    found = firms_since(session, now - timedelta(days=NEW_DAYS))
    return found if 2 * len(found) <= firms_of_all(session) else frozenset()


def collect(
    market: Market, demands: Sequence[Demand], *, progress: Progress = silent
) -> list[Candidate]:
    """Every need's candidates. Raises NotReady while the market is being built."""
    found: list[Candidate] = []
    for done, demand in enumerate(demands, start=1):
        found += candidates_of(market.suppliers(demand.id, top=CANDIDATES))
        progress(STEP, done, len(demands))
    return found


def allocate(
    demands: Sequence[Demand],
    pairs: Sequence[Candidate],
    *,
    limits: Limits,
    today: date,
    new_firms: frozenset[str] = frozenset(),
    progress: Progress = silent,
) -> Allocation:
    """Both plans, measured and told."""
    gathered = gather(demands, pairs, limits=limits, today=today, newcomers=new_firms)
    problem = gathered.problem
    both = hand_out(problem, progress=progress)
    ways = [_way(gathered, plan) for plan in (both.greedy, both.optimal)]
    return Allocation(
        today,
        limits,
        len(demands),
        len(demands) - len(set(problem.need.tolist())),
        len(gathered.firms),
        len(problem),
        greedy=ways[0],
        optimal=ways[1],
        gap=both.gap_in(problem),
    )


def allocate_open(
    engine: Engine,
    market: Market,
    *,
    limits: Limits,
    now: datetime,
    progress: Progress = silent,
) -> Allocation:
    """The same for all that is published now. Raises NotReady while the market is being built."""
    today = now.astimezone(CITY).date()
    with reading(engine) as session:
        demands, new_firms = read_needs(session, today), newcomers(session, now)
    pairs = collect(market, demands, progress=progress)
    return allocate(
        demands, pairs, limits=limits, today=today, new_firms=new_firms, progress=progress
    )


def _way(gathered: Gathered, plan: Plan) -> Way:
    lacking = shortfall(gathered.problem, plan.named)
    return Way(
        measure(gathered.problem, plan),
        by_size(gathered, plan),
        by_unit(gathered, plan),
        tell(gathered, plan),
        tuple(firm for firm, short in zip(gathered.firms, lacking, strict=True) if short),
    )
