"""Programs read the thesaurus without a key, and keep it with an operator's."""

import pytest

from matchmaking.people.roles import Role
from matchmaking.storage.database import transaction
from tests.web.programs import Program
from tests.web.signing import Browser, a_firm, small_site
from tests.web.thesaurus_site import BRICK, Ground, used
from web.api import thesaurus

AT = "/api/v1/thesaurus"


@pytest.fixture
def ground(engine) -> Ground:
    with transaction(engine) as session:
        session.add(a_firm())
    return Ground(engine)


@pytest.fixture
def anybody(ground) -> Browser:
    return Browser(small_site(ground, thesaurus.router))


@pytest.fixture
def operator(ground, anybody) -> Program:
    return Program(anybody.app, ground, ground.add("boss", Role.OPERATOR))


def add(operator: Program, **more: str):
    return operator.post(f"{AT}/entries", json=BRICK | more)


def test_anybody_looks_concepts_up(anybody):
    answer = anybody.get(f"{AT}?q=洋灰").json()
    assert answer["total"] == 1
    assert answer["concepts"][0] == {
        "name": "水泥",
        "division": "30",
        "kind_of": ["非金属矿物制品"],
        "part_of": [],
        "others": ["洋灰", "红毛泥"],
        "purposes": ["拌混凝土用的粉"],
        "marks": ["P·O*"],
        "made_from": ["石灰石"],
        "goes_into": ["混凝土"],
        "unlike": [],
        "where": "30-part.csv",
    }
    assert anybody.get(f"{AT}?division=30&start=3").json()["concepts"][0]["name"] == "白水泥"
    looked = anybody.get(f"{AT}/concept?name=洋灰").json()
    assert (looked["concept"]["name"], looked["narrower"]) == ("水泥", ["白水泥"])
    assert anybody.get(f"{AT}/concept?name=瓦").status_code == 404
    coverage = anybody.get(f"{AT}/coverage").json()["divisions"]
    assert [one["concepts"] for one in coverage] == [4, 0, 4]
    assert anybody.get(f"{AT}/explain?text=洋灰").status_code == 401


def test_a_text_is_explained(operator):
    touches = operator.get(f"{AT}/explain?text=采购洋灰").json()["touches"]
    assert touches[0] == {
        "concept": "水泥",
        "by": "其他名称",
        "written": "洋灰",
        "worth": 1.0,
        "where": "30-part.csv",
    }


def test_an_entry_is_proposed_changed_approved_and_withdrawn(operator):
    answer = add(operator, others="砖头")
    assert answer.status_code == 201
    entry = answer.json()
    assert answer.headers["location"] == f"{AT}/entries/{entry['id']}"
    assert (entry["state"], entry["cells"]["others"], entry["question"]) == ("待审核", "砖头", "")
    at = f"{AT}/entries/{entry['id']}"
    changed = operator.ask("PUT", at, json=BRICK | {"others": "火砖"}).json()
    assert changed["cells"]["others"] == "火砖"
    assert operator.get(f"{AT}/entries").json()["total"] == 1
    assert operator.post(f"{at}/approve").json()["state"] == "已采用"
    assert operator.get(f"{AT}?q=火砖").json()["total"] == 1
    assert operator.post(f"{at}/reject", json={}).status_code == 409
    assert operator.post(f"{at}/withdraw").json()["state"] == "已撤回"
    assert operator.get(at).json()["state"] == "已撤回"
    assert operator.get(f"{AT}?q=火砖").json()["total"] == 0


def test_it_is_written_once_and_may_be_in_force_at_once(operator):
    key = {"headers": {"idempotency-key": "k1"}}
    body = BRICK | {"decision": "approve"}
    first, again = (operator.post(f"{AT}/entries", json=body, **key) for _ in range(2))
    assert first.json()["state"] == "已采用"
    assert again.content == first.content
    assert operator.get(f"{AT}/entries?state=已采用").json()["total"] == 1


def test_what_would_break_it_is_refused_with_each_fault(operator):
    answer = add(operator, kind_of="砖瓦")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "field": "fault_1",
            "problem": "「红砖」提到的「砖瓦」找不到；请改成已有概念的标准名，或补上这个概念。",
        }
    ]
    assert operator.get(f"{AT}/entries").json()["total"] == 0


def test_what_use_asks_is_another_name_or_is_rejected(ground, operator):
    used(ground)
    assert operator.post(f"{AT}/questions").json() == {"new": 2}
    asked = {one["cells"]["name"]: one for one in operator.get(f"{AT}/entries").json()["entries"]}
    cement = asked["士敏土"]
    assert cement["near"][0] == "水泥"
    assert "是「水泥」的另一个名称" in cement["question"]
    at = f"{AT}/entries/{cement['id']}/another-name"
    assert operator.post(at, json={"concept": "水泥"}).json()["doing"] == "更正"
    assert operator.get(f"{AT}/concept?name=士敏土").json()["concept"]["name"] == "水泥"
    other = f"{AT}/entries/{asked['石灰石粉料']['id']}/reject"
    assert operator.post(other, json={"note": "太宽"}).json()["decision_note"] == "太宽"
    assert operator.post(f"{AT}/questions").json() == {"new": 0}
