import re
from types import SimpleNamespace

import pytest
from fastapi import APIRouter
from sqlmodel import select

from matchmaking.people.models import ApiKey, SignIn, UserAccount
from matchmaking.people.passwords import is_right
from matchmaking.people.roles import ANYBODY, Action, Role, Visitor
from matchmaking.storage.database import reading, transaction
from tests.web.signing import (
    FIRM,
    FIRM_NAME,
    PASSWORD,
    SAME_SITE,
    Browser,
    Ground,
    a_firm,
    small_site,
)
from web.pages import accounts
from web.visitors import Standing, VisitorDep, allow, visitor_if_known

probe = APIRouter()
NEW = "a better one, longer"


@probe.get("/", dependencies=[allow(Action.SEARCH)])
def _home(visitor: VisitorDep) -> str:
    return visitor.user_id or "nobody"


@probe.get("/my/supplies", dependencies=[allow(Action.EDIT_SUPPLIES)])
def _supplies(visitor: VisitorDep) -> str:
    return visitor.user_id


@probe.get("/review", dependencies=[allow(Action.REVIEW)])
def _review() -> str:
    return "review"


@probe.post("/my/supplies", dependencies=[allow(Action.EDIT_SUPPLIES)])
def _write() -> str:
    return "written"


@probe.get("/api/v1/mine", dependencies=[allow(Action.EDIT_SUPPLIES)])
def _mine(visitor: VisitorDep) -> str:
    return visitor.user_id


@pytest.fixture
def ground(engine) -> Ground:
    with transaction(engine) as session:
        session.add(a_firm())
    return Ground(engine)


@pytest.fixture
def site(ground):
    return small_site(ground, accounts.router, probe)


@pytest.fixture
def alice(ground) -> UserAccount:
    return ground.add("alice", Role.SME)


@pytest.fixture
def browser(site) -> Browser:
    return Browser(site)


@pytest.fixture
def signed_in(browser, alice) -> Browser:
    assert browser.sign_in(alice.login).status_code == 303
    return browser


def test_a_stranger_is_led_to_the_door_and_back_to_where_they_were_going(browser, alice):
    turned = browser.get("/my/supplies?page=2")
    assert (turned.status_code, turned.headers["location"]) == (
        303,
        "/login?next=%2Fmy%2Fsupplies%3Fpage%3D2",
    )
    form = browser.get(turned.headers["location"])
    assert 'name="next" value="/my/supplies?page=2"' in form.text
    entered = browser.sign_in("Alice", next="/my/supplies?page=2")
    assert (entered.status_code, entered.headers["location"]) == (303, "/my/supplies?page=2")
    assert browser.get("/my/supplies?page=2").json() == alice.id


@pytest.mark.usefixtures("alice")
def test_a_wrong_password_and_an_unknown_login_are_told_the_same(browser):
    wrong = browser.sign_in("alice", "not the password")
    unknown = browser.sign_in("nobody", "not the password")
    assert wrong.status_code == unknown.status_code == 422
    for answer in (wrong, unknown):
        assert "账号或密码不对，请核对后再试。" in answer.text
        assert "set-cookie" not in answer.headers
    assert 'value="alice"' in wrong.text
    assert "not the password" not in wrong.text


@pytest.mark.usefixtures("alice")
def test_the_sixth_wrong_try_must_wait_even_with_the_right_password(browser, ground):
    for _ in range(5):
        browser.sign_in("alice", "not the password")
    refused = browser.sign_in("alice")
    assert refused.status_code == 429
    assert "试的次数太多，请过 15 分钟再登录" in refused.text
    ground.later(minutes=15)
    assert browser.sign_in("alice").status_code == 303


@pytest.mark.usefixtures("alice")
def test_nobody_is_led_to_another_site_after_signing_in(browser):
    entered = browser.sign_in("alice", next="//elsewhere.test/")
    assert entered.headers["location"] == "/"
    assert browser.get("/login?next=https://elsewhere.test/").headers["location"] == "/"


@pytest.mark.usefixtures("alice")
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser, ground):
    cookie = browser.sign_in("alice").headers["set-cookie"]
    assert cookie.startswith("rongtong=")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=1209600"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    ground.development = False
    assert "Secure" in browser.sign_in("alice").headers["set-cookie"].split("; ")


def test_signing_in_anew_replaces_the_session_of_before(signed_in, ground):
    signed_in.sign_in("alice")
    with reading(ground.engine) as session:
        assert len(session.exec(select(SignIn)).all()) == 1


def test_signing_out_is_for_good(signed_in, alice):
    token = signed_in.cookies["rongtong"]
    assert signed_in.get("/").json() == alice.id
    assert signed_in.post("/logout").headers["location"] == "/"
    assert "rongtong" not in signed_in.cookies
    signed_in.cookies.set("rongtong", token)
    assert signed_in.get("/").json() == "nobody"


def test_a_session_in_use_is_noted_and_lasts(signed_in, ground, alice):
    for _ in range(3):
        ground.later(hours=11)
        assert signed_in.get("/").json() == alice.id
    ground.later(hours=12)
    assert signed_in.get("/").json() == "nobody"


def test_a_form_without_a_word_of_where_from_is_refused_when_signed_in(signed_in):
    refused = signed_in.ask("POST", "/my/supplies")
    assert refused.status_code == 403
    assert signed_in.post("/my/supplies").json() == "written"
    foreign = signed_in.ask("POST", "/my/supplies", headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403


def test_a_part_of_a_page_asked_for_by_a_script_leads_the_whole_page_to_the_door(browser):
    headers = {"hx-request": "true", "referer": "http://rongtong.test/search?q=a"}
    answer = browser.get("/my/supplies", headers=headers)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (
        401,
        "/login?next=%2Fsearch%3Fq%3Da",
    )


@pytest.mark.parametrize(
    ("referer", "back"),
    [("http://rongtong.test/needs/1", "%2Fneeds%2F1"), ("http://elsewhere.test/x", "%2F")],
)
def test_whose_form_came_too_late_returns_to_its_page(browser, referer, back):
    answer = browser.post("/my/supplies", headers={"referer": referer})
    assert answer.headers["location"] == f"/login?next={back}"


def test_who_may_not_is_told_so(signed_in):
    refused = signed_in.get("/review")
    assert refused.status_code == 403
    assert "您的角色（中小企业）不能做这件事：审核。" in refused.text


def test_who_is_signed_in_needs_no_door(signed_in):
    assert signed_in.get("/login?next=/my/supplies").headers["location"] == "/my/supplies"


def test_the_account_says_whose_it_is(signed_in):
    page = signed_in.get("/account").text
    for shown in ("alice", "示例alice", "中小企业", FIRM_NAME, "还没有密钥。"):
        assert shown in page


def test_a_password_is_changed_by_who_knows_the_old_one(signed_in, site, ground, alice):
    other = Browser(site)
    other.sign_in("alice")
    form = {"old": PASSWORD, "new": NEW, "again": NEW}
    changed = signed_in.post("/account/password", data=form)
    assert changed.headers["location"] == "/account?done=password"
    assert "密码已经改好" in signed_in.get("/account?done=password").text
    assert other.get("/").json() == "nobody"
    with reading(ground.engine) as session:
        assert is_right(NEW, session.get(UserAccount, alice.id).password_hash)


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"old": "wrong one here", "new": NEW, "again": NEW}, 422, "账号或密码不对"),
        ({"old": PASSWORD, "new": NEW, "again": "other"}, 422, "两次输入的新密码不一样"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, 422, "密码太短，请至少用 10 个字符"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, 422, "新密码和现在的一样"),
        ({}, 422, "太短"),
    ],
)
def test_a_change_that_is_refused_changes_nothing(signed_in, ground, alice, form, status, said):
    answer = signed_in.post("/account/password", data=form)
    assert answer.status_code == status
    assert said in answer.text
    with reading(ground.engine) as session:
        assert is_right(PASSWORD, session.get(UserAccount, alice.id).password_hash)


def test_guessing_the_old_password_is_counted_like_signing_in(signed_in):
    form = {"old": "wrong one here", "new": NEW, "again": NEW}
    answers = [signed_in.post("/account/password", data=form).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_other_browsers_can_be_signed_out(signed_in, site, alice):
    other = Browser(site)
    other.sign_in("alice")
    assert signed_in.post("/account/others").headers["location"] == "/account?done=others"
    assert other.get("/").json() == "nobody"
    assert signed_in.get("/").json() == alice.id


def test_a_password_of_an_operator_must_be_changed_before_anything_else(browser, ground):
    ground.add("newbie", Role.SME, must_change_password=True)
    assert browser.sign_in("newbie", next="/my/supplies").headers["location"] == "/account"
    assert "您的密码是别人设的。" in browser.get("/account").text
    assert browser.get("/my/supplies").headers["location"] == "/account"
    assert browser.get("/").status_code == 200
    form = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert browser.post("/account/password", data=form).status_code == 303
    assert browser.get("/my/supplies").status_code == 200


def issue(browser, name="采购系统"):
    return browser.post("/account/keys", data={"name": name})


def test_a_key_is_shown_once_and_lets_a_program_in(signed_in, site, ground, alice):
    page = issue(signed_in)
    text = re.search(r'id="issued">(rt_[0-9a-f]{8}_[\w-]{43})<', page.text)[1]
    assert text not in signed_in.get("/account").text
    assert "采购系统" in signed_in.get("/account").text
    program = Browser(site)
    bearer = {"authorization": f"Bearer {text}"}
    assert program.get("/api/v1/mine", headers=bearer).json() == alice.id
    with reading(ground.engine) as session:
        assert session.exec(select(ApiKey)).one().last_used_at == ground.moment


def test_a_key_opens_the_interface_and_no_page(signed_in, site):
    text = re.search(r"rt_[0-9a-f]{8}_[\w-]{43}", issue(signed_in).text)[0]
    program = Browser(site)
    turned = program.get("/account", headers={"authorization": f"Bearer {text}"})
    assert turned.status_code == 303


@pytest.mark.parametrize("written", ["Bearer rt_00000000_wrong", "Bearer", "Basic YTpi", "x"])
def test_a_key_that_opens_nothing_is_said_to(browser, written):
    answer = browser.get("/api/v1/mine", headers={"authorization": written})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (
        401,
        'Bearer realm="rongtong"',
    )
    assert answer.json()["detail"].startswith("接口密钥不对或已停用。")


def test_a_program_without_a_key_is_asked_for_one(browser):
    answer = browser.get("/api/v1/mine")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


def test_a_revoked_key_is_gone(signed_in, site):
    text = re.search(r"rt_[0-9a-f]{8}_[\w-]{43}", issue(signed_in).text)[0]
    path = re.search(r"/account/keys/[^/]+/revoke", signed_in.get("/account").text)[0]
    assert signed_in.post(path).headers["location"] == "/account?done=key"
    assert "密钥已经停用" in signed_in.get("/account?done=key").text
    program = Browser(site)
    answer = program.get("/api/v1/mine", headers={"authorization": f"Bearer {text}"})
    assert answer.status_code == 401
    assert signed_in.post("/account/keys/elsewhere/revoke").status_code == 404


def test_a_key_without_a_name_is_not_made(signed_in):
    answer = issue(signed_in, name=" ")
    assert answer.status_code == 422
    assert "请写明密钥给哪个程序用" in answer.text


def test_a_page_drawn_while_something_is_wrong_knows_who_was_recognised_and_looks_nobody_up():
    request = SimpleNamespace(state=SimpleNamespace())
    assert visitor_if_known(request) == ANYBODY
    anna = Visitor("id", "示例", Role.SME, FIRM)
    request.state.standing = Standing(anna)
    assert visitor_if_known(request) == anna


@pytest.mark.usefixtures("alice")
def test_the_pages_speak_english(browser):
    page = browser.get("/login?lang=en").text
    assert "<h1>Sign in</h1>" in page
    refused = browser.post(
        "/login", data={"login": "alice", "password": "wrong one"}, headers=SAME_SITE
    )
    assert "That account or password is not right." in refused.text
