"""How is the platform started? The site, the worker beside it, the demo city."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
import uvicorn
from sqlalchemy import Engine

from matchmaking import clock
from matchmaking.errors import MatchmakingError
from matchmaking.indexing.encoding import encode_published
from matchmaking.indexing.rebuilding import reindex
from matchmaking.migrations.runner import migrate
from matchmaking.outbox.service import is_held
from matchmaking.settings import Settings, check_safe, read_settings
from matchmaking.storage.database import open_database, reading
from seeds.demo import DemoLogin, demo_logins, load_demo
from web.app import create_app
from web.progress_bar import progress_bar
from web.request_log import configure_logging
from web.wiring import new_id, real_site, real_worker

INDEXER = "indexer"  # the lease that a working process renews
AsJson = Annotated[bool, typer.Option("--json", help="打印 JSON，供脚本使用")]


def serve(
    host: Annotated[str, typer.Option(help="监听的地址")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="端口，默认取 PORT，再默认 8000")] = None,
) -> None:
    """打开网站。数据放在 RONGTONG_DATA（默认 ./data）；开发模式下第一次启动会载入示例城市。"""
    settings = read_settings()
    engine = _database(settings)
    logins = _demo(settings, engine) if settings.development else demo_logins(engine)
    check_safe(settings, host=host, demo_members=bool(logins))
    engine.dispose()
    chosen = port or settings.port
    typer.echo(f"融通已启动，请在浏览器打开 http://{host}:{chosen}  （按 Ctrl+C 停止）")
    _tell(logins)
    uvicorn.run(create_app(settings), host=host, port=chosen, log_config=None)


def work(
    *, alive: Annotated[bool, typer.Option(help="只问后台是否在工作，在则退出码为 0")] = False
) -> None:
    """只做后台工作：读清单、更新索引。网站用 RONGTONG_WORKER=0 启动时需要它。"""
    settings = read_settings()
    if alive:
        _ask_for_life(open_database(settings.database_url))
        return
    configure_logging()
    worker = real_worker(settings, _database(settings))
    worker.start()
    try:
        worker.wait()
    except KeyboardInterrupt:
        worker.stop()


def demo(*, as_json: AsJson = False) -> None:
    """载入示例城市（只在空库里），并列出每个角色的一个账号。"""
    settings = read_settings()
    if not settings.development:
        raise MatchmakingError(
            "示例城市的账号是公开的，只能在开发模式下载入：请先设置 RONGTONG_DEVELOPMENT=1。"
        )
    logins = _demo(settings, _database(settings))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in logins], ensure_ascii=False))
    else:
        _tell(logins)


def _ask_for_life(engine: Engine) -> None:
    """Whoever keeps the index renews its lease every few seconds."""
    with reading(engine) as session:
        if not is_held(session, INDEXER, now=clock.now()):
            typer.echo("没有后台进程在工作。请检查 rongtong work 是否已启动。", err=True)
            raise typer.Exit(1)


def _database(settings: Settings) -> Engine:
    engine = open_database(settings.database_url)
    migrate(engine)
    return engine


def _demo(settings: Settings, engine: Engine) -> tuple[DemoLogin, ...]:
    with progress_bar() as progress:
        fresh = load_demo(
            engine,
            settings.data,
            now=clock.now(),
            today=clock.today(),
            new_id=new_id,
            progress=progress,
        )
        if fresh:  # what is derived would follow by itself; so the first page has it at once
            site = real_site(settings, engine)
            encode_published(site, progress)
            reindex(site, progress=progress)
    return demo_logins(engine)


def _tell(logins: tuple[DemoLogin, ...]) -> None:
    if not logins:
        return
    typer.echo("示例城市的账号（企业和人都是虚构的，只在本机可用）：")
    for one in logins:
        typer.echo(f"  {one.role:<6}  账号 {one.login:<10} 密码 {one.password}  {one.firm}")
