"""What do the chain leaders ask for? Most needs somebody truly fits, some fail on a must, some are gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from matchmaking.records import (
    Certificate,
    Demand,
    Firm,
    Period,
    Price,
    Quantity,
    Supply,
    Tier,
    Wish,
    WishKind,
)
from seeds import amounts
from seeds.catalogue import Chain, Product
from seeds.luck import chance, month_end, weighted
from seeds.supplies import Offer

_TYPES = {"材": "关键原材料", "件": "关键零部件", "技": "关键技术", "服": "服务"}
_REMARKS = (
    "现有供应商产能不足，拟增加第二家。",
    "原从省外采购，运费高、到货慢，希望就近配套。",
    "先小批试用，合格后签年度合同。",
    "随车附质量证明书和近三个月检测报告。",
    "质量稳定的可签三年框架。",
    "",
)
_NOWHERE = ("云南省怒江傈僳族自治州", "云南省迪庆藏族自治州")  # no firm of the city sits there
_KUNMING, _YUNNAN = "5301", "53"


class Way(StrEnum):
    """How a need names what it wants."""

    NAME = "品名"
    OTHER_NAME = "俗名"
    SPEC = "规格"
    PURPOSE = "用途"


_WAYS = ((Way.NAME, 48), (Way.OTHER_NAME, 22), (Way.SPEC, 14), (Way.PURPOSE, 16))


class Outcome(StrEnum):
    """What the generator meant to happen to a need."""

    FITS = "有企业符合"
    FAILS = "都不满足一项必须条件"
    GAP = "无人供应"


@dataclass(frozen=True, slots=True)
class Need:
    """A demand, the product it is really about, and the supply that was meant to fit it."""

    demand: Demand
    product: Product
    outcome: Outcome
    anchor: Supply | None


@dataclass(frozen=True, slots=True)
class NeedMaker:
    """Makes the needs of one chain."""

    chain: Chain
    leaders: Sequence[Firm]
    offers: Sequence[Offer]
    rng: Random
    today: date
    numbers: Iterator[int]

    def needs(self, count: int, *, failing: int) -> list[Need]:
        """`count` needs: one a gap, `failing` that nobody can meet, the others with a firm that fits."""
        gaps = [product for product in self.chain.products if product.capacity is None]
        anchors = self._anchors(count - len(gaps))
        needs = [self._gap(product) for product in gaps]
        needs += [self._failing(anchor, number) for number, anchor in enumerate(anchors[:failing])]
        needs += [self._fitting(anchor) for anchor in anchors[failing:]]
        self.rng.shuffle(needs)
        needs.sort(key=lambda need: self.leaders.index(need.demand.buyer))
        return [self._numbered(need) for need in needs]

    def _numbered(self, need: Need) -> Need:
        demand = replace(need.demand, id=f"XQ{next(self.numbers):04d}")
        return replace(need, demand=demand)

    def _anchors(self, count: int) -> list[Offer]:
        """Well-described supplies, of as many different products as there are."""
        told = [offer for offer in self.offers if _tells_all(offer)]
        shuffled = self.rng.sample(told, len(told))
        first = {offer.product.name: offer for offer in reversed(shuffled)}
        different = list(first.values())
        again = [offer for offer in shuffled if offer not in different]
        return [*different, *again][:count]

    def _fitting(self, anchor: Offer) -> Need:
        supply, product = anchor.supply, anchor.product
        demand = replace(
            self._asked(product, self._quantity(product, supply)),
            needed_by=self._day(supply.lead_days or 0),
            price=self._limit(product, supply) if chance(self.rng, 0.6) else None,
            wishes=self._wishes(product, supply),
        )
        return Need(self._with_musts(demand), product, Outcome.FITS, supply)

    def _failing(self, anchor: Offer, number: int) -> Need:
        """A need in which one must is beyond every firm: the price, the date or the place."""
        demand, product = self._fitting(anchor).demand, anchor.product
        if number % 3 == 0:
            low = amounts.price(product, product.price.low * 0.6)
            demand = replace(demand, price=low, musts=frozenset({WishKind.PRICE}))
        elif number % 3 == 1 and product.is_project:
            soon = self.today + timedelta(days=self.rng.randint(4, 12))
            demand = replace(demand, needed_by=soon, musts=demand.musts | {WishKind.DELIVERY})
        else:
            place = self.rng.choice(_NOWHERE)
            wish = Wish(WishKind.REGION, f"仅限{place}内企业", must=True)
            others = (one for one in demand.wishes if one.kind is not WishKind.REGION)
            demand = replace(demand, wishes=(*others, wish))
        return Need(demand, product, Outcome.FAILS, None)

    def _gap(self, product: Product) -> Need:
        wishes = tuple(
            Wish(WishKind.CERTIFICATE, name, must=True) for name in product.certificates[:1]
        )
        quantity = Quantity(float(self.rng.randint(2, 40)), product.unit)
        demand = self._asked(product, quantity)
        demand = replace(demand, needed_by=self._day(90), wishes=wishes)
        return Need(demand, product, Outcome.GAP, None)

    def _asked(self, product: Product, quantity: Quantity) -> Demand:
        """The need in its buyer's words: by name, by another name, by a spec, or by what it must do."""
        rng = self.rng
        way = weighted(rng, _WAYS)
        spec = rng.choice(product.specs)
        buyer = rng.choice(self.leaders)
        named = {
            Way.NAME: product.name,
            Way.OTHER_NAME: rng.choice(product.other_names or (product.name,)),
            Way.SPEC: f"{spec} {product.wider}",
            Way.PURPOSE: product.purpose,
        }
        said = "" if way is Way.PURPOSE else f"用途：{product.purpose}。"
        return Demand(
            id="",
            title=named[way],
            buyer=buyer,
            type=_TYPES[product.type],
            category=product.wider if chance(rng, 0.75) else "",
            description=said + rng.choice(_REMARKS),
            specs=spec if way is not Way.SPEC and chance(rng, 0.7) else "",
            quantity=quantity,
            region=buyer.region,
        )

    def _quantity(self, product: Product, supply: Supply) -> Quantity:
        """What the anchor can spare, and a little less."""
        spare = amounts.monthly(supply.spare) if supply.spare else 0.0
        part = amounts.amount(product, spare * self.rng.uniform(0.35, 0.8))
        once = product.is_project or chance(self.rng, 0.15)
        least = supply.minimum_order.amount if supply.minimum_order else 0.0
        return Quantity(max(part, least), product.unit, None if once else Period.MONTH)

    def _day(self, lead_days: int) -> date:
        day = self.today + timedelta(days=lead_days + self.rng.randint(40, 200))
        return month_end(day) if chance(self.rng, 0.5) else day

    def _limit(self, product: Product, supply: Supply) -> Price | None:
        """A little above what the anchor asks, however it is rounded."""
        if supply.price is None:
            return None
        times = 10_000 if supply.price.unit != product.unit else 1
        return amounts.price(
            product, float(supply.price.yuan) * times * self.rng.uniform(1.03, 1.2)
        )

    def _wishes(self, product: Product, supply: Supply) -> tuple[Wish, ...]:
        """Musts the anchor meets, and wishes it may not."""
        rng = self.rng
        held = [one.name for one in supply.certificates if self._is_valid(one)]
        musts = rng.sample(held, min(len(held), rng.choice((0, 1, 1, 2))))
        wished = [name for name in product.certificates if name not in musts][:1]
        wishes = [Wish(WishKind.CERTIFICATE, name, must=True) for name in musts]
        if wished and chance(rng, 0.5):
            wishes.append(Wish(WishKind.CERTIFICATE, wished[0], must=False))
        wishes += self._places(supply)
        if chance(rng, 0.2):
            must = supply.firm.tier is not None and supply.firm.tier is not Tier.INNOVATIVE
            text = "必须为专精特新企业" if must else "专精特新企业优先"
            wishes.append(Wish(WishKind.TIER, text, must))
        return tuple(wishes)

    def _is_valid(self, certificate: Certificate) -> bool:
        return certificate.held and (certificate.expires or self.today) >= self.today

    def _places(self, supply: Supply) -> list[Wish]:
        if not chance(self.rng, 0.3):
            return []
        code = supply.firm.region.code
        if code.startswith(_KUNMING) and chance(self.rng, 0.4):
            return [Wish(WishKind.REGION, "仅限昆明市内企业", must=True)]
        if code.startswith(_YUNNAN) and chance(self.rng, 0.3):
            return [Wish(WishKind.REGION, "仅限云南省内企业", must=True)]
        return [Wish(WishKind.REGION, "昆明市企业优先", must=False)]

    def _with_musts(self, demand: Demand) -> Demand:
        """A price limit binds; a date does where the buyer says so."""
        musts = {WishKind.PRICE} if demand.price else set()
        if chance(self.rng, 0.25):
            musts.add(WishKind.DELIVERY)
        return replace(demand, musts=frozenset(musts))


def _tells_all(offer: Offer) -> bool:
    """Whether a listing says enough to be sure of, and has one whole piece to spare a month."""
    spare = offer.supply.spare
    if spare is None or offer.supply.lead_days is None:
        return False
    return not offer.product.is_counted or amounts.monthly(spare) >= 1
