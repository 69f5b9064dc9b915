from datetime import date

import pytest

from matchmaking.catalogue.models import MatchMark, Need, SupplyListing
from matchmaking.firms.models import FirmCertificate, FirmContact, FirmFile
from matchmaking.people.looks import looks_at
from matchmaking.people.roles import Role
from matchmaking.storage.database import reading, transaction
from tests.firms.conftest import code
from tests.web.programs import Program
from tests.web.signing import FIRM, FIRM_CODE, FIRM_NAME, NOW, Browser, Ground, a_firm, small_site
from web.api import firms, merges

OTHER, OTHER_NAME = "firm-2", "示例市虚构乙机床厂"
PHONE = "0871-00000009"
PLACE = "云南省昆明市五华区"
NEW = {"name": "示例市虚构丙轴承有限公司", "region": PLACE}
AS_FORM = {
    "name": NEW["name"],
    "code": "",
    "short_name": "",
    "kind": "中小企业",
    "region": PLACE,
    "industry": "",
    "size": None,
    "tier": None,
    "about": "",
    "contacts": [],
    "certificates": [],
    "version": 1,
}


def another_firm(**more) -> FirmFile:
    said = {"id": OTHER, "name": OTHER_NAME, "name_key": OTHER_NAME, "kind": "中小企业"}
    return FirmFile(**(said | more), created_at=NOW, updated_at=NOW)


def listing(model, key, firm_id, **more):
    said = {"title": "示例铝锭"} if model is Need else {"product": "示例机床"}
    usual = {"status": "已发布", "number": key, "confirmed_on": date(2026, 3, 2)}
    return model(id=key, firm_id=firm_id, posted_at=NOW, updated_at=NOW, **(said | usual | more))


@pytest.fixture
def ground(engine) -> Ground:
    with transaction(engine) as session:
        session.add(a_firm())
        session.add(another_firm(tier="专精特新中小企业", size="小型", region_code="530102"))
        session.flush()
        session.add(FirmContact(id="c1", firm_id=OTHER, name="示例某", phone=PHONE))
        session.add(
            FirmCertificate(id="p1", firm_id=OTHER, name="ISO9001", expires=date(2026, 3, 1))
        )
        session.add(FirmCertificate(id="p2", firm_id=OTHER, name="SC"))
    return Ground(engine)


@pytest.fixture
def site(ground):
    return small_site(ground, firms.router, merges.router)


@pytest.fixture
def call(site, ground):
    """A program with a key of somebody of that role."""
    return lambda role, **more: Program(site, ground, ground.add(role.name.lower(), role, **more))


@pytest.fixture
def boss(call) -> Program:
    return call(Role.OPERATOR)


def wrong_fields(answer) -> list[str]:
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    return [one["field"] for one in answer.json()["errors"]]


def test_anybody_reads_the_public_file(site, ground):
    with transaction(ground.engine) as session:
        session.add(listing(Need, "n1", OTHER))
        session.add(listing(Need, "n2", OTHER, status="待审核"))
        session.add(listing(SupplyListing, "s1", OTHER, specs="三轴"))
    answer = Browser(site).get(f"/api/v1/firms/{OTHER}")
    assert answer.json() == {
        "id": OTHER,
        "code": "",
        "name": OTHER_NAME,
        "short_name": "",
        "former_names": [],
        "other_names": [],
        "kind": "中小企业",
        "region": "",
        "region_code": "530102",
        "industry": "",
        "size": "小型",
        "tier": "专精特新中小企业",
        "about": "",
        "certificates": [
            {"name": "ISO9001", "expires": "2026-03-01", "expired": True},
            {"name": "SC", "expires": None, "expired": False},
        ],
        "needs": [{"id": "n1", "title": "示例铝锭", "specs": ""}],
        "needs_in_all": 1,
        "supplies": [{"id": "s1", "title": "示例机床", "specs": "三轴"}],
        "supplies_in_all": 1,
        "updated_at": "2026-03-02T01:00:00Z",
        "version": 1,
    }


def test_a_firm_that_is_not_there_is_a_problem(site):
    answer = Browser(site).get("/api/v1/firms/nobody")
    assert (answer.status_code, answer.json()["title"]) == (404, "没有找到")
    assert Browser(site).get(f"/api/v1/firms/{OTHER}?more=1").status_code == 422


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", [OTHER, FIRM]),
        ("q=机床", [OTHER]),
        (f"q={FIRM_CODE}", [FIRM]),
        ("kind=中小企业&tier=专精特新中小企业", [OTHER]),
        ("region=云南省昆明市", [OTHER]),
        ("start=1&limit=1", [FIRM]),
        ("kind=金融机构", []),
    ],
)
def test_officers_go_through_the_register(call, query, ids):
    answer = call(Role.OFFICER).get(f"/api/v1/firms?{query}").json()
    assert [one["id"] for one in answer["firms"]] == ids
    assert answer["in_all"] == (2 if "start" in query else len(ids))


@pytest.mark.parametrize(
    ("query", "field"),
    [("region=某某某", "region"), ("kind=x", "kind"), ("sort=x", "sort"), ("limit=0", "limit")],
)
def test_a_wrong_filter_is_named(boss, query, field):
    assert wrong_fields(boss.get(f"/api/v1/firms?{query}")) == [field]


def test_a_file_is_opened_once_however_often_it_is_asked_for(call):
    officer = call(Role.OFFICER)
    name = {"idempotency-key": "open-1"}
    answers = [officer.post("/api/v1/firms", json=NEW, headers=name) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == AS_FORM
    assert answers[0].content == answers[1].content
    where = answers[0].headers["location"]
    assert answers[1].headers["location"] == where
    assert officer.get(where).json()["name"] == NEW["name"]
    assert officer.get("/api/v1/firms").json()["in_all"] == 3


def test_all_that_is_wrong_with_a_file_is_listed(boss):
    wrong = NEW | {"code": "9153", "region": "某某某", "contacts": [{"name": "示例某"}]}
    assert wrong_fields(boss.post("/api/v1/firms", json=wrong)) == ["code", "region", "contacts"]


@pytest.mark.parametrize("body", [{}, NEW | {"more": 1}, NEW | {"name": "a\x00b"}, [], "x"])
def test_what_is_not_a_file_is_refused(boss, body):
    assert boss.post("/api/v1/firms", json=body).status_code == 422


def test_a_firm_reads_its_form_and_sends_it_back_changed(call):
    own = call(Role.SME, firm_id=OTHER)
    form = own.get(f"/api/v1/firms/{OTHER}/form").json()
    assert form["contacts"] == [{"name": "示例某", "phone": PHONE, "email": ""}]
    assert form["certificates"] == [
        {"name": "ISO9001", "expires": "2026-03-01"},
        {"name": "SC", "expires": None},
    ]
    wanted = form | {"about": "示例介绍", "tier": "制造业单项冠军企业", "code": code(4)}
    saved = own.ask("PUT", f"/api/v1/firms/{OTHER}", json=wanted)
    # The code and the ladder are the authority's to write.
    assert saved.json() == form | {"about": "示例介绍", "version": 2}
    late = own.ask("PUT", f"/api/v1/firms/{OTHER}", json=wanted)
    assert (late.status_code, late.json()["title"]) == (409, "与现在的情况冲突")


def test_an_officer_writes_what_the_authority_grants(boss):
    form = boss.get(f"/api/v1/firms/{OTHER}/form").json()
    saved = boss.ask("PUT", f"/api/v1/firms/{OTHER}", json=form | {"code": code(4)})
    assert (saved.json()["code"], saved.json()["version"]) == (code(4), 2)


def test_the_form_of_another_firm_is_not_shown_and_not_written(call):
    stranger = call(Role.SME)
    assert stranger.get(f"/api/v1/firms/{OTHER}/form").status_code == 403
    body = NEW | {"version": 1}
    assert stranger.ask("PUT", f"/api/v1/firms/{OTHER}", json=body).status_code == 403
    assert stranger.ask("PUT", "/api/v1/firms/nobody", json=body).status_code == 404


def test_an_officer_sees_contacts_and_is_written_down(call, ground):
    answer = call(Role.OFFICER).post(f"/api/v1/firms/{OTHER}/contacts")
    contact = {"name": "示例某", "phone": PHONE, "email": ""}
    assert answer.json() == {"firm_id": OTHER, "contacts": [contact]}
    with reading(ground.engine) as session:
        assert [one.role for one in looks_at(session, OTHER)] == ["助企服务专员"]


def test_firms_see_each_other_s_contacts_once_one_shortlisted_the_other(call, ground):
    leader = call(Role.CHAIN_LEADER)
    assert leader.post(f"/api/v1/firms/{OTHER}/contacts").status_code == 403
    with transaction(ground.engine) as session:
        session.add(listing(Need, "n1", FIRM))
        session.add(listing(SupplyListing, "s1", OTHER))
        session.flush()
        terms = {"need_terms": 1, "supply_terms": 1, "marked_by": "u", "marked_at": NOW}
        session.add(MatchMark(need_id="n1", supply_id="s1", mark="入围", **terms))
    answer = leader.post(f"/api/v1/firms/{OTHER}/contacts")
    assert answer.json()["contacts"][0]["phone"] == PHONE


PAIR = {"kept": FIRM, "gone": OTHER}


def test_a_merge_is_looked_at_done_and_taken_back(boss, ground):
    with transaction(ground.engine) as session:
        session.add(listing(Need, "n1", FIRM, number="1"))
        session.add(listing(Need, "n2", OTHER, number="1"))
    seen = boss.get(f"/api/v1/merges/preview?kept={FIRM}&gone={OTHER}").json()
    assert (seen["kept"]["name"], seen["gone"]["name"]) == (FIRM_NAME, OTHER_NAME)
    moves = ("needs", "supplies", "names", "contacts", "certificates", "users", "two_codes")
    assert [seen[one] for one in moves] == [1, 0, 0, 1, 2, 0, False]
    assert seen["renumbered"] == [{"before": "1", "after": "1-2"}]
    tier = {"field": "tier", "kept": "", "gone": "专精特新中小企业", "filled": True}
    assert tier in seen["differences"]
    name = {"idempotency-key": "merge-1"}
    done = [boss.post("/api/v1/merges", json=PAIR, headers=name) for _ in range(2)]
    assert [one.status_code for one in done] == [201, 201]
    made = done[0].json()
    assert done[1].json() == made
    assert boss.get(f"/api/v1/firms/{OTHER}").json()["id"] == FIRM
    again = boss.post("/api/v1/merges", json=PAIR)
    assert again.status_code == 409
    undone = boss.post(f"/api/v1/merges/{made['id']}/undo").json()
    assert undone == made | {"undone_at": "2026-03-02T01:00:00Z"}
    assert boss.get(f"/api/v1/firms/{OTHER}").json()["id"] == OTHER
    names = {"kept_name": FIRM_NAME, "gone_name": OTHER_NAME}
    assert boss.get("/api/v1/merges").json() == {"merges": [undone | names]}
    assert boss.post(f"/api/v1/merges/{made['id']}/undo").status_code == 409


def test_a_merge_that_cannot_be_is_a_problem(boss):
    assert boss.post("/api/v1/merges", json={"kept": FIRM, "gone": "x"}).status_code == 404
    same = boss.get(f"/api/v1/merges/preview?kept={FIRM}&gone={FIRM}")
    assert wrong_fields(same) == ["gone"]
    assert boss.post("/api/v1/merges/nothing/undo").status_code == 404
