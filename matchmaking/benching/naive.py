"""What would one write first? The engine's top 200 and a plain loop over the rows, same fields, same reasons.

Kept for measuring only: the baseline that `rongtong bench` runs beside the real way.
"""

from collections.abc import Sequence
from datetime import date
from math import sqrt
from time import perf_counter

import numpy as np
from sqlalchemy import Engine

from matchmaking.benching.queries import titles_like
from matchmaking.matching import supply_facts as facts
from matchmaking.matching import supply_reasons as reasons
from matchmaking.matching.evidence import Case
from matchmaking.matching.market import Market
from matchmaking.places import nearness
from matchmaking.records import Demand, Supply
from matchmaking.storage.database import reading
from matchmaking.units import yearly_amount
from search.analysis import grams, words
from search.contract import SearchIndex
from search.vectors import Vectors

_ROWS = 200
_SHOWN = 20
Scored = tuple[float, list[str], Supply]


def naive_recommendation(
    demand: Demand, supplies: Sequence[Supply], *, market: Market, index: SearchIndex, today: date
) -> list[Scored]:
    """Twenty supplies with score and reasons, best first."""
    asked_words, asked_grams = words(demand.title), grams(demand.title)
    hits = index.recall(dict.fromkeys([*asked_words, *asked_grams], 1.0), _ROWS)
    title, described, category = market.encoder.encode(
        [demand.title, facts.described(demand), demand.category or demand.title]
    )
    titles, trades = market.offers.meanings["title"], market.offers.meanings["industry"]
    scored = []
    for hit in hits:
        row = int(hit.id)
        own = titles.vectors[titles.of_row[row]]
        likeness = [float(asked @ own) for asked in (title, described, category)]
        likeness.append(float(category @ trades.vectors[trades.of_row[row]]))
        scored.append(_judge(Case(demand, supplies[row], today), np.asarray(likeness, np.float32)))
    return sorted(scored, key=lambda one: -one[0])[:_SHOWN]


def _judge(case: Case, likeness: Vectors) -> Scored:
    demand: Demand = case.ask
    supply: Supply = case.offer
    said: list[str] = []
    total = 0.0
    for weight, asked, offered in (
        (8.0, words(demand.title), words(supply.product)),
        (6.0, grams(demand.title), grams(supply.product)),
        (8.0, words(demand.description), words(supply.product)),
    ):
        both = set(asked) & set(offered)
        total += weight * len(both) / sqrt(max(1, len(set(asked)) * len(set(offered))))
    said.append(str(reasons.same_words(case, 1.0)))
    total += float(np.asarray([26.0, 8.0, 6.0, 8.0]) @ likeness)
    said.append(str(reasons.similar(case, float(likeness[0]))))
    places = [
        np.asarray([facts.region_code(one)], np.int32)
        for one in (demand.region, supply.firm.region)
    ]
    near = float(nearness(*places)[0])
    total += near
    said.append(str(reasons.near_by(case, near)))
    if demand.quantity and supply.spare:
        total += 2.0 if yearly_amount(supply.spare) >= yearly_amount(demand.quantity) else -1.0
    wanted = facts.certificates_wanted(demand, must=False)
    total += len(wanted & facts.certificates_held(supply)) / max(1, len(wanted))
    return total, [sentence for sentence in said if sentence], supply


def like_search(engine: Engine, texts: Sequence[str]) -> list[float]:
    """Milliseconds of the first thing one would write for a search page: LIKE over the table."""
    times = []
    for text in texts:
        begun = perf_counter()
        with reading(engine) as session:
            titles_like(session, text, limit=_SHOWN)
        times.append((perf_counter() - begun) * 1_000)
    return times
