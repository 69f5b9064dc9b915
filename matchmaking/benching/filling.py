"""How does a platform come to hold a million listings? A synthetic market, published through the catalogue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from matchmaking.benching.market import make_demands, make_supplies
from matchmaking.catalogue.taking_in import Source, take_in
from matchmaking.firms.models import FirmFile, FirmKind
from matchmaking.progress import Progress, silent
from matchmaking.records import Demand, Firm, Supply
from matchmaking.storage.database import transaction
from matchmaking.storage.queries import add_rows

_AT_ONCE = 50_000
_STEP = "写入合成市场"


@dataclass(frozen=True, slots=True)
class Filled:
    """What to ask afterwards."""

    need_ids: tuple[str, ...]
    titles: tuple[str, ...]  # what people would type


def fill(
    engine: Engine,
    *,
    listings: int,
    needs: int,
    seed: int,
    source: Source,
    progress: Progress = silent,
) -> Filled:
    """Publish `listings` supplies and `needs` needs in an empty database, every one told to the outbox."""
    supplies = sorted(make_supplies(listings, seed), key=lambda one: one.firm.key)
    demands = make_demands(needs, supplies, seed)
    buyers = {f"B-{one.buyer.key}": one.buyer for one in demands}
    makers = {one.firm.key: one.firm for one in supplies}
    _add_firms(engine, makers, kind=FirmKind.SME, now=source.now)
    _add_firms(engine, buyers, kind=FirmKind.CHAIN_LEADER, now=source.now)
    firm_ids = {key: key for key in makers}
    for start in range(0, listings, _AT_ONCE):
        progress(_STEP, start, listings)
        _publish(engine, supplies[start : start + _AT_ONCE], firm_ids=firm_ids, source=source)
    progress(_STEP, listings, listings)
    need_ids = _publish(
        engine, demands, firm_ids={one.key: key for key, one in buyers.items()}, source=source
    )
    return Filled(need_ids, tuple(one.title.removeprefix("求购") for one in demands))


def _publish(
    engine: Engine,
    records: Sequence[Demand | Supply],
    *,
    firm_ids: dict[str, str],
    source: Source,
) -> tuple[str, ...]:
    own = {firm.key: firm_ids[firm.key] for firm in _firms_of(records)}
    with transaction(engine) as session:
        taken = take_in(session, records, own, source=source)
    return tuple(effect.listing_id for effect in taken.effects)


def _firms_of(records: Sequence[Demand | Supply]) -> Iterator[Firm]:
    for record in records:
        yield record.buyer if isinstance(record, Demand) else record.firm


def _add_firms(engine: Engine, firms: dict[str, Firm], *, kind: FirmKind, now: datetime) -> None:
    rows = [
        {
            "id": key,
            "code": None,
            "name": firm.name,
            "name_key": f"{key}{firm.name}",
            "brand_sound": key,
            "short_name": "",
            "kind": kind,
            "region_code": firm.region.code,
            "region_name": firm.region.name,
            "industry": firm.industry,
            "size": None,
            "tier": firm.tier,
            "about": "",
            "merged_into": None,
            "entered_by": "",
            "created_at": now,
            "updated_at": now,
            "version": 1,
        }
        for key, firm in firms.items()
    ]
    with transaction(engine) as session:
        for start in range(0, len(rows), _AT_ONCE):
            add_rows(session, FirmFile, rows[start : start + _AT_ONCE])
