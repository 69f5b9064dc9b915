"""Every route for every role, for real: with a session, and below /api/ with a key as well."""

import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi.routing import RouteContext, iter_route_contexts
from sqlmodel import Session

from matchmaking.people.keys import issue_key
from matchmaking.people.models import UserAccount
from matchmaking.people.roles import Role
from matchmaking.people.signing_in import open_session
from matchmaking.people.tokens import KeyText
from matchmaking.storage.database import transaction
from tests.web.access_table import OPEN_TO_ALL, PLACES, ROUTES
from tests.web.fakes import fake_platform, fake_services
from tests.web.signing import FIRM, NOW, SAME_SITE, WITHOUT_FIRM, Browser, Ground, a_firm
from tests.web.thesaurus_site import small_current
from web.app import build_app
from web.visitors import Allowed

LETTERS = {
    "P": Role.PUBLIC,
    "L": Role.LENDER,
    "S": Role.SME,
    "C": Role.CHAIN_LEADER,
    "O": Role.OFFICER,
    "A": Role.OPERATOR,
}
NAMES = {role: letter.lower() for letter, role in LETTERS.items()}


class Site:
    """The real application over fakes, and one member of every role."""

    def __init__(self, engine) -> None:
        self.ground = Ground(engine)
        parts = {"now": self.ground.now, "new_id": self.ground.new_id}
        platform = fake_platform(engine, thesaurus=small_current(), **parts)
        self.app = build_app(fake_services(), platform)
        with transaction(engine) as session:
            session.add(a_firm())
            session.flush()
            for role in set(Role) - {Role.PUBLIC}:
                session.add(member(role))

    def ways_in(self, role: Role, path: str) -> Iterator[tuple[str, Browser, dict[str, str]]]:
        """A browser with a new session, a program with a new key; strangers as they are."""
        if role is Role.PUBLIC:
            yield "nobody", Browser(self.app), {}
            return
        user_id, secret = NAMES[role], f"secret-{self.ground.new_id()}"
        with transaction(self.ground.engine) as session:
            open_session(session, user_id, token=secret, agent="", now=NOW)
            key = self._key(session, user_id, secret) if path.startswith("/api/") else ""
        browser = Browser(self.app)
        browser.cookies.set("rongtong", secret, domain="rongtong.test")
        yield "session", browser, {}
        if key:
            yield "key", Browser(self.app), {"authorization": f"Bearer {key}"}

    def _key(self, session: Session, user_id: str, secret: str) -> str:
        text, new_id = KeyText("01234567", secret), self.ground.new_id
        return issue_key(session, user_id, "示例", text=text, now=NOW, new_id=new_id).text


def member(role: Role) -> UserAccount:
    letter = NAMES[role]
    return UserAccount(
        id=letter,
        login=f"user-{letter}",
        name=f"示例{role}",
        role=role,
        firm_id=None if role in WITHOUT_FIRM else FIRM,
        password_hash="",
        created_at=NOW,
    )


@pytest.fixture
def site(engine) -> Iterator[Site]:
    site = Site(engine)
    yield site
    site.app.state.edge.overviews.close()
    site.app.state.edge.demo.close()


def routes(app) -> dict[tuple[str, str], RouteContext]:
    """What the application answers, but for what is open to all."""
    return {
        (method, str(route.path)): route
        for route in iter_route_contexts(app.routes)
        if route.path not in OPEN_TO_ALL
        for method in (route.methods or {"?"})
    }


def filled(path: str) -> str:
    return re.sub(r"{(\w+)(:\w+)?}", lambda place: PLACES.get(place[1], "nothing-here"), path)


def outcome(answer: httpx.Response) -> str:
    """What an answer says of who may."""
    to_the_door = answer.headers.get("location", "").startswith("/login?next=")
    if answer.status_code == 401 or (answer.status_code == 303 and to_the_door):
        return "sign in"
    if answer.status_code == 403:
        return "refused"
    if answer.status_code == 503 and "retry-after" in answer.headers:
        return "allowed"  # what was asked for is still being worked out
    return "allowed" if answer.status_code < 500 else f"broken ({answer.status_code})"


def test_every_route_is_in_the_table_and_the_table_has_no_others(site):
    table = [(method, path) for method, path, _ in ROUTES]
    assert sorted(table) == sorted(set(table))
    assert sorted(set(routes(site.app)) ^ set(table)) == []


def test_every_route_names_exactly_one_action(site):
    actions = {
        key: [one.dependency.action for one in route.dependencies if is_allow(one)]
        for key, route in routes(site.app).items()
    }
    assert {key: found for key, found in actions.items() if len(found) != 1} == {}


def is_allow(dependency) -> bool:
    return isinstance(dependency.dependency, Allowed)


def test_what_is_open_to_all_is_there_or_no_longer_an_exception(site):
    paths = {route.path for route in iter_route_contexts(site.app.routes)}
    assert set(OPEN_TO_ALL) - paths == set()


@pytest.mark.parametrize(("method", "path", "who"), ROUTES, ids=lambda part: part.strip())
def test_exactly_those_in_the_table_may(site, method, path, who):
    may = {LETTERS[letter] for letter in who.split()}
    expected, seen = {}, {}
    for role in Role:
        for way, visitor, headers in site.ways_in(role, path):
            cell = f"{role} by {way}"
            refusal = "sign in" if role is Role.PUBLIC else "refused"
            expected[cell] = "allowed" if role in may else refusal
            seen[cell] = outcome(visitor.ask(method, filled(path), headers=SAME_SITE | headers))
    assert seen == expected
