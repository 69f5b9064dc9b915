"""Who is in the city, what is offered, what is asked? Records, before any clerk typed them."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random

from matchmaking.records import Firm
from seeds.catalogue import Chain, load_catalogue
from seeds.firms import Registry
from seeds.needs import Need, NeedMaker
from seeds.supplies import Offer, SupplyMaker

SMALL_FIRMS, NEEDS, OFFERS = 150, 30, 400  # a chain; the city has ten
_FAILING = 3  # needs a chain whose must is beyond everybody


@dataclass(frozen=True, slots=True)
class District:
    """One chain of the city: who is there, what they offer, what is asked."""

    chain: Chain
    leaders: tuple[Firm, ...]
    firms: tuple[Firm, ...]
    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]


def plan_city(*, seed: int, today: date) -> tuple[District, ...]:
    """The whole city, with what was meant to fit what. Equal for equal seed and day."""
    catalogue = load_catalogue()
    registry = Registry(catalogue, Random(f"{seed} 企业"), count(1), set())
    offered, asked = count(1), count(1)
    districts = []
    for chain in catalogue.chains:
        rng = Random(f"{seed} {chain.name}")
        leaders = tuple(registry.leader(chain, trade) for trade in chain.leaders)
        firms = tuple(registry.small_firm(chain) for _ in range(SMALL_FIRMS))
        offers = SupplyMaker(chain, leaders, rng, today, offered).offers(firms, OFFERS)
        needs = NeedMaker(chain, leaders, offers, rng, today, asked).needs(NEEDS, failing=_FAILING)
        districts.append(District(chain, leaders, firms, tuple(offers), tuple(needs)))
    return tuple(districts)
