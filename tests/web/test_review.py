import re
from datetime import timedelta

import pytest

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.catalogue.taking_in import Source, take_in
from matchmaking.imports.models import ImportEffect, ListImport
from matchmaking.people.models import UserAccount
from matchmaking.people.roles import Role
from matchmaking.records import Demand, Firm, Quantity
from matchmaking.storage.database import transaction
from matchmaking.storage.models import ImportBatch
from tests.web.catalogue_site import OTHER, OTHER_NAME, Platform, a_need, a_supply, other_firm
from tests.web.signing import FIRM, FIRM_NAME, NOW, Browser, a_firm, small_site
from web.pages import accounts, listing_forms, review


@pytest.fixture
def ground(engine) -> Platform:
    ground = Platform(engine)
    ground.put(a_firm(), other_firm())
    return ground


@pytest.fixture
def site(ground):
    return small_site(ground, accounts.router, review.router, listing_forms.router)


@pytest.fixture
def operator(site, ground) -> Browser:
    return ground.browser(site, Role.OPERATOR)


@pytest.fixture
def leader(site, ground) -> Browser:
    return ground.browser(site, Role.CHAIN_LEADER)


def typed_in(ground, leader, **texts: str) -> None:
    """Somebody of the firm changes its need in the form, an hour later."""
    ground.later(hours=1)
    said = {"title": "示例铝锭", "version": str(ground.one(Need, "n1").version)} | texts
    assert leader.post("/needs/n1/edit", data=said).status_code == 303


def changes(operator) -> list[str]:
    """What the reviewer is shown of one need: field, before, now."""
    page = operator.get("/review").text
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>', page)
    return [" ".join(row) for row in rows]


def decide(browser, decision: str, *items: str, **more):
    return browser.post("/review", data={"decision": decision, "item": list(items)} | more)


def test_the_queue_shows_what_came_from_where_and_by_whom(ground, operator):
    author = UserAccount(
        id="u9", login="clerk", name="示例专员", role=Role.OFFICER, password_hash="", created_at=NOW
    )
    before = NOW - timedelta(days=1)
    ground.put(
        author,
        a_need(
            "n1",
            title="示例甲",
            status="待审核",
            entered_by="u9",
            on_behalf=True,
            origin_file="示例.xlsx",
            origin_sheet="需求",
            origin_row=7,
        ),
        a_need("n2", title="示例乙", reviewed_at=before, specs="φ9mm"),
        a_need("n3", title="示例丙", reviewed_at=NOW),
        a_supply("s1", status="待审核"),
    )
    page = operator.get("/review").text
    for shown in ("示例甲", "示例.xlsx 需求!7", "示例专员", "代填", FIRM_NAME, "φ9mm"):
        assert shown in page
    assert re.findall(r'name="item" value="([^"]+)"', page) == ["n1:1", "n2:1"]
    assert page.count("审核后改过") == 1
    assert "网页填写" in page
    assert "示例丙" not in page
    supplies = operator.get("/review?kind=supplies").text
    assert OTHER_NAME in supplies
    assert 'value="s1:1"' in supplies


def listed(ground, amount: float) -> None:
    """A list changes the quantity, an hour later."""
    ground.later(hours=1)
    job = {"id": "b1", "file": "示例.xlsx", "sha256": "x", "state": "已导入", "uploaded_at": NOW}
    batch = ImportBatch(
        id="b1",
        kind="需求清单",
        file="示例.xlsx",
        sha256="x",
        received_at=NOW,
        rows_in=1,
        accepted=1,
        returned=0,
        columns={},
    )
    ground.put(batch, ListImport(**job))
    firm = Firm(FIRM, FIRM_NAME)
    record = Demand("n1", "示例铝锭", firm, specs="φ9mm", quantity=Quantity(amount, "吨"))
    source = Source(ground.now(), ground.today(), ground.new_id, batch_id="b1")
    with transaction(ground.engine) as session:
        (effect,) = take_in(session, [record], {FIRM: FIRM}, source=source).effects
        session.add(
            ImportEffect(
                import_id="b1",
                number=1,
                subject=effect.subject,
                listing_id="n1",
                version=effect.version,
                before=effect.before,
            )
        )


@pytest.fixture
def reviewed(ground) -> None:
    """A need of 5 tonnes that a reviewer has passed."""
    ground.put(a_need(quantity_amount=5, quantity_unit="吨", specs="φ9mm", reviewed_at=NOW))


@pytest.mark.usefixtures("reviewed")
class TestBeforeAndAfter:
    def test_what_a_list_changed(self, ground, operator):
        listed(ground, 8)
        assert changes(operator) == ["数量 5吨 8吨"]

    def test_what_was_typed_in_several_times_since_the_review(self, ground, operator, leader):
        typed_in(ground, leader, specs="φ9mm", quantity="6吨")
        typed_in(ground, leader, specs="φ8mm", quantity="7吨")
        assert changes(operator) == ["规格要求 φ9mm φ8mm", "数量 5吨 7吨"]

    def test_what_was_typed_in_before_and_after_a_list(self, ground, operator, leader):
        typed_in(ground, leader, specs="φ8mm", quantity="5吨")
        listed(ground, 8)
        assert changes(operator) == ["数量 5吨 8吨"]
        typed_in(ground, leader, specs="φ7mm", quantity="9吨")
        assert changes(operator) == ["规格要求 φ9mm φ7mm", "数量 5吨 9吨"]

    def test_a_list_first_and_the_form_after(self, ground, operator, leader):
        listed(ground, 8)
        typed_in(ground, leader, specs="φ7mm", quantity="9吨")
        assert changes(operator) == ["规格要求 φ9mm φ7mm", "数量 5吨 9吨"]

    def test_what_was_reviewed_since_is_not_told_again(self, ground, operator, leader):
        listed(ground, 8)
        typed_in(ground, leader, specs="φ9mm", quantity="9吨")
        ground.later(hours=1)
        decide(operator, "publish", "n1:3")
        assert changes(operator) == []
        typed_in(ground, leader, specs="φ7mm", quantity="9吨")
        assert changes(operator) == ["规格要求 φ9mm φ7mm"]

    def test_what_was_mended_after_it_was_sent_back(self, ground, operator, leader):
        ground.later(hours=1)
        decide(operator, "send_back", "n1:1", note="请补规格")
        typed_in(ground, leader, specs="φ9mm×3m", quantity="5吨")
        assert changes(operator) == ["规格要求 φ9mm φ9mm×3m"]

    def test_nothing_where_the_form_was_sent_as_it_was(self, ground, operator, leader):
        typed_in(ground, leader, specs="φ9mm", quantity="5吨")
        assert changes(operator) == []


def test_several_are_published_at_once(ground, operator):
    ground.put(*(a_need(f"n{number}", status="待审核") for number in range(3)))
    answer = decide(operator, "publish", "n0:1", "n1:1")
    assert answer.headers["location"] == "/review?kind=needs&done=publish&count=2&skipped=0"
    assert [ground.one(Need, f"n{number}").status for number in range(3)] == [
        "已发布",
        "已发布",
        "待审核",
    ]
    assert "已发布 2 条" in operator.get(answer.headers["location"]).text


def test_a_no_needs_its_reason_and_keeps_what_was_ticked(ground, operator):
    ground.put(a_supply("s1", status="待审核"))
    again = decide(operator, "send_back", "s1:1", kind="supplies")
    assert again.status_code == 422
    assert "请写明退回的原因" in again.text
    assert 'value="s1:1" checked' in again.text
    sent = decide(operator, "send_back", "s1:1", kind="supplies", note="请补产能")
    assert "企业会看到原因" in operator.get(sent.headers["location"]).text
    kept = ground.one(SupplyListing, "s1")
    assert (kept.status, kept.review_note, kept.reviewed_at) == ("已退回", "请补产能", ground.now())


def test_nothing_ticked_is_said(operator):
    again = decide(operator, "publish")
    assert again.status_code == 422
    assert "没有勾选任何记录" in again.text


def test_what_changed_since_it_was_read_is_left_alone(ground, operator):
    ground.put(
        a_need("n1", status="待审核", version=2),
        a_need("n2", status="已结束"),
        a_need("n3", status="待审核"),
    )
    answer = decide(operator, "publish", "n1:1", "n2:1", "gone:1", "n3:1")
    assert answer.headers["location"].endswith("count=1&skipped=3")
    assert "有 3 条刚刚被改过或已处理" in operator.get(answer.headers["location"]).text
    assert ground.one(Need, "n1").status == "待审核"
    assert ground.one(Need, "n3").status == "已发布"


def test_a_long_queue_is_paged(ground, operator):
    assert "没有要审核的了" in operator.get("/review").text
    ground.put(*(a_need(f"n{number:02}", OTHER, status="待审核") for number in range(60)))
    first = operator.get("/review").text
    assert 'rel="next"' in first
    assert 'rel="prev"' in operator.get("/review?start=50").text
    assert operator.get("/review?kind=nonsense").status_code == 200
