"""How well do matches fit? The production pipeline over judged demands, as a run file to be scored.

A run is TREC's: `demand Q0 supply rank score tag`, best first, one line a firm.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from matchmaking.matching.market import Market
from matchmaking.matching.service import ranked_offers
from matchmaking.progress import Progress, silent

TAG = "rongtong"
_FAILING = 1_000.0  # taken off in the run alone, so that a scorer too sees failing firms last
_LEAST_STEP = 1e-6  # scores fall strictly, else a scorer would order ties its own way


def run_lines(
    market: Market, *, top: int, today: date, progress: Progress = silent
) -> Iterator[str]:
    """The run, line by line: the first `top` firms of every demand, in the order of the list."""
    columns = market.offers.columns
    total = len(market.asks.columns)
    for ask, demand in enumerate(market.asks.columns.records):
        scores, order = ranked_offers(market, ask, today=today)
        shown = order[:top]
        worth = scores.total[shown] - scores.failing[shown] * _FAILING
        offers = scores.pairs.offers[shown]
        for rank, (offer, value) in enumerate(
            zip(offers.tolist(), _falling(worth.tolist()), strict=True), start=1
        ):
            yield f"{demand.id} Q0 {columns.records[offer].id} {rank} {value:.6f} {TAG}"
        progress("逐条匹配", ask + 1, total)


def _falling(values: Sequence[float]) -> Iterator[float]:
    """The same values, each at least a millionth below the one before."""
    ceiling = float("inf")
    for value in values:
        ceiling = min(value, ceiling - _LEAST_STEP)
        yield ceiling
