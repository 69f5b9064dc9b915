"""What are answers given from, and how does it take in what changed? A base, what is recent, and a board."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlmodel import Session

from matchmaking.live.queries import changed_since, supplies_of_firms
from matchmaking.live.stock import read_needs, read_supplies
from matchmaking.matching.market import Market, post, restock
from matchmaking.outbox.models import Subject
from matchmaking.outbox.queries import newest
from matchmaking.records import Demand, Supply

# A new base is built when this many supplies, and this share of them, have changed.
MANY, SHARE = 1_000, 0.05


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Replaced as a whole, never changed."""

    seq: int  # of the outbox: everything up to here is in it
    based_on: int  # the base's own place
    day: date
    base: Market
    board: Market
    recent: Market | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What has happened since a snapshot."""

    seq: int
    stirred: tuple[str, ...]  # supplies that changed since the base was built
    supplies: tuple[Supply, ...]  # those of them that are open, as they are now
    needs: tuple[Demand, ...] | None  # all open needs, where any changed
    calls_for_new_base: bool


def read_news(session: Session, snapshot: Snapshot, today: date) -> News:
    """Read what changed, in one view of the tables."""
    since = snapshot.based_on
    firms = changed_since(session, since, Subject.FIRM)
    stirred = changed_since(session, since, Subject.SUPPLY)
    stirred = sorted({*stirred, *supplies_of_firms(session, firms)})
    needs_changed = bool(
        changed_since(session, snapshot.seq, Subject.NEED)
        or changed_since(session, snapshot.seq, Subject.FIRM)
    )
    many = len(stirred) > max(MANY, SHARE * len(snapshot.base.offers.columns))
    known_otherwise = any(
        changed_since(session, since, subject) for subject in (Subject.CHAIN, Subject.THESAURUS)
    )
    return News(
        newest(session),
        tuple(stirred),
        read_supplies(session, stirred, today),
        read_needs(session, today) if needs_changed else None,
        calls_for_new_base=many or known_otherwise or today != snapshot.day,
    )


def caught_up(snapshot: Snapshot, news: News) -> Snapshot:
    """The same base with the changed supplies withheld, and these as they are now beside it."""
    columns = snapshot.base.offers.columns
    withheld = np.zeros(len(columns), np.bool_)
    gone = [columns.row_of[key] for key in news.stirred if key in columns.row_of]
    withheld[np.asarray(gone, np.int64)] = True
    base = replace(snapshot.base, withheld=withheld)
    return Snapshot(
        news.seq,
        snapshot.based_on,
        snapshot.day,
        base=base,
        board=snapshot.board if news.needs is None else post(snapshot.base, news.needs),
        recent=restock(snapshot.base, news.supplies) if news.supplies else None,
    )
