"""Programs hand out, ask how far it is and read the proposals as the page does."""

import pytest

from matchmaking.people.roles import Role
from matchmaking.storage.database import transaction
from tests.web.allocating import Site, until_done
from tests.web.signing import Browser, a_firm, small_site
from web.api import allocation as api
from web.pages import accounts

AT = "/api/v1/allocation"


@pytest.fixture
def ground(engine) -> Site:
    with transaction(engine) as session:
        session.add(a_firm())
    return Site(engine)


@pytest.fixture
def desk(ground) -> Browser:
    return ground.browser(small_site(ground, api.router, accounts.router), Role.OPERATOR)


def test_before_it_is_computed_there_is_no_result(desk):
    assert desk.get(AT).json() == {
        "running": False, "step": "", "done": 0, "total": None, "error": "", "result": None
    }  # fmt: skip
    answer = desk.get(f"{AT}/proposals")
    assert answer.status_code == 404


def test_it_is_started_and_read(ground, desk):
    assert desk.post(AT, json={"parts": 2}).status_code == 202
    until_done(ground.allocations)
    found = desk.get(AT).json()["result"]
    assert (found["needs"], found["firms"], found["pairs"], found["gap"]) == (2, 3, 4, 0)
    assert (found["optimal"]["served"], found["optimal"]["short"]) == (2, 0)
    assert found["greedy"]["by_size"][0] == {"size": "大型", "firms": 1, "proposals": 1}
    assert found["greedy"]["by_unit"][0]["unit"] == "重量（千克）"
    listed = desk.get(f"{AT}/proposals?way=greedy&limit=1").json()
    assert listed == {
        "total": 4,
        "proposals": [
            {
                "need": "n1",
                "supply": "s-a",
                "firm": "a",
                "part": "承担订单",
                "share": 0.6,
                "amount": "6吨/年",
                "score": 90.0,
                "conclusion": "符合",
                "reasons": ["剩余产能 6吨/年，承担订单的 60%，即 6吨/年"],
            }
        ],
    }


def test_unknown_words_and_bounds_are_refused(desk):
    assert desk.post(AT, json={"parts": 0}).status_code == 422
    assert desk.post(AT, json={"more": 1}).status_code == 422
    assert desk.get(f"{AT}/proposals?way=best").status_code == 422


def test_only_the_authority_may(ground):
    site = small_site(ground, api.router, accounts.router)
    assert ground.browser(site, Role.OFFICER).get(AT).status_code == 403
