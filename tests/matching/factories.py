"""Records valid by default, and markets of a few of them; every firm is plainly invented."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from matchmaking.matching.evidence import Conclusion, Contribution, Finding, Match
from matchmaking.matching.market import Market
from matchmaking.matching.service import build_market, recommend_suppliers
from matchmaking.places import find_region
from matchmaking.records import Certificate, Demand, Firm, Supply, Wish, WishKind
from search.vectors import HashingEncoder

TODAY = date(2026, 3, 2)
WHEEL, OIL = "铝合金轮毂", "大豆油脂"
ENCODER = HashingEncoder()


def a_firm(key: str = "虚构甲", *, place: str = "", **more: Any) -> Firm:
    return replace(Firm(key, f"{key}示例有限公司", region=find_region(place)), **more)


def a_demand(title: str = WHEEL, **more: Any) -> Demand:
    made = Demand(id="X-1", title=title, buyer=a_firm("虚构链主", short_name="虚链"))
    return replace(made, **more)


def a_supply(product: str = WHEEL, **more: Any) -> Supply:
    return replace(Supply(id="G-1", product=product, firm=a_firm()), **more)


def supplies_of(*products: str) -> list[Supply]:
    """One listing a product, each of its own firm."""
    return [
        a_supply(product, id=f"G-{number}", firm=a_firm(f"虚构{number}号"))
        for number, product in enumerate(products, start=1)
    ]


def wishing(kind: WishKind, *texts: str, must: bool = True) -> dict[str, tuple[Wish, ...]]:
    return {"wishes": tuple(Wish(kind, text, must) for text in texts)}


def holding(*names: str) -> dict[str, tuple[Certificate, ...]]:
    return {"certificates": tuple(map(Certificate, names))}


def a_market(
    demands: Sequence[Demand],
    supplies: Sequence[Supply],
    chain: Iterable[tuple[str, str, str]] = (),
) -> Market:
    return build_market(demands, supplies, encoder=ENCODER, chain=tuple(chain))


def matches_of(market: Market, demand_id: str = "X-1", *, top: int = 20) -> tuple[Match, ...]:
    return recommend_suppliers(market, demand_id, top=top, today=TODAY).matches


def the_match(demand: Demand, supply: Supply) -> Match:
    """The one match of a market with nothing else in it but something quite different."""
    others = [a_supply(OIL, id="G-9", firm=a_firm("虚构油坊"))]
    found = matches_of(a_market([demand], [supply, *others]), demand.id)
    return next(match for match in found if match.supply.id == supply.id)


def finding(match: Match, name: str) -> Finding:
    return next(one for one in match.findings if one.name == name)


def part(match: Match, name: str) -> Contribution:
    return next(one for one in match.contributions if one.name == name)


def judged(demand: Demand, supply: Supply, name: str) -> tuple[str, str, str, Conclusion]:
    """What one criterion says of a pair: sentence, question, change, and what the match comes to."""
    match = the_match(demand, supply)
    found = finding(match, name)
    return str(found.sentence), str(found.question), str(found.change), match.conclusion
