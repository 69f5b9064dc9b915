"""Saved searches: kept, seen anew, muted and deleted by their owner alone."""

import csv
import io
import re
from datetime import timedelta

import pytest

from matchmaking.finding.service import Finder
from matchmaking.people.roles import Role
from matchmaking.storage.database import transaction
from search.contract import SearchUnavailable
from tests.finding.conftest import TODAY, Market, firm
from tests.web.searching import ground_over
from tests.web.signing import NOW, Browser, small_site
from web.pages import accounts, saved, search


@pytest.fixture
def market(engine) -> Market:
    with transaction(engine) as session:
        session.add(firm(1, id="firm-1"))
        session.add(firm(2))
    return Market(engine)


@pytest.fixture
def ground(market):
    return ground_over(market)


@pytest.fixture
def app(ground):
    ground.add("lisi", Role.SME)
    ground.add("wangwu", Role.LENDER)
    return small_site(ground, search.router, saved.router, accounts.router)


def signed_in(app, login: str) -> Browser:
    browser = Browser(app)
    browser.sign_in(login)
    return browser


@pytest.fixture
def browser(app) -> Browser:
    return signed_in(app, "lisi")


def keep(browser: Browser) -> str:
    """The path of a search that has just been saved."""
    data = {"query": "q=铝锭&kind=供给&region=云南省昆明市", "name": "铝锭供应"}
    assert browser.post("/saved", data=data).headers["location"] == "/saved"
    return path_of(browser)


def path_of(browser: Browser) -> str:
    """The path of the only search there is."""
    (path,) = re.findall('action="(/saved/[^"]+)/look"', browser.get("/saved").text)
    return path


def test_nothing_saved_yet_says_how(browser):
    assert "还没有保存的检索" in browser.get("/saved").text


def test_a_saved_search_is_listed_with_its_conditions(browser):
    keep(browser)
    text = browser.get("/saved").text
    assert ">铝锭供应</a>" in text
    assert "<span>铝锭</span><span>供给</span><span>云南省昆明市</span>" in text
    assert "没有新的" in text


def test_what_came_since_is_new_until_it_is_looked_at(browser, market, ground):
    browser.post("/saved", data={"query": "q=铝锭"})
    path = path_of(browser)
    market.supply("s1", "铝锭", firm_id="f2", posted_at=NOW + timedelta(hours=1))
    market.supply("s0", "铝锭", firm_id="f2", posted_at=NOW - timedelta(hours=1))
    assert "1 条新的" in browser.get("/saved").text
    ground.later(hours=2)
    answer = browser.post(f"{path}/look")
    assert answer.headers["location"] == "/search?q=%E9%93%9D%E9%94%AD"
    assert "没有新的" in browser.get("/saved").text


def test_what_a_reviewer_let_through_since_is_new(browser, market):
    browser.post("/saved", data={"query": "q=铝锭"})
    times = {"posted_at": NOW - timedelta(days=1), "reviewed_at": NOW + timedelta(hours=1)}
    market.need("n1", "铝锭", firm_id="firm-1", **times)
    assert "1 条新的" in browser.get("/saved").text


def test_a_muted_search_counts_no_news_until_it_may_again(browser, market):
    path = keep(browser)
    market.supply("s1", "铝锭", firm_id="f2", posted_at=NOW + timedelta(hours=1))
    browser.post(f"{path}/mute", data={"muted": "1"})
    text = browser.get("/saved").text
    assert "恢复提醒" in text
    assert "条新的" not in text
    browser.post(f"{path}/mute", data={"muted": "0"})
    assert "恢复提醒" not in browser.get("/saved").text


def test_a_deleted_search_is_gone(browser):
    path = keep(browser)
    assert browser.post(f"{path}/delete").headers["location"] == "/saved"
    assert browser.post(f"{path}/delete").status_code == 404
    assert "还没有保存的检索" in browser.get("/saved").text


def test_another_ones_searches_are_not_to_be_seen_or_touched(browser, app):
    path = keep(browser)
    other = signed_in(app, "wangwu")
    assert "铝锭供应" not in other.get("/saved").text
    for step in ("look", "mute", "delete"):
        assert other.post(f"{path}/{step}").status_code == 404
    assert "铝锭供应" in browser.get("/saved").text


def test_a_search_for_everything_is_not_saved(browser):
    answer = browser.post("/saved", data={"query": "sort=最新"})
    assert answer.status_code == 422
    assert "请先输入关键词" in answer.text


def test_there_is_an_end_to_saving(browser):
    for number in range(50):
        browser.post("/saved", data={"query": f"q={number}"})
    assert browser.post("/saved", data={"query": "q=51"}).status_code == 409


def test_the_list_stays_readable_while_search_is_down(browser, ground):
    keep(browser)

    def ask(query):
        del query
        raise SearchUnavailable("down")

    ground.finder = Finder(ask)
    text = browser.get("/saved").text
    assert "铝锭供应" in text
    assert "现在数不出有多少新结果" in text


def test_the_list_leaves_as_a_file(browser):
    keep(browser)
    answer = browser.get("/saved?format=csv")
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) == [
        ["名称", "条件", "新结果", "保存于", "不再提醒"],
        ["铝锭供应", "铝锭 · 供给 · 云南省昆明市", "0", f"{TODAY} 09:00", "否"],
    ]
