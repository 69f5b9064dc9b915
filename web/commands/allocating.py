"""Who should be proposed to whom, over everything published? The command `rongtong allocate`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from matchmaking import clock
from matchmaking.allocation.benching import bench_allocation
from matchmaking.allocation.problem import Limits
from matchmaking.allocation.service import Allocation, Way, allocate_open
from matchmaking.live.market import LiveMarket
from matchmaking.migrations.runner import migrate
from matchmaking.settings import read_settings
from matchmaking.storage.database import open_database
from matchmaking.thesaurus.knowledge import shipped_knowledge
from web.allocation_tables import HEADINGS, rows_of
from web.exports import write_workbook
from web.language import Tongue
from web.progress_bar import progress_bar
from web.wiring import kept_encoder

SHOWN = (
    ("value", "总价值"),
    ("proposals", "推荐次数"),
    ("answered", "有企业可谈的需求"),
    ("served", "订单全部安排的需求"),
    ("filled", "平均安排了订单的多少"),
    ("seen", "得到机会的企业"),
    ("gini", "机会的基尼系数"),
    ("short", "还缺的保底机会"),
)


def allocate(
    per_firm: Annotated[int, typer.Option(min=1, help="一家企业最多推荐给几条需求")] = 10,
    per_need: Annotated[int, typer.Option(min=1, help="一条需求最多推荐几家企业")] = 5,
    parts: Annotated[int, typer.Option(min=1, help="一个订单最多拆给几家")] = 3,
    floor: Annotated[int, typer.Option(min=0, help="小型、微型和新企业至少推荐几次")] = 1,
    out: Annotated[
        Path | None, typer.Option(help="把推荐名单写到这个 .xlsx", dir_okay=False)
    ] = None,
    bench: Annotated[
        int | None, typer.Option(min=1, help="不读数据库：在这么多条合成的需求上量速度")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="打印一个 JSON 对象")] = False,
) -> None:
    """把全部已发布的需求一次排开：产能不重复许诺，订单可拆，推荐数有上限，小企业有保底；贪心与统筹对照。"""
    if bench is not None:
        figures: dict[str, Any] = dict(bench_allocation(bench))
        typer.echo(json.dumps(figures, ensure_ascii=False) if as_json else _lines(figures))
        return
    if out is not None and not out.absolute().parent.is_dir():
        raise typer.BadParameter(f"没有文件夹“{out.parent}”，请先建好，或换一个位置。")
    found = _of_market(Limits(per_firm=per_firm, per_need=per_need, parts=parts, floor=floor))
    if out is not None:
        write_workbook(out, rows_of(found, Tongue()), HEADINGS)
    typer.echo(json.dumps(told(found), ensure_ascii=False) if as_json else _in_words(found))
    if out is not None:
        typer.echo(f"已写入 {out}。", err=True)


def told(found: Allocation) -> dict[str, Any]:
    """The figures of both ways, as one object."""
    return {
        "day": found.day.isoformat(),
        "limits": asdict(found.limits),
        "needs": found.needs,
        "needs_without_candidates": found.hopeless,
        "firms": found.firms,
        "pairs": found.pairs,
        "gap": round(found.gap, 4),
        "greedy": _way(found.greedy),
        "optimal": _way(found.optimal),
    }


def _of_market(limits: Limits) -> Allocation:
    settings = read_settings()
    engine = open_database(settings.database_url)
    migrate(engine)
    with progress_bar() as progress:
        market = LiveMarket(
            engine,
            kept_encoder(settings),
            today=clock.today,
            knowledge=shipped_knowledge,
            progress=progress,
        )
        market.refresh()
        return allocate_open(engine, market, limits=limits, now=clock.now(), progress=progress)


def _way(way: Way) -> dict[str, Any]:
    return {
        **{name: _short(value) for name, value in asdict(way.figures).items()},
        "by_size": [{**asdict(one), "each": _short(one.each)} for one in way.sizes],
        "by_unit": [{**asdict(one), "share": _short(one.share)} for one in way.units],
        "below_floor": [firm.name for firm in way.below_floor],
    }


def _in_words(found: Allocation) -> str:
    lines = [
        _counts(found),
        "指标\t统筹分配\t逐条贪心",
    ]
    for name, label in SHOWN:
        both = (getattr(way.figures, name) for way in (found.optimal, found.greedy))
        lines.append(
            "\t".join(
                (
                    label,
                    *(
                        f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"
                        for value in both
                    ),
                )
            )
        )
    lines.append(f"统筹分配离理论上限最多还差 {found.gap:.1%}。")
    return "\n".join(lines)


def _counts(found: Allocation) -> str:
    return (
        f"需求 {found.needs} 条，其中 {found.hopeless} 条没有可推荐的企业；"
        f"企业 {found.firms} 家，可能的配对 {found.pairs} 个。"
    )


def _short(value: float) -> float:
    return round(value, 4)


def _lines(figures: dict[str, Any]) -> str:
    return "\n".join(f"{name:<26} {value}" for name, value in figures.items())
