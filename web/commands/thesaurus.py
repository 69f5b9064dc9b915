"""What does the thesaurus know, and what does a text touch? `rongtong thesaurus …`."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from matchmaking.settings import read_settings
from matchmaking.storage.database import open_database, reading
from matchmaking.thesaurus.coverage import Coverage, coverage
from matchmaking.thesaurus.linting import lint
from matchmaking.thesaurus.purposes import Purposes
from matchmaking.thesaurus.queries import approved
from matchmaking.thesaurus.reading import shipped_thesaurus
from matchmaking.thesaurus.touching import Toucher
from matchmaking.thesaurus.writing import moving
from search.vectors import shared_encoder

thesaurus_app = typer.Typer(no_args_is_help=True, help="词库：覆盖情况、检查、说明。")


@thesaurus_app.command("report")
def report(*, as_json: Annotated[bool, typer.Option("--json", help="打印 JSON")] = False) -> None:
    """各门类有多少概念，其中多少写了其他名称（两个以上）、用途、标志、用料、用于。"""
    rows = coverage(shipped_thesaurus())
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
        return
    typer.echo("\t".join(("代码", "门类", "概念", "名称", *rows[-1].known)))
    for row in rows:
        typer.echo("\t".join(_cells(row)))


@thesaurus_app.command("lint")
def check() -> None:
    """检查词库文件：孤立、成圈、重名、找不到的链接。有问题时退出码为 1。"""
    faults = lint(shipped_thesaurus())
    for where, sentence in faults:
        typer.echo(f"{where}\t{sentence}")
    typer.echo(f"发现 {len(faults)} 个问题。" if faults else "没有发现问题。", err=True)
    if faults:
        raise typer.Exit(1)


@thesaurus_app.command("explain")
def explain(text: Annotated[str, typer.Argument(help="一段文字，如需求名称")]) -> None:
    """这段文字触及哪些概念，凭什么；最后是按用途最接近的几个。"""
    thesaurus = shipped_thesaurus()
    for touch in (
        *Toucher(thesaurus).touch(text),
        *Purposes(thesaurus).near(text, encoder=shared_encoder()),
    ):
        concept = thesaurus.concepts[touch.row]
        cells = (f"{touch.worth:.2f}", concept.name, touch.by, touch.written, concept.where)
        typer.echo("\t".join(cells))


@thesaurus_app.command("export")
def export() -> None:
    """平台上已采用的修改，写成词库文件的行，便于移进文件；移进去的新增会自动失效。"""
    engine = open_database(read_settings().database_url)
    with reading(engine) as session:
        entries = approved(session)
    for text in moving(entries):
        typer.echo(text, nl=False)
    typer.echo(f"共 {len(entries)} 条。", err=True)


def _cells(row: Coverage) -> tuple[str, ...]:
    shares = (
        f"{count} ({count / row.concepts:.0%})" if count else "—" for count in row.known.values()
    )
    return (row.code, row.name, str(row.concepts), str(row.names), *shares)
