"""Which sheets are the list, and of which kind? Says what it leaves aside and why."""

import re

from matchmaking.errors import UnreadableFile
from matchmaking.intake.cells import text_of
from matchmaking.intake.kinds import ListKind
from matchmaking.intake.sheets import Sheet
from matchmaking.intake.tables import Table, find_table, weight_of
from matchmaking.records import Problem

_COVER = re.compile(
    r"封面|目录|填表|填报|说明|须知|字典|下拉|选项|模板说明|readme|cover", re.IGNORECASE
)
# A firm and a product alone are an offer, not an order.
_LIKELIEST = (ListKind.SUPPLY, ListKind.DEMAND)
_FAR_MORE = 1.5
_WIDEST_COVER = 2
_HEADINGS = {
    ListKind.DEMAND: "“需求名称”“需求数量”“交货期”",
    ListKind.SUPPLY: "“企业名称”“主导产品”“产能规模”",
}


def choose_tables(sheets: list[Sheet], kind: ListKind | None) -> tuple[list[Table], list[Problem]]:
    """The sheets that are lists of one kind, and remarks on the others. Raises UnreadableFile."""
    wanted, other = [], []
    found = [_best(sheet, kind) for sheet in sheets]
    chosen = kind or _kind_of([table for table in found if table])
    remarks = []
    for sheet, table in zip(sheets, found, strict=True):
        if table is None:
            other.append(sheet)
            remarks += (
                []
                if _is_cover(sheet)
                else [_remark(sheet, "没有认出表头，这个工作表没有读入；如是清单，请补上表头")]
            )
        elif table.kind == chosen:
            wanted.append(table)
        else:
            remarks.append(
                _remark(
                    sheet, f"这是{table.kind}，本次读取的是{chosen}，这个工作表没有读入；请另行上传"
                )
            )
    if not wanted:
        raise _unrecognised(sheets, kind)
    return wanted, remarks


def _best(sheet: Sheet, kind: ListKind | None) -> Table | None:
    """The sheet as what it looks like most. Asked for one kind, another must look far more like it."""
    tables = [table for table in (find_table(sheet, each) for each in _LIKELIEST) if table]
    best = max(tables, key=weight_of, default=None)
    asked = next((table for table in tables if table.kind == kind), None)
    if best and asked and weight_of(best) < _FAR_MORE * weight_of(asked):
        return asked
    return best


def _kind_of(tables: list[Table]) -> ListKind:
    weights = dict.fromkeys(ListKind, 0)
    for table in tables:
        weights[table.kind] += weight_of(table)
    return max(_LIKELIEST, key=lambda each: weights[each])


def _is_cover(sheet: Sheet) -> bool:
    # Hidden sheets hold the choices of drop-downs; a list in one is read all the same.
    if not sheet.rows or sheet.hidden or _COVER.search(sheet.name):
        return True
    return (
        max(sum(bool(text_of(cell)) for cell in cells) for _, cells in sheet.rows) <= _WIDEST_COVER
    )


def _remark(sheet: Sheet, cause: str) -> Problem:
    return Problem("", "", sheet.name, f"工作表“{sheet.name}”：{cause}" if sheet.name else cause)


def _unrecognised(sheets: list[Sheet], kind: ListKind | None) -> UnreadableFile:
    for each in ListKind:
        if kind and each != kind and any(find_table(sheet, each) for sheet in sheets):
            return UnreadableFile(f"这份文件看起来是{each}，这里要的是{kind}。请放到{each}的位置。")
    wanted = [kind] if kind else list(ListKind)
    asked = "；".join(f"{each}要有{_HEADINGS[each]}这样的表头" for each in wanted)
    return UnreadableFile(f"没有找到清单的表头。{asked}，放在前30行之内。请补上后再上传。")
