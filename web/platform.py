"""What does a page of the platform stand on? The database, the live market, search, clock and ids."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from matchmaking.finding.service import Finder
from matchmaking.indexing.studied import Studied
from matchmaking.matching.evidence import Opportunities, Recommendation, Team
from matchmaking.thesaurus.current import Current
from web.allocations import Allocations


class Matches(Protocol):
    """`live.market.LiveMarket`, as far as pages use it."""

    @property
    def seq(self) -> int | None: ...

    def suppliers(self, need_id: str, *, top: int = 20) -> Recommendation: ...

    def team(self, answer: Recommendation) -> Team | None: ...

    def opportunities(self, firm_id: str, *, top: int = 20) -> Opportunities: ...


class Background(Protocol):
    """Work that goes on beside the answers."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Platform:
    """Put together in wiring.py; tests bring their own parts."""

    engine: Engine
    data: Path  # uploads, indexes, vectors
    development: bool  # plain http, demo log-ins
    live: Matches
    finder: Finder
    now: Callable[[], datetime]
    today: Callable[[], date]
    new_id: Callable[[], str]
    background: tuple[Background, ...] = ()
    thesaurus: Current = field(default_factory=Current)
    studied: Studied = field(default_factory=Studied)
    allocations: Allocations = field(default_factory=Allocations)
