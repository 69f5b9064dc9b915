"""How does a product or a firm hang together with the others? A search box, a table, a picture beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from graph.model import EdgeKind, NodeKind
from matchmaking.catalogue.chain import product_id
from matchmaking.catalogue.queries import products_like
from matchmaking.chain.map import tell_edge, tell_evidence
from matchmaking.chain.neighbourhood import KINDS, RELATIONS, Fact, Neighbourhood, Place, Rest
from matchmaking.errors import SearchDown
from matchmaking.finding.wanted import Wanted
from matchmaking.firms.dossiers import list_firms
from matchmaking.firms.queries import FirmFilter
from matchmaking.people.roles import Action
from matchmaking.sentences import Sentence
from web.chain_graph import Asked, LookAt, Relation, address_of, look_at
from web.exports import Cell, FileDep
from web.language import Tongue
from web.names import mark
from web.page_tables import Table, download
from web.rendering import Edge, edge_of
from web.security import WITHOUT_ZERO
from web.transactions import View
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.SEE_CHAIN)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
CHOICES = 10  # of each kind that a search offers
HEADINGS = (mark("联系"), mark("从这里看"), mark("依据"))
WORDS = (mark("供应"), mark("需要"), mark("产品小类"), mark("上游材料"), mark("企业"), mark("产品"))
_PAGES = {"need": "/needs", "supply": "/supplies"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a fact in words, where it is written, where each end leads."""

    sentence: Sentence
    evidence: Sentence
    ends: tuple[Place, ...]  # but the middle
    listing: str  # the page of the listing that says so, "" for the chain file


@dataclass(frozen=True, slots=True)
class MapPage:
    """What was looked for, what there is to choose from, and the map around what was chosen."""

    template: ClassVar[str] = "pages/chain_map.html"
    studying: ClassVar[Action] = Action.STUDY_CHAIN  # what leads on to studies
    text: str = ""
    choices: tuple[Place, ...] = ()
    asked: Asked | None = None
    found: Neighbourhood | None = None
    search_down: bool = False
    all_relations: tuple[EdgeKind, ...] = RELATIONS
    all_kinds: tuple[NodeKind, ...] = KINDS

    @property
    def lines(self) -> tuple[Line, ...]:
        """The same edges as the picture."""
        return tuple(map(self._line, self.found.facts)) if self.found else ()

    @property
    def here(self) -> str:
        """This look, for its files."""
        return address_of(self.asked) if self.asked else ""

    @property
    def data(self) -> str:
        """Where the picture gets the same edges."""
        return address_of(self.asked, "/chain/neighbourhood") if self.asked else ""

    def link(self, place: Place) -> str:
        """The same look at another place."""
        return address_of((self.asked or Asked(place.kind, place.id)).at(place))

    def more(self, rest: Rest) -> str:
        """More of what was left out."""
        return address_of(self.asked.only_along(rest.relation)) if self.asked else ""

    def _line(self, fact: Fact) -> Line:
        middle = self.found.middle if self.found else None
        kind, _, listing_id = fact.listing_id.partition(":")
        ends = tuple(end for end in (fact.source, fact.target) if end != middle)
        listing = f"{_PAGES[kind]}/{listing_id}" if kind in _PAGES else ""
        return Line(tell_edge(fact.edge), tell_evidence(fact.edge), ends, listing)


@dataclass(frozen=True, slots=True)
class MapFragment(MapPage):
    """The map alone, for a page that is open already."""

    template: ClassVar[str] = "fragments/chain_map.html"


def asked_in(
    kind: LookAt = "产品",
    id_: Annotated[str, Query(alias="id", max_length=100, pattern=WITHOUT_ZERO)] = "",
    steps: Annotated[int, Query(ge=1, le=2)] = 1,
    relation: Annotated[tuple[Relation, ...], Query(max_length=4)] = (),
    only: Annotated[tuple[LookAt, ...], Query(max_length=2)] = (),
) -> Asked | None:
    """The look that an address asks for; None where it names no place."""
    relations, kinds = tuple(map(EdgeKind, relation)), tuple(map(NodeKind, only))
    return Asked(NodeKind(kind), id_, steps, relations, kinds) if id_ else None


@router.get("/chain")
def show_map(
    request: Request,
    edge: EdgeDep,
    view: View,
    file: FileDep,
    asked: Annotated[Asked | None, Depends(asked_in)],
    q: Annotated[str, Query(max_length=200, pattern=WITHOUT_ZERO)] = "",
) -> Response:
    text = q.strip()
    look_for = text if asked is None else ""
    choices, down = choices_for(edge, view, look_for) if look_for else ((), False)
    if asked is None:
        asked = Asked(choices[0].kind, choices[0].id) if len(choices) == 1 else None
    kind = MapFragment if request.headers.get("hx-target") == "chain-body" else MapPage
    page = kind(text, choices, asked, look_at(view, asked) if asked else None, down)
    if file and page.found:
        return download(request, edge, file=file, table=chain_table(page.lines))
    return edge.renderer.page(request, page)


def chain_table(lines: Iterable[Line]) -> Table:
    """The lines as the page has them."""

    def rows(tongue: Tongue) -> Iterable[Sequence[Cell]]:
        for line in lines:
            ends = "、".join(end.name for end in line.ends)
            yield tongue.tell(line.sentence), ends, tongue.tell(line.evidence)

    return Table("产业链图谱", HEADINGS, rows)


def choices_for(edge: Edge, view: View, text: str) -> tuple[tuple[Place, ...], bool]:
    """Products and firms that may be meant, the exact name first; whether search did not answer.

    Products are those of the chain file and those that listings are called; what is looked for on
    the map is no unmet demand.
    """
    firms, _ = list_firms(view, FirmFilter(text), start=0, limit=CHOICES)
    names = [product.name for product in products_like(view, text, limit=CHOICES)]
    down = False
    try:
        wanted = Wanted.of(text, limit=CHOICES)
        listed = edge.platform.finder.find(
            view, wanted, today=edge.platform.today(), counts=False
        ).listings
        names += [one.plain_title for one in listed]
    except SearchDown:
        down = True
    names.sort(key=lambda name: name != text)
    products = [Place(NodeKind.PRODUCT, product_id(name), name) for name in dict.fromkeys(names)]
    found = (*products, *(Place(NodeKind.FIRM, row.id, row.name) for row in firms))
    return found, down
