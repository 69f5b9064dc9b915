"""Programs search, and keep searches, synonyms and unmet demand as the pages do."""

import pytest

from matchmaking.finding.service import Finder
from matchmaking.people import keys
from matchmaking.people.roles import Role
from matchmaking.people.tokens import new_key
from matchmaking.storage.database import transaction
from search.contract import SearchUnavailable
from tests.finding.conftest import TODAY, Market, firm, small_wording
from tests.web.searching import ground_over
from tests.web.signing import Browser, small_site
from web.api import finding


class Program(Browser):
    """Calls with the key of an account of this role, or with none."""

    def __init__(self, ground, role: Role = Role.PUBLIC) -> None:
        super().__init__(small_site(ground, finding.router))
        self.headers: dict[str, str] = {}
        if role is Role.PUBLIC:
            return
        account = ground.add(f"user-{role.name.lower()}", role)
        text = new_key("0123456789", account.id)
        with transaction(ground.engine) as session:
            issued = keys.issue_key(
                session, account.id, "示例", text=text, now=ground.now(), new_id=ground.new_id
            )
        self.headers = {"authorization": f"Bearer {issued.text}"}

    def ask(self, method, path, **more):
        headers = self.headers | more.pop("headers", {})
        return super().ask(method, f"/api/v1{path}", headers=headers, **more)


@pytest.fixture
def market(any_engine) -> Market:
    with transaction(any_engine) as session:
        session.add(firm(1, id="firm-1", region_code="530102", region_name="云南省昆明市五华区"))
        session.add(firm(2, tier="专精特新中小企业"))
    return Market(any_engine)


@pytest.fixture
def ground(market):
    return ground_over(market)


@pytest.fixture
def anybody(ground) -> Program:
    return Program(ground)


@pytest.fixture
def member(ground) -> Program:
    return Program(ground, Role.SME)


@pytest.fixture
def operator(ground) -> Program:
    return Program(ground, Role.OPERATOR)


def test_anybody_searches_both_lists(anybody, market):
    market.need("n1", "电解铝锭", firm_id="firm-1", needed_by=TODAY, specs="99.7%")
    market.supply("s1", "铝锭", firm_id="f2")
    answer = anybody.get("/search?q=铝锭&kind=需求&region=云南省昆明市&sort=截止日&limit=1").json()
    assert answer == {
        "total": 1,
        "partial": False,
        "hits": [
            {
                "kind": "需求",
                "id": "n1",
                "title": "电解铝锭",
                "specs": "99.7%",
                "firm_id": "firm-1",
                "firm_name": "示例1号有限公司",
                "region": "云南省昆明市五华区",
                "tier": None,
                "amount": "",
                "deadline": "2026-03-02",
                "days_left": 0,
                "expires_on": "2026-05-31",
                "expired": False,
                "stale": False,
                "on_behalf": False,
                "posted_on": "2026-03-02",
            }
        ],
        "facets": {
            "种类": {"需求": 1},
            "地区": {"云南省昆明市": 1},
            "行业": {},
            "梯度": {},
            "类型": {},
            "规模": {},
            "产品类别": {},
        },
        "also": [],
        "beside": [],
        "help": None,
    }


def test_nothing_found_comes_with_help_and_is_counted(anybody, market, operator):
    market.supply("s1", "铝锭", firm_id="f2")
    answer = anybody.get("/search?q=铝锭&kind=需求").json()
    assert answer["total"] == 0
    assert answer["help"] == {
        "words": [],
        "filters": [{"what": "种类", "total": 1}],
        "near": [],
        "meant": [],
    }
    (row,) = operator.get("/unmet").json()["searches"]
    assert (row["text"], row["kind"], row["count"]) == ("铝锭", "需求", 1)
    assert operator.post(f"/unmet/{row['id']}/dismiss").status_code == 200
    assert operator.get("/unmet").json() == {"searches": [], "total": 0}
    assert operator.get("/unmet?dismissed=true").json()["total"] == 1
    assert operator.post("/unmet/nothing/dismiss").status_code == 404


def test_programs_are_told_what_else_was_looked_for_and_what_may_be_typed(anybody, market, ground):
    market.wording = small_wording
    ground.finder = market.finder
    market.supply("s1", "水泥", firm_id="f2")
    answer = anybody.get("/search?q=洋灰").json()
    assert [hit["title"] for hit in answer["hits"]] == ["水泥"]
    (also,) = answer["also"]
    assert also == {"written": "洋灰", "name": "水泥", "others": ["水泥", "红毛泥", "cement"]}
    assert answer["beside"] == [{"name": "胶凝材料", "narrower": False}]
    told = anybody.get("/search?q=能把重物吊起来的东西").json()
    assert told["help"]["meant"][0] == {"what": "手拉葫芦", "total": 0}
    (suggested,) = anybody.get("/search/suggest?q=红毛").json()["suggestions"]
    assert suggested == {
        "text": "水泥",
        "name": "水泥",
        "matched": "红毛泥",
        "division": "非金属矿物制品",
    }
    assert anybody.get("/search/suggest?colour=red").status_code == 422


@pytest.mark.parametrize("query", ["colour=red", "kind=x", "start=-1", "limit=201", "sort=price"])
def test_what_is_not_in_the_description_is_refused(anybody, query):
    answer = anybody.get(f"/search?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_search_server_down_is_a_problem(anybody, ground):
    def ask(query):
        del query
        raise SearchUnavailable("down")

    ground.finder = Finder(ask)
    answer = anybody.get("/search?q=铝锭")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
    assert "检索服务暂时没有应答" in answer.json()["detail"]


def test_a_search_is_kept_looked_at_muted_and_deleted(member):
    body = {"name": "铝锭供应", "q": "铝锭", "kind": "供给", "size": ["小型"]}
    made = member.post("/saved-searches", json=body)
    assert made.status_code == 201
    kept = made.json()
    assert made.headers["location"] == f"/api/v1/saved-searches/{kept['id']}"
    assert kept["search"] == {
        "q": "铝锭",
        "kind": "供给",
        "group": [],
        "region": [],
        "industry": [],
        "tier": [],
        "type": [],
        "size": ["小型"],
        "sort": "相关",
        "expired": False,
    }
    (listed,) = member.get("/saved-searches").json()["searches"]
    assert listed == kept | {"new": 0}
    path = f"/saved-searches/{kept['id']}"
    assert member.post(f"{path}/look").json()["seen_at"] == "2026-03-02T01:00:00Z"
    assert member.post(f"{path}/mute", json={"muted": True}).json()["muted"] is True
    assert member.ask("DELETE", path).status_code == 204
    assert member.ask("DELETE", path).status_code == 404


def test_a_named_write_is_done_once(member):
    headers = {"Idempotency-Key": "one"}
    first = member.post("/saved-searches", json={"q": "铝锭"}, headers=headers)
    again = member.post("/saved-searches", json={"q": "铝锭"}, headers=headers)
    assert first.json() == again.json()
    assert len(member.get("/saved-searches").json()["searches"]) == 1


def test_synonyms_are_kept(operator):
    made = operator.post("/synonyms", json={"words": ["螺栓", "螺丝杆"], "note": "示例"})
    assert made.status_code == 201
    group = made.json()
    assert group["words"] == ["螺栓", "螺丝杆"]
    path = f"/synonyms/{group['id']}"
    assert operator.get(path).json() == group
    changed = operator.ask("PUT", path, json={"words": ["螺栓", "栓钉甲"]})
    assert changed.json()["words"] == ["螺栓", "栓钉甲"]
    assert operator.get("/synonyms?q=栓钉").json()["total"] == 1
    assert operator.get("/synonyms?q=螺丝杆").json() == {"groups": [], "total": 0}
    assert operator.ask("DELETE", path).status_code == 204
    assert operator.get(path).status_code == 404


def test_one_word_is_no_group(operator):
    answer = operator.post("/synonyms", json={"words": ["螺栓"]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "words"


def test_members_see_neither_synonyms_nor_unmet_demand(member):
    assert member.get("/synonyms").status_code == 403
    assert member.get("/unmet").status_code == 403
