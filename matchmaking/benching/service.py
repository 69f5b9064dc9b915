"""How fast is it? Search, recommendation and batch over a synthetic market, a naive way beside them."""

import resource
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from time import perf_counter

import numpy as np

from matchmaking.benching.market import make_demands, make_supplies
from matchmaking.benching.naive import naive_recommendation
from matchmaking.finding.lexicon import Lexicon
from matchmaking.finding.wording import Wording
from matchmaking.matching.market import Market, ask_anew, index_in_memory
from matchmaking.matching.pairs import Pairs
from matchmaking.matching.scoring import best_of_each, score
from matchmaking.matching.service import (
    build_market,
    overview,
    ranked_offers,
    recommend_suppliers,
)
from matchmaking.progress import Progress, silent
from matchmaking.records import Demand, Supply
from matchmaking.thesaurus.knowledge import shipped_knowledge
from search.contract import Document, Query, SearchIndex
from search.vectors import shared_encoder

TODAY = date(2026, 1, 1)
TOP = 20
_SAMPLE = 20  # demands also answered by scoring every listing
_CHUNK = 100_000  # listings scored at once then

Figures = dict[str, float | int | dict[str, float]]


def bench(listings: int, *, demands: int, seed: int, progress: Progress = silent) -> Figures:
    """Measure everything once. Times are wall clock; compare ratios, not machines."""
    supplies = make_supplies(listings, seed)
    asks = make_demands(demands, supplies, seed)
    encoder = shared_encoder()
    encoder.encode(["预热"])
    start = perf_counter()
    market = build_market(
        [], supplies, encoder=encoder, knowledge=shipped_knowledge(), progress=progress
    )
    index = _listing_index(supplies)
    indexed = perf_counter()
    wording = Wording(Lexicon(shipped_knowledge()), {})
    search = _times(
        asks, lambda ask: _search(index, wording.names(ask.title), ask), progress, step="检索"
    )
    typed = _times(asks, lambda ask: _search(index, {}, ask), progress, step="只按原词检索")
    recommend = _times(asks, lambda ask: _recommend(market, ask), progress, step="推荐")
    naive = _times(
        asks[: max(10, demands // 4)],
        lambda ask: naive_recommendation(ask, supplies, market=market, index=index, today=TODAY),
        progress,
        step="朴素做法",
    )
    return {
        "listings": listings,
        "demands": demands,
        "distinct_texts": len(market.offers.columns.titles.values),
        "index_seconds": round(indexed - start, 2),
        **_percentiles("search", search),
        **_percentiles("search_as_typed", typed),
        **_percentiles("recommend", recommend),
        "batch_demands_per_second": _batch_rate(market, asks, progress),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "recall_at_10": _recall(market, asks[:_SAMPLE], progress),
        "naive": {
            **_percentiles("recommend", naive),
            "times_slower_p95": round(_at(naive, 95) / _at(recommend, 95), 2),
        },
    }


def _search(index: SearchIndex, names: Mapping[str, Sequence[str]], ask: Demand) -> None:
    """What the search page asks, by all names or by the words as typed only."""
    index.search(Query(ask.title, limit=TOP, names=names))


def _batch_rate(market: Market, asks: Sequence[Demand], progress: Progress) -> float:
    """Demands a second when a whole list comes at once, encoding and reasons included."""
    start = perf_counter()
    overview(ask_anew(market, asks), top=TOP, today=TODAY, progress=progress)
    return round(len(asks) / (perf_counter() - start), 2)


def _listing_index(supplies: Sequence[Supply]) -> SearchIndex:
    """What the search page asks: a document a listing."""
    index = index_in_memory()
    index.put(Document(str(row), one.product, one.specs) for row, one in enumerate(supplies))
    return index


def _recommend(market: Market, demand: Demand) -> None:
    """A need that has just been typed: read, encoded, recalled, judged, explained."""
    recommend_suppliers(ask_anew(market, [demand]), demand.id, top=TOP, today=TODAY)


def _times(
    asks: Sequence[Demand], answer: Callable[[Demand], object], progress: Progress, *, step: str
) -> list[float]:
    """Milliseconds each, one after the other."""
    times = []
    for done, ask in enumerate(asks, start=1):
        start = perf_counter()
        answer(ask)
        times.append((perf_counter() - start) * 1_000)
        progress(step, done, len(asks))
    return times


def _at(times: Sequence[float], percent: float) -> float:
    return float(np.percentile(times, percent))


def _percentiles(name: str, times: Sequence[float]) -> dict[str, float]:
    return {f"{name}_p{percent}_ms": round(_at(times, percent), 2) for percent in (50, 95)}


def _recall(market: Market, asks: Sequence[Demand], progress: Progress) -> float:
    """Share of the ten best firms, were every listing scored, that a recommendation finds too.

    Scores are compared, not names: a firm that ties with the tenth is as good as it.
    """
    asked = ask_anew(market, asks)
    shares = []
    for ask in range(len(asks)):
        best = Counter(_ten_best(asked, ask))
        scores, order = ranked_offers(asked, ask, today=TODAY)
        found = Counter(scores.total[order[:10]].tolist())
        shares.append((best & found).total() / max(best.total(), 1))
        progress("与全部打分相比", ask + 1, len(asks))
    return round(float(np.mean(shares)), 4)


def _ten_best(market: Market, ask: int) -> list[float]:
    """The scores of the ten best firms, every listing scored."""
    size = len(market.offers.columns)
    totals, failing = np.zeros(size), np.zeros(size, np.bool_)
    for start in range(0, size, _CHUNK):
        offers = np.arange(start, min(start + _CHUNK, size))
        scores = score(Pairs(market, np.full(len(offers), ask), offers, TODAY))
        totals[offers], failing[offers] = scores.total, scores.failing
    order = np.lexsort((-totals, failing))
    firsts = best_of_each(order, market.offers.columns.firms.of_row)
    best: list[float] = totals[firsts[:10]].tolist()
    return best
