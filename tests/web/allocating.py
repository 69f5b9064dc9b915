"""A site whose operator hands out two invented needs."""

from dataclasses import dataclass, field
from time import sleep

from matchmaking.allocation.problem import Limits
from matchmaking.allocation.service import Allocation, allocate
from matchmaking.records import Size
from tests.allocation.cases import TODAY, firm, need, offer, pair, tonnes
from tests.web.catalogue_site import Platform
from web.allocations import Allocations


def small_allocation(limits: Limits, *_: object) -> Allocation:
    """Two firms share one order, a third stands beside; another need asks for no amount."""
    wanted, free = need("n1", tonnes(10)), need("n2")
    firms = firm("a"), firm("c", Size.LARGE), firm("d", Size.MICRO)
    first, second, third = (offer(one, tonnes(6)) for one in firms)
    pairs = [pair(wanted, first, 90), pair(wanted, second, 80), pair(wanted, third, 70)]
    return allocate([wanted, free], [*pairs, pair(free, third, 60)], limits=limits, today=TODAY)


@dataclass
class Site(Platform):
    """A ground that can hand out."""

    allocations: Allocations = field(default_factory=lambda: Allocations(small_allocation))


def until_done(kept: Allocations) -> None:
    """Wait for the computation's own thread."""
    while kept.stage.running:
        sleep(0.005)
