"""Synonyms are kept on a page and hold for the next search."""

import csv
import io

import pytest

from matchmaking.finding import synonyms
from matchmaking.finding.service import Finder
from matchmaking.outbox import queries as outbox
from matchmaking.people.roles import Role
from matchmaking.storage.database import reading, transaction
from tests.finding.conftest import Market, firm
from tests.web.searching import ground_over
from tests.web.signing import Browser, small_site
from web.pages import accounts, search
from web.pages import synonyms as pages


@pytest.fixture
def market(engine) -> Market:
    with transaction(engine) as session:
        session.add(firm(1, id="firm-1"))
        session.add(firm(2))
    return Market(engine)


@pytest.fixture
def ground(market):
    ground = ground_over(market)

    def ask(query):
        with reading(market.engine) as session:
            market.index.use_synonyms(synonyms.in_force(session))
        return market.index.search(query)

    ground.finder = Finder(ask)
    ground.add("operator", Role.OPERATOR)
    return ground


@pytest.fixture
def browser(ground) -> Browser:
    browser = Browser(small_site(ground, pages.router, search.router, accounts.router))
    browser.sign_in("operator")
    return browser


def group_path(browser: Browser) -> str:
    return browser.get("/synonyms").text.split('action="/synonyms/')[1].split('"')[0]


def changes(ground) -> list[tuple[str, str]]:
    with reading(ground.engine) as session:
        return [(one.subject, one.subject_id) for one in outbox.after(session, 0, 99)]


def test_a_new_group_holds_for_the_next_search_and_is_told(browser, market, ground):
    market.supply("s1", "螺栓", firm_id="f2")
    assert "没有找到" in browser.get("/search?q=螺丝杆").text
    answer = browser.post("/synonyms", data={"words": "螺栓、螺丝杆", "note": "紧固件"})
    assert answer.headers["location"] == "/synonyms"
    assert "/supplies/s1" in browser.get("/search?q=螺丝杆").text
    assert "<b>螺栓、螺丝杆</b>" in browser.get("/synonyms").text
    assert changes(ground) == [("synonym", group_path(browser))]


def test_a_group_is_changed_and_deleted(browser, market, ground):
    market.supply("s1", "螺栓", firm_id="f2")
    browser.post("/synonyms", data={"words": "螺栓,螺丝杆"})
    key = group_path(browser)
    browser.post(f"/synonyms/{key}", data={"words": "螺栓，栓钉甲", "note": "改"})
    assert "没有找到" in browser.get("/search?q=螺丝杆").text
    assert "/supplies/s1" in browser.get("/search?q=栓钉甲").text
    browser.post(f"/synonyms/{key}/delete")
    assert "没有找到" in browser.get("/search?q=栓钉甲").text
    assert "没有同义词" in browser.get("/synonyms").text
    assert changes(ground) == [("synonym", key)] * 3
    assert browser.post(f"/synonyms/{key}/delete").status_code == 404


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("螺栓", "至少要写两个不同的词"),
        ("Ａ1、a1", "至少要写两个不同的词"),
        ("、".join(f"词{number}" for number in range(21)), "一组最多 20 个词"),
        (f"螺栓、{'长' * 41}", "每个词最多 40 个字"),
    ],
)
def test_what_cannot_be_a_group_is_refused_and_stays_typed(browser, ground, words, says):
    answer = browser.post("/synonyms", data={"words": words, "note": "说明"})
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{words}"' in answer.text
    assert changes(ground) == []


def test_a_word_stands_in_one_group(browser):
    browser.post("/synonyms", data={"words": "螺栓、螺丝杆"})
    browser.post("/synonyms", data={"words": "铝锭、铝块"})
    answer = browser.post("/synonyms", data={"words": "铝块、螺栓"})
    assert answer.status_code == 422
    assert "已经在另一组里" in answer.text
    key = group_path(browser)
    again = browser.post(f"/synonyms/{key}", data={"words": "螺栓、铝块、铝锭"})
    assert again.status_code == 422
    assert '<details class="more" open>' in again.text


def test_groups_are_found_by_a_word_and_paged(browser, ground):
    with transaction(ground.engine) as session:
        for number in range(60):
            hand = synonyms.Hand("", ground.now())
            words = [f"甲{number:02}", f"乙{number:02}"]
            synonyms.add(session, words, note="", new_id=f"g{number:02}", hand=hand)
    first = browser.get("/synonyms").text
    assert "60 组" in first
    assert "甲00" in first
    assert "甲55" not in first
    assert "甲55" in browser.get("/synonyms?start=50").text
    assert "1 组" in browser.get("/synonyms?q=乙07").text


def test_the_groups_leave_as_a_file(browser):
    browser.post("/synonyms", data={"words": "螺栓、螺丝杆", "note": "=1"})
    answer = browser.get("/synonyms?format=csv")
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) == [
        ["同义词", "说明", "修改于"],
        ["螺栓、螺丝杆", "'=1", "2026-03-02 09:00"],
    ]
