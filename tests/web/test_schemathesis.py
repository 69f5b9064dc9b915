"""Does every address answer everybody as the description of the interface promises?

Schemathesis reads the description and makes calls by it, right and wrong ones, with the key of each
role. No answer may be a server error, of a status that is not described, or outside its schema.
"""

import time
from collections.abc import Mapping
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
from matchmaking.firms.models import FirmContact, FirmFile
from matchmaking.live.market import LiveMarket
from matchmaking.people.keys import issue_key
from matchmaking.people.models import UserAccount
from matchmaking.people.roles import Role
from matchmaking.people.tokens import KeyText
from matchmaking.runs import RunState
from matchmaking.storage.database import transaction
from matchmaking.storage.uploads import Upload
from search.vectors import HashingEncoder
from tests.web.fakes import TODAY, FakeRuns, fake_platform, fake_services
from tests.web.signing import FIRM, NOW, WITHOUT_FIRM, a_firm
from web.app import build_app

OTHER, NEED, SUPPLY, RUN = "firm-2", "need-1", "supply-1", "run-1"
DESCRIPTION = "/api/v1/openapi.json"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# What stands at these places of a path or a query in some calls, so that they find something.
THERE = {
    "firm_id": FIRM,
    "user_id": "lender",
    "need_id": NEED,
    "supply_id": SUPPLY,
    "run_id": RUN,
    "demand": "D001",
    "firm": "91-1",
    "kept": FIRM,
    "gone": OTHER,
}
EXAMPLES = 10
EXAMPLES_THERE = 4


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
        if role is Role.PUBLIC:
            return {}
        text = KeyText("0123456789", "secret")
        key = issue_key(session, key_name(role), "示例", text=text, now=NOW, new_id=lambda: "key")
        return {"Authorization": f"Bearer {key.text}"}


def key_name(role: Role) -> str:
    return role.name.lower()


def member(role: Role) -> UserAccount:
    return UserAccount(
        id=key_name(role),
        login=f"user-{key_name(role)}",
        name=f"示例{role}",
        role=role,
        firm_id=None if role in WITHOUT_FIRM else FIRM,
        password_hash="",
        created_at=NOW,
    )


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> FastAPI:
    """The real application over its real database and market; only the runs are fakes."""
    live = LiveMarket(engine, HashingEncoder(), today=lambda: TODAY)
    ids = map("id{:05}".format, count(1)).__next__
    platform = fake_platform(engine, data=tmp_path, live=live, new_id=ids)
    runs = FakeRuns()
    lists = Upload("示例需求.xlsx", b""), Upload("示例供给.xlsx", b"")
    runs.start(RUN, demands=lists[0], supplies=lists[1], now=NOW)
    return build_app(fake_services(runs, new_id=ids), platform)


def ready(site: FastAPI) -> None:
    """What is worked out in the background is there, so that no call has to ask again."""
    edge = site.state.edge
    edge.platform.live.refresh()
    while edge.overviews.stage(RUN).state is not RunState.DONE:
        time.sleep(0.01)


def calls(operation: APIOperation) -> st.SearchStrategy[Case]:
    """Right calls and wrong ones."""
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    return right | wrong


def calls_there(operation: APIOperation) -> st.SearchStrategy[Case]:
    """Right calls to what is there."""
    places, questions = (
        {one.name: THERE[one.name] for one in group if one.name in THERE}
        for group in (operation.path_parameters, operation.query)
    )
    return operation.as_strategy(path_parameters=places, query=questions)


def faults(
    strategy: st.SearchStrategy[Case], headers: Mapping[str, str], *, most: int
) -> list[str]:
    """What is wrong with the answers to some calls."""

    @settings(
        max_examples=most,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def all_is_well(case: Case) -> None:
        case.call_and_validate(headers=dict(headers), checks=CHECKS)

    try:
        all_is_well()
    except FailureGroup as found:
        return [str(one) for one in found.exceptions]
    return []


@pytest.mark.parametrize("role", Role, ids=lambda role: role.name)
def test_every_answer_is_as_described(site, engine, role):
    headers = fill(engine, role)
    ready(site)
    schema = schemathesis.openapi.from_asgi(DESCRIPTION, site)
    found = {}
    for operation in (one.ok() for one in schema.get_all_operations()):
        for kind, most in ((calls, EXAMPLES), (calls_there, EXAMPLES_THERE)):
            wrong = faults(kind(operation), headers, most=most)
            if wrong:
                found[f"{operation.label} ({kind.__name__})"] = wrong
    assert found == {}
