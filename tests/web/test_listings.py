import re
from datetime import date

import pytest
from sqlmodel import select

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.people.models import UserAccount
from matchmaking.people.roles import Role
from matchmaking.storage.database import transaction
from tests.web.catalogue_site import (
    OTHER,
    OTHER_NAME,
    TODAY,
    Platform,
    a_need,
    a_supply,
    other_firm,
)
from tests.web.signing import FIRM, FIRM_NAME, Browser, a_firm, small_site
from web.pages import accounts, listing_forms, listings

NEED = {
    "title": "6061铝合金圆铸锭",
    "type": "关键原材料",
    "specs": "φ178mm",
    "quantity": "500吨/月",
    "needed_by": "2026-06-30",
    "needed_by_binds": "1",
    "price": "21500元/吨",
    "region": "云南省昆明市",
    "musts": "持有ISO9001",
    "wishes": "本省优先",
}
SUPPLY = {"product": "示例铝合金铸棒", "capacity": "9000吨/年", "lead_days": "20天", "price": ""}


@pytest.fixture
def ground(engine) -> Platform:
    ground = Platform(engine)
    ground.put(a_firm(), other_firm())
    return ground


@pytest.fixture
def site(ground):
    return small_site(ground, accounts.router, listing_forms.router, listings.router)


@pytest.fixture
def leader(site, ground) -> Browser:
    return ground.browser(site, Role.CHAIN_LEADER)


@pytest.fixture
def sme(site, ground) -> Browser:
    return ground.browser(site, Role.SME, firm_id=OTHER)


@pytest.fixture
def officer(site, ground) -> Browser:
    return ground.browser(site, Role.OFFICER)


def version_of(page) -> str:
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


def test_a_stranger_reads_what_is_open_without_contacts_or_buttons(site, ground):
    ground.put(a_need(specs="φ178mm", expires_on=date(2026, 4, 1), on_behalf=True), a_supply())
    page = Browser(site).get("/needs/n1")
    assert page.status_code == 200
    for shown in ("示例铝锭", "φ178mm", FIRM_NAME, f"/firms/{FIRM}", "2026-04-01", "代填"):
        assert shown in page.text
    for hidden in ("/needs/n1/edit", "/needs/n1/matches", "结束这条记录"):
        assert hidden not in page.text
    assert OTHER_NAME in Browser(site).get("/supplies/s1").text


@pytest.mark.parametrize(
    "how", [{"status": "待审核"}, {"status": "已结束"}, {"expires_on": date(2026, 3, 1)}]
)
def test_what_is_not_open_is_for_its_firm_and_officers(site, ground, leader, officer, sme, how):
    ground.put(a_need(**how))
    assert Browser(site).get("/needs/n1").status_code == 404
    assert "没有公开" in sme.get("/needs/n1").text
    assert leader.get("/needs/n1").status_code == 200
    assert officer.get("/needs/n1").status_code == 200


def test_its_owner_sees_how_it_stands(ground, leader):
    ground.put(
        a_need(expires_on=date(2026, 3, 1), confirmed_on=date(2025, 1, 1), review_note="请补数量")
    )
    page = leader.get("/needs/n1").text
    for shown in ("✕ 已过期", "? 久未确认", "审核意见：请补数量", "/needs/n1/matches"):
        assert shown in page


def test_a_need_that_is_typed_in_waits_for_review(ground, leader):
    assert "必须满足的条件" in leader.get("/needs/new").text
    made = leader.post("/needs/new", data=NEED | {"number": "甲-1"})
    (need,) = ground.all_of(Need)
    assert made.headers["location"] == f"/needs/{need.id}?done=saved"
    assert (need.title, need.number, need.status) == ("6061铝合金圆铸锭", "甲-1", "待审核")
    assert (need.quantity_amount, need.quantity_unit, need.quantity_period) == (500, "吨", "月")
    assert (need.needed_by, need.expires_on) == (date(2026, 6, 30), date(2026, 6, 30))
    assert (need.on_behalf, need.musts) == (False, ["交期"])
    assert need.wishes == [["资质", "持有ISO9001", True], ["其他", "本省优先", False]]
    assert "等主管部门审核" in leader.get(made.headers["location"]).text


def test_what_cannot_be_read_is_said_beside_its_field_and_nothing_is_lost(ground, leader):
    wrong = {"quantity": "若干", "region": "某某某", "description": "别丢了我"}
    again = leader.post("/needs/new", data=NEED | wrong)
    assert again.status_code == 422
    for shown in ("还没有保存", "没有读出数字", "没有认出这个地区", "别丢了我", "若干"):
        assert shown in again.text
    assert again.text.count('aria-invalid="true"') == 2
    assert "缺少需求名称" in leader.post("/needs/new", data={"title": " "}).text
    assert ground.all_of(Need) == []


def test_the_same_need_is_not_entered_twice(ground, leader):
    leader.post("/needs/new", data=NEED)
    again = leader.post("/needs/new", data=NEED)
    assert again.status_code == 409
    assert "已经有一条同样编号或同样内容的记录" in again.text
    assert len(ground.all_of(Need)) == 1


def test_an_officer_enters_for_a_firm_and_it_is_shown_as_such(ground, officer):
    assert 'id="firm_id"' in officer.get("/supplies/new").text
    assert OTHER_NAME in officer.get(f"/supplies/new?firm={OTHER}").text
    unnamed = officer.post("/supplies/new", data=SUPPLY)
    assert unnamed.status_code == 422
    assert "请写明是哪家企业的" in unnamed.text
    unknown = officer.post("/supplies/new", data=SUPPLY | {"firm_id": "没有的"})
    assert "没有找到唯一的一家企业" in unknown.text
    officer.post("/supplies/new", data=SUPPLY | {"firm_id": OTHER_NAME})
    (supply,) = ground.all_of(SupplyListing, OTHER)
    assert (supply.product, supply.lead_days, supply.on_behalf) == ("示例铝合金铸棒", 20, True)


def test_a_member_enters_for_its_own_firm_only(ground, sme):
    sme.post("/supplies/new", data=SUPPLY | {"firm_id": FIRM})
    assert ground.all_of(SupplyListing, FIRM) == []
    assert len(ground.all_of(SupplyListing, OTHER)) == 1
    ground.put(a_need())
    assert sme.get("/needs/n1/edit").status_code == 403
    assert sme.post("/needs/n1/edit", data=NEED).status_code == 403
    assert sme.post("/needs/n1/close").status_code == 403
    assert sme.get(f"/my/needs?firm={FIRM}").status_code == 403


def test_a_change_is_written_with_the_version_it_was_read_at(ground, leader):
    leader.post("/needs/new", data=NEED)
    (need,) = ground.all_of(Need)
    form = leader.get(f"/needs/{need.id}/edit")
    for shown in ("6061铝合金圆铸锭", "500吨/月", "21500元/吨", "持有ISO9001", "checked"):
        assert shown in form.text
    data = NEED | {"version": version_of(form), "quantity": "800吨/月"}
    saved = leader.post(f"/needs/{need.id}/edit", data=data)
    assert saved.headers["location"] == f"/needs/{need.id}?done=saved"
    late = leader.post(f"/needs/{need.id}/edit", data=data | {"quantity": "1吨/月"})
    assert late.status_code == 409
    assert "刚刚被别人改过" in late.text
    kept = ground.one(Need, need.id)
    assert (kept.quantity_amount, kept.version, kept.terms) == (800, 2, 2)


def test_a_supply_is_changed_as_well(ground, sme):
    ground.put(a_supply(lead_days=9, minimum_order_amount=5, minimum_order_unit="吨"))
    form = sme.get("/supplies/s1/edit")
    assert 'value="9天"' in form.text
    data = SUPPLY | {"version": version_of(form)}
    assert sme.post("/supplies/s1/edit", data=data).status_code == 303
    kept = ground.one(SupplyListing, "s1")
    assert (kept.product, kept.minimum_order_amount) == ("示例铝合金铸棒", None)
    assert "20 天" in sme.get("/supplies/s1").text


def test_a_zero_byte_does_not_reach_the_database(ground, leader):
    leader.post("/needs/new", data={"title": "示例\x00铝锭"})
    assert ground.all_of(Need)[0].title == "示例铝锭"


def test_closing_and_renewing(ground, leader):
    ground.put(a_need(confirmed_on=date(2025, 1, 1)))
    assert leader.post("/needs/n1/renew").headers["location"] == "/needs/n1?done=renewed"
    assert ground.one(Need, "n1").confirmed_on == TODAY
    assert leader.post("/needs/n1/close").headers["location"] == "/needs/n1?done=closed"
    closed = leader.get("/needs/n1?done=closed").text
    assert "已经结束，不再公开" in closed
    assert "/needs/n1/close" not in closed
    assert leader.post("/needs/n1/close").status_code == 409
    leader.post("/needs/n1/renew")
    assert ground.one(Need, "n1").status == "待审核"


def test_my_needs_are_mine_whatever_their_status(ground, leader, sme):
    assert "还没有需求" in leader.get("/my/needs").text
    ground.put(
        a_need("n1", title="示例甲"),
        a_need("n2", title="示例乙", status="已退回", review_note="请补规格"),
        a_need("n3", OTHER, title="示例丙"),
    )
    mine = leader.get("/my/needs").text
    for shown in ("示例甲", "示例乙", "已退回", "请补规格", 'href="/needs/n1/matches"'):
        assert shown in mine
    assert "示例丙" not in mine
    assert "示例丙" in sme.get("/my/needs").text
    assert "还没有供给" in sme.get("/my/supplies").text


def test_an_officer_chooses_a_firm_first(ground, officer):
    ground.put(a_need())
    assert "先选一家企业" in officer.get("/my/needs").text
    page = officer.get(f"/my/needs?firm={FIRM}").text
    assert "企业的需求" in page
    assert "示例铝锭" in page


def test_a_member_without_a_firm_is_told_whom_to_ask(site, ground):
    browser = ground.browser(site, Role.SME)
    with transaction(ground.engine) as session:
        session.exec(select(UserAccount)).one().firm_id = None
    assert "还没有所属企业" in browser.get("/my/supplies").text
    assert "还没有所属企业" in browser.post("/supplies/new", data=SUPPLY).text


def test_long_lists_are_paged(ground, leader):
    ground.put(*(a_need(f"n{number}") for number in range(60)))
    first = leader.get("/my/needs").text
    assert 'rel="next"' in first
    assert first.count("/edit") == 50
    second = leader.get("/my/needs?start=50").text
    assert 'rel="prev"' in second
    assert second.count("/edit") == 10
    assert "这一页没有内容了" in leader.get("/my/needs?start=100").text


def test_a_list_leaves_as_a_file_whole(ground, leader):
    ground.put(*(a_need(f"n{number}", on_behalf=True) for number in range(60)))
    lines = leader.get("/my/needs?format=csv").text.splitlines()
    assert len(lines) == 61
    assert lines[0].startswith("\ufeff需求名称,需求类型,")
    assert lines[1].startswith("示例铝锭,")
    assert lines[1].count("是") == 1
    assert leader.get("/my/needs?format=xlsx").content[:2] == b"PK"


def test_what_nobody_would_read_is_refused(ground, leader):
    again = leader.post("/needs/new", data=NEED | {"specs": "长" * 5_001, "number": "9" * 101})
    assert again.status_code == 422
    assert "最多 5000 个字" in again.text
    assert "最多 100 个字" in again.text
    ground.put(a_need())
    late = leader.post("/needs/n1/edit", data=NEED | {"version": "9" * 5_000})
    assert late.status_code == 409
