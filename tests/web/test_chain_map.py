"""The chain map: what may be meant, the table with its evidence, and the same edges as JSON."""

import html
import re

import pytest

from matchmaking.catalogue.chain import keep_chain, product_id
from matchmaking.errors import SearchDown
from matchmaking.indexing import queries
from matchmaking.storage.database import transaction
from tests.finding.conftest import Market, firm
from tests.web.searching import SearchGround, ground_over
from tests.web.signing import NOW, Browser, small_site
from web.api import neighbourhood as api
from web.pages import chain_map

ROD = product_id("铝杆")
AT_ROD = f"kind=产品&id={ROD}"


def edge(source, relation, target, *, listing_id="", evidence="产业链文件"):
    firms = {"示例1号有限公司": "f1", "示例2号有限公司": "f2"}
    return {
        "listing_id": listing_id,
        "source_kind": "企业" if source in firms else "产品",
        "source_id": firms.get(source) or product_id(source),
        "source_name": source,
        "relation": relation,
        "target_kind": "产品",
        "target_id": product_id(target),
        "target_name": target,
        "evidence": evidence,
    }


EDGES = [
    edge("示例2号有限公司", "供应", "铝杆", listing_id="supply:s1", evidence="供给清单 Sheet1!12"),
    edge("示例1号有限公司", "需要", "铝杆", listing_id="need:n1", evidence="平台填报"),
    edge("铝杆", "上游材料", "铝锭"),
    edge("电工铝杆", "产品小类", "铝杆", evidence="名称", listing_id="supply:s2"),
]


@pytest.fixture
def ground(engine) -> SearchGround:
    with transaction(engine) as session:
        session.add(firm(1))
        session.add(firm(2))
        keep_chain(session, [("铝杆", "铝锭", "上游材料")], now=NOW)
        queries.add_edges(session, EDGES)
    market = Market(engine)
    market.supply("s1", "铝杆")
    market.supply("s2", "电工铝杆")
    return ground_over(market)


@pytest.fixture
def browser(ground) -> Browser:
    return Browser(small_site(ground, chain_map.router, api.router, api.picture))


def read(answer) -> str:
    body = answer.text.split("<main", 1)[-1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", body)))


def test_before_anything_is_asked_the_page_says_what_can_be(browser):
    assert "写一种产品，看谁在做" in read(browser.get("/chain"))


def test_a_search_offers_products_of_the_chain_of_listings_and_firms_the_exact_one_first(browser):
    page = read(browser.get("/chain?q=铝杆"))
    assert "产品 铝杆 产品 电工铝杆" in page
    assert "企业 示例1号有限公司 企业 示例2号有限公司" in read(browser.get("/chain?q=示例"))
    assert "图谱里没有“钪”" in read(browser.get("/chain?q=钪"))


def test_what_only_one_place_is_called_is_shown_at_once(browser):
    assert "铝锭 是 铝杆 的原料 铝杆 产业链文件" in read(browser.get("/chain?q=铝锭"))


def test_the_table_tells_each_edge_with_its_evidence_and_where_to_go(browser):
    answer = browser.get(f"/chain?{AT_ROD}")
    page = read(answer)
    assert "示例2号有限公司 供应 铝杆 示例2号有限公司 档案 供给清单 Sheet1!12 看这一条" in page
    assert "示例1号有限公司 需要 铝杆 示例1号有限公司 档案 平台填报 看这一条" in page
    assert "电工铝杆 是 铝杆 的一种 电工铝杆 按名称判断 看这一条" in page
    for address in ("/firms/f2", "/supplies/s1", "/needs/n1", "/search?q=%E9%93%9D%E6%9D%86"):
        assert f'href="{address}"' in answer.text
    assert "style=" not in answer.text


def test_filters_are_kept_and_leave_out_what_was_not_asked_for(browser):
    answer = browser.get(f"/chain?{AT_ROD}&relation=供应&only=企业&steps=2")
    page = read(answer)
    assert "供应 铝杆" in page
    assert "是 铝杆 的原料" not in page
    assert 'value="供应" checked' in answer.text
    assert "relation=%E4%BE%9B%E5%BA%94" in answer.text
    assert "没有联系" in read(browser.get("/chain?kind=企业&id=f1&relation=产品小类"))


def test_a_firm_is_a_middle_too_and_an_open_page_gets_the_table_alone(browser):
    answer = browser.get("/chain?kind=企业&id=f2", headers={"hx-target": "chain-body"})
    assert "<main" not in answer.text
    assert "示例2号有限公司 供应 铝杆" in read(answer)
    assert 'href="/firms/f2"' in answer.text


def test_what_was_left_out_is_counted_and_can_be_looked_at(browser, ground):
    with transaction(ground.engine) as session:
        more = [
            edge("示例2号有限公司", "供应", "铝杆", listing_id=f"supply:m{number:02}")
            for number in range(20)
        ]
        queries.add_edges(session, more)
    assert "供应：还有 12 条" in read(browser.get(f"/chain?{AT_ROD}"))
    rest = browser.get(f"/chain/neighbourhood?{AT_ROD}").json()["rest"]
    assert [(one["count"], one["text"]) for one in rest] == [(12, "……还有 12 条")]
    assert not re.search(r"还有 \d", read(browser.get(rest[0]["page"])))


def test_a_product_of_no_chain_file_is_named_after_its_edges(browser):
    page = read(browser.get(f"/chain?kind=产品&id={product_id('电工铝杆')}"))
    assert "产品 电工铝杆" in page


def test_what_is_not_on_the_map_is_said_so(browser):
    assert browser.get("/chain?kind=企业&id=nobody").status_code == 404
    assert browser.get("/chain/neighbourhood?kind=产品&id=nothing").status_code == 404
    assert browser.get("/chain?steps=3").status_code == 422


def test_with_search_down_the_chain_file_and_the_register_still_answer(browser, ground):
    def down(query):
        raise SearchDown(f"检索服务没有应答：{query.text}")

    ground.finder = type(ground.finder)(down)
    page = read(browser.get("/chain?q=铝"))
    assert "检索服务没有应答" in page
    assert "产品 铝杆" in page


def test_programs_get_the_same_edges_in_words(browser):
    found = browser.get(f"/api/v1/chain/neighbourhood?{AT_ROD}&relation=供应").json()
    assert found["middle"] == f"产品:{ROD}"
    assert [place["name"] for place in found["places"]] == ["铝杆", "示例2号有限公司"]
    assert found["facts"] == [
        {
            "source": "企业:f2",
            "target": f"产品:{ROD}",
            "relation": "供应",
            "relation_in_words": "供应",
            "sentence": "示例2号有限公司 供应 铝杆",
            "evidence": "供给清单 Sheet1!12",
            "listing": "supply:s1",
        }
    ]
    assert browser.get(f"/api/v1/chain/neighbourhood?{AT_ROD}&colour=red").status_code == 422


def test_the_map_speaks_english(browser):
    page = read(browser.get(f"/chain?{AT_ROD}&lang=en"))
    assert "Supply chain map" in page
    assert not re.search("[一-鿿]{6,}", page.replace("示例1号有限公司", ""))
