"""Does every address answer everybody as the description of the interface promises?

Schemathesis reads the description and makes calls by it, right and wrong ones, with the key of each
role. No answer may be a server error, of a status that is not described, or outside its schema.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.finding.models import SavedSearch, SynonymGroup, UnmetSearch
from matchmaking.finding.service import Finder
from matchmaking.finding.wanted import Wanted, as_json
from matchmaking.firms.models import FirmContact, FirmFile
from matchmaking.imports.service import Order
from matchmaking.imports.service import upload as bring
from matchmaking.imports.working import work_once
from matchmaking.live.market import LiveMarket
from matchmaking.people.keys import issue_key
from matchmaking.people.models import UserAccount
from matchmaking.people.roles import Role, Visitor
from matchmaking.people.tokens import KeyText
from matchmaking.runs import RunState
from matchmaking.storage.database import transaction
from matchmaking.storage.uploads import Upload
from matchmaking.thesaurus.models import ThesaurusEntry
from search.contract import Hit, Query, Results
from search.vectors import HashingEncoder
from tests.databases import opened
from tests.web.access_table import ROUTES
from tests.web.fakes import TODAY, FakeRuns, fake_platform, fake_services
from tests.web.signing import FIRM, NOW, WITHOUT_FIRM, a_firm
from tests.web.thesaurus_site import small_current
from web.app import build_app
from web.platform import Platform

OTHER, NEED, SUPPLY, RUN, LIST = "firm-2", "need-1", "supply-1", "run-1", "list-1"
SAVED, GROUP, UNMET, ENTRY = "saved-1", "group-1", "unmet-1", "entry-1"
ROWS = "供给编号,企业名称,主导产品\nG-1,示例市虚构甲铝材有限公司,铝合金轮毂\nG-2,,\n"
DESCRIPTION = "/api/v1/openapi.json"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# What stands at these places of a path, a query or a body in some calls, so that they find something.
THERE = {
    "firm_id": FIRM,
    "user_id": "lender",
    "need_id": NEED,
    "supply_id": SUPPLY,
    "run_id": RUN,
    "import_id": LIST,
    "saved_id": SAVED,
    "group_id": GROUP,
    "unmet_id": UNMET,
    "entry_id": ENTRY,
    "concept": "水泥",
    "demand": "D001",
    "firm": FIRM,
    "kept": FIRM,
    "gone": OTHER,
    "version": 1,
}
THERE_IN = {
    "/api/v1/needs/": {"listing_id": NEED},
    "/api/v1/supplies/": {"listing_id": SUPPLY},
    "/api/v1/runs/": {"firm": "91-1"},
}
EXAMPLES, EXAMPLES_THERE, REFUSED = 8, 3, 2
WHO_MAY = {(method, path): who for method, path, who in ROUTES}
LETTERS = dict(
    zip(
        (Role.PUBLIC, Role.LENDER, Role.SME, Role.CHAIN_LEADER, Role.OFFICER, Role.OPERATOR),
        "PLSCOA",
        strict=True,
    )
)


def listing(model: type[Need] | type[SupplyListing], key: str, firm_id: str, **more: str):
    usual = {"status": "已发布", "number": key, "confirmed_on": TODAY, "posted_at": NOW}
    return model(id=key, firm_id=firm_id, updated_at=NOW, **(usual | more))


def fill(engine: Engine, role: Role) -> dict[str, str]:
    """Two firms, a need, a supply, somebody of each role; what a program of this role sends."""
    name = "示例市虚构乙机床厂"
    dates = {"created_at": NOW, "updated_at": NOW}
    with transaction(engine) as session:
        session.add(a_firm())
        session.add(FirmFile(id=OTHER, name=name, name_key=name, kind="链主企业", **dates))
        session.flush()
        session.add(FirmContact(id="c1", firm_id=OTHER, name="示例某", phone="0871-00000009"))
        session.add(listing(Need, NEED, OTHER, title="铝合金轮毂"))
        session.add(listing(SupplyListing, SUPPLY, FIRM, product="铝合金轮毂"))
        session.add_all(member(one) for one in Role if one is not Role.PUBLIC)
        session.flush()
        session.add(SynonymGroup(id=GROUP, words=["铝锭", "铝棒"], changed_at=NOW))
        session.add(
            UnmetSearch(id=UNMET, kind="供给", text="铝箔", count=1, first_at=NOW, last_at=NOW)
        )
        cells = ["示例红砖", "非金属矿物制品", "", "", "砌示例墙用的", "", "", "", ""]
        said = {"doing": "新增", "division": "30", "key": cells[0], "cells": cells, "at": NOW}
        session.add(ThesaurusEntry(id=ENTRY, state="待审核", origin="手工填写", **said))
        if role is Role.PUBLIC:
            return {}
        text = KeyText("0123456789", "secret")
        key = issue_key(session, key_name(role), "示例", text=text, now=NOW, new_id=lambda: "key")
        search, times = as_json(Wanted("铝锭")), {"created_at": NOW, "seen_at": NOW}
        session.add(
            SavedSearch(id=SAVED, user_id=key_name(role), name="铝锭", query=search, **times)
        )
        return {"Authorization": f"Bearer {key.text}"}


def key_name(role: Role) -> str:
    return role.name.lower()


def member(role: Role) -> UserAccount:
    return UserAccount(
        id=key_name(role),
        login=f"user-{key_name(role)}",
        name=f"示例{role}",
        role=role,
        firm_id=None if role in WITHOUT_FIRM else OTHER if role is Role.CHAIN_LEADER else FIRM,
        password_hash="",
        created_at=NOW,
    )


@dataclass(frozen=True)
class Caller:
    """Somebody's program, and a site of its own, that another's writes do not change."""

    role: Role
    site: FastAPI
    headers: Mapping[str, str]

    def may_call(self, operation: APIOperation) -> bool:
        """By the table that was written by hand."""
        who = WHO_MAY[(operation.method.upper(), operation.path)]
        return LETTERS[self.role] in who.split()


@pytest.fixture
def callers(tmp_path: Path) -> Iterator[list[Caller]]:
    """One of each role."""
    with ExitStack() as left_open:
        made = []
        for role in Role:
            folder = tmp_path / role.name
            folder.mkdir()
            engine = opened(f"sqlite:///{folder}/test.db")
            left_open.callback(engine.dispose)
            headers = fill(engine, role)
            site = site_over(engine, folder)
            left_open.callback(site.state.edge.overviews.close)
            left_open.callback(site.state.edge.demo.close)
            ready(site)
            made.append(Caller(role, site, headers))
        yield made


def site_over(engine: Engine, folder: Path) -> FastAPI:
    """The real application over its real database and market; only the runs are fakes."""
    live = LiveMarket(engine, HashingEncoder(), today=lambda: TODAY)
    ids = map("id{:05}".format, count(1)).__next__
    parts = {"finder": Finder(search), "new_id": ids, "thesaurus": small_current()}
    platform = fake_platform(engine, data=folder, live=live, **parts)
    runs = FakeRuns()
    lists = Upload("示例需求.xlsx", b""), Upload("示例供给.xlsx", b"")
    runs.start(RUN, demands=lists[0], supplies=lists[1], now=NOW)
    return build_app(fake_services(runs, new_id=ids), platform)


def search(query: Query) -> Results:
    """Everything where nothing is asked for, else nothing, so that both are told."""
    if query.text:
        return Results((), 0)
    hits = Hit(f"need:{NEED}", 2.0, "铝合金〔轮毂〕"), Hit(f"supply:{SUPPLY}", 1.0, "铝合金轮毂")
    return Results(hits, 2, {"kind": {"需求": 1, "供给": 1}})


def ready(site: FastAPI) -> None:
    """What is worked out in the background is there, so that no call has to ask again."""
    edge = site.state.edge
    read_a_list(edge.platform)
    edge.platform.live.refresh()
    while edge.overviews.stage(RUN).state is not RunState.DONE:
        time.sleep(0.01)


def read_a_list(platform: Platform) -> None:
    """A firm's own list, read and waiting to be confirmed."""
    owner = Visitor("sme", "示例", Role.SME, FIRM)
    file = Upload("示例供给.csv", ROWS.encode())
    times = {"now": platform.now(), "new_id": lambda: LIST}
    bring(platform.engine, platform.data, file, order=Order(owner), **times)
    assert work_once(
        platform.engine,
        platform.data,
        now=platform.now,
        today=platform.today,
        new_id=platform.new_id,
        holder="test",
    )


def calls(operation: APIOperation) -> st.SearchStrategy[Case]:
    """Right calls and wrong ones."""
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    return right | wrong


def calls_there(operation: APIOperation) -> st.SearchStrategy[Case]:
    """Right calls to what is there."""
    there = dict(THERE)
    for beginning, more in THERE_IN.items():
        there |= more if operation.path.startswith(beginning) else {}
    places, questions = (
        {one.name: there[one.name] for one in group if one.name in there}
        for group in (operation.path_parameters, operation.query)
    )

    def filled(case: Case) -> Case:
        if isinstance(case.body, dict):
            case.body = case.body | {key: there[key] for key in case.body if key in there}
        return case

    return operation.as_strategy(path_parameters=places, query=questions).map(filled)


def answer_all(
    callers: Sequence[Caller], operation: APIOperation, *, found: dict[str, list[str]]
) -> None:
    """Make the same calls with every key; write down what is wrong with the answers.

    Where the table refuses a role, a few calls tell as much as many.
    """
    tried: Counter[Role] = Counter()

    def ask(case: Case) -> None:
        for caller in callers:
            tried[caller.role] += 1
            if tried[caller.role] > REFUSED and not caller.may_call(operation):
                continue
            try:
                case.call_and_validate(app=caller.site, headers=dict(caller.headers), checks=CHECKS)
            except FailureGroup as wrong:
                where = found.setdefault(f"{operation.label}, {caller.role.name}", [])
                where += [str(one) for one in wrong.exceptions]

    for strategy, most in ((calls(operation), EXAMPLES), (calls_there(operation), EXAMPLES_THERE)):
        settings(
            max_examples=most,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(given(strategy)(ask))()


def test_every_answer_is_as_described(callers):
    schema = schemathesis.openapi.from_asgi(DESCRIPTION, callers[0].site)
    found: dict[str, list[str]] = {}
    for operation in schema.get_all_operations():
        answer_all(callers, operation.ok(), found=found)
    assert found == {}
