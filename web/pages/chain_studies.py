"""What does the chain lack, whom does it hang on, and what breaks if somebody drops out? A form and tables."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from graph.model import NodeKind
from matchmaking.chain.ground import Named
from matchmaking.chain.studies import MOST_TIERS, Dropped, Line, LostNeed, Study
from matchmaking.people.roles import Action
from matchmaking.sentences import Sentence
from web.chain_graph import Asked, address_of
from web.chain_studies import TIERS, Answered, AskedStudy, StudyKind, answer, effect_of
from web.exports import Cell, FileDep
from web.language import Tongue
from web.names import mark
from web.page_tables import Table, download
from web.rendering import Edge, edge_of
from web.security import WITHOUT_ZERO
from web.transactions import View
from web.visitors import allow

router = APIRouter(dependencies=[allow(Action.STUDY_CHAIN)])
EdgeDep = Annotated[Edge, Depends(edge_of)]
SHOWN = 100  # lines on the page; the file has all
NEEDS = "needs"  # which table leaves as a file
LINES = (
    mark("产品"),
    mark("涉及需求"),
    mark("已知年金额（元）"),
    mark("影响"),
    mark("现在谁做"),
    mark("还剩几家"),
    mark("谁能顶上"),
)
LOST = (mark("需求"), mark("需求企业"), mark("影响"), mark("数量"), mark("已知年金额（元）"))


@dataclass(frozen=True, slots=True)
class StudiesPage:
    """What was asked, what may be meant, and the answer."""

    template: ClassVar[str] = "pages/chain_studies.html"
    asked: AskedStudy
    answered: Answered

    choices_of_study: ClassVar[tuple[tuple[StudyKind, str], ...]] = (
        (StudyKind.GAPS, mark("缺口：没人做的")),
        (StudyKind.SOLE, mark("独家：只靠一家的")),
        (StudyKind.DROP, mark("断供：谁停了会怎样")),
    )
    dropped: ClassVar[tuple[Dropped, ...]] = tuple(Dropped)
    all_tiers: ClassVar[range] = range(MOST_TIERS + 1)

    @property
    def study(self) -> Study | None:
        return self.answered.study

    @property
    def lines(self) -> Sequence[Line]:
        return self.study.lines[:SHOWN] if self.study else ()

    @property
    def needs(self) -> Sequence[LostNeed]:
        return self.study.needs[:SHOWN] if self.study else ()

    @property
    def is_drop(self) -> bool:
        return self.asked.kind is StudyKind.DROP

    def start(self, kind: StudyKind) -> str:
        """Another study."""
        return AskedStudy(kind).address

    def on_map(self, line: Line) -> str:
        """The product on the chain map."""
        return address_of(Asked(NodeKind.PRODUCT, line.product.id))

    def link(self, one: Named) -> str:
        """The study of one that may be meant."""
        return self.asked.with_text(one.id if self.asked.what is not Dropped.REGION else one.name)

    def effect(self, line: Line | LostNeed) -> Sentence:
        """What happens to it."""
        return effect_of(line.tier)


def read_asked(
    study: StudyKind = StudyKind.GAPS,
    what: Dropped = Dropped.FIRM,
    q: Annotated[str, Query(max_length=100, pattern=WITHOUT_ZERO)] = "",
    tiers: Annotated[int, Query(ge=0, le=MOST_TIERS)] = TIERS,
) -> AskedStudy:
    """The study in the address."""
    return AskedStudy(study, what, q.strip(), tiers)


@router.get("/chain/studies")
def show_studies(
    request: Request,
    edge: EdgeDep,
    view: View,
    file: FileDep,
    asked: Annotated[AskedStudy, Depends(read_asked)],
    table: str = "",
) -> Response:
    page = StudiesPage(
        asked, answer(view, edge.platform, asked, named=SHOWN if file is None else None)
    )
    if file is None or page.study is None:
        return edge.renderer.page(request, page)
    which = needs_table(page.study) if table == NEEDS else lines_table(page.study)
    return download(request, edge, file=file, table=which)


def lines_table(study: Study) -> Table:
    """Every product of a study."""

    def rows(tongue: Tongue) -> Iterable[Sequence[Cell]]:
        for line in study.lines:
            makers = "、".join(firm.name for firm in line.makers)
            others = "、".join(f"{one.firm.name}（{one.product}）" for one in line.stand_ins)
            effect = tongue.tell(effect_of(line.tier)) if line.lost or line.left else ""
            yield line.product.name, line.needs, line.worth, effect, makers, line.left, others

    return Table("产业链推演", LINES, rows)


def needs_table(study: Study) -> Table:
    """Every need that loses its suppliers."""

    def rows(tongue: Tongue) -> Iterable[Sequence[Cell]]:
        for one in study.needs:
            need = one.need
            worth = None if math.isnan(one.worth) else one.worth
            amount = str(need.quantity or "")
            yield need.title, need.buyer.name, tongue.tell(effect_of(one.tier)), amount, worth

    return Table("断供的需求", LOST, rows)
