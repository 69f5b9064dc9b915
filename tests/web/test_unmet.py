"""What was looked for and not found: the most wanted first, put aside, back when asked for again."""

import csv
import io

import pytest

from matchmaking.finding import unmet
from matchmaking.finding.wanted import Kind, Wanted
from matchmaking.people.roles import Role
from matchmaking.storage.database import transaction
from tests.web.searching import SearchGround
from tests.web.signing import NOW, Browser, a_firm, small_site
from web.pages import accounts
from web.pages import unmet as pages


@pytest.fixture
def ground(engine) -> SearchGround:
    with transaction(engine) as session:
        session.add(a_firm())
        for text, roles in (("铌钛合金", ("访客", "访客", "中小企业")), ("钪", ("访客",))):
            for role in roles:
                unmet.note(session, Wanted.of(text, kind=Kind.SUPPLY), role, now=NOW)
    ground = SearchGround(engine)
    ground.add("officer", Role.OFFICER)
    return ground


@pytest.fixture
def browser(ground) -> Browser:
    browser = Browser(small_site(ground, pages.router, accounts.router))
    browser.sign_in("officer")
    return browser


def test_the_most_wanted_comes_first_with_who_wants_it(browser):
    text = browser.get("/unmet").text
    assert text.index("铌钛合金") < text.index("钪")
    assert "中小企业 1、访客 2" in text
    assert "/search?q=%E9%92%AA&amp;kind=%E4%BE%9B%E7%BB%99" in text


def test_what_was_seen_to_is_put_aside_until_asked_for_again(browser, ground):
    key = unmet.id_of("钪", Kind.SUPPLY)
    assert browser.post(f"/unmet/{key}/dismiss").headers["location"] == "/unmet"
    assert "钪" not in browser.get("/unmet").text
    assert "钪" in browser.get("/unmet?show=dismissed").text
    with transaction(ground.engine) as session:
        unmet.note(session, Wanted.of("钪", kind=Kind.SUPPLY), "访客", now=NOW)
    assert "钪" in browser.get("/unmet").text
    assert "没有。" in browser.get("/unmet?show=dismissed").text
    assert browser.post("/unmet/nothing/dismiss").status_code == 404


def test_a_long_list_is_paged(browser, ground):
    with transaction(ground.engine) as session:
        for number in range(60):
            unmet.note(session, Wanted.of(f"稀土{number}"), "访客", now=NOW)
    assert 'rel="next"' in browser.get("/unmet").text
    second = browser.get("/unmet?start=50").text
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second


def test_it_leaves_as_a_file(browser):
    answer = browser.get("/unmet?format=csv")
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) == [
        ["找的是", "种类", "次数", "谁在找", "第一次", "最近一次"],
        ["铌钛合金", "供给", "3", "访客 2、中小企业 1", "2026-03-02 09:00", "2026-03-02 09:00"],
        ["钪", "供给", "1", "访客 1", "2026-03-02 09:00", "2026-03-02 09:00"],
    ]
