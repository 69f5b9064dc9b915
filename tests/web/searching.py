"""A small site over a small market that can be searched."""

from dataclasses import dataclass, field
from datetime import date

from matchmaking.finding.service import Finder
from matchmaking.indexing.studied import Studied
from tests.finding.conftest import TODAY, Market
from tests.web.signing import Ground


@dataclass
class SearchGround(Ground):
    """A platform of which people and search are built."""

    finder: Finder | None = None
    studied: Studied = field(default_factory=Studied)

    def today(self) -> date:
        return TODAY


def ground_over(market: Market) -> SearchGround:
    ground = SearchGround(market.engine)
    ground.finder = market.finder
    return ground
