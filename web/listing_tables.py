"""What stands in the files of needs, supplies, matches and opportunities? Rows and headings."""

from collections.abc import Iterable, Iterator, Mapping

from matchmaking.catalogue.marks import Marked
from matchmaking.intake.forms import form_of
from matchmaking.matching.evidence import Match
from web.exports import Cell
from web.language import Tongue
from web.listing_fields import FIELDS
from web.listings import Kind, Shown
from web.names import mark

LISTING = (
    mark("编号"),
    mark("状态"),
    mark("已过期"),
    mark("久未确认"),
    mark("代填"),
    mark("发布日期"),
    mark("更新"),
    mark("有效期至"),
    mark("审核意见"),
)
MATCH = (
    mark("名次"),
    mark("需求"),
    mark("需求企业"),
    mark("企业"),
    mark("主导产品"),
    mark("规格"),
    mark("产能"),
    mark("地区"),
    mark("结论"),
    mark("得分"),
    mark("理由"),
    mark("待确认问题"),
    mark("需要改变"),
    mark("标记"),
    mark("标记原因"),
)


def listing_headings(kind: Kind, tongue: Tongue) -> list[str]:
    """The fields as the form names them, then how it stands."""
    fields = [one.label for one in FIELDS[kind.list_kind]]
    return [tongue.word(heading) for heading in (*fields, *LISTING)]


def listing_rows(listings: Iterable[Shown], kind: Kind, tongue: Tongue) -> Iterator[list[Cell]]:
    """A listing a row, written as lists write it."""
    for one in listings:
        texts = form_of(one.record)
        standing = one.standing
        yield [
            *(texts[field.name] for field in FIELDS[kind.list_kind]),
            one.number,
            tongue.word(standing.status.value),
            standing.expired,
            standing.stale,
            one.on_behalf,
            one.posted_at,
            one.updated_at,
            one.expires_on,
            one.review_note,
        ]


def match_headings(tongue: Tongue) -> list[str]:
    """What a match consists of."""
    return [tongue.word(heading) for heading in MATCH]


def match_rows(
    matches: Iterable[Match], tongue: Tongue, marks: Mapping[str, Marked] | None = None
) -> Iterator[list[Cell]]:
    """A match a row; several sentences in a cell stand one a line."""
    for match in matches:
        supply, marked = match.supply, (marks or {}).get(match.supply.id)
        yield [
            match.rank,
            match.demand.title,
            match.demand.buyer.name,
            supply.firm.name,
            supply.product,
            supply.specs,
            str(supply.capacity or ""),
            supply.firm.region.name,
            tongue.word(match.conclusion.value),
            round(match.score, 1),
            "\n".join(tongue.tell(reason) for reason in match.reasons),
            "\n".join(tongue.tell(question) for question in match.questions),
            "\n".join(tongue.tell(change) for change in match.changes),
            tongue.word(marked.mark.value) if marked else "",
            marked.reason if marked else "",
        ]
