"""A small site that knows its visitors, and browsers and programs to visit it with."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine

from matchmaking.firms.models import FirmFile
from matchmaking.people.models import UserAccount
from matchmaking.people.roles import Role
from matchmaking.people.service import NewUser, create_user
from matchmaking.storage.database import transaction
from web.errors import install_handlers
from web.language import load_tongues
from web.rendering import Edge, Renderer
from web.request_log import Reception

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
FIRM = "firm-1"
FIRM_NAME = "示例市虚构甲铝材有限公司"
FIRM_CODE = "91530100MA6K000001"
WITHOUT_FIRM = {Role.OPERATOR, Role.OFFICER}
SAME_SITE = {"sec-fetch-site": "same-origin"}


@dataclass
class Ground:
    """A platform of which only people are built; its clock goes when told."""

    engine: Engine
    moment: datetime = NOW
    development: bool = True
    new_id: Callable[[], str] = field(
        default_factory=lambda: map("id{:03}".format, count(1)).__next__
    )

    def now(self) -> datetime:
        return self.moment

    def later(self, **length: float) -> None:
        self.moment += timedelta(**length)

    def add(self, login: str, role: Role, **more: Any) -> UserAccount:
        firm = None if role in WITHOUT_FIRM else FIRM
        settings = {"must_change_password": False, "firm_id": firm, "password": PASSWORD} | more
        new = NewUser(login=login, name=f"示例{login}", role=role, **settings)
        with transaction(self.engine) as session:
            return create_user(session, new, now=self.now(), new_id=self.new_id)


def a_firm() -> FirmFile:
    return FirmFile(
        id=FIRM,
        code=FIRM_CODE,
        name=FIRM_NAME,
        name_key=FIRM_NAME,
        kind="中小企业",
        created_at=NOW,
        updated_at=NOW,
    )


class Browser:
    """Keeps cookies and says, as browsers do, that its forms come from the page before."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.cookies = httpx.Cookies()

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("POST", path, headers=SAME_SITE | more.pop("headers", {}), **more)

    def sign_in(self, login: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
        return self.post("/login", data={"login": login, "password": password, **more})

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._send(method, path, **more))

    async def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://rongtong.test", cookies=self.cookies
        ) as client:
            answer = await client.request(method, path, **more)
            self.cookies = client.cookies
            return answer


def small_site(ground: Ground, *routers: APIRouter) -> FastAPI:
    """The real door, handlers and templates around a few routes."""
    app = FastAPI()
    app.state.edge = SimpleNamespace(
        renderer=Renderer(load_tongues()), platform=ground, request_id=Edge.request_id
    )
    for router in routers:
        app.include_router(router)
    install_handlers(app)
    app.add_middleware(Reception, new_id=lambda: "request-0001")
    return app
