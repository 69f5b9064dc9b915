"""What can be typed? The command line of the platform: match, evaluate, bench, import, serve."""

import sys
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from matchmaking import clock
from matchmaking.errors import MatchmakingError, UnreadableFile
from matchmaking.evaluation import run_lines
from matchmaking.imports.at_once import import_now
from matchmaking.intake.service import ListKind, read_chain, read_list
from matchmaking.matching.market import Market
from matchmaking.matching.service import build_market, overview, recommend_suppliers
from matchmaking.matching.workbook import write_workbook
from matchmaking.migrations.runner import migrate
from matchmaking.progress import Progress
from matchmaking.records import Demand, Reading, Supply
from matchmaking.settings import read_settings
from matchmaking.storage.database import open_database
from matchmaking.teams.service import teams_of
from matchmaking.thesaurus.knowledge import shipped_knowledge
from search.vectors import shared_encoder
from web.commands import allocating, benching, indexing, keeping, people, serving
from web.commands.thesaurus import thesaurus_app
from web.progress_bar import progress_bar
from web.spoken import in_words

SOME_ROWS_RETURNED = 3
UNUSABLE_INPUT = 2

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=(
        "融通：把大企业产品需求清单和中小企业产品供给清单对接起来，并说明理由。\n\n"
        "最快的用法：rongtong match 需求清单.xlsx 供给清单.xlsx -o 结果.xlsx"
    ),
)
Today = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="按哪一天计算交期，默认今天")
]
ChainFile = Annotated[
    Path | None, typer.Option(help="产业链文件（产品, 相关产品, 关系），可以没有")
]


@dataclass(frozen=True, slots=True)
class _Lists:
    """The files a market is made of."""

    demands: Path
    supplies: Path
    chain: Path | None
    thesaurus: bool = True


def _can_be_written(path: Path) -> Path:
    """Said before the work begins, not after it."""
    if not path.absolute().parent.is_dir():
        raise typer.BadParameter(f"没有文件夹“{path.parent}”，请先建好，或换一个位置。")
    return path


def _show_version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"rongtong {version('rongtong')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=lambda value: _show_version(asked=value)),
    ] = False,
) -> None:
    """Options that go before any command."""


@app.command("match")
def match_lists(
    demands: Annotated[Path, typer.Argument(help="大企业产品需求清单：.xlsx .xls .csv .jsonl")],
    supplies: Annotated[Path, typer.Argument(help="中小企业产品供给清单：.xlsx .xls .csv")],
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", help="结果工作簿，.xlsx", dir_okay=False, callback=_can_be_written
        ),
    ],
    chain: ChainFile = None,
    top: Annotated[int, typer.Option(min=1, help="每条需求最多列多少家企业")] = 10,
    today: Today = None,
) -> None:
    """两份清单进，一份带理由的匹配结果出。不需要服务器和账号，除结果外不留下任何东西。

    退出码：0 完成；1 内部错误；2 用法不对或文件读不了；3 完成，但有的行被退回（见“未识别”）。
    """
    _refuse_to_overwrite(out, demands, supplies, chain)
    with progress_bar() as progress:
        wanted, offered, market = _open(_Lists(demands, supplies, chain), _day(today), progress)
        found = overview(market, top=top, today=_day(today), progress=progress)
        teams = teams_of(market, found, today=_day(today))
        write_workbook(out, found, demands=wanted, supplies=offered, teams=teams)
    returned = len(wanted.returned) + len(offered.returned)
    unmet = sum(one.unmet is not None for one in found)
    typer.echo(
        f"已写入 {out}：需求 {len(found)} 条，供给 {len(offered.records)} 条，"
        f"未匹配 {unmet} 条，退回 {returned} 行。"
    )
    if returned:
        raise typer.Exit(SOME_ROWS_RETURNED)


@app.command()
def evaluate(
    demands: Annotated[Path, typer.Option(help="需求，.jsonl")],
    supplies: Annotated[Path, typer.Option(help="供给，.csv")],
    out: Annotated[
        Path,
        typer.Option(
            help="写到哪里：TREC 格式，需求 Q0 供给 名次 得分 标签",
            dir_okay=False,
            callback=_can_be_written,
        ),
    ],
    chain: ChainFile = None,
    top: Annotated[int, typer.Option(min=1, help="每条需求列多少家企业")] = 300,
    explain: Annotated[str | None, typer.Option(help="另外说明这条需求的前十名")] = None,
    today: Today = None,
    *,
    thesaurus: Annotated[bool, typer.Option(help="是否用词库；关掉可以比较词库的作用")] = True,
) -> None:
    """用真正的匹配流程跑一遍评测用的需求，写出可以打分的结果文件。"""
    _refuse_to_overwrite(out, demands, supplies, chain)
    with progress_bar() as progress:
        lists = _Lists(demands, supplies, chain, thesaurus=thesaurus)
        wanted, _, market = _open(lists, _day(today), progress)
        lines = list(run_lines(market, top=top, today=_day(today), progress=progress))
    out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    typer.echo(f"已写入 {out}：需求 {len(wanted.records)} 条，{len(lines)} 行。", err=True)
    if explain is not None:
        typer.echo(in_words(recommend_suppliers(market, explain, top=10, today=_day(today))))


@app.command("import")
def import_file(
    path: Annotated[Path, typer.Argument(help="需求清单或供给清单")],
    kind: Annotated[ListKind | None, typer.Option(help="不写就按表头认")] = None,
) -> None:
    """读入一份清单，能用的行进入供需库；接收与退回的行数之和总等于读到的行数。

    同一个文件再导入一次，什么也不变。退出码：0 完成；2 文件读不了；3 完成，但有的行被退回。
    """
    settings = read_settings()
    engine = open_database(settings.database_url)
    migrate(engine)
    with progress_bar() as progress:
        summary = import_now(
            path,
            kind,
            engine=engine,
            data=settings.data,
            now=clock.now(),
            today=clock.today(),
            new_id=lambda: uuid4().hex,
            progress=progress,
        )
    typer.echo(
        f"读到 {summary.rows_in} 行：接收 {summary.accepted}，退回 {summary.returned}；"
        + (
            "这个文件已导入过，没有任何变化。"
            if summary.repeated
            else f"新增 {summary.created}，更新 {summary.updated}，无变化 {summary.unchanged}。"
        )
    )
    if summary.returned:
        raise typer.Exit(SOME_ROWS_RETURNED)


app.command()(benching.bench)
app.command()(allocating.allocate)
app.command()(serving.serve)
app.command()(serving.demo)
app.command("work")(serving.work)
app.command("reindex")(indexing.reindex_all)
keeping.add_to(app)
app.add_typer(people.user_app, name="user")
app.add_typer(people.apikey_app, name="apikey")
app.add_typer(thesaurus_app, name="thesaurus")


def main() -> None:
    """Entry point of the `rongtong` script: what a person can mend is said in a sentence, exit 2."""
    try:
        app()
    except MatchmakingError as error:
        typer.echo(str(error), err=True)
        sys.exit(UNUSABLE_INPUT)


def _refuse_to_overwrite(out: Path, *lists: Path | None) -> None:
    """A slip of the pen must not cost anybody a list."""
    if any(path is not None and path.resolve() == out.resolve() for path in lists):
        raise typer.BadParameter(f"结果不能写到清单“{out}”上，请换一个文件名。")


def _day(today: datetime | None) -> date:
    return today.date() if today else clock.today()


def _read(path: Path, kind: ListKind, day: date, *, progress: Progress) -> Reading:
    """One of several files, so what is wrong with it is said with its name."""
    try:
        return read_list(path, kind, today=day, progress=progress)
    except UnreadableFile as error:
        said = str(error)
        raise UnreadableFile(said if path.name in said else f"{path}：{said}") from error


def _open(lists: _Lists, day: date, progress: Progress) -> tuple[Reading, Reading, Market]:
    """Both lists as read, and the market they make."""
    wanted = _read(lists.demands, ListKind.DEMAND, day, progress=progress)
    offered = _read(lists.supplies, ListKind.SUPPLY, day, progress=progress)
    market = build_market(
        [record for record in wanted.records if isinstance(record, Demand)],
        [record for record in offered.records if isinstance(record, Supply)],
        encoder=shared_encoder(),
        knowledge=shipped_knowledge() if lists.thesaurus else None,
        chain=read_chain(lists.chain, progress=progress).edges if lists.chain else (),
        progress=progress,
    )
    return wanted, offered, market
