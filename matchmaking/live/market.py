"""Who fits whom among all that is published, now? A market in memory that follows the outbox.

It is held in parts, so that a change costs what changed and not the whole market:

- the *base*: all supplies at one moment, built in the background, never changed;
- *recent*: supplies that came or changed since, under the base's frozen statistics, the old ones withheld;
- the *board*: all open needs, posted for firms that ask what they could deliver.

A need is read from its table when it is asked for, so its page always shows what it says now. When
much has changed, a new base is built beside the old one, which goes on answering.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from functools import partial
from threading import BoundedSemaphore, Event, Lock, Thread

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from matchmaking.errors import NotReady
from matchmaking.live.snapshot import Snapshot, caught_up, read_news
from matchmaking.live.stock import read_need, read_offers_of, read_stock
from matchmaking.matching.evidence import Opportunities, Recommendation, Team
from matchmaking.matching.joining import join
from matchmaking.matching.market import ask_anew, offer_to, post
from matchmaking.matching.service import build_market, recommend_demands, recommend_suppliers
from matchmaking.outbox.queries import newest
from matchmaking.progress import Progress, silent
from matchmaking.records import Demand
from matchmaking.storage.database import reading
from matchmaking.teams.service import CANDIDATES, find_team
from matchmaking.thesaurus.knowledge import Knowledge
from search.vectors import Encoder

log = structlog.get_logger(__name__)

LOOK_SECONDS = 0.5  # how often the outbox is looked at
STOP_SECONDS = 10.0
AT_ONCE = 2  # needs answered beside each other
KEPT_ANSWERS = 128  # people go back and forth between the same few needs


class LiveMarket:
    """Answers from any thread; one thread of its own keeps it up to date."""

    def __init__(
        self,
        engine: Engine,
        encoder: Encoder,
        *,
        today: Callable[[], date],
        knowledge: Callable[[Session], Knowledge] | None = None,
        progress: Progress = silent,
    ) -> None:
        self._engine = engine
        self._encoder = encoder
        self._today = today
        self._knowledge = knowledge  # None: matched without the thesaurus
        self._progress = progress
        self._snapshot: Snapshot | None = None
        # More threads at once than the machine has cores only wait for each other.
        self._turns = BoundedSemaphore(AT_ONCE)
        self._answers: OrderedDict[tuple[object, ...], Recommendation] = OrderedDict()
        self._known = Lock()  # guards the answers
        self._refreshing = Lock()
        self._rebuilding = Event()
        self._stopping = Event()
        self._thread: Thread | None = None

    @property
    def seq(self) -> int | None:
        """The place of the outbox answers stand at; None before the first market is built."""
        return None if self._snapshot is None else self._snapshot.seq

    def suppliers(self, need_id: str, *, top: int = 20) -> Recommendation:
        """Firms that may meet a need as it is written now. Raises UnknownRecord, NotReady."""
        with reading(self._engine) as session:
            demand = read_need(session, need_id)
        return self.suppliers_for(demand, top=top)

    def suppliers_for(self, demand: Demand, *, top: int = 20) -> Recommendation:
        """The same for a need that is not kept anywhere yet. Raises NotReady."""
        snapshot = self._ready()
        key = (snapshot.seq, snapshot.based_on, snapshot.day, demand, top)
        with self._known:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        with self._turns:
            answer = _answer(snapshot, demand, top)
        with self._known:
            self._answers[key] = answer
            while len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)
        return answer

    def team(self, answer: Recommendation) -> Team | None:
        """The firms that together meet a need no single one of the answer meets. Raises NotReady."""
        ask = partial(self.suppliers_for, top=CANDIDATES)
        return find_team(answer, ask, today=self._ready().day)

    def opportunities(self, firm_id: str, *, top: int = 20) -> Opportunities:
        """Needs a firm's open supplies may meet (我的机会). Raises UnknownRecord, NotReady."""
        snapshot = self._ready()
        with reading(self._engine) as session:
            firm, supplies = read_offers_of(session, firm_id, self._today())
        if not supplies or not len(snapshot.board.asks.columns):
            return Opportunities(firm, (), 0)
        offered = offer_to(snapshot.board, supplies)
        return recommend_demands(offered, firm_id, top=top, today=snapshot.day)

    def refresh(self) -> bool:
        """Bring it up to date once; whether anything had to be done."""
        with self._refreshing:
            snapshot = self._snapshot
            if snapshot is None:
                self._snapshot = self._built()
                return True
            with reading(self._engine) as session:
                if newest(session) == snapshot.seq and self._today() == snapshot.day:
                    return False
                news = read_news(session, snapshot, self._today())
            if news.calls_for_new_base and not self._rebuilding.is_set():
                self._rebuilding.set()
                Thread(target=self._rebuild, name="live-base", daemon=True).start()
            self._snapshot = caught_up(snapshot, news)
            return True

    def start(self) -> None:
        """Keep it up to date from now on."""
        self._thread = Thread(target=self._follow, name="live-market", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop keeping it up to date."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)

    def _ready(self) -> Snapshot:
        if self._snapshot is None:
            raise NotReady("正在整理已发布的需求和供给，请稍候，页面会自动更新。")
        return self._snapshot

    def _built(self) -> Snapshot:
        """A market of everything open today."""
        today = self._today()
        with reading(self._engine) as session:
            stock = read_stock(session, today)
            knowledge = self._knowledge(session) if self._knowledge else None
        base = build_market(
            [],
            stock.supplies,
            encoder=self._encoder,
            chain=stock.chain,
            knowledge=knowledge,
            progress=self._progress,
        )
        board = post(base, stock.needs)
        return Snapshot(stock.seq, stock.seq, today, base=base, board=board)

    def _rebuild(self) -> None:
        """A new base beside the old one; what changes meanwhile is caught up with afterwards."""
        try:
            fresh = self._built()
        except SQLAlchemyError:
            log.exception("live.not_rebuilt")
        else:
            with self._refreshing:
                self._snapshot = fresh
        finally:
            self._rebuilding.clear()

    def _follow(self) -> None:
        while not self._stopping.is_set():
            try:
                self.refresh()
            except SQLAlchemyError:
                # The database may be away for a while; what is known goes on answering.
                log.exception("live.not_refreshed")
            self._stopping.wait(LOOK_SECONDS)


def _answer(snapshot: Snapshot, demand: Demand, top: int) -> Recommendation:
    """By the base and by what is recent, joined."""
    parts = [snapshot.base, *([snapshot.recent] if snapshot.recent else [])]
    return join(
        [
            recommend_suppliers(ask_anew(part, [demand]), demand.id, top=top, today=snapshot.day)
            for part in parts
        ],
        top,
    )
