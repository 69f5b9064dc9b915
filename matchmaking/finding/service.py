"""Who and what answers a search? Ids from the index, rows from the tables, in the index's order.

The index may lag behind the tables by a moment. What it still holds though it is no longer public
is left out here, and out of the total; what it does not hold yet is found a moment later.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import RowMapping
from sqlmodel import Session

from matchmaking.catalogue import queries as catalogue
from matchmaking.catalogue.models import Need, Status, SupplyListing
from matchmaking.catalogue.rows import Record, record_of
from matchmaking.catalogue.service import firm_value
from matchmaking.catalogue.standing import STALE_DAYS
from matchmaking.clock import CITY
from matchmaking.errors import Invalid, SearchDown
from matchmaking.finding.suggesting import Suggestion
from matchmaking.finding.titles import Part, parts_of
from matchmaking.finding.unmet import LatelySeen
from matchmaking.finding.wanted import FACETS, KIND, Kind, Wanted
from matchmaking.finding.wording import Explained, Wording, no_wording
from matchmaking.records import Demand, Firm, Quantity
from search.contract import Hit, Query, Results, SearchError, SearchUnavailable

_FOLDERS: Mapping[str, catalogue.Model] = {"need": Need, "supply": SupplyListing}


@dataclass(frozen=True, slots=True)
class FoundListing:
    """A need or a supply that answers the search."""

    id: str
    record: Record
    title: tuple[Part, ...]
    deadline: date | None  # a need's 需要日期
    days_left: int | None  # till then
    expires_on: date | None
    expired: bool
    stale: bool  # nobody has said for long that it still holds
    on_behalf: bool
    posted_on: date

    @property
    def kind(self) -> Kind:
        """In which list it stands."""
        return Kind.NEED if isinstance(self.record, Demand) else Kind.SUPPLY

    @property
    def firm(self) -> Firm:
        """Whose it is; the key is the firm's id."""
        return self.record.buyer if isinstance(self.record, Demand) else self.record.firm

    @property
    def place(self) -> str:
        """Where it is needed, else where its firm is."""
        wished = self.record.region.name if isinstance(self.record, Demand) else ""
        return wished or self.firm.region.name

    @property
    def amount(self) -> Quantity | None:
        """How much is needed or can be made."""
        return self.record.quantity if isinstance(self.record, Demand) else self.record.capacity

    @property
    def plain_title(self) -> str:
        """What it is about, unmarked."""
        return "".join(part.text for part in self.title)


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search: a page of listings, how many in all, counts to narrow by."""

    wanted: Wanted
    listings: tuple[FoundListing, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    partial: bool = False  # nothing has all the words; these have some
    explained: Explained = field(default_factory=Explained)


@dataclass(frozen=True, slots=True)
class Finder:
    """Searches by any engine that keeps the contract."""

    ask: Callable[[Query], Results]
    seen: LatelySeen = field(default_factory=LatelySeen)
    wording: Callable[[], Wording] = no_wording

    def find(self, session: Session, wanted: Wanted, *, today: date, counts: bool = True) -> Found:
        """Raises SearchDown when the engine does not answer, Invalid when it cannot be asked so."""
        wording = self.wording()
        query = wanted.query(today, count=(KIND, *FACETS) if counts else ())
        query = replace(query, names=wording.names(wanted.text))
        results = self._answer(query)
        listings = load(session, results.hits, wanted, today=today)
        gone = len(results.hits) - len(listings)
        facets = self._counts(wanted, results, query.names, today=today) if counts else {}
        total = max(results.total - gone, len(listings))
        explained = wording.explain(wanted.text) if counts else Explained()
        return Found(wanted, listings, total, facets, results.partial, explained)

    def suggest(self, text: str) -> list[Suggestion]:
        """What somebody who has typed this may be about to type."""
        return self.wording().lexicon.suggester.suggest(text)

    def in_full(self, wanted: Wanted, *, today: date) -> bool:
        """Whether anything has all the words."""
        results = self.results(replace(wanted, start=0, limit=1).query(today))
        return results.total > 0 and not results.partial

    def how_many(self, wanted: Wanted, *, today: date) -> int:
        """How many there are, without reading them."""
        return self.results(replace(wanted, start=0, limit=1).query(today)).total

    def results(self, query: Query) -> Results:
        """The engine's own answer to the words and their other names. Raises SearchDown, Invalid."""
        names = self.wording().names(query.text) if query.text else {}
        return self._answer(replace(query, names=names))

    def _answer(self, query: Query) -> Results:
        """The engine's own answer, its troubles in our words."""
        try:
            return self.ask(query)
        except SearchUnavailable as error:
            raise SearchDown(
                "检索服务暂时没有应答，请稍后再试。发布和修改不受影响，恢复后会自动补进检索。"
            ) from error
        except SearchError as error:
            raise Invalid(str(error)) from error

    def _counts(
        self,
        wanted: Wanted,
        results: Results,
        names: Mapping[str, Sequence[str]],
        *,
        today: date,
    ) -> dict[str, Mapping[str, int]]:
        """Counts by which to choose: a facet that is chosen in also shows what else it could be."""
        counts = dict(results.facets)
        chosen = [*wanted.facets, *([KIND] if wanted.kind is not Kind.ALL else [])]
        for name in chosen:
            wider = replace(wanted.without(name), start=0, limit=1)
            query = replace(wider.query(today, count=(name,)), names=names)
            counts[name] = self._answer(query).facets.get(name, {})
        return counts


def load(
    session: Session, hits: Sequence[Hit], wanted: Wanted, *, today: date
) -> tuple[FoundListing, ...]:
    """The rows behind the hits, in their order; one query a kind. What is not public is left out."""
    ids: dict[str, list[str]] = {folder: [] for folder in _FOLDERS}
    for hit in hits:
        folder, _, listing_id = hit.id.partition(":")
        ids[folder].append(listing_id)
    rows: dict[str, RowMapping] = {}
    for folder, model in _FOLDERS.items():
        found = catalogue.by_ids(session, model, ids[folder])
        rows |= {f"{folder}:{key}": row for key, row in found.items()}
    firms = catalogue.firms_by_ids(session, sorted({row["firm_id"] for row in rows.values()}))
    shown = ((hit, rows[hit.id]) for hit in hits if _public(rows.get(hit.id), wanted, today))
    return tuple(_listing(hit, row, firms[row["firm_id"]], today=today) for hit, row in shown)


def _public(row: RowMapping | None, wanted: Wanted, today: date) -> bool:
    if row is None or row["status"] != Status.PUBLISHED:
        return False
    return wanted.expired or not _expired(row, today)


def _expired(row: RowMapping, today: date) -> bool:
    return row["expires_on"] is not None and row["expires_on"] < today


def _listing(hit: Hit, row: RowMapping, firm: RowMapping, *, today: date) -> FoundListing:
    record = record_of(row, firm_value(firm))
    title = record.title if isinstance(record, Demand) else record.product
    deadline = row.get("needed_by")
    return FoundListing(
        id=row["id"],
        record=record,
        title=parts_of(title, hit.title),
        deadline=deadline,
        days_left=None if deadline is None else (deadline - today).days,
        expires_on=row["expires_on"],
        expired=_expired(row, today),
        stale=(today - row["confirmed_on"]).days > STALE_DAYS,
        on_behalf=row["on_behalf"],
        posted_on=row["posted_at"].astimezone(CITY).date(),
    )
