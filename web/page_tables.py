"""What stands in the files of firms, users, imports, faults, review, chain, glossary and merges?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from matchmaking.clock import CITY
from matchmaking.errors import Invalid
from matchmaking.firms.models import FirmFile
from matchmaking.imports.previewing import Fault
from matchmaking.imports.service import Described
from matchmaking.merging.service import PastMerge
from matchmaking.people.queries import Member
from web.exports import Cell, Format, export
from web.glossary import Term
from web.language import Tongue
from web.listing_fields import FIELDS
from web.listing_tables import LISTING, listing_rows
from web.listings import Kind
from web.names import mark
from web.rendering import Edge
from web.reviewing import Queued

# More rows than this would weigh on the memory of a small machine.
MOST = 50_000
FIRMS = (
    mark("名称"),
    mark("统一社会信用代码"),
    mark("企业类型"),
    mark("地区"),
    mark("行业"),
    mark("企业规模"),
    mark("梯度"),
    mark("档案更新"),
)
USERS = (
    mark("账号"),
    mark("姓名"),
    mark("角色"),
    mark("所属企业"),
    mark("状态"),
    mark("最近登录"),
)
IMPORTS = (
    mark("文件"),
    mark("状态"),
    mark("清单"),
    mark("读到"),
    mark("退回"),
    mark("新增"),
    mark("更新"),
    mark("谁导入的"),
    mark("代填"),
    mark("企业"),
    mark("日期"),
)
FAULTS = (mark("行"), mark("单元格"), mark("列"), mark("原因与改法"), mark("内容"))
TERMS = (mark("中文"), mark("英文"), mark("意思"))
# How it stands, what becomes of a row, and how far it is: words of the domain that pages show.
STATES = (
    mark("排队"),
    mark("读取中"),
    mark("待确认"),
    mark("导入中"),
    mark("已导入"),
    mark("已撤销"),
    mark("已放弃"),
    mark("失败"),
    mark("新增"),
    mark("更新"),
    mark("无变化"),
    mark("与已有的记录比较"),
    mark("认出各家企业"),
    mark("写入"),
)
REVIEW = (mark("企业"), mark("来源"), mark("填写人"), mark("改了什么"))
MERGES = (mark("保留的档案"), mark("并入的档案"), mark("合并日期"), mark("撤销日期"))


@dataclass(frozen=True, slots=True)
class Table:
    """A page's table: what it is called, its headings, its rows in the visitor's language."""

    name: str
    headings: Sequence[str]
    rows: Callable[[Tongue], Iterable[Sequence[Cell]]]


def download(request: Request, edge: Edge, *, file: Format, table: Table) -> Response:
    """The table as a file that says of which day it is.

    Rows are read here, at once: the request's session is closed before a CSV is sent.
    """
    tongue = edge.renderer.tongue(request)
    headings = [tongue.word(heading) for heading in table.headings]
    day = edge.platform.now().astimezone(CITY)
    rows = list(table.rows(tongue))
    return export(rows, headings, file=file, name=f"{tongue.word(table.name)}-{day:%Y%m%d}")


def whole(total: int) -> int:
    """How many rows to take: all of them. Raises Invalid rather than leave some out unsaid."""
    if total > MOST:
        raise Invalid(f"这张表有 {total} 行，一次最多导出 {MOST} 行。请先筛选，分几次导出。")
    return MOST


def firms_table(firms: Iterable[FirmFile]) -> Table:
    """The register."""

    def rows(tongue: Tongue) -> Iterable[Sequence[Cell]]:
        for one in firms:
            words = (tongue.word(word or "") for word in (one.size, one.tier))
            place = one.region_name, one.industry
            yield one.name, one.code, tongue.word(one.kind), *place, *words, one.updated_at

    return Table("企业档案", FIRMS, rows)


def users_table(members: Iterable[Member]) -> Table:
    """Accounts."""

    def rows(tongue: Tongue) -> Iterable[Sequence[Cell]]:
        for one in members:
            account = one.account
            state = tongue.word(mark("使用中") if account.active else mark("已停用"))
            who = account.login, account.name, tongue.word(account.role)
            yield *who, one.firm_name, state, account.last_seen_at

    return Table("用户", USERS, rows)


def imports_table(imports: Iterable[Described]) -> Table:
    """Lists that came in."""

    def rows(tongue: Tongue) -> Iterable[Sequence[Cell]]:
        for one in imports:
            job = one.job
            what = job.file, tongue.word(job.state), tongue.word(job.kind)
            counts = job.rows_in, job.returned, job.created, job.updated
            yield *what, *counts, one.by, job.on_behalf, one.firm, job.uploaded_at

    return Table("导入清单", IMPORTS, rows)


def faults_table(faults: Iterable[Fault]) -> Table:
    """What is wrong in one list."""

    def rows(tongue: Tongue) -> Iterable[Sequence[Cell]]:
        for one in faults:
            found = one.problem
            place = one.place or tongue.word(mark("已收下"))
            cell = found.cell or tongue.word(mark("整行"))
            yield place, cell, found.column, tongue.retell(found.cause), found.value or one.row

    return Table("要改的地方", FAULTS, rows)


def terms_table(terms: Iterable[Term]) -> Table:
    """The glossary."""

    def rows(tongue: Tongue) -> Iterable[Sequence[Cell]]:
        return ((one.chinese, one.english, tongue.word(one.meaning)) for one in terms)

    return Table("术语", TERMS, rows)


def merges_table(past: Iterable[PastMerge]) -> Table:
    """Firms that were one."""

    def rows(_: Tongue) -> Iterable[Sequence[Cell]]:
        for one in past:
            yield one.kept_name, one.gone_name, one.merge.merged_at, one.merge.undone_at

    return Table("合并记录", MERGES, rows)


def review_table(items: Sequence[Queued], kind: Kind) -> Table:
    """What waits for a reviewer: each listing whole, where it came from, what was changed."""

    def rows(tongue: Tongue) -> Iterable[Sequence[Cell]]:
        listings = listing_rows((item.one for item in items), kind, tongue)
        for item, listing in zip(items, listings, strict=True):
            changed = (
                f"{tongue.word(part.label)} {part.before or '—'} → {part.after or '—'}"
                for part in item.differences
            )
            yield *listing, item.firm_name, item.source, item.entered_by, "\n".join(changed)

    fields = (field.label for field in FIELDS[kind.list_kind])
    return Table("审核", (*fields, *LISTING, *REVIEW), rows)
