import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from matchmaking.catalogue.models import MatchMark, SupplyListing
from matchmaking.errors import UnknownRecord
from matchmaking.firms.models import FirmContact
from matchmaking.matching.evidence import Match, Opportunities, Part, Recommendation, Team, Unmet
from matchmaking.people.roles import Role
from matchmaking.records import Demand, Firm, Quantity, Supply
from matchmaking.sentences import say
from tests.web.catalogue_site import OTHER, OTHER_NAME, Platform, a_need, a_supply, other_firm
from tests.web.fakes import CAPACITY, DENIED, UNCERTAIN, NoMatches, match
from tests.web.signing import FIRM, FIRM_NAME, Browser, a_firm, small_site
from web.pages import accounts, firm_files, listing_forms, listings, need_matches, opportunities

BUYER, MAKER = Firm(FIRM, FIRM_NAME), Firm(OTHER, OTHER_NAME)
ASKED = Demand("n1", "示例铝锭", BUYER, quantity=Quantity(5, "吨"))


def offered(key: str, product: str = "示例机床", firm: Firm = MAKER) -> Supply:
    return Supply(key, product, firm)


class Live:
    """A market that answers what it is told."""

    def __init__(
        self, *matches: Match, unmet: Unmet | None = None, team: Team | None = None
    ) -> None:
        self.matches = matches
        self.unmet = unmet
        self.together = team

    def team(self, answer):
        assert answer.demand == ASKED
        return self.together

    def suppliers(self, need_id, *, top):
        assert top == 20
        if need_id != "n1":
            raise UnknownRecord("没有这条需求，可能已被撤回，或者地址有误。请从列表里重新选择。")
        return Recommendation(ASKED, self.matches, 812, self.unmet)

    def opportunities(self, firm_id, *, top):
        assert top in (5, 20)
        return Opportunities(replace(MAKER, key=firm_id), self.matches, 9)


FITTING = (
    match(ASKED, offered("s1"), 1, 86.4, CAPACITY),
    match(ASKED, offered("s2", "示例丝杠", Firm("firm-3", "示例丙厂")), 2, 60.0, UNCERTAIN),
    match(ASKED, offered("s3", "示例轴", Firm("firm-4", "示例丁厂")), 3, 40.0, DENIED),
)


@pytest.fixture
def ground(engine) -> Platform:
    ground = Platform(engine, live=Live(*FITTING))
    ground.put(a_firm(), other_firm(), a_need(), a_supply(), a_supply("s2"), a_supply("s9"))
    ground.put(FirmContact(id="c1", firm_id=OTHER, name="示例某", phone="0871-00000009"))
    return ground


@pytest.fixture
def site(ground):
    routers = (accounts, firm_files, listing_forms, listings, need_matches, opportunities)
    return small_site(ground, *(page.router for page in routers))


@pytest.fixture
def leader(site, ground) -> Browser:
    return ground.browser(site, Role.CHAIN_LEADER)


@pytest.fixture
def sme(site, ground) -> Browser:
    return ground.browser(site, Role.SME, firm_id=OTHER)


def mark(browser, supply="s1", **said):
    return browser.post("/needs/n1/marks", data={"supply": supply, "reason": ""} | said)


def test_each_match_has_its_reasons_questions_and_ways_on(leader):
    page = leader.get("/needs/n1/matches").text
    for shown in (
        "2 家可以谈",
        "从 812 条供给中评出",
        OTHER_NAME,
        f'href="/firms/{OTHER}"',
        'href="/supplies/s1"',
        'href="/supplies/S009"',
        "86.4",
        "是否持有ISO9001？有效期到何时？",
        "取得ISO9001",
        "可供 6,500吨/年，够 约500吨/月",
        "得分构成",
        "必须条件不符合的 1 家",
        "标为入围",
    ):
        assert shown in page
    assert "查看联系方式" not in page
    assert "联合供货方案" not in page


TEAM = Team(
    ASKED,
    (
        Part(MAKER, (offered("s1"),), 86.4, 0.6, Quantity(3, "吨")),
        Part(FITTING[1].supply.firm, (offered("s2"),), 60.0, certificates=("ISO9001",)),
    ),
    (say("写明的余量合起来还差 {lack}，占 {share}%", lack="2吨", share=40),),
    (say("资质由各家分别持有，请先确认是否认可联合供货时分别持证"),),
)


def test_firms_that_meet_the_need_together_are_shown_as_one_offer(leader, ground):
    ground.live = Live(*FITTING, team=TEAM)
    page = leader.get("/needs/n1/matches").text
    for shown in (
        "联合供货方案",
        "2 家，最少的一组",
        "供 3吨，占 60%",
        "持有ISO9001",
        "写明的余量合起来还差 2吨，占 40%",
        "请先确认是否认可联合供货时分别持证",
    ):
        assert shown in page


def test_ten_firms_come_first_and_the_others_on_asking(ground, leader):
    found = [match(ASKED, offered(f"s{n}"), n, 90.0 - n, CAPACITY) for n in range(1, 14)]
    ground.live.matches = tuple(found)

    page = leader.get("/needs/n1/matches").text
    assert 'id="firm-10"' in page
    assert 'id="firm-11"' not in page
    assert "再看后面 3 家" in page

    whole = leader.get("/needs/n1/matches?all=1").text
    assert 'id="firm-13"' in whole
    assert "再看后面" not in whole


def test_a_marked_firm_is_on_the_page_however_far_down_it_stands(ground, leader):
    found = [match(ASKED, offered(f"x{n}"), n, 90.0 - n, CAPACITY) for n in range(1, 12)]
    ground.live.matches = (*found, match(ASKED, offered("s2"), 12, 50.0, CAPACITY))
    mark(leader, "s2", mark="入围")

    page = leader.get("/needs/n1/matches").text
    assert 'id="firm-12"' in page
    assert "再看后面 1 家" in page


def test_a_need_s_matches_are_for_its_firm_and_officers(site, ground, sme):
    assert sme.get("/needs/n1/matches").status_code == 403
    assert mark(sme, mark="入围").status_code == 403
    officer = ground.browser(site, Role.OFFICER)
    assert officer.get("/needs/n1/matches").status_code == 200
    assert officer.get("/needs/nobody/matches").status_code == 404


def test_while_the_market_is_built_the_page_asks_again(ground, leader):
    ground.live = NoMatches()
    for path in ("/needs/n1/matches", "/needs/n1/compare", "/my/opportunities"):
        page = leader.get(path)
        assert page.status_code == 200
        assert 'http-equiv="refresh" content="2"' in page.text
        assert "正在整理已发布的需求和供给" in page.text


def test_a_shortlisted_firm_shows_whom_to_call(leader):
    assert leader.post(f"/firms/{OTHER}/contacts").status_code == 403
    assert mark(leader, mark="入围").headers["location"] == "/needs/n1/matches#supply-s1"
    page = leader.get("/needs/n1/matches").text
    assert f'action="/firms/{OTHER}/contacts#contacts"' in page
    assert "0871-00000009" not in page
    assert "0871-00000009" in leader.post(f"/firms/{OTHER}/contacts").text


def test_a_no_needs_its_reason(ground, leader):
    again = mark(leader, mark="不合适")
    assert again.status_code == 422
    assert "请写一句为什么不合适" in again.text
    mark(leader, mark="不合适", reason="交期太长")
    assert "交期太长" in leader.get("/needs/n1/matches").text
    mark(leader, mark="")
    assert "交期太长" not in leader.get("/needs/n1/matches").text
    assert ground.one(MatchMark, ("n1", "s1")) is None


def test_changed_terms_ask_to_confirm_a_mark_again(leader):
    mark(leader, mark="入围")
    assert "条件已变" not in leader.get("/needs/n1/matches").text
    form = {"title": "示例铝锭", "specs": "φ9mm", "version": "1"}
    assert leader.post("/needs/n1/edit", data=form).status_code == 303
    assert "条件已变，请重新确认" in leader.get("/needs/n1/matches").text
    mark(leader, mark="入围")
    assert "条件已变" not in leader.get("/needs/n1/matches").text


def test_what_was_marked_stays_in_sight_when_the_list_changes(leader):
    mark(leader, "s9", mark="不合适", reason="太远")
    page = leader.get("/needs/n1/matches").text
    assert "标记过、现在不在名单里的" in page
    assert 'id="supply-s9"' in page
    assert "太远" in page


def test_only_public_needs_and_supplies_are_brought_together(ground, leader):
    ground.put(a_supply("s8", status="待审核"))
    late = mark(leader, "s8", mark="入围")
    assert late.status_code == 409
    leader.post("/needs/n1/close")
    refused = mark(leader, mark="入围")
    assert "审核通过并公开以后" in refused.text
    assert mark(leader, mark="不合适", reason="不要了").status_code == 303
    assert mark(leader, "nothing", mark="不合适", reason="x").status_code == 404
    assert ground.one(SupplyListing, "s8").status == "待审核"


def test_ticked_firms_stand_side_by_side(leader):
    page = leader.get("/needs/n1/compare?supply=s1&supply=s2&supply=gone").text
    for shown in (OTHER_NAME, "示例丙厂", 'href="/needs/n1/matches"', f'href="/firms/{OTHER}"'):
        assert shown in page
    assert "示例丁厂" not in page
    assert "至少勾选两家才好比较" in leader.get("/needs/n1/compare").text


def test_nobody_fits_and_what_to_do_about_it(ground, leader):
    near = (match(ASKED, offered("s1"), 1, 20.0, DENIED),)
    upstream = (offered("s7", "示例铝棒", Firm("firm-7", "示例庚厂")),)
    cause = say("供给清单里没有「{title}」一类产品，已列为未匹配需求", title="示例铝锭")
    ground.live = Live(unmet=Unmet(ASKED, cause, near, upstream))
    page = leader.get("/needs/n1/matches").text
    for shown in ("暂时没有企业符合", "最接近的 1 家", "取得ISO9001", "示例庚厂", "示例铝棒"):
        assert shown in page


def test_a_firm_sees_its_opportunities_with_reasons_and_what_to_change(ground, sme):
    page = sme.get("/my/opportunities").text
    for shown in (
        "我的机会",
        "2 条需求可以谈",
        'href="/needs/n1"',
        'href="/supplies/s1"',
        "还差一步的 1 条",
        "取得ISO9001",
    ):
        assert shown in page
    ground.live = Live()
    assert "现在没有适合的需求" in sme.get("/my/opportunities").text


def test_an_officer_looks_for_a_firm(site, ground):
    officer = ground.browser(site, Role.OFFICER)
    assert "先选一家企业" in officer.get("/my/opportunities").text
    page = officer.get(f"/my/opportunities?firm={OTHER}").text
    assert "企业的机会" in page
    assert "它的供给" in page


def test_another_firm_s_opportunities_are_its_own(sme):
    assert sme.get(f"/my/opportunities?firm={FIRM}").status_code == 403


def test_a_mark_is_dated_by_the_day_of_the_platform(ground, leader):
    ground.put(a_need("n2", expires_on=date(2026, 3, 1)))
    assert mark(leader, mark="入围").status_code == 303
    assert ground.one(MatchMark, ("n1", "s1")).marked_at == ground.now()


def test_matches_and_opportunities_leave_as_files(leader, sme):
    mark(leader, mark="不合适", reason="交期太长")
    header, first, *others = list(
        csv.reader(io.StringIO(leader.get("/needs/n1/matches?format=csv").text))
    )
    assert header[-2:] == ["标记", "标记原因"]
    assert first[3:5] == [OTHER_NAME, "示例机床"]
    assert first[9] == "86.4"
    assert first[-2:] == ["不合适", "交期太长"]
    assert [row[8] for row in others] == ["待确认", "不符合"]
    assert leader.get("/needs/n1/matches?format=xlsx").content[:2] == b"PK"
    assert sme.get("/my/opportunities?format=csv").text.count(OTHER_NAME) == 1
