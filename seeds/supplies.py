"""What do the small firms offer? A list of supplies, each firm's products near one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from matchmaking.records import Certificate, Firm, Quantity, Supply
from seeds import amounts
from seeds.catalogue import Chain, Product, Span
from seeds.luck import chance, month_end, weighted

Value = TypeVar("Value")
_NEIGHBOURS = 5  # lines of the chain's file up and down that one workshop could make as well
# How often a small firm leaves a cell empty.
_SILENT = {"spare": 0.15, "lead": 0.15, "minimum": 0.4, "price": 0.3, "specs": 0.12}
_LEADS = (0, 3, 7, 10, 15, 20, 30, 45, 60)
_LONG_LEADS = (20, 30, 45, 60, 75, 90, 120)


@dataclass(frozen=True, slots=True)
class Offer:
    """A supply, and the product of the catalogue that it really is."""

    supply: Supply
    product: Product


@dataclass(frozen=True, slots=True)
class SupplyMaker:
    """Makes the listings of one chain."""

    chain: Chain
    leaders: tuple[Firm, ...]
    rng: Random
    today: date
    numbers: Iterator[int]

    def offers(self, firms: Sequence[Firm], count: int) -> list[Offer]:
        """`count` listings, at least two a firm while they last; every product somebody makes is made."""
        rng = self.rng
        made = [at for at, product in enumerate(self.chain.products) if product.capacity]
        owners = [*firms, *firms, *rng.choices(firms, k=count)][:count]
        deck: list[int] = []
        lines: dict[str, list[int]] = {}
        chosen = []
        for firm in owners:
            if firm.key not in lines:
                deck = deck or rng.sample(made, len(made))
                lines[firm.key] = _near(deck.pop(), made, rng)
            if lines[firm.key]:
                chosen.append((firm, lines[firm.key].pop(0)))
        chosen += self._more(firms, made, count - len(chosen))
        chosen.sort(key=lambda pair: firms.index(pair[0]))
        return [self._offer(firm, self.chain.products[line]) for firm, line in chosen]

    def _more(self, firms: Sequence[Firm], made: list[int], count: int) -> list[tuple[Firm, int]]:
        """Firms that ran out of neighbours sell something else besides."""
        return [(self.rng.choice(firms), self.rng.choice(made)) for _ in range(count)]

    def _offer(self, firm: Firm, product: Product) -> Offer:
        rng = self.rng
        whole = amounts.capacity(product, range_of(product).draw(rng), rng)
        spare = amounts.part_of(product, whole, rng.uniform(0.12, 0.7))
        supply = Supply(
            id=f"GJ{next(self.numbers):05d}",
            product=self._called(product),
            firm=firm,
            industry=f"{self.chain.industry}/{product.wider}",
            specs=self._specs(product),
            capacity=whole,
            spare=self._unless_silent("spare", spare),
            customers=self._leaders(0.3),
            targets=self._leaders(0.45),
            certificates=self._certificates(product),
            lead_days=self._unless_silent("lead", rng.choice(_leads(product))),
            minimum_order=self._unless_silent("minimum", self._minimum(product, spare)),
            price=self._unless_silent("price", amounts.price(product, product.price.draw(rng))),
            revenue_share=round(rng.uniform(0.08, 0.95), 2),
        )
        return Offer(supply, product)

    def _unless_silent(self, cell: str, value: Value) -> Value | None:
        return None if chance(self.rng, _SILENT[cell]) else value

    def _called(self, product: Product) -> str:
        """By its name, by what the trade calls it, or both."""
        rng = self.rng
        other = rng.choice(product.other_names) if product.other_names else product.name
        spec = rng.choice(product.specs)
        ways = (product.name, other, f"{product.name}（{other}）", f"{product.name} {spec}")
        return rng.choices(ways, (56, 22, 12, 10))[0]

    def _specs(self, product: Product) -> str:
        rng = self.rng
        if chance(rng, _SILENT["specs"]):
            return ""
        said = rng.sample(product.specs, rng.randint(1, len(product.specs)))
        if product.inputs and chance(rng, 0.2):
            said.append(f"以{'、'.join(product.inputs)}为原料")
        return "；".join(said)

    def _minimum(self, product: Product, spare: Quantity) -> Quantity:
        least = amounts.amount(product, amounts.monthly(spare) * self.rng.uniform(0.02, 0.3))
        return Quantity(least, product.unit)

    def _leaders(self, share: float) -> tuple[str, ...]:
        if not chance(self.rng, share):
            return ()
        names = [leader.name for leader in self.leaders]
        return tuple(self.rng.sample(names, self.rng.choice((1, 1, 2))))

    def _certificates(self, product: Product) -> tuple[Certificate, ...]:
        """Most hold what is usual in the trade; some say what they lack, some let it lapse."""
        found = []
        for name in product.certificates:
            said = weighted(self.rng, (("held", 68), ("lacked", 10), ("", 22)))
            if said:
                expires = self._expiry() if said == "held" else None
                found.append(Certificate(name, expires, held=said == "held"))
        return tuple(found)

    def _expiry(self) -> date | None:
        if chance(self.rng, 0.6):
            return None
        return month_end(self.today + timedelta(days=self.rng.randint(-60, 1000)))


def _near(line: int, made: Sequence[int], rng: Random) -> list[int]:
    """A line of the file and others near it, in a random order after the first."""
    others = [at for at in made if at != line and abs(at - line) <= _NEIGHBOURS]
    return [line, *rng.sample(others, len(others))]


def range_of(product: Product) -> Span:
    """What the makers of a product can turn out a month; a gap has none."""
    if product.capacity is None:
        raise ValueError(f"没有企业生产{product.name}，不能为它编造供给。")
    return product.capacity


def _leads(product: Product) -> tuple[int, ...]:
    return _LONG_LEADS if product.is_project else _LEADS
