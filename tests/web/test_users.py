import re

import pytest

from matchmaking.people.models import UserAccount
from matchmaking.people.roles import Role
from matchmaking.storage.database import reading, transaction
from tests.web.signing import FIRM, FIRM_CODE, FIRM_NAME, Browser, Ground, a_firm, small_site
from web.pages import accounts, users


@pytest.fixture
def ground(engine) -> Ground:
    with transaction(engine) as session:
        session.add(a_firm())
    return Ground(engine)


@pytest.fixture
def site(ground):
    return small_site(ground, accounts.router, users.router)


@pytest.fixture
def boss(ground) -> UserAccount:
    return ground.add("boss", Role.OPERATOR)


@pytest.fixture
def desk(site, boss) -> Browser:
    """The authority, signed in."""
    browser = Browser(site)
    assert browser.sign_in(boss.login).status_code == 303
    return browser


def stored(ground, user_id) -> UserAccount:
    with reading(ground.engine) as session:
        return session.get(UserAccount, user_id)


def logins(page) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/users/\w+">([^<]+)</a>', page.text)


WANTED = {"login": "Carol", "name": "示例卡罗", "role": "中小企业", "firm": FIRM_CODE}


def test_a_new_user_gets_a_temporary_password_that_opens_only_their_account(desk, site, ground):
    made = desk.post("/users", data=WANTED)
    assert made.status_code == 201
    password = re.search(r'id="issued">([\w-]{16})<', made.text)[1]
    carol = Browser(site)
    assert carol.sign_in("carol", password).headers["location"] == "/account"
    user_id = re.search(r"/users/(\w+)/password", made.text)[1]
    account = stored(ground, user_id)
    assert (account.login, account.role, account.firm_id) == ("carol", "中小企业", FIRM)
    assert account.must_change_password
    assert password not in desk.get(f"/users/{user_id}").text


@pytest.mark.parametrize("firm", [FIRM, FIRM_CODE, FIRM_NAME, f" {FIRM_NAME} "])
def test_a_firm_is_named_by_code_name_or_id(desk, firm):
    assert FIRM_NAME in desk.post("/users", data=WANTED | {"firm": firm}).text


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({"login": "x"}, 422, "请用 3 到 40 个小写字母"),
        ({"name": ""}, 422, "请填写姓名"),
        ({"role": ""}, 422, "请选择一个角色。"),
        ({"role": "访客"}, 422, "请选择一个角色。"),
        ({"firm": "没有的企业"}, 422, "没有找到唯一的一家企业"),
        ({"firm": ""}, 422, "这个角色代表一家企业，请写明所属企业。"),
        ({"login": "boss"}, 409, "账号名“boss”已经有人用了"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_rest_stays_typed(desk, more, status, said):
    typed = WANTED | more
    page = desk.post("/users", data=typed)
    assert page.status_code == status
    assert said in page.text
    assert f'value="{typed["login"]}"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert "carol" not in logins(desk.get("/users"))


def test_an_empty_form_is_there(desk):
    page = desk.get("/users/new").text
    assert re.findall(r'<option value="([^"]+)"', page) == [
        "主管部门",
        "助企服务专员",
        "链主企业",
        "中小企业",
        "金融机构",
    ]


def test_users_are_filtered_by_role_and_word_and_turned_over(desk, ground, monkeypatch):
    ground.add("anna", Role.SME)
    ground.add("bert", Role.LENDER)
    assert logins(desk.get("/users")) == ["anna", "bert", "boss"]
    assert logins(desk.get("/users?role=金融机构")) == ["bert"]
    assert logins(desk.get("/users?q=甲铝材&role=")) == ["anna", "bert"]
    assert "没有符合条件的用户。" in desk.get("/users?q=nobody").text
    monkeypatch.setattr(users, "PAGE", 2)
    first = desk.get("/users")
    assert logins(first) == ["anna", "bert"]
    assert 'rel="next"' in first.text
    assert logins(desk.get("/users?start=2")) == ["boss"]


def test_a_forgotten_password_is_reset_and_shown_once(desk, site, ground):
    anna = ground.add("anna", Role.SME)
    phone = Browser(site)
    phone.sign_in("anna")
    page = desk.post(f"/users/{anna.id}/password")
    password = re.search(r'id="issued">([\w-]{16})<', page.text)[1]
    assert phone.get("/account").headers["location"] == "/login?next=%2Faccount"
    assert phone.sign_in("anna", password).headers["location"] == "/account"


def test_a_disabled_user_is_out_at_once_and_may_be_let_in_again(desk, site, ground):
    anna = ground.add("anna", Role.SME)
    phone = Browser(site)
    phone.sign_in("anna")
    assert desk.post(f"/users/{anna.id}/disable").headers["location"] == f"/users/{anna.id}"
    assert phone.get("/account").status_code == 303
    assert phone.sign_in("anna").status_code == 422
    assert "已停用" in desk.get(f"/users/{anna.id}").text
    desk.post(f"/users/{anna.id}/enable")
    assert phone.sign_in("anna").status_code == 303


def test_nobody_disables_themselves(desk, boss, ground):
    refused = desk.post(f"/users/{boss.id}/disable")
    assert refused.status_code == 409
    assert "不能停用自己的账号" in refused.text
    assert stored(ground, boss.id).active
    assert "这是您自己的账号" in desk.get(f"/users/{boss.id}").text


def test_who_is_not_there_is_said_to_be_missing(desk):
    answers = [desk.get("/users/nobody"), desk.post("/users/nobody/disable")]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.OPERATOR, Role.PUBLIC}]
)
def test_users_are_the_authority_s_alone(site, ground, role):
    ground.add("somebody", role)
    browser = Browser(site)
    browser.sign_in("somebody")
    assert browser.get("/users").status_code == 403
    assert browser.post("/users", data=WANTED).status_code == 403
