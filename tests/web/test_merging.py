import re
from urllib.parse import unquote

import pytest

from matchmaking.catalogue.models import Need
from matchmaking.firms.models import FirmFile
from matchmaking.people.roles import Role
from matchmaking.storage.database import reading, transaction
from tests.web.signing import FIRM, FIRM_NAME, NOW, Browser, Ground, a_firm, small_site
from tests.web.test_firm_files import OTHER, OTHER_NAME, another_firm
from web.pages import accounts, firm_files, merging


@pytest.fixture
def ground(engine) -> Ground:
    with transaction(engine) as session:
        session.add(a_firm())
        session.add(another_firm(industry="示例行业"))
    return Ground(engine)


@pytest.fixture
def desk(ground) -> Browser:
    """The authority, signed in."""
    browser = Browser(small_site(ground, accounts.router, merging.router, firm_files.router))
    ground.add("boss", Role.OPERATOR)
    assert browser.sign_in("boss").status_code == 303
    return browser


def stored(ground, firm_id) -> FirmFile:
    with reading(ground.engine) as session:
        return session.get(FirmFile, firm_id)


def test_two_files_are_picked_previewed_merged_and_parted(desk, ground):
    assert "还没有合并过企业" in desk.get("/firms/merge").text
    preview = desk.get("/firms/merge?kept=甲铝材&gone=乙机床")
    assert f"把“{OTHER_NAME}”并入“{FIRM_NAME}”" in preview.text
    assert re.search(r"行业</th><td>—</td><td>示例行业</td>\s*<td>补上", preview.text)
    merged = desk.post("/firms/merge", data={"kept": FIRM, "gone": OTHER})
    assert merged.headers["location"] == "/firms/merge?done=merged"
    assert (stored(ground, OTHER).merged_into, stored(ground, FIRM).industry) == (FIRM, "示例行业")
    after = desk.get("/firms/merge?done=merged")
    assert "两份档案已经合并" in after.text
    undo = re.search(r'action="(/firms/merge/\w+/undo)"', after.text)[1]
    assert desk.post(undo).headers["location"] == "/firms/merge?done=undone"
    assert (stored(ground, OTHER).merged_into, stored(ground, FIRM).industry) == (None, "")
    assert "2026-03-02 已撤销" in desk.get("/firms/merge?done=undone").text
    assert desk.post(undo).status_code == 409


def test_words_that_mean_several_firms_are_a_choice(desk):
    page = desk.get("/firms/merge?kept=虚构&gone=没有这家")
    assert f'<option value="{OTHER}">{OTHER_NAME}' in page.text
    assert "没有找到这家企业" in page.text
    assert 'href="/firms/merge?gone=没有这家"' in unquote(page.text)


def test_a_file_is_not_merged_with_itself(desk):
    page = desk.get(f"/firms/merge?kept={FIRM}&gone={FIRM}")
    assert page.status_code == 422
    assert "请选择两份不同的档案" in page.text
    assert desk.post("/firms/merge", data={"kept": FIRM, "gone": FIRM}).status_code == 422


def test_a_merged_file_is_not_merged_again(desk):
    desk.post("/firms/merge", data={"kept": FIRM, "gone": OTHER})
    page = desk.get(f"/firms/merge?kept={FIRM}&gone={OTHER}")
    assert page.status_code == 409
    assert "不能再合并" in page.text


def test_two_codes_and_changed_numbers_are_pointed_out(desk, ground):
    with transaction(ground.engine) as session:
        session.get(FirmFile, OTHER).code = "91530100MA6K000002"
        for key, firm_id in (("n1", FIRM), ("n2", OTHER)):
            session.add(
                Need(
                    id=key,
                    firm_id=firm_id,
                    number="1",
                    title="示例铝锭",
                    status="已发布",
                    posted_at=NOW,
                    updated_at=NOW,
                    confirmed_on=NOW.date(),
                )
            )
    page = desk.get(f"/firms/merge?kept={FIRM}&gone={OTHER}")
    assert "按理是两家企业" in page.text
    assert "1 → 1-2" in page.text


def test_officers_do_not_merge(ground, desk):
    ground.add("officer", Role.OFFICER)
    browser = Browser(desk.app)
    browser.sign_in("officer")
    assert browser.get("/firms/merge").status_code == 403
    assert "合并企业" not in browser.get("/firms").text
    assert "合并企业" in desk.get("/firms").text
