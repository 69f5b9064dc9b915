"""Which searches does a member come back to, and what is new in them since the last look?"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from matchmaking.catalogue import queries as catalogue
from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.finding import queries
from matchmaking.finding.models import SavedSearch
from matchmaking.finding.service import Finder
from matchmaking.finding.wanted import Sort, Wanted, as_json, from_json
from search.contract import Hit

MOST_SAVED = 50
LONGEST_NAME = 60
COUNTED = 100  # of the newest hits; more new ones are said to be "this many and more"


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved search and how much of it is new."""

    id: str
    name: str
    wanted: Wanted
    created_at: datetime
    seen_at: datetime
    muted: bool
    new: int | None  # None: muted, or the search engine does not answer


def save(
    session: Session, user_id: str, wanted: Wanted, *, name: str, new_id: str, now: datetime
) -> SavedSearch:
    """Keep a search. Raises Invalid, Conflict where there are too many."""
    title = (name.strip() or wanted.text or "全部")[:LONGEST_NAME]
    if queries.count_saved(session, user_id) >= MOST_SAVED:
        raise Conflict(f"每个账号最多保存 {MOST_SAVED} 个检索，请先删去不用的。")
    if not (wanted.text or wanted.narrowed):
        wrong = "请先输入关键词或选择筛选条件，再保存这次检索。"
        raise Invalid(wrong, {"text": wrong})
    kept = SavedSearch(
        id=new_id,
        user_id=user_id,
        name=title,
        query=as_json(wanted),
        created_at=now,
        seen_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def find(session: Session, user_id: str, saved_id: str) -> SavedSearch:
    """One's own saved search. Raises UnknownRecord, for others' as well."""
    kept = queries.saved(session, saved_id)
    if kept is None or kept.user_id != user_id:
        raise UnknownRecord("没有这个保存的检索，可能已被删除。请从保存的检索里重新选择。")
    return kept


def mute(session: Session, user_id: str, saved_id: str, *, muted: bool) -> SavedSearch:
    """Count its news no longer, or again."""
    kept = find(session, user_id, saved_id)
    kept.muted = muted
    session.add(kept)
    session.flush()
    return kept


def delete(session: Session, user_id: str, saved_id: str) -> None:
    """Keep it no longer."""
    session.delete(find(session, user_id, saved_id))
    session.flush()


def look(session: Session, user_id: str, saved_id: str, *, now: datetime) -> Wanted:
    """Open it: from now on only what comes later is new."""
    kept = find(session, user_id, saved_id)
    kept.seen_at = now
    session.add(kept)
    session.flush()
    return from_json(kept.query)


def list_saved(
    session: Session, user_id: str, finder: Finder | None, *, today: date
) -> tuple[Kept, ...]:
    """All of a user's, with their news; `finder` None counts none. Raises SearchDown."""
    return tuple(
        _with_news(session, row, finder, today=today) for row in queries.saved_of(session, user_id)
    )


def kept(row: SavedSearch, new: int | None = None) -> Kept:
    """The row as it is shown."""
    wanted = from_json(row.query)
    return Kept(row.id, row.name, wanted, row.created_at, row.seen_at, row.muted, new)


def _with_news(session: Session, row: SavedSearch, finder: Finder | None, *, today: date) -> Kept:
    if finder is None or row.muted:
        return kept(row)
    wanted = from_json(row.query)
    return kept(row, _count_new(session, finder, wanted, seen_at=row.seen_at, today=today))


def _count_new(
    session: Session, finder: Finder, wanted: Wanted, *, seen_at: datetime, today: date
) -> int:
    """Counted among the newest: posted, or let through by a reviewer, since."""
    newest = Wanted.of(
        wanted.text,
        wanted.facets,
        kind=wanted.kind,
        sort=Sort.NEWEST,
        expired=wanted.expired,
        limit=COUNTED,
    )
    hits = finder.results(newest.query(today)).hits
    times = _public_since(session, hits)
    return sum(1 for hit in hits if hit.id in times and times[hit.id] > seen_at)


def _public_since(session: Session, hits: tuple[Hit, ...]) -> dict[str, datetime]:
    times: dict[str, datetime] = {}
    for folder, model in (("need", Need), ("supply", SupplyListing)):
        prefix = f"{folder}:"
        ids = [hit.id.removeprefix(prefix) for hit in hits if hit.id.startswith(prefix)]
        for key, row in catalogue.by_ids(session, model, ids).items():
            times[prefix + key] = max(row["posted_at"], row["reviewed_at"] or row["posted_at"])
    return times
