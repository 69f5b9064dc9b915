import re
from datetime import date

import pytest

from matchmaking.catalogue.models import MatchMark, Need, SupplyListing
from matchmaking.firms.models import FirmCertificate, FirmContact, FirmFile
from matchmaking.people.looks import looks_at
from matchmaking.people.roles import Role
from matchmaking.storage.database import reading, transaction
from tests.firms.conftest import code
from tests.web.signing import FIRM, FIRM_NAME, NOW, Browser, Ground, a_firm, small_site
from web.pages import accounts, firm_files, firm_forms

OTHER, OTHER_NAME = "firm-2", "示例市虚构乙机床厂"
PHONE = "0871-00000009"


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
        session.add(
            another_firm(
                tier="专精特新中小企业", size="小型", region_name="云南省昆明市", about="示例介绍"
            )
        )
        session.flush()
        session.add(FirmContact(id="c1", firm_id=OTHER, name="示例某", phone=PHONE))
        session.add(
            FirmCertificate(id="p1", firm_id=OTHER, name="ISO9001", expires=date(2026, 3, 1))
        )
        session.add(FirmCertificate(id="p2", firm_id=OTHER, name="CCC", expires=date(2027, 3, 1)))
        session.add(FirmCertificate(id="p3", firm_id=OTHER, name="SC"))
    return Ground(engine)


@pytest.fixture
def site(ground):
    return small_site(ground, accounts.router, firm_forms.router, firm_files.router)


def as_role(site, ground, role, **more) -> Browser:
    browser = Browser(site)
    login = f"user{len(more)}{list(Role).index(role)}"
    account = ground.add(login, role, **more)
    assert browser.sign_in(account.login).status_code == 303
    return browser


def stored(ground, firm_id) -> FirmFile:
    with reading(ground.engine) as session:
        return session.get(FirmFile, firm_id)


def typed(page) -> dict[str, object]:
    """What the form would send as it is shown."""
    data: dict[str, object] = {}
    for name in ("version", "name", "short_name", "code", "region", "industry"):
        found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
        if found:
            data[name] = found[1]
    for name in ("kind", "tier", "size"):
        chosen = re.search(rf'<select id="{name}".*?</select>', page.text, re.DOTALL)
        if chosen:
            data[name] = (re.findall(r'value="([^"]+)" selected', chosen[0]) or [""])[0]
    data["about"] = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page.text)[1]
    for name in ("contact", "phone", "email", "certificate", "expires"):
        data[name] = re.findall(rf'name="{name}" value="([^"]*)"', page.text)
    return data


def test_anybody_reads_the_public_file(site, ground):
    with transaction(ground.engine) as session:
        session.add(listing(Need, "n1", OTHER))
        session.add(listing(Need, "n2", OTHER, title="示例草稿", status="待审核"))
        session.add(listing(Need, "n3", OTHER, title="示例旧闻", expires_on=date(2026, 3, 1)))
        session.add(listing(SupplyListing, "s1", OTHER, expires_on=date(2026, 3, 2)))
    page = Browser(site).get(f"/firms/{OTHER}")
    assert page.status_code == 200
    for shown in (OTHER_NAME, "专精特新中小企业", "小型", "示例介绍", "云南省昆明市"):
        assert shown in page.text
    assert [page.text.count(word) for word in ("✕ 已过期", "✓ 有效", "? 有效期未知")] == [1, 1, 1]
    assert 'href="/needs/n1"' in page.text
    assert 'href="/supplies/s1"' in page.text
    for hidden in ("示例草稿", "示例旧闻", PHONE, "修改档案", "查看联系方式"):
        assert hidden not in page.text


def test_a_firm_that_is_not_there_is_a_sentence(site):
    page = Browser(site).get("/firms/nobody")
    assert page.status_code == 404
    assert "没有这家企业的档案" in page.text


def test_a_merged_file_leads_to_the_one_that_stayed(site, ground):
    with transaction(ground.engine) as session:
        session.get(FirmFile, OTHER).merged_into = FIRM
    page = Browser(site).get(f"/firms/{OTHER}")
    assert (page.status_code, page.headers["location"]) == (302, f"/firms/{FIRM}")


def test_an_officer_sees_contacts_by_asking_and_is_written_down(site, ground):
    browser = as_role(site, ground, Role.OFFICER)
    page = browser.get(f"/firms/{OTHER}")
    assert PHONE not in page.text
    assert f'action="/firms/{OTHER}/contacts' in page.text
    shown = browser.post(f"/firms/{OTHER}/contacts")
    assert PHONE in shown.text
    with reading(ground.engine) as session:
        assert [one.role for one in looks_at(session, OTHER)] == ["助企服务专员"]
    own = as_role(site, ground, Role.SME, firm_id=OTHER).get(f"/firms/{OTHER}")
    assert "（助企服务专员）联系方式 · 办理企业事务" in own.text
    assert "谁查看过" not in browser.get(f"/firms/{OTHER}").text


def test_a_firm_sees_another_s_contacts_once_one_shortlisted_the_other(site, ground):
    browser = as_role(site, ground, Role.CHAIN_LEADER)
    assert browser.post(f"/firms/{OTHER}/contacts").status_code == 403
    with transaction(ground.engine) as session:
        session.add(listing(Need, "n1", FIRM))
        session.add(listing(SupplyListing, "s1", OTHER))
        session.flush()
        session.add(
            MatchMark(
                need_id="n1",
                supply_id="s1",
                mark="入围",
                need_terms=1,
                supply_terms=1,
                marked_by="u",
                marked_at=NOW,
            )
        )
    assert "查看联系方式" in browser.get(f"/firms/{OTHER}").text
    assert PHONE in browser.post(f"/firms/{OTHER}/contacts").text


def test_a_lender_is_not_shown_contacts_yet(site, ground):
    browser = as_role(site, ground, Role.LENDER)
    assert browser.post(f"/firms/{OTHER}/contacts").status_code == 403


def test_one_s_own_file_shows_contacts_and_the_way_to_change_it(site, ground):
    browser = as_role(site, ground, Role.SME, firm_id=OTHER)
    page = browser.get(f"/firms/{OTHER}")
    assert PHONE in page.text
    assert 'href="/my/firm"' in page.text
    with reading(ground.engine) as session:
        assert looks_at(session, OTHER) == []


def test_a_firm_keeps_its_own_file(site, ground):
    browser = as_role(site, ground, Role.SME, firm_id=OTHER)
    form = typed(browser.get("/my/firm"))
    assert "code" not in form
    assert form["phone"] == [PHONE, "", ""]
    assert form["expires"] == ["2027-03-01", "2026-03-01", "", "", ""]
    wanted = form | {"about": "新的示例介绍", "tier": "制造业单项冠军企业"}
    saved = browser.post("/my/firm", data=wanted)
    assert saved.headers["location"] == "/my/firm?saved=yes"
    assert "档案已经保存" in browser.get("/my/firm?saved=yes").text
    kept = stored(ground, OTHER)
    assert (kept.about, kept.tier, kept.version) == ("新的示例介绍", "专精特新中小企业", 2)


def test_a_wrong_field_comes_back_with_what_was_typed(site, ground):
    browser = as_role(site, ground, Role.SME, firm_id=OTHER)
    form = typed(browser.get("/my/firm"))
    again = browser.post("/my/firm", data=form | {"region": "不存在的地方", "about": "别丢了我"})
    assert again.status_code == 422
    assert "没有认出这个地区" in again.text
    assert "别丢了我" in again.text
    assert stored(ground, OTHER).version == 1


def test_an_old_page_does_not_write_over_a_new_one(site, ground):
    browser = as_role(site, ground, Role.SME, firm_id=OTHER)
    form = typed(browser.get("/my/firm"))
    browser.post("/my/firm", data=form | {"about": "甲"})
    late = browser.post("/my/firm", data=form | {"about": "乙"})
    assert late.status_code == 409
    assert "刚刚被别人改过" in late.text
    assert stored(ground, OTHER).about == "甲"


def test_an_officer_without_a_firm_is_told_where_to_go(site, ground):
    page = as_role(site, ground, Role.OFFICER).get("/my/firm")
    assert page.status_code == 404
    assert "您的账号没有所属企业" in page.text


def test_an_officer_writes_what_the_authority_grants(site, ground):
    browser = as_role(site, ground, Role.OFFICER)
    form = typed(browser.get(f"/firms/{OTHER}/edit"))
    wanted = form | {"code": code(2), "tier": "制造业单项冠军企业"}
    saved = browser.post(f"/firms/{OTHER}/edit", data=wanted)
    assert saved.headers["location"] == f"/firms/{OTHER}/edit?saved=yes"
    kept = stored(ground, OTHER)
    assert (kept.code, kept.tier) == (code(2), "制造业单项冠军企业")


def test_an_officer_opens_a_file(site, ground):
    browser = as_role(site, ground, Role.OFFICER)
    form = typed(browser.get("/firms/new"))
    wrong = browser.post("/firms", data=form | {"code": "9153"})
    assert wrong.status_code == 422
    assert "统一社会信用代码应为18位" in wrong.text
    made = browser.post("/firms", data=form | {"name": "示例新建厂", "code": code(3)})
    firm_id = re.fullmatch(r"/firms/(\w+)/edit\?saved=yes", made.headers["location"])[1]
    assert stored(ground, firm_id).name == "示例新建厂"


def names(page) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/firms/[\w-]+">([^<]+)</a>', page.text)


def test_officers_look_through_the_register(site, ground):
    browser = as_role(site, ground, Role.OFFICER)
    assert names(browser.get("/firms?sort=name")) == [OTHER_NAME, FIRM_NAME]
    assert names(browser.get("/firms?q=机床")) == [OTHER_NAME]
    assert names(browser.get("/firms?tier=专精特新中小企业&kind=中小企业")) == [OTHER_NAME]
    unknown = browser.get("/firms?region=某某某")
    assert "没有认出这个地区" in unknown.text
    assert "没有符合条件的企业" in browser.get("/firms?q=没有的").text
    assert "合并企业" not in unknown.text


def test_the_register_is_paged(site, ground):
    with transaction(ground.engine) as session:
        for number in range(60):
            name = f"示例{number:02}号厂"
            session.add(another_firm(id=f"x{number}", name=name, name_key=name))
    browser = as_role(site, ground, Role.OPERATOR)
    first = browser.get("/firms?q=号厂")
    assert len(names(first)) == 50
    following = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    second = browser.get(f"/firms{following}")
    assert len(names(second)) == 10
    assert 'rel="prev"' in second.text
    assert 'rel="next"' not in second.text
