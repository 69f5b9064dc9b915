"""Who can supply this, and what can this firm supply? The recipe Demand ↔ Supply (融通发展 (一)).

Origin of the numbers: set by hand on the development half of a collection of judged demands. A
five-fold fit of all weights did no better on the folds left out, so none was kept; `docs/quality.md`
has the figures.
"""

from functools import partial

import numpy as np

from matchmaking.matching import supply_facts as facts
from matchmaking.matching import supply_findings as findings
from matchmaking.matching import supply_reasons as reasons
from matchmaking.matching.criteria import (
    Criterion,
    all_held,
    at_least_step,
    at_most,
    enough,
    lies_in,
)
from matchmaking.matching.pairs import Bools, Floats, Pairs
from matchmaking.matching.recipe import Fit, Recipe, Side
from matchmaking.matching.signals import (
    ChainLinkage,
    ConceptCloseness,
    Coverage,
    Distance,
    Focus,
    Likeness,
    NameLikeness,
    Share,
    Tagged,
)
from matchmaking.records import WishKind

_YEAR = 365.0

DEMANDS = Side(
    firm=lambda demand: demand.buyer,
    title=facts.asked_name,
    detail=lambda demand: f"{demand.category} {demand.specs} {demand.description}",
    terms={
        "wanted": facts.wanted_terms,
        "described": facts.described_terms,
        "asked": facts.asked_terms,
        "own": facts.own_terms,
    },
    meanings={
        "described": facts.described,
        "category": lambda demand: demand.category or facts.asked_name(demand),
    },
    numbers={
        "quantity": lambda demand: facts.yearly(demand.quantity),
        "order": lambda demand: facts.one_order(demand.quantity),
        "needed_by": lambda demand: facts.day_number(demand.needed_by),
        "price": lambda demand: facts.unit_price(demand.price),
    },
    codes={
        "quantity": lambda demand: facts.quantity_code(demand.quantity),
        "once": facts.is_once,
        "price": lambda demand: facts.price_code(demand.price),
        "region": lambda demand: (
            facts.region_code(demand.region) or facts.region_code(demand.buyer.region)
        ),
        "wanted_region": lambda demand: facts.region_code(facts.wanted_region(demand)),
        "region_must": facts.region_is_must,
        "wanted_tier": facts.wanted_tier,
        "tier_must": facts.tier_is_must,
        "quantity_must": lambda demand: WishKind.QUANTITY in demand.musts,
        "delivery_must": lambda demand: WishKind.DELIVERY in demand.musts,
        "price_must": lambda demand: WishKind.PRICE in demand.musts,
    },
    tags={
        "certificates_must": partial(facts.certificates_wanted, must=True),
        "certificates_wish": partial(facts.certificates_wanted, must=False),
        "denied_must": partial(facts.certificates_wanted, must=True),
        "denied_wish": partial(facts.certificates_wanted, must=False),
        "specs_must": partial(facts.specs_wanted, must=True),
        "specs_wish": partial(facts.specs_wanted, must=False),
        "specs_named": facts.specs_named,
        "partners": facts.buyer_names,
    },
)

SUPPLIES = Side(
    firm=lambda supply: supply.firm,
    title=lambda supply: supply.product,
    detail=lambda supply: supply.specs,
    terms={"product": facts.product_terms},
    meanings={"industry": facts.industry},
    numbers={
        "spare": lambda supply: facts.yearly(supply.spare),
        "capacity": lambda supply: facts.yearly(supply.capacity),
        "lead_days": lambda s: facts.UNKNOWN if s.lead_days is None else float(s.lead_days),
        "minimum_order": lambda supply: facts.one_order(supply.minimum_order),
        "price": lambda supply: facts.unit_price(supply.price),
        "revenue_share": lambda s: facts.UNKNOWN if s.revenue_share is None else s.revenue_share,
        "tier": lambda supply: facts.tier_code(supply.firm.tier) / 4,
    },
    codes={
        "spare": lambda supply: facts.quantity_code(supply.spare),
        "capacity": lambda supply: facts.quantity_code(supply.capacity),
        "minimum_order": lambda supply: facts.quantity_code(supply.minimum_order),
        "price": lambda supply: facts.price_code(supply.price),
        "region": lambda supply: facts.region_code(supply.firm.region),
        "tier": lambda supply: facts.tier_code(supply.firm.tier),
    },
    tags={
        "certificates_must": facts.certificates_held,
        "certificates_wish": facts.certificates_held,
        "denied_must": facts.certificates_denied,
        "denied_wish": facts.certificates_denied,
        "specs_must": facts.specs_offered,
        "specs_wish": facts.specs_offered,
        "specs_named": facts.specs_offered,
        "partners": facts.partner_names,
    },
)


def _capacity(pairs: Pairs) -> Floats:
    """Spare capacity against what is needed; a one-off amount may take the time that is left.

    Where only the whole capacity is stated it can rule a supplier out, but not in.
    """
    needed, unit = pairs.ask_numbers("quantity"), pairs.ask_codes("quantity")
    years = np.clip(np.nan_to_num(_days_left(pairs) / _YEAR, nan=1.0), 1 / 12, 1.0)
    share = np.where(pairs.ask_codes("once") == 1, years, 1.0)
    spare = enough(needed, pairs.offer_numbers("spare") * share, unit == pairs.offer_codes("spare"))
    whole = enough(
        needed, pairs.offer_numbers("capacity") * share, unit == pairs.offer_codes("capacity")
    )
    return np.where(spare == 0, np.minimum(whole, 0.0), spare)


def _days_left(pairs: Pairs) -> Floats:
    return pairs.ask_numbers("needed_by") - pairs.today.toordinal()


def _lead_time(pairs: Pairs) -> Floats:
    left = _days_left(pairs)
    return at_most(
        np.where(left < 0, np.nan, left), pairs.offer_numbers("lead_days"), _always(pairs)
    )


def _minimum_order(pairs: Pairs) -> Floats:
    same_unit = pairs.ask_codes("quantity") == pairs.offer_codes("minimum_order")
    return at_most(pairs.ask_numbers("order"), pairs.offer_numbers("minimum_order"), same_unit)


def _price(pairs: Pairs) -> Floats:
    same_unit = pairs.ask_codes("price") == pairs.offer_codes("price")
    return at_most(pairs.ask_numbers("price"), pairs.offer_numbers("price"), same_unit)


def _held(pairs: Pairs, kind: str) -> Floats:
    return all_held(
        pairs.tags_asked(f"certificates_{kind}"),
        pairs.tags_met(f"certificates_{kind}"),
        pairs.tags_met(f"denied_{kind}"),
    )


def _named(pairs: Pairs, kind: str) -> Floats:
    asked = pairs.tags_asked(f"specs_{kind}")
    return all_held(asked, pairs.tags_met(f"specs_{kind}"), np.zeros_like(asked))


def _marked(pairs: Pairs, *, code: str) -> Bools:
    return np.asarray(pairs.ask_codes(code) != 0)


def _stated(pairs: Pairs, *, number: str) -> Bools:
    return ~np.isnan(pairs.ask_numbers(number))


def _wanted(pairs: Pairs, *, tags: str) -> Bools:
    return pairs.tags_asked(tags) > 0


def _always(pairs: Pairs) -> Bools:
    return np.ones(len(pairs), np.bool_)


def _never(pairs: Pairs) -> Bools:
    return np.zeros(len(pairs), np.bool_)


def _order_comparable(pairs: Pairs) -> Bools:
    """A minimum order concerns a pair only where the supplier states one."""
    return _stated(pairs, number="order") & ~np.isnan(pairs.offer_numbers("minimum_order"))


_WORDS = Coverage("词语", 4.0, "wanted", "product", "words", 0.67, reasons.same_words)
SIGNALS = (
    _WORDS,
    Coverage("字面", 3.0, "wanted", "product", "characters", 0.67, reasons.same_characters),
    Focus("契合", 6.0, "wanted", "product", "words", 0.67),
    Focus("描述", 8.0, "described", "product", "words", 0.67, reasons.fits_description),
    Likeness("含义", 13.0, "title", "title", 0.7, reasons.similar),
    Likeness("语境", 6.0, "described", "title", 0.6),
    Likeness("类别", 4.0, "category", "title", 0.7),
    Likeness("行业", 5.0, "category", "industry", 0.7, reasons.same_trade),
    ChainLinkage("产业链", 2.0, reasons.linked),
    ConceptCloseness("词库", 14.0, _WORDS, reasons.same_concept),
    NameLikeness("标准名", 15.0, 0.7),
    Tagged("规格", 3.0, "specs_named", reasons.same_specs),
    Distance("距离", 1.0, "region", "region", reasons.near_by),
    Share("梯度等级", 1.0, "tier", reasons.high_tier),
    Share("主营占比", 1.5, "revenue_share", reasons.main_business),
    Tagged("配套关系", 2.0, "partners", reasons.known_partner),
)

CRITERIA = (
    Criterion(
        "产能", 2.0, partial(_stated, number="quantity"),
        partial(_marked, code="quantity_must"), _capacity, findings.capacity,
    ),
    Criterion(
        "资质", 2.0, partial(_wanted, tags="certificates_must"), _always,
        partial(_held, kind="must"), findings.certificates_must,
    ),
    Criterion(
        "优先资质", 1.0, partial(_wanted, tags="certificates_wish"), _never,
        partial(_held, kind="wish"), findings.certificates_wish,
    ),
    Criterion(
        "规格要求", 1.0, partial(_wanted, tags="specs_must"), _always,
        partial(_named, kind="must"), findings.specs_must,
    ),
    Criterion(
        "优先规格", 1.0, partial(_wanted, tags="specs_wish"), _never,
        partial(_named, kind="wish"), findings.specs_wish,
    ),
    Criterion(
        "交期", 1.0, partial(_stated, number="needed_by"),
        partial(_marked, code="delivery_must"), _lead_time, findings.lead_time,
    ),
    Criterion("起订量", 1.0, _order_comparable, _never, _minimum_order, findings.minimum_order),
    Criterion(
        "价格", 1.0, partial(_stated, number="price"),
        partial(_marked, code="price_must"), _price, findings.price,
    ),
    Criterion(
        "地区", 1.0, partial(_marked, code="wanted_region"), partial(_marked, code="region_must"),
        partial(lies_in, wanted="wanted_region", code="region"), findings.region,
    ),
    Criterion(
        "梯度", 1.0, partial(_marked, code="wanted_tier"), partial(_marked, code="tier_must"),
        partial(at_least_step, wanted="wanted_tier", code="tier"), findings.tier,
    ),
)  # fmt: skip

SUPPLY = Recipe(
    name="supply",
    asks=DEMANDS,
    offers=SUPPLIES,
    asks_by="wanted",
    asks_for="asked",
    asks_own="own",
    offers_by="product",
    recalled_by=("title", "described", "category"),
    signals=SIGNALS,
    criteria=CRITERIA,
    fit=Fit(
        signals=frozenset(signal.name for signal in SIGNALS[:12]),
        doubtful=26.0,
        sure=45.0,
        explain=findings.product,
    ),
)
