"""Studies of the chain: the form, the tables, their files, and the same for programs."""

import csv
import io

import pytest

from matchmaking.catalogue.chain import product_id
from matchmaking.indexing import queries
from matchmaking.people.roles import Role
from matchmaking.storage.database import transaction
from tests.finding.conftest import Market, firm
from tests.web.searching import SearchGround, ground_over
from tests.web.signing import Browser, small_site
from tests.web.test_chain_map import edge
from web.api import chain_studies as api
from web.pages import accounts, chain_map
from web.pages import chain_studies as pages

EDGES = [
    edge("铝杆", "上游材料", "铝锭"),
    edge("电工铝杆", "产品小类", "铝杆"),
    edge("示例2号有限公司", "供应", "铝锭", listing_id="supply:s1"),
    edge("示例2号有限公司", "供应", "电工铝杆", listing_id="supply:s2"),
    edge("示例1号有限公司", "需要", "铝杆", listing_id="need:n1"),
    edge("示例1号有限公司", "需要", "铝箔", listing_id="need:n2"),
    edge("铝箔", "上游材料", "铝锭"),
]


@pytest.fixture
def ground(engine) -> SearchGround:
    with transaction(engine) as session:
        session.add(firm(1))
        session.add(firm(2, region_code="530102", region_name="云南省昆明市五华区"))
        queries.add_edges(session, EDGES)
    market = Market(engine)
    market.supply("s1", "铝锭")
    market.supply("s2", "电工铝杆")
    market.need("n1", "铝杆")
    market.need("n2", "铝箔")
    ground = ground_over(market)
    ground.add("officer", Role.OFFICER)
    return ground


@pytest.fixture
def officer(ground) -> Browser:
    routers = (accounts.router, chain_map.router, pages.router, api.router)
    browser = Browser(small_site(ground, *routers))
    assert browser.sign_in("officer").status_code == 303
    return browser


def shown(browser, query=""):
    answer = browser.get(f"/chain/studies?{query}")
    assert answer.status_code == 200
    return answer.text


def test_the_page_begins_with_what_nobody_makes(officer):
    page = shown(officer)
    for said in ("没有企业做的产品", "铝箔", "1 种"):
        assert said in page


def test_what_only_one_firm_makes_names_the_firm(officer):
    page = shown(officer, "study=独家")
    for said in ("只有一家做的产品", "铝锭", "铝杆", "示例2号有限公司", 'href="/firms/f2"'):
        assert said in page


def test_when_a_firm_drops_out_the_needs_it_alone_serves_are_listed(officer):
    page = shown(officer, "study=断供&what=企业&q=2号")
    for said in (
        "断供的需求",
        'href="/needs/n1/matches"',
        "停下来的企业：1 家",
        "直接断供",
        "铝锭",
    ):
        assert said in page
    assert "/needs/n2/matches" not in page


def test_a_region_and_a_material_drop_out_the_same_way(officer):
    assert "/needs/n1/matches" in shown(officer, "study=断供&what=地区&q=昆明")
    page = shown(officer, "study=断供&what=产品&q=铝锭&tiers=1")
    for said in ("/needs/n1/matches", "第 1 级缺料", "先补上游的料"):
        assert said in page
    assert "没有需求会因此失去全部供应企业" in shown(officer, "study=断供&what=产品&q=铝锭&tiers=0")


def test_what_is_not_clear_is_asked_back(officer):
    assert "写一家企业、一个地区或一种产品" in shown(officer, "study=断供")
    page = shown(officer, "study=断供&what=产品&q=杆")
    assert "是哪一个？" in page
    assert f"q={product_id('铝杆')}" in page
    assert "没有找到“钨”" in shown(officer, "study=断供&what=产品&q=钨")


def test_both_tables_leave_as_files(officer):
    lines = officer.get("/chain/studies?study=断供&what=企业&q=f2&format=csv").content
    rows = list(csv.reader(io.StringIO(lines.decode("utf-8-sig"))))
    assert rows[0][:4] == ["产品", "涉及需求", "已知年金额（元）", "影响"]
    assert ["铝杆", "1", "0.0", "直接断供", "示例2号有限公司", "0", ""] in rows
    needs = officer.get("/chain/studies?study=断供&what=企业&q=f2&format=csv&table=needs").content
    rows = list(csv.reader(io.StringIO(needs.decode("utf-8-sig"))))
    assert rows[1:] == [["铝杆", "示例1号有限公司", "直接断供", "", ""]]


def test_the_map_leads_officers_there_and_nobody_else(officer, ground):
    assert 'href="/chain/studies"' in officer.get("/chain").text
    assert (
        'href="/chain/studies"'
        not in Browser(small_site(ground, chain_map.router)).get("/chain").text
    )


def told(browser, query):
    return browser.get(f"/api/v1/chain/studies?{query}")


def test_programs_are_told_the_same(officer):
    answer = told(officer, "study=断供&what=企业&q=f2").json()
    assert answer["dropped"] == "示例2号有限公司"
    assert (answer["firms_dropped"], answer["needs_lost_in_all"]) == (1, 1)
    assert answer["needs_lost"] == [
        {"need_id": "n1", "title": "铝杆", "buyer": "示例1号有限公司", "tier": 0, "worth": None}
    ]
    by_name = {one["product"]: one for one in answer["products"]}
    assert by_name["铝杆"]["effect"] == "直接断供"
    assert by_name["铝杆"]["makers"] == ["f2"]
    gaps = told(officer, "").json()
    assert [(one["product"], one["needs"]) for one in gaps["products"]] == [("铝箔", 1)]


def test_programs_are_told_what_is_not_clear(officer):
    assert told(officer, "study=断供").status_code == 422
    unclear = told(officer, "study=断供&what=产品&q=杆")
    assert unclear.status_code == 422
    assert product_id("铝杆") in unclear.json()["detail"]
    assert told(officer, "study=断供&q=没有的厂").status_code == 404
