"""What must a team cover together? Items, certificates and volume, and what of it one firm brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from matchmaking.certificates import canonical_certificate
from matchmaking.matching import supply_facts as facts
from matchmaking.matching.evidence import Match, Verdict
from matchmaking.records import Demand, Quantity, Supply, WishKind
from matchmaking.teams.kits import items_of
from matchmaking.units import measure

_YEAR = 365.0
_SHARED = frozenset({"产能", "资质"})  # what several firms may meet together
_OF_THE_WHOLE = frozenset({WishKind.CERTIFICATE, WishKind.SPEC, WishKind.PRICE})
_COUNTED = frozenset({measure("件").dimension, measure("套").dimension})


@dataclass(frozen=True, slots=True)
class Wanted:
    """The parts of a need, numbered: its items, then its certificates. A kit has no common volume."""

    demand: Demand
    items: tuple[str, ...]
    certificates: tuple[str, ...]  # as the buyer wrote them, each once

    @classmethod
    def of(cls, demand: Demand) -> "Wanted":
        """Read from the need's own words and conditions."""
        musts = facts.wishes(demand, WishKind.CERTIFICATE, must=True)
        named = {canonical_certificate(wish.text): wish.text for wish in musts}
        named.pop("", None)
        return cls(demand, items_of(demand), tuple(named.values()))

    @property
    def parts(self) -> int:
        return len(self.items) + len(self.certificates)

    @property
    def volume(self) -> Quantity | None:
        """What is needed of the one thing asked for; a kit's items are judged one by one."""
        return None if self.items else self.demand.quantity

    @property
    def is_divisible(self) -> bool:
        """Whether there is anything that two firms could share."""
        return self.volume is not None or self.parts > 1

    def asks(self) -> tuple[Demand, ...]:
        """What to ask the market: each item as a need of its own, or the need as it is."""
        if not self.items:
            return (self.demand,)
        wishes = tuple(one for one in self.demand.wishes if one.kind not in _OF_THE_WHOLE)
        quantity = self.demand.quantity
        each = quantity if quantity and measure(quantity.unit).dimension in _COUNTED else None
        return tuple(
            replace(
                self.demand, id=f"{self.demand.id}#{number}", title=item, category="",
                description="", specs="", quantity=each, price=None, wishes=wishes,
            )
            for number, item in enumerate(self.items, start=1)
        )  # fmt: skip


@dataclass(slots=True)
class Offer:
    """What one firm brings, gathered from its matches."""

    firm_key: str
    matches: dict[int, Match] = field(default_factory=dict)  # item -> match; 0 where no kit
    held: set[int] = field(default_factory=set)  # certificates, by place
    share: float = 0.0  # of the volume


def offers_of(
    wanted: Wanted, answers: Sequence[Sequence[Match]], *, today: date
) -> dict[str, Offer]:
    """Every firm that surely makes something of it, by its key; answers follow `wanted.asks()`."""
    found: dict[str, Offer] = {}
    for item, matches in enumerate(answers):
        for match in matches:
            if may_join(match, kit=bool(wanted.items)):
                key = match.supply.firm.key
                offer = found.setdefault(key, Offer(key))
                offer.matches.setdefault(item, match)
                offer.held |= _held(wanted.certificates, match.supply)
                offer.share = 0.0 if wanted.items else share_of(wanted.demand, match.supply, today)
    return found


def may_join(match: Match, *, kit: bool) -> bool:
    """Whether it is surely the thing, and fails no must that others could not meet for it.

    Of an item of a kit a firm must have enough by itself, as far as its list says.
    """
    shared = _SHARED if not kit else frozenset({"资质"})
    product, *others = match.findings
    return product.verdict is Verdict.MET and not any(
        found.verdict is Verdict.NOT_MET
        and found.name not in shared
        and (found.must or (kit and found.name == "产能"))
        for found in others
    )


def share_of(demand: Demand, supply: Supply, today: date) -> float:
    """Which share of the volume it can spare; 0 where the lists do not say or the units differ.

    The same judgement as the criterion 产能: a one-off amount may take the time that is left.
    """
    if demand.quantity is None or supply.spare is None or demand.quantity.amount <= 0:
        return 0.0
    if facts.quantity_code(demand.quantity) != facts.quantity_code(supply.spare):
        return 0.0
    years = 1.0
    if facts.is_once(demand) and demand.needed_by is not None:
        years = min(max((demand.needed_by - today).days / _YEAR, 1 / 12), 1.0)
    return facts.yearly(supply.spare) * years / facts.yearly(demand.quantity)


def _held(certificates: Sequence[str], supply: Supply) -> set[int]:
    held = facts.certificates_held(supply)
    return {place for place, text in enumerate(certificates) if canonical_certificate(text) in held}


def texts(names: Sequence[str], places: Mapping[int, object] | set[int]) -> tuple[str, ...]:
    """The names at these places, in their order."""
    return tuple(name for place, name in enumerate(names) if place in places)
