"""A real server over the real services, and a real browser that notes what it must not see.

The browser lives for one module: Playwright keeps an event loop in the main thread, beside which no
other test could run its own.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from matchmaking.settings import Settings
from web.app import create_app

SHOTS = "RONGTONG_SCREENSHOTS"  # where to leave the pictures; without it they go with the test
SIZES = {"wide": (1280, 800), "narrow": (360, 740)}
ARGUMENTS = (
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The application on a free port of this machine, while the block lasts."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of its own, with an empty data folder."""
    with serving(create_app(Settings(data=tmp_path_factory.mktemp("data")))) as address:
        yield address


@dataclass
class Sight:
    """A page, what went wrong on it, and where its pictures go."""

    page: Page
    site: str
    size: str
    folder: Path
    troubles: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)

    def look(self, name: str, *, whole: bool = False) -> None:
        """Take a picture; nothing may stick out to the right.

        Hiding the caret would leave an empty style attribute, which our policy reports.
        """
        width, room = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert width <= room, f"{name}: {width} > {room}"
        shot = self.folder / f"{name}-{self.size}.png"
        self.page.screenshot(path=shot, full_page=whole, caret="initial")

    def watch(self) -> None:
        """Note errors of the page and requests that leave for another host."""
        host = urlsplit(self.site).netloc
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on(
            "console",
            lambda line: self.troubles.append(line.text) if line.type == "error" else None,
        )
        self.page.on(
            "request",
            lambda sent: (
                None if urlsplit(sent.url).netloc in {host, ""} else self.troubles.append(sent.url)
            ),
        )


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    folder = Path(os.environ.get(SHOTS) or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def open_sight(browser: Browser, site: str, size: str, shots: Path, **more: object) -> Sight:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        permissions=["clipboard-read", "clipboard-write"],
        **more,
    )
    context.set_default_timeout(20_000)
    sight = Sight(context.new_page(), site, size, shots)
    sight.watch()
    return sight


@pytest.fixture(params=SIZES)
def sight(
    request: pytest.FixtureRequest, chromium: Browser, site: str, shots: Path
) -> Iterator[Sight]:
    """Somebody with a desk, then somebody with a phone."""
    one = open_sight(chromium, site, request.param, shots)
    yield one
    one.page.context.close()
    assert one.troubles == []


@pytest.fixture
def plain_sight(chromium: Browser, site: str, shots: Path) -> Iterator[Sight]:
    """Somebody whose browser runs no scripts."""
    one = open_sight(chromium, site, "narrow", shots, java_script_enabled=False)
    yield one
    one.page.context.close()
    assert one.troubles == []
