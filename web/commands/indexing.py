"""How does an owner make everything derived anew, or see that it is right? `rongtong reindex [--check]`."""

from typing import Annotated

import typer

from matchmaking.indexing.checking import Report, check
from matchmaking.indexing.encoding import encode_published
from matchmaking.indexing.rebuilding import reindex
from matchmaking.migrations.runner import migrate
from matchmaking.settings import read_settings
from matchmaking.storage.database import open_database
from web.progress_bar import progress_bar
from web.wiring import real_site

SHOWN = 10  # listings named of each difference


def reindex_all(
    *,
    check_only: Annotated[
        bool, typer.Option("--check", help="只核对，不重建；有任何差异时退出码为 1")
    ] = False,
) -> None:
    """按数据库重建检索索引、产业链图和文本向量，建好后一次换上；重建时网站照常使用。"""
    settings = read_settings()
    engine = open_database(settings.database_url)
    migrate(engine)
    site = real_site(settings, engine)
    with progress_bar() as progress:
        if not check_only:
            reindex(site, progress=progress)
            encode_published(site, progress)
        report = check(site, progress=progress)
    for line in told(report):
        typer.echo(line)
    if not report.ok:
        raise typer.Exit(1)


def told(report: Report) -> list[str]:
    """The report in sentences; differences by name, the first of many."""
    counted = f"已发布 {report.listings} 条，索引里 {report.documents} 条"
    lines = [f"{counted}，刚改过、暂不核对 {report.waiting} 条。"]
    for name, keys in (
        ("索引缺少", report.missing),
        ("索引多出", report.surplus),
        ("索引内容不符", report.different),
        ("产业链图不符", report.edges),
    ):
        if keys:
            some = "、".join(key or "产业链文件" for key in keys[:SHOWN])
            lines.append(f"{name} {len(keys)} 条：{some}{'……' if len(keys) > SHOWN else ''}")
    if report.vectors_missing:
        lines.append(f"有 {report.vectors_missing} 条的文本还没有向量，后台会补上。")
    if report.vectors_broken:
        lines.append(
            f"有 {report.vectors_broken} 个向量损坏：请删除数据目录下的 vectors 文件夹再重建。"
        )
    lines.append("核对无误。" if report.ok else "核对发现差异，请运行 rongtong reindex 重建。")
    return lines
