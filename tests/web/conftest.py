"""A visitor without a browser: plain requests against the application, in this process."""

import asyncio
import time
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI

from tests.web.fakes import FakeRuns, fake_platform, fake_services
from web.app import build_app
from web.request_log import configure_logging

RUN = "demo-20260302"


class Visitor:
    """Asks the application as a browser would, cookies kept."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.cookies = httpx.Cookies()

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self._ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self._ask("POST", path, **more)

    def get_when_ready(self, path: str, **more: Any) -> httpx.Response:
        """The page once the background has matched every need."""
        for _ in range(200):
            self.app.state.edge.overviews.stage(RUN)
            answer = self.get(path, **more)
            if answer.status_code != 503 and 'id="progress"' not in answer.text:
                return answer
            time.sleep(0.01)
        raise AssertionError(f"never ready: {path}")

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._send(method, path, **more))

    async def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://rongtong.test", cookies=self.cookies
        ) as client:
            answer = await client.request(method, path, **more)
            self.cookies = client.cookies
            return answer


@pytest.fixture(autouse=True)
def plain_log():
    """The site's own log, which is quicker than the colourful one of an unset structlog."""
    configure_logging()
    yield
    structlog.reset_defaults()


@pytest.fixture
def runs() -> FakeRuns:
    return FakeRuns()


@pytest.fixture
def visit(runs: FakeRuns):
    """Opens sites over the fakes, with a service or two replaced."""
    apps = []

    def open_site(**services: Any) -> Visitor:
        apps.append(build_app(fake_services(runs, **services), fake_platform()))
        return Visitor(apps[-1])

    yield open_site
    for app in apps:
        app.state.edge.overviews.close()
        app.state.edge.demo.close()


@pytest.fixture
def visitor(visit) -> Visitor:
    """Somebody at a site over the fakes."""
    return visit()


@pytest.fixture
def at_result(visitor: Visitor) -> Visitor:
    """Somebody who pressed the demo button and has waited."""
    assert visitor.post("/runs/demo").headers["location"] == f"/runs/{RUN}"
    visitor.get_when_ready(f"/runs/{RUN}")
    return visitor
