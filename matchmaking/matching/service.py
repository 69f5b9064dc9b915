"""Who can supply this? What could this firm deliver? The steps from a question to explained matches."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from matchmaking.errors import UnknownRecord
from matchmaking.matching.chain import ChainLink
from matchmaking.matching.evidence import (
    Conclusion,
    Match,
    Opportunities,
    Recommendation,
    Unmet,
    Verdict,
)
from matchmaking.matching.explaining import explain
from matchmaking.matching.market import Market, Tools, make_market
from matchmaking.matching.pairs import Ints, Pairs
from matchmaking.matching.recall import Candidates, recall_asks, recall_offers
from matchmaking.matching.scoring import Scores, best_of_each, ranked, score
from matchmaking.matching.supply import SUPPLY
from matchmaking.progress import Progress, silent
from matchmaking.records import Demand, Supply
from matchmaking.sentences import say
from matchmaking.thesaurus.knowledge import Knowledge
from search.vectors import Encoder

_NEAREST = 3  # near misses shown for an unmet demand
_UPSTREAM = 5
_OTHERS = 5  # further listings of the same firm named beside its best


def build_market(
    demands: Sequence[Demand],
    supplies: Sequence[Supply],
    *,
    encoder: Encoder,
    chain: Sequence[ChainLink] = (),
    knowledge: Knowledge | None = None,
    progress: Progress = silent,
) -> Market:
    """Both lists, ready to be matched. Takes about a second per thousand distinct texts."""
    tools = Tools(encoder, progress=progress)
    return make_market(SUPPLY, demands, supplies, tools=tools, chain=chain, knowledge=knowledge)


def recommend_suppliers(
    market: Market, demand_id: str, *, top: int = 20, today: date
) -> Recommendation:
    """Firms that may meet a demand, each by its best listing. Raises UnknownRecord."""
    ask = _row(market.asks.columns.row_of, demand_id, "需求")
    return _recommend(market, ask, top=top, today=today)


def recommend_demands(
    market: Market, firm_key: str, *, top: int = 20, today: date
) -> Opportunities:
    """Demands a firm may meet, each by the firm's best listing (我的机会). Raises UnknownRecord."""
    firms = market.offers.columns.firms
    firm = _row(firms.row_of, firm_key, "企业")
    offers = firms.members(np.asarray([firm]), len(firms.of_row))
    recalled = [recall_asks(market, int(offer)) for offer in offers]
    pairs = Pairs(
        market,
        np.concatenate([one.rows for one in recalled]),
        np.repeat(offers, [len(one.rows) for one in recalled]),
        today,
    )
    scores = score(pairs)
    best = best_of_each(ranked(scores), pairs.asks)
    channels = [one.channels for one in recalled for _ in one.rows]
    titles = market.asks.columns.titles.of_row[pairs.asks]
    matches = tuple(
        explain(scores, row, rank=rank, channels=channels[row].get(int(titles[row]), ()))
        for rank, row in enumerate(_shown(scores, best, top).tolist(), start=1)
    )
    return Opportunities(market.offers.columns.firm_records[firm], matches, len(pairs))


def overview(
    market: Market, *, top: int = 20, today: date, progress: Progress = silent
) -> tuple[Recommendation, ...]:
    """Every demand's recommendation, in the order of the list."""
    found = []
    total = len(market.asks.columns)
    for ask in range(total):
        found.append(_recommend(market, ask, top=top, today=today))
        progress("逐条匹配", ask + 1, total)
    return tuple(found)


def ranked_offers(market: Market, ask: int, *, today: date) -> tuple[Scores, Ints]:
    """All scored candidates of one ask, and their order: failing ones last, each firm by its best."""
    candidates = recall_offers(market, ask)
    scores = score(_pairs_of(market, ask, candidates, today=today))
    firms = market.offers.columns.firms.of_row[scores.pairs.offers]
    return scores, best_of_each(ranked(scores), firms)


def _recommend(market: Market, ask: int, *, top: int, today: date) -> Recommendation:
    candidates = recall_offers(market, ask)
    scores = score(_pairs_of(market, ask, candidates, today=today))
    order = ranked(scores)
    firms = market.offers.columns.firms.of_row[scores.pairs.offers]
    best = best_of_each(order, firms)
    shown = _shown(scores, best, top)
    by_firm = _best_by_firm(order, firms, shown)
    matches = tuple(
        _match(scores, row, rank, candidates=candidates, others=by_firm[int(firms[row])])
        for rank, row in enumerate(shown.tolist(), start=1)
    )
    demand: Demand = market.asks.columns.records[ask]
    fits = any(match.conclusion is not Conclusion.FAILS for match in matches)
    unmet = None if fits else _unmet(market, ask, matches)
    return Recommendation(demand, matches, len(order), unmet)


def _pairs_of(market: Market, ask: int, candidates: Candidates, *, today: date) -> Pairs:
    return Pairs(market, np.full(len(candidates.rows), ask), candidates.rows, today)


def _shown(scores: Scores, best: Ints, top: int) -> Ints:
    """The `top` best by score, those failing a must set apart behind the others.

    At most half the places go to failing ones while others wait. Another product altogether only
    fills places that would stay empty.
    """
    right, elsewhere = best[~scores.elsewhere[best]], best[scores.elsewhere[best]]
    by_score = right[np.argsort(-scores.total[right], kind="stable")][:top]
    may_fit = right[~scores.failing[right]]
    apart = by_score[scores.failing[by_score]][: max(top // 2, top - len(may_fit))]
    shown = np.concatenate([may_fit[: top - len(apart)], apart, elsewhere])
    return shown[:top]


def _best_by_firm(order: Ints, firms: Ints, shown: Ints) -> dict[int, list[int]]:
    """The rows of each firm that is shown, best first; read once for all of them."""
    found: dict[int, list[int]] = {int(firm): [] for firm in firms[shown]}
    theirs = order[np.isin(firms[order], firms[shown])]
    for row in theirs.tolist():
        found[int(firms[row])].append(row)
    return found


def _match(
    scores: Scores, row: int, rank: int, *, candidates: Candidates, others: Sequence[int]
) -> Match:
    columns = scores.pairs.market.offers.columns
    offers = scores.pairs.offers
    further = [columns.records[offers[other]].id for other in others if other != row][:_OTHERS]
    title = int(columns.titles.of_row[offers[row]])
    return explain(
        scores,
        row,
        rank=rank,
        channels=candidates.channels.get(title, ()),
        others=tuple(further),
    )


def _unmet(market: Market, ask: int, nearest: tuple[Match, ...]) -> Unmet:
    """What to show when nobody fits: near misses, and who makes what goes into it."""
    demand: Demand = market.asks.columns.records[ask]
    if any(match.findings[0].verdict is not Verdict.NOT_MET for match in nearest):
        cause = say("有相近的供给，但都不满足必须条件，见各家需要改变什么")
    else:
        cause = say("供给清单里没有「{title}」一类产品，已列为未匹配需求", title=demand.title)
    upstream = market.chain.upstream_offers(ask, _UPSTREAM)
    makers = tuple(
        market.offers.columns.records[row]
        for row in upstream.tolist()
        if market.withheld is None or not market.withheld[row]
    )
    speaking = [match for match in nearest if match.score > 0]  # the others are not near at all
    return Unmet(demand, cause, tuple(speaking[:_NEAREST]), makers)


def _row(row_of: Mapping[str, int], key: str, kind: str) -> int:
    row = row_of.get(key)
    if row is None:
        raise UnknownRecord(f"没有编号为 {key} 的{kind}；请从列表里重新选择。")
    return row
