"""How does an owner keep the platform safe? `rongtong backup`, `rongtong restore` and the drill."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from matchmaking import clock
from matchmaking.drill.service import PATIENCE_SECONDS, Task, import_kill
from matchmaking.keeping.archive import Manifest
from matchmaking.keeping.backup import Holdings
from matchmaking.keeping.backup import backup as write_backup
from matchmaking.keeping.restore import restore as read_backup
from matchmaking.migrations.runner import migrate
from matchmaking.migrations.schema import all_tables
from matchmaking.settings import read_settings
from matchmaking.storage.database import open_database
from web.progress_bar import progress_bar

drill_app = typer.Typer(no_args_is_help=True, help="演练：在一个临时的地方试，不碰真实数据。")


def backup(
    file: Annotated[Path, typer.Argument(help="写到哪个文件，例如 备份-20260301.zip")],
) -> None:
    """把数据库和上传的文件备份成一个文件。备份时网站照常使用；写完逐项核对后才定名。

    索引可以由数据库重建，不在备份里。文件里有联系方式和密码摘要，请妥善保管。
    """
    with progress_bar() as progress:
        kept = write_backup(_holdings(), file, now=clock.now(), progress=progress)
    typer.echo(f"已备份到 {file}：{_told(kept)}。")


def restore(
    file: Annotated[Path, typer.Argument(help="rongtong backup 写出的文件")],
    *,
    force: Annotated[bool, typer.Option("--force", help="现有内容会被删除，换成备份里的")] = False,
) -> None:
    """用备份恢复数据库（SQLite 或 PostgreSQL 都可以）和上传的文件。恢复前请先停下网站。

    先核对备份，再一次写入，写完再与备份逐行核对；有任何不符就全部撤回。
    """
    with progress_bar() as progress:
        kept = read_backup(_holdings(), file, force=force, progress=progress)
    made = kept.made_at.astimezone(clock.CITY)
    typer.echo(f"已恢复 {made:%Y-%m-%d %H:%M} 的备份：{_told(kept)}。")
    typer.echo(
        "检索索引不在备份里：启动网站后会自动重建，也可以先运行 rongtong reindex。", err=True
    )


@drill_app.command("import-kill")
def drill_import_kill(
    rows: Annotated[int, typer.Option(min=1, help="一共导入多少行")] = 2_000,
    kills: Annotated[int, typer.Option(min=0, help="强行中断多少次")] = 20,
    seed: Annotated[int, typer.Option(help="随机种子")] = 1,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="打印一个 JSON 对象")] = False,
) -> None:
    """一边导入清单，一边在每个写入点前后强行中断进程（SIGKILL）再重启，最后核对有没有丢失或重复。

    用临时文件夹和其中的 SQLite；RONGTONG_DATABASE_URL 是 PostgreSQL 时，在其中另建一个模式，
    用完即删。真实的表和文件都不会碰。退出码：0 没有丢失也没有重复；1 有。
    """
    url = read_settings().database_url
    with progress_bar() as progress:
        found = import_kill(
            Task(rows, kills, seed),
            postgresql=url if url.startswith("postgres") else "",
            progress=progress,
        )
    if found.missed:
        places = "，".join(f"{point} {count} 次" for point, count in found.missed.items())
        typer.echo(
            f"计划的中断有 {sum(found.missed.values())} 次没有发生：{places}。清单都导入以后又反复导入了"
            f" {PATIENCE_SECONDS:.0f} 秒，进程没有走到这些地方。",
            err=True,
        )
    if as_json:
        told = {name: value for name, value in asdict(found).items() if name != "missed"}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        typer.echo(
            f"中断 {found.kills} 次，答应导入 {found.accepted} 行：丢失 {found.lost}，重复 {found.doubled}"
            f"（用时 {found.seconds:.0f} 秒）。"
        )
    if not found.clean:
        raise typer.Exit(1)


def add_to(app: typer.Typer) -> None:
    """Make these commands of the command line."""
    app.command()(backup)
    app.command()(restore)
    app.add_typer(drill_app, name="drill")


def _holdings() -> Holdings:
    settings = read_settings()
    engine = open_database(settings.database_url)
    migrate(engine)
    return Holdings(engine, all_tables(), settings.data)


def _told(kept: Manifest) -> str:
    return f"{len(kept.tables)} 张表 {kept.rows:,} 行，{len(kept.files):,} 个文件"
