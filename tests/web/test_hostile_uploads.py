"""Broken and hostile files sent to every door: no 500, a sentence or a preview for each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from matchmaking.imports.working import work_once
from matchmaking.intake.service import read_chain, read_list
from matchmaking.people.roles import Role
from matchmaking.runs import Parts, Runs
from tests.databases import opened
from tests.intake.hostile.files import ALL, Hostile
from tests.web.fakes import TODAY, fake_platform, fake_services
from tests.web.signing import NOW, Browser, Ground
from web.app import build_app
from web.services import Services

GOOD = ("供给.csv", "供给编号,企业名称,主导产品\nG-1,示例市虚构丙电池有限公司,磷酸铁\n".encode())
REFUSED = (413, 422)


def build_market(demands, supplies, *, chain, progress):
    del demands, supplies, chain, progress
    return "market"


@dataclass
class Doors:
    """A whole site with real intake behind it, and an operator signed in."""

    app: FastAPI
    engine: Engine
    data: Path
    services: Services
    browser: Browser

    def bring(self, path: str, hostile: Hostile, data: bytes) -> int:
        files = {"file": (hostile.name, data)}
        return self.browser.post(path, files=files).status_code

    def work(self) -> None:
        work = partial(work_once, self.engine, self.data, now=lambda: NOW, today=lambda: TODAY)
        while work(new_id=self.services.new_id, holder="test"):
            pass
        while self.services.runs.work():
            pass


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    folder = tmp_path_factory.mktemp("hostile")
    engine = opened(f"sqlite:///{folder}/test.db")
    ground = Ground(engine)
    ground.add("boss", Role.OPERATOR)
    ids = map("id{:05}".format, range(99_999))
    runs = Runs(
        engine, folder / "runs", Parts(read_list, read_chain, build_market), now=lambda: NOW
    )
    services = replace(fake_services(), runs=runs, new_id=lambda: next(ids))
    platform = fake_platform(engine, data=folder, new_id=services.new_id)
    app = build_app(services, platform)
    browser = Browser(app)
    assert browser.sign_in("boss").status_code == 303
    yield Doors(app, engine, folder, services, browser)
    app.state.edge.overviews.close()
    app.state.edge.demo.close()
    engine.dispose()


@pytest.mark.parametrize("hostile", ALL, ids=str)
def test_a_hostile_list_is_imported_or_told_why_not(hostile: Hostile, doors: Doors):
    data = hostile.make()
    answer = doors.browser.post("/api/v1/imports", files={"file": (hostile.name, data)})
    if answer.status_code in REFUSED:
        assert answer.json()["detail"]
        return
    assert answer.status_code == 202
    place = answer.headers["location"]
    doors.work()
    told = doors.browser.get(place)
    assert told.status_code == 200
    said = told.json()
    assert said["state"] in ("待确认", "失败")
    assert said["error"].endswith(("。", "）")) == (said["state"] == "失败")
    page = doors.browser.get(place.removeprefix("/api/v1"))
    assert page.status_code == 200
    assert doors.bring("/imports", hostile, data) == 303


@pytest.mark.parametrize("path", ["/runs", "/api/v1/runs"])
@pytest.mark.parametrize("hostile", ALL[::7], ids=str)
def test_a_hostile_list_tried_out_is_told_why_not(path: str, hostile: Hostile, doors: Doors):
    files = {"demands": (hostile.name, hostile.make()), "supplies": GOOD}
    answer = doors.browser.post(path, files=files)
    assert answer.status_code in (202, 303, *REFUSED)
    if answer.status_code in REFUSED:
        return
    doors.work()
    place = answer.headers["location"]
    assert doors.browser.get(place).status_code in (200, *REFUSED)
    told = doors.browser.get(f"/api/v1/runs/{place.rsplit('/', 1)[-1]}").json()
    assert told["state"] in ("done", "failed")
    assert told["error"].endswith(("。", "）")) == (told["state"] == "failed")
