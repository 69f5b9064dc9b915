"""What is there in both lists? One box, facets, results in lines; readable without signing in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from matchmaking.errors import SearchDown
from matchmaking.finding.missing import EXPIRED, Count, Help, help_for, meant_by
from matchmaking.finding.service import Found, FoundListing
from matchmaking.finding.suggesting import Suggestion
from matchmaking.finding.wanted import DEEPEST, FACETS, KIND, LONGEST_TEXT, PAGE, Kind, Sort, Wanted
from matchmaking.people.roles import Action, Visitor
from web.exports import Cell, FileDep, Format, export
from web.language import Tongue
from web.names import mark
from web.rendering import Edge, edge_of
from web.searches import PARAMETERS, note_unmet, query_of, wanted_from
from web.transactions import View
from web.visitors import VisitorDep, allow

router = APIRouter()
EdgeDep = Annotated[Edge, Depends(edge_of)]
EXPORTED = 5_000  # rows in a file
VALUES = 12  # of a facet that are shown at once
NAMES = 5  # other names of a word that are spelt out
HEADINGS = (
    mark("种类"),
    mark("名称"),
    mark("企业"),
    mark("地区"),
    mark("规格"),
    mark("数量或产能"),
    mark("需要日期"),
    mark("有效期至"),
    mark("梯度"),
)
# What the engine and the address call them, as people read it.
WORDS = (
    mark("全部"),
    mark("供给"),
    mark("相关"),
    mark("截止日"),
    mark("最新"),
    mark("类型"),
    mark("规模"),
    mark("已过期"),
    mark("产品类别"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet to tick."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class AlsoLine:
    """A word and the other names it was looked for by, as it is told."""

    written: str
    name: str  # what it is properly called; "" where that is what was typed
    others: tuple[str, ...]
    more: bool  # whether there are others yet
    exactly: str  # the address that looks for the word as typed only


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A search and its answer; `found` is None where nobody searched, `down` where nobody answers."""

    template: ClassVar[str] = "pages/search.html"
    wanted: Wanted
    found: Found | None = None
    help: Help | None = None
    meant: tuple[Count, ...] = ()
    may_save: bool = False
    may_post: bool = False
    down: bool = False
    kinds: tuple[Kind, ...] = tuple(Kind)
    sorts: tuple[Sort, ...] = tuple(Sort)
    deepest: int = DEEPEST
    expired: str = EXPIRED

    @property
    def parameters(self) -> dict[str, str]:
        """Facet -> its name in the address."""
        return dict(PARAMETERS)

    @property
    def query(self) -> str:
        """This search, without the page of it, as an address."""
        return query_of(self.wanted, start=0)

    @property
    def previous(self) -> str:
        """The page before, "" on the first."""
        start = self.wanted.start
        return query_of(self.wanted, start=max(start - PAGE, 0)) or "q=" if start else ""

    @property
    def following(self) -> str:
        """The page after, "" on the last."""
        start = self.wanted.start + PAGE
        more = self.found is not None and start < min(self.found.total, DEEPEST)
        return query_of(self.wanted, start=start) if more else ""

    def link(self, **changes: object) -> str:
        """This search, changed, from its first page on."""
        return f"/search?{query_of(self.wanted, **{'start': 0, **changes})}"

    def open(self, name: str) -> str:
        """This search with one filter left out."""
        wish = replace(self.wanted, start=0)
        wider = replace(wish, expired=True) if name == EXPIRED else wish.without(name)
        return f"/search?{query_of(wider)}"

    def post_link(self) -> str:
        """Where this can be posted as a need."""
        return f"/needs/new?{urlencode({'title': self.wanted.text})}"

    @property
    def also(self) -> list[AlsoLine]:
        """Which words were looked for by which other names."""
        told = self.found.explained.also if self.found else ()
        lines = []
        for one in told:
            others = tuple(name for name in one.others if name != one.name)
            shown = others[:NAMES]
            link = self.link(text=one.exactly)
            lines.append(AlsoLine(one.written, one.name, shown, others != shown, link))
        return lines

    def count(self, kind: Kind) -> int:
        """How many there are in a list."""
        counts = self.found.facets.get(KIND, {}) if self.found else {}
        return sum(counts.values()) if kind is Kind.ALL else counts.get(kind, 0)

    def choices(self, name: str) -> list[Choice]:
        """The values of a facet: the chosen ones first, then the most frequent."""
        chosen = self.wanted.facets.get(name, ())
        counts = dict(self.found.facets.get(name, {})) if self.found else {}
        counts |= {value: counts.get(value, 0) for value in chosen}
        order = sorted(counts, key=lambda value: (value not in chosen, -counts[value], value))
        return [Choice(value, counts[value], value in chosen) for value in order]

    @property
    def facets(self) -> list[tuple[str, list[Choice]]]:
        """Facets with anything to choose."""
        found = ((name, self.choices(name)) for name in FACETS)
        return [(name, choices) for name, choices in found if choices]

    @property
    def shown(self) -> int:
        """How many values of a facet are shown at once."""
        return VALUES


@dataclass(frozen=True, slots=True)
class SearchPart(SearchPage):
    """The part that changes while one searches."""

    template: ClassVar[str] = "fragments/search.html"


@dataclass(frozen=True, slots=True)
class SuggestionsPart:
    """What is offered under the box while one types."""

    template: ClassVar[str] = "fragments/suggestions.html"
    suggestions: list[Suggestion]


@router.get("/search", dependencies=[allow(Action.SEARCH)])
def show_search(
    request: Request, edge: EdgeDep, view: View, visitor: VisitorDep, file: FileDep
) -> Response:
    wanted = wanted_from(request.query_params)
    if file is not None:
        return download(request, edge, view, wanted, file=file)
    page = page_for(request, wanted, visitor)
    try:
        page = answered(edge, view, page)
    except SearchDown:
        return edge.renderer.page(request, replace(page, down=True), status=503)
    if page.found is not None:
        note_unmet(edge.platform, request, visitor, page.found)
    return edge.renderer.page(request, page)


@router.get("/search/suggest", dependencies=[allow(Action.SEARCH)])
def show_suggestions(request: Request, edge: EdgeDep, q: str = "") -> Response:
    found = edge.platform.finder.suggest(q[:LONGEST_TEXT])
    return edge.renderer.page(request, SuggestionsPart(found))


def page_for(request: Request, wanted: Wanted, visitor: Visitor) -> SearchPage:
    """The page, or its changing part where HTMX asks for that."""
    kind = SearchPart if request.headers.get("hx-target") == "search-body" else SearchPage
    may_save, may_post = visitor.may(Action.SAVE_SEARCH), visitor.may(Action.EDIT_NEEDS)
    return kind(wanted, may_save=may_save, may_post=may_post)


def answered(edge: Edge, view: View, page: SearchPage) -> SearchPage:
    """The page with what was found, and with help where nothing was. Raises SearchDown."""
    finder, today = edge.platform.finder, edge.platform.today()
    found = finder.find(view, page.wanted, today=today)
    if found.total:
        meant = meant_by(finder, page.wanted, today=today) if found.partial else ()
        return replace(page, found=found, meant=meant)
    return replace(page, found=found, help=help_for(finder, page.wanted, today=today))


def download(request: Request, edge: Edge, view: View, wanted: Wanted, *, file: Format) -> Response:
    """The first thousands of this search as a file."""
    tongue, today = edge.renderer.tongue(request), edge.platform.today()
    whole = replace(wanted, start=0, limit=EXPORTED)
    found = edge.platform.finder.find(view, whole, today=today, counts=False)
    name = f"{tongue.word('检索结果')}-{today:%Y%m%d}"
    headings = [tongue.word(heading) for heading in HEADINGS]
    return export(lines(found.listings, tongue), headings, file=file, name=name)


def lines(listings: tuple[FoundListing, ...], tongue: Tongue) -> Iterator[list[Cell]]:
    """What was found, a line each."""
    for one in listings:
        yield [
            tongue.word(one.kind),
            one.plain_title,
            one.firm.name,
            one.place,
            one.record.specs,
            str(one.amount or ""),
            one.deadline,
            one.expires_on,
            tongue.word(one.firm.tier) if one.firm.tier else "",
        ]
