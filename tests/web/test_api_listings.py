import pytest

from matchmaking.catalogue.models import MatchMark, Need, SupplyListing
from matchmaking.matching.evidence import Unmet
from matchmaking.people import keys
from matchmaking.people.roles import Role
from matchmaking.people.tokens import new_key
from matchmaking.sentences import say
from matchmaking.storage.database import transaction
from tests.web.catalogue_site import OTHER, OTHER_NAME, Platform, a_need, a_supply, other_firm
from tests.web.fakes import DENIED, NoMatches, match
from tests.web.signing import FIRM, FIRM_NAME, Browser, a_firm, small_site
from tests.web.test_need_matches import ASKED, FITTING, TEAM, Live, offered
from web.api import catalogue, listings
from web.pages import accounts

NEED = {
    "number": "甲-1",
    "title": "6061铝合金圆铸锭",
    "quantity": "500吨/月",
    "needed_by": "2026-06-30",
    "needed_by_binds": True,
    "musts": ["持有ISO9001", "送货到厂"],
}


@pytest.fixture
def ground(engine) -> Platform:
    ground = Platform(engine, live=Live(*FITTING))
    ground.put(a_firm(), other_firm())
    return ground


class Program(Browser):
    """Calls with a key and nothing else; without an account, as anybody."""

    def __init__(self, ground, role: Role | None = None, **more) -> None:
        super().__init__(small_site(ground, accounts.router, listings.router, catalogue.router))
        self.headers = {}
        if role is None:
            return
        account = ground.add(f"user{ground.new_id()}", role, **more)
        with transaction(ground.engine) as session:
            issued = keys.issue_key(
                session,
                account.id,
                "示例",
                text=new_key("0123456789", account.id),
                now=ground.now(),
                new_id=ground.new_id,
            )
        self.headers = {"authorization": f"Bearer {issued.text}"}

    def ask(self, method, path, **more):
        headers = self.headers | more.pop("headers", {})
        return super().ask(method, f"/api/v1{path}", headers=headers, **more)

    def post(self, path, **more):
        return self.ask("POST", path, **more)


@pytest.fixture
def leader(ground) -> Program:
    return Program(ground, Role.CHAIN_LEADER)


@pytest.fixture
def sme(ground) -> Program:
    return Program(ground, Role.SME, firm_id=OTHER)


@pytest.fixture
def operator(ground) -> Program:
    return Program(ground, Role.OPERATOR)


def test_anybody_reads_what_is_open(ground):
    ground.put(a_need(specs="φ9mm", review_note="内部意见"), a_need("n2", status="待审核"))
    anybody = Program(ground)
    need = anybody.get("/needs/n1").json()
    assert (need["kind"], need["title"], need["firm_name"]) == ("need", "示例铝锭", FIRM_NAME)
    assert (need["fields"]["specs"], need["review_note"]) == ("φ9mm", "")
    refused = anybody.get("/needs/n2")
    assert refused.status_code == 404
    assert refused.headers["content-type"] == "application/problem+json"
    assert anybody.get("/needs/n1?x=1").status_code == 422


def test_a_need_is_posted_once_however_often_it_is_sent(ground, leader):
    named = {"Idempotency-Key": "write-1"}
    made = leader.post("/needs", json=NEED, headers=named)
    assert made.status_code == 201
    (need,) = ground.all_of(Need)
    assert made.headers["location"] == f"/api/v1/needs/{need.id}"
    told = made.json()
    assert (told["number"], told["status"], told["version"]) == ("甲-1", "待审核", 1)
    assert told["fields"]["musts"] == "持有ISO9001\n送货到厂"
    assert told["fields"]["needed_by_binds"] == "1"
    again = leader.post("/needs", json=NEED, headers=named)
    assert (again.status_code, again.content) == (201, made.content)
    assert leader.post("/needs", json=NEED).status_code == 409
    assert len(ground.all_of(Need)) == 1


def test_what_cannot_be_read_is_named(leader):
    wrong = leader.post("/needs", json=NEED | {"quantity": "若干", "region": "某某某"})
    assert wrong.status_code == 422
    assert {error["field"] for error in wrong.json()["errors"]} == {"quantity", "region"}
    assert leader.post("/needs", json=NEED | {"colour": "红"}).status_code == 422


def test_a_supply_is_written_and_changed_with_its_version(ground, sme):
    body = {"product": "示例铸棒", "lead_days": "20天", "certificates": ["ISO9001", "IATF16949"]}
    made = sme.post("/supplies", json=body).json()
    assert made["fields"]["certificates"] == "ISO9001、IATF16949"
    change = body | {"version": 1, "capacity": "9000吨/年"}
    where = f"/supplies/{made['id']}"
    changed = sme.ask("PUT", where, json=change)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert sme.ask("PUT", where, json=change).status_code == 409
    assert ground.one(SupplyListing, made["id"]).capacity_amount == 9000
    assert sme.get("/supplies").json()["total"] == 1


def test_a_need_is_changed_closed_and_renewed(ground, leader, sme):
    ground.put(a_need())
    change = {"title": "示例铝棒", "version": 1}
    assert sme.ask("PUT", "/needs/n1", json=change).status_code == 403
    assert leader.ask("PUT", "/needs/n1", json=change).json()["title"] == "示例铝棒"
    assert leader.post("/needs/n1/close").json()["status"] == "已结束"
    assert leader.post("/needs/n1/close").status_code == 409
    assert leader.post("/needs/n1/renew").json()["status"] == "待审核"


def test_an_officer_says_for_which_firm(operator):
    assert operator.get("/needs").status_code == 404
    assert operator.get("/opportunities").status_code == 404
    assert operator.get(f"/needs?firm={FIRM}").json() == {"listings": [], "total": 0}
    assert operator.post("/needs", json=NEED).status_code == 422
    made = operator.post("/needs", json=NEED | {"firm": OTHER_NAME}).json()
    assert (made["firm_id"], made["on_behalf"]) == (OTHER, True)


def test_a_team_comes_with_the_part_of_each_firm(ground, leader):
    ground.put(a_need())
    assert leader.get("/needs/n1/matches").json()["team"] is None
    ground.live = Live(*FITTING, team=TEAM)
    team = leader.get("/needs/n1/matches").json()["team"]
    assert team["parts"][0] == {
        "firm_key": OTHER,
        "firm_name": OTHER_NAME,
        "supply_ids": ["s1"],
        "score": 86.4,
        "share": 0.6,
        "amount": "3吨",
        "items": [],
        "certificates": [],
        "sentences": ["供 3吨，占 60%"],
    }
    assert team["parts"][1]["certificates"] == ["ISO9001"]
    assert team["uncovered"] == ["写明的余量合起来还差 2吨，占 40%"]
    assert len(team["notes"]) == 1


def test_matches_come_with_their_marks(ground, leader, sme):
    ground.put(a_need(), a_supply())
    marked = leader.post("/needs/n1/marks", json={"supply_id": "s1", "mark": "入围"})
    expected = [{"supply_id": "s1", "mark": "入围", "reason": "", "outdated": False}]
    assert marked.json() == {"marks": expected}
    answer = leader.get("/needs/n1/matches?top=20").json()
    assert answer["marks"] == expected
    assert [one["firm_key"] for one in answer["matches"]] == [OTHER, "firm-3", "firm-4"]
    first = answer["matches"][0]
    assert round(sum(part["points"] for part in first["contributions"]), 6) == first["score"]
    assert sme.get("/needs/n1/matches").status_code == 403
    refused = leader.post("/needs/n1/marks", json={"supply_id": "s1", "mark": "不合适"})
    assert refused.status_code == 422
    assert leader.post("/needs/n1/marks", json={"supply_id": "s1"}).json() == {"marks": []}
    assert ground.one(MatchMark, ("n1", "s1")) is None


def test_while_the_market_is_built_programs_are_told_to_ask_again(ground, leader, sme):
    ground.put(a_need())
    ground.live = NoMatches()
    answer = leader.get("/needs/n1/matches")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert sme.get("/opportunities").status_code == 503


def test_nobody_fits(ground, leader):
    ground.put(a_need())
    near = (match(ASKED, offered("s1"), 1, 20.0, DENIED),)
    ground.live = Live(
        unmet=Unmet(
            ASKED, say("供给清单里没有「{title}」一类产品，已列为未匹配需求", title="x"), near
        )
    )
    answer = leader.get("/needs/n1/matches").json()
    assert [one["supply_id"] for one in answer["nearest"]] == ["s1"]


def test_opportunities_are_a_firm_s_own(sme, leader):
    answer = sme.get("/opportunities").json()
    assert (answer["firm_key"], answer["firm_name"], answer["considered"]) == (OTHER, OTHER_NAME, 9)
    assert [one["demand_id"] for one in answer["matches"]] == ["n1", "n1", "n1"]
    assert leader.get(f"/opportunities?firm={OTHER}").status_code == 403


def test_the_authority_reviews_several_at_once(ground, operator, leader):
    ground.put(a_need("n1", status="待审核"), a_need("n2", status="待审核", version=3))
    assert leader.get("/review").status_code == 403
    queue = operator.get("/review").json()
    assert [item["listing"]["id"] for item in queue["items"]] == ["n1", "n2"]
    items = [{"id": "n1", "version": 1}, {"id": "n2", "version": 1}]
    body = {"kind": "needs", "items": items, "decision": "publish"}
    assert operator.post("/review", json=body).json() == {"done": 1, "skipped": ["n2"]}
    back = body | {"items": [{"id": "n2", "version": 3}], "decision": "send_back"}
    assert operator.post("/review", json=back).status_code == 422
    assert operator.post("/review", json=back | {"note": "请补数量"}).json()["done"] == 1
    assert ground.one(Need, "n2").review_note == "请补数量"


def test_changes_are_read_on_from_where_one_was(ground, leader):
    ground.put(a_need())
    for _ in range(3):
        leader.post("/needs/n1/renew")
    first = leader.get("/changes?limit=2").json()
    assert [(one["subject"], one["subject_id"]) for one in first["changes"]] == [("need", "n1")] * 2
    assert first["more"] is True
    rest = leader.get(f"/changes?after={first['after']}").json()
    assert (len(rest["changes"]), rest["more"]) == (1, False)
    last = leader.get(f"/changes?after={rest['after']}").json()
    assert last == {"changes": [], "after": rest["after"], "more": False}
    assert Program(ground).get("/changes").status_code == 401
