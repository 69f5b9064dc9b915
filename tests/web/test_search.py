"""The search page: read by anybody, narrowed, sorted, paged, exported, and helpful where nothing is found."""

import csv
import io
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from matchmaking.finding import unmet
from matchmaking.finding.service import Finder
from matchmaking.people.roles import Role
from matchmaking.storage.database import reading, transaction
from search.contract import SearchUnavailable
from tests.finding.conftest import TODAY, Market, firm, small_wording
from tests.web.searching import ground_over
from tests.web.signing import Browser, small_site
from web.pages import accounts, search
from web.searches import query_of, wanted_of_query


@pytest.fixture
def market(engine) -> Market:
    place = {"region_code": "530102", "region_name": "云南省昆明市五华区"}
    with transaction(engine) as session:
        session.add(firm(1, id="firm-1", size="大型", **place))
        session.add(firm(2, size="小型", tier="专精特新中小企业", **place))
    market = Market(engine)
    market.need("n1", "电解铝锭", needed_by=date(2026, 3, 12), firm_id="firm-1", specs="99.7%")
    market.supply("s1", "铝锭", firm_id="f2")
    return market


@pytest.fixture
def ground(market):
    return ground_over(market)


@pytest.fixture
def browser(ground) -> Browser:
    return Browser(small_site(ground, search.router))


def unmet_rows(ground) -> list[tuple[str, str, int, dict[str, int]]]:
    with reading(ground.engine) as session:
        rows, _ = unmet.page(session, start=0, limit=9)
        return [(row.text, row.kind, row.count, row.roles) for row in rows]


def test_anybody_reads_both_lists_with_what_a_line_shows(browser):
    answer = browser.get("/search?q=铝锭")
    assert answer.status_code == 200
    for shown in (
        'href="/needs/n1">电解<mark>铝锭</mark></a>',
        'href="/supplies/s1"><mark>铝锭</mark></a>',
        'href="/firms/firm-1"',
        "云南省昆明市五华区",
        "2026-03-12 前需要",
        "还有 10 天",
        "专精特新中小企业",
        "找到 2 条",
    ):
        assert shown in answer.text


def test_facets_and_the_kind_narrow(browser):
    answer = browser.get("/search", params={"q": "铝锭", "kind": "供给", "size": "小型"})
    assert "找到 1 条" in answer.text
    assert "/supplies/s1" in answer.text
    assert "/needs/n1" not in answer.text
    assert "清除条件" in answer.text


def test_an_old_or_garbled_address_still_answers(browser):
    answer = browser.get("/search?q=铝锭&kind=x&sort=y&start=-1&size=&expired=2")
    assert answer.status_code == 200
    assert "找到 2 条" in answer.text


def test_htmx_gets_the_part_that_changes(browser):
    answer = browser.get(
        "/search?q=铝锭", headers={"HX-Request": "true", "HX-Target": "search-body"}
    )
    assert "<html" not in answer.text
    assert "找到 2 条" in answer.text


def test_what_has_expired_is_shown_without_a_way_in(browser, market):
    market.need("old", "废铝锭", expires_on=TODAY - timedelta(days=1), firm_id="firm-1")
    assert "废铝锭" not in browser.get("/search?q=铝锭").text
    answer = browser.get("/search?q=废铝锭&expired=1")
    assert "废铝锭" in answer.text
    assert "已过期" in answer.text
    assert "/needs/old" not in answer.text


def test_a_need_due_today_and_one_not_confirmed_for_long_are_marked(browser, market):
    long_ago = TODAY - timedelta(days=120)
    market.need("n2", "锡锭", needed_by=TODAY, confirmed_on=long_ago, firm_id="firm-1")
    answer = browser.get("/search?q=锡锭")
    assert "今天截止" in answer.text
    assert "久未确认" in answer.text


def test_pages_lead_on_and_back(browser, market):
    for number in range(25):
        market.supply(f"m{number:02}", "紫铜棒", firm_id="f2")
    first = browser.get("/search?q=紫铜棒").text
    assert 'rel="prev"' not in first
    assert "start=20" in first
    second = browser.get("/search?q=紫铜棒&start=20").text
    assert 'rel="next"' not in second
    assert '<ol class="hits" start="21">' in second
    beyond = browser.get("/search?q=紫铜棒&start=200").text
    assert "后面没有了" in beyond
    assert "回到第一页" in beyond


def test_the_search_server_down_is_told_and_is_no_empty_list(ground, browser):
    def ask(query):
        del query
        raise SearchUnavailable("down")

    ground.finder = Finder(ask)
    answer = browser.get("/search?q=铝锭")
    assert answer.status_code == 503
    assert "检索服务暂时没有应答" in answer.text
    assert "没有找到" not in answer.text
    file = browser.get("/search?q=铝锭&format=csv")
    assert file.status_code == 503


def test_nothing_found_helps_and_is_counted_once_an_hour(browser, ground):
    answer = browser.get("/search?q=铌钛合金")
    assert "没有找到" in answer.text
    assert "登录并发布" in answer.text
    assert "/needs/new?title=%E9%93%8C" in answer.text
    browser.get("/search?q=铌钛合金")
    assert ("铌钛合金", "全部", 1, {"访客": 1}) in unmet_rows(ground)
    ground.later(hours=2)
    browser.get("/search?q=铌钛合金")
    assert ("铌钛合金", "全部", 2, {"访客": 2}) in unmet_rows(ground)


def test_robots_pages_and_filters_are_no_unmet_demand(browser, ground):
    browser.get("/search?q=铌钛合金", headers={"User-Agent": "ExampleBot/1.0"})
    browser.get("/search?q=铌钛合金&start=20")
    answer = browser.get("/search?q=铝锭&region=云南省大理州")
    assert "放宽一个条件就有" in answer.text
    assert "不限地区" in answer.text
    assert unmet_rows(ground) == []


def test_what_has_only_some_of_the_words_is_said_to_and_counted(browser, ground):
    answer = browser.get("/search?q=铝锭 铌钛合金")
    assert "没有一条同时含有全部的词" in answer.text
    assert "/supplies/s1" in answer.text
    assert unmet_rows(ground) == [("铝锭 铌钛合金", "全部", 1, {"访客": 1})]
    assert "没有一条同时含有全部的词" not in browser.get("/search?q=铝锭").text


def test_members_may_save_and_post(ground):
    ground.add("lisi", Role.SME)
    app = small_site(ground, search.router, accounts.router)
    member = Browser(app)
    member.sign_in("lisi")
    answer = member.get("/search?q=铌钛合金&kind=供给")
    assert 'name="query" value="q=' in answer.text
    assert "发布这条需求" in answer.text
    assert ("铌钛合金", "供给", 1, {"中小企业": 1}) in unmet_rows(ground)


def test_results_leave_as_a_file(browser):
    answer = browser.get("/search?q=铝锭&sort=截止日&format=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["种类", "名称", "企业", "地区", "规格", "数量或产能", "需要日期", "有效期至", "梯度"],
        [
            "需求",
            "电解铝锭",
            "示例1号有限公司",
            "云南省昆明市五华区",
            "99.7%",
            "",
            "2026-03-12",
            "2026-05-31",
            "",
        ],
        [
            "供给",
            "铝锭",
            "示例2号有限公司",
            "云南省昆明市五华区",
            "",
            "",
            "",
            "2026-05-31",
            "专精特新中小企业",
        ],
    ]
    assert browser.get("/search?format=xlsx").content.startswith(b"PK")


def test_the_page_is_in_english_too(browser):
    answer = browser.get("/search?q=铝锭&lang=en")
    assert "2 found" in answer.text


def test_an_address_says_the_search_again():
    address = "q=a+b&kind=需求&region=甲&region=乙&sort=最新&expired=1&start=20"
    wanted = wanted_of_query(address)
    assert parse_qs(query_of(wanted)) == parse_qs(address)
    assert urlsplit(query_of(wanted, start=0, text="")).path.startswith("kind=")
    assert query_of(wanted_of_query("q=")) == ""


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "-",
        "-铝锭",
        "“铝锭",
        "!!!",
        "的",
        "😀",
        "a" * 500,
        "铝" * 300,
        "%",
        "\u200b",
        "(AND OR",
        "１２３",
    ],
)
def test_whatever_is_typed_is_answered(browser, text):
    answer = browser.get("/search", params={"q": text})
    assert answer.status_code == 200
    assert "<h1>检索需求和供给</h1>" in answer.text


def test_the_page_says_what_else_was_looked_for_and_what_lies_beside(browser, ground, market):
    market.wording = small_wording
    ground.finder = market.finder
    market.supply("s2", "水泥", firm_id="f2")
    text = unescape(browser.get("/search?q=洋灰&kind=供给").text)
    assert "「洋灰」即「水泥」，又叫红毛泥、cement，都找了。" in text
    assert f'href="/search?{urlencode({"q": "“洋灰”", "kind": "供给"})}">只找「洋灰」</a>' in text
    assert "/supplies/s2" in text
    assert (
        f'href="/search?{urlencode({"q": "胶凝材料", "kind": "供给"})}">胶凝材料</a>（更宽）'
        in text
    )
    assert "「水泥」又叫洋灰、红毛泥、cement，都找了。" in browser.get("/search?q=水泥").text
    assert "「瓠子」即「葫芦瓜」，两个名称都找了。" in browser.get("/search?q=瓠子").text
    assert "都找了" not in browser.get("/search?q=“洋灰”").text
    english = browser.get("/search?q=洋灰&lang=en").text
    assert "“洋灰” is “水泥”, also called 红毛泥, cement; all were looked for." in english


def test_many_other_names_are_not_all_spelt_out(browser, ground, market):
    groups = {"甲": tuple("乙丙丁戊己庚辛")}
    market.wording = lambda: small_wording(groups)
    ground.finder = market.finder
    assert "「甲」又叫乙、丙、丁、戊、己等，都找了。" in browser.get("/search?q=甲").text


def test_what_tells_a_purpose_is_answered_with_products(browser, ground, market):
    market.wording = small_wording
    ground.finder = market.finder
    text = browser.get("/search?q=能把重物吊起来的玩意").text
    assert "没有找到" in text
    assert "按用途看，您要找的可能是：" in text
    assert ">起重设备</a>" in text
    market.supply("s3", "重物运输", firm_id="f2")
    text = browser.get("/search?q=能把重物吊起来的玩意").text
    assert "没有一条同时含有全部的词" in text
    assert ">起重设备</a>" in text


def test_products_are_grouped_and_several_groups_may_be_chosen(browser, ground, market):
    market.group_of = lambda text: "金属 / 棒材" if "棒" in text else "其他"
    ground.finder = market.finder
    market.supply("s4", "紫铜棒", firm_id="f2")
    market.supply("s5", "紫铜带", firm_id="f2")
    text = browser.get("/search?q=紫铜").text
    assert "<legend>产品类别</legend>" in text
    assert 'name="group" value="金属 / 棒材"' in text
    assert "找到 1 条" in browser.get("/search?q=紫铜&group=其他").text
    both = browser.get("/search", params={"q": "紫铜", "group": ["其他", "金属 / 棒材"]}).text
    assert "找到 2 条" in both


def test_suggestions_come_as_options_of_a_list(browser, ground, market):
    assert browser.get("/search/suggest?q=倒").text.strip() == ""
    market.wording = small_wording
    ground.finder = market.finder
    text = browser.get("/search/suggest?q=倒").text
    assert "<html" not in text
    assert 'role="option" id="q-suggestion-1" aria-selected="false" data-text="手拉葫芦"' in text
    assert "倒链" in text
    assert "专用设备" in text
    assert browser.get("/search/suggest").text.strip() == ""
    page = browser.get("/search").text
    assert 'hx-get="/search/suggest"' in page
    assert 'id="q-suggestions" role="listbox"' in page
