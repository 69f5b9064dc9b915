"""How does the answer go back to the clerk? One workbook: 汇总, 匹配, 未匹配, 联合方案, 未识别."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from matchmaking.matching.evidence import (
    Conclusion,
    Finding,
    Match,
    Recommendation,
    Team,
    Unmet,
    Verdict,
)
from matchmaking.matching.recipe import Recipe
from matchmaking.matching.supply import SUPPLY
from matchmaking.records import Reading

Cell = str | int | float
Row = Sequence[Cell]

_MATCH_COLUMNS = (
    "需求编号", "需求名称", "需求行", "供给编号", "供给行", "企业名称",
    "主导产品", "名次", "得分", "结论", "理由", "待确认问题",
)  # fmt: skip
_UNMET_COLUMNS = (
    "需求编号", "需求名称", "需求行", "原因", "相近企业", "相近产品", "得分", "需要改变", "上游企业",
)  # fmt: skip
_TEAM_COLUMNS = (
    "需求编号", "需求名称", "需求行", "企业名称", "供给编号", "主导产品", "得分", "承担的部分", "尚缺", "先确认",
)  # fmt: skip
_RETURNED_COLUMNS = ("文件", "行", "处理", "单元格", "列", "原值", "原因与办法", "整行内容")
_PRODUCT = "产品"  # the finding every match has
_SAID = {Verdict.MET: "满足", Verdict.UNKNOWN: "未知", Verdict.NOT_MET: "不满足"}
_WIDTHS = {
    "理由": 60,
    "待确认问题": 50,
    "原因": 40,
    "原因与办法": 60,
    "需要改变": 50,
    "承担的部分": 50,
    "尚缺": 50,
    "先确认": 50,
    "整行内容": 60,
}
_USUAL_WIDTH = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be written: name, header, rows."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Row]


def write_workbook(
    path: Path,
    recommendations: Sequence[Recommendation],
    *,
    demands: Reading,
    supplies: Reading,
    teams: Sequence[Team] = (),
    recipe: Recipe = SUPPLY,
) -> None:
    """Write all five sheets. Nothing in a cell is ever run as a formula or followed as a link."""
    sheets = (
        Sheet("汇总", ("项目", "数量", "说明"), _summary(recommendations, demands, supplies)),
        Sheet("匹配", match_columns(recipe), _match_rows(recommendations, recipe)),
        Sheet("未匹配", _UNMET_COLUMNS, _unmet_rows(recommendations)),
        Sheet("联合方案", _TEAM_COLUMNS, _team_rows(teams)),
        Sheet("未识别", _RETURNED_COLUMNS, _returned_rows((demands, supplies))),
    )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        head = book.add_format(
            {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True}
        )
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, head)


def match_columns(recipe: Recipe) -> tuple[str, ...]:
    """The columns of 匹配, in order."""
    criteria = [criterion.name for criterion in recipe.criteria]
    parts = [signal.name for signal in recipe.signals] + criteria
    return (
        *_MATCH_COLUMNS,
        *(f"贡献:{name}" for name in parts),
        *(f"条件:{name}" for name in (_PRODUCT, *criteria)),
    )


def _write(page: "xlsxwriter.worksheet.Worksheet", sheet: Sheet, head: object) -> None:
    page.freeze_panes(1, 0)
    page.write_row(0, 0, sheet.columns, head)
    for column, name in enumerate(sheet.columns):
        page.set_column(column, column, _WIDTHS.get(name, _USUAL_WIDTH))
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        page.write_row(last, 0, row)
    page.autofilter(0, 0, max(last, 1), len(sheet.columns) - 1)


def _summary(
    recommendations: Sequence[Recommendation], demands: Reading, supplies: Reading
) -> Iterator[Row]:
    best = [_best_conclusion(one) for one in recommendations]
    yield ("需求", len(recommendations), demands.file)
    yield ("供给", len(supplies.records), supplies.file)
    yield ("有符合企业的需求", best.count(Conclusion.FITS), "必须条件都已满足")
    yield (
        "待确认的需求",
        best.count(Conclusion.TO_CONFIRM),
        "有合适的企业，但有必须条件清单没有写明",
    )
    yield ("未匹配的需求", best.count(Conclusion.FAILS), "见“未匹配”")
    yield ("退回的需求行", len(demands.returned), "见“未识别”")
    yield ("退回的供给行", len(supplies.returned), "见“未识别”")
    yield ("留空的单元格", len(demands.remarks) + len(supplies.remarks), "行已接收，该格没有采用")


def _best_conclusion(recommendation: Recommendation) -> Conclusion:
    found = {match.conclusion for match in recommendation.matches}
    order = (Conclusion.FITS, Conclusion.TO_CONFIRM)
    return next((one for one in order if one in found), Conclusion.FAILS)


def _match_rows(recommendations: Iterable[Recommendation], recipe: Recipe) -> Iterator[Row]:
    names = match_columns(recipe)[len(_MATCH_COLUMNS) :]
    for recommendation in recommendations:
        for match in recommendation.matches:
            cells = {f"贡献:{part.name}": part.points for part in match.contributions}
            verdicts = {f"条件:{found.name}": _verdict(found) for found in match.findings}
            values = {**dict.fromkeys(names, ""), **_zeros(names), **cells, **verdicts}
            yield (*_match_cells(match), *(values[name] for name in names))


def _zeros(names: Sequence[str]) -> dict[str, Cell]:
    """A part that does not concern a pair contributes nothing."""
    return {name: 0.0 for name in names if name.startswith("贡献:")}


def _verdict(finding: Finding) -> str:
    return _SAID[finding.verdict] + ("（必须）" if finding.must else "")


def _match_cells(match: Match) -> Row:
    demand, supply = match.demand, match.supply
    return (
        demand.id,
        demand.title,
        str(demand.origin),
        supply.id,
        str(supply.origin),
        supply.firm.name,
        supply.product,
        match.rank,
        match.score,
        match.conclusion.value,
        "；".join(map(str, (*match.reasons, *_misses(match)))),
        "\n".join(map(str, match.questions)),
    )


def _misses(match: Match) -> Iterator[object]:
    """What is not met belongs to the reasons too."""
    return (found.sentence for found in match.findings if found.verdict is Verdict.NOT_MET)


def _unmet_rows(recommendations: Iterable[Recommendation]) -> Iterator[Row]:
    for recommendation in recommendations:
        if recommendation.unmet is not None:
            yield from _rows_of_unmet(recommendation.unmet)


def _rows_of_unmet(unmet: Unmet) -> Iterator[Row]:
    demand = unmet.demand
    head = (demand.id, demand.title, str(demand.origin), str(unmet.cause))
    makers = "；".join(f"{one.firm.name}（{one.product}）" for one in unmet.upstream)
    if not unmet.nearest:
        yield (*head, "", "", "", "", makers)
    for match in unmet.nearest:
        changes = "；".join(map(str, match.changes))
        yield (*head, match.supply.firm.name, match.supply.product, match.score, changes, makers)


def _team_rows(teams: Iterable[Team]) -> Iterator[Row]:
    """A firm a row; what is missing stands with each, since rows get sorted."""
    for team in teams:
        demand = team.demand
        missing, notes = "\n".join(map(str, team.uncovered)), "\n".join(map(str, team.notes))
        for part in team.parts:
            yield (
                demand.id,
                demand.title,
                str(demand.origin),
                part.firm.name,
                "、".join(supply.id for supply in part.supplies),
                "、".join(supply.product for supply in part.supplies),
                part.score,
                "；".join(map(str, part.says)),
                missing,
                notes,
            )


def _returned_rows(readings: Iterable[Reading]) -> Iterator[Row]:
    for reading in readings:
        for line in reading.returned:
            whole = " | ".join(line.cells)
            for problem in line.problems:
                yield (
                    reading.file, str(line.origin), "退回",
                    problem.cell, problem.column, problem.value, problem.cause, whole,
                )  # fmt: skip
        for remark in reading.remarks:
            yield (
                reading.file, "", "留空",
                remark.cell, remark.column, remark.value, remark.cause, "",
            )  # fmt: skip
