import pytest

from matchmaking.people import keys
from matchmaking.people.roles import Role
from matchmaking.people.tokens import new_key
from matchmaking.storage.database import transaction
from tests.web.signing import FIRM, FIRM_CODE, FIRM_NAME, Browser, Ground, a_firm, small_site
from web.api import people
from web.pages import accounts


@pytest.fixture
def ground(any_engine) -> Ground:
    with transaction(any_engine) as session:
        session.add(a_firm())
    return Ground(any_engine)


class Program(Browser):
    """Calls with a key and nothing else."""

    def __init__(self, ground, account) -> None:
        super().__init__(small_site(ground, accounts.router, people.router))
        text = new_key("0123456789", account.id)
        with transaction(ground.engine) as session:
            self.key = keys.issue_key(
                session, account.id, "示例", text=text, now=ground.now(), new_id=ground.new_id
            ).text

    def ask(self, method, path, **more):
        headers = {"authorization": f"Bearer {self.key}"} | more.pop("headers", {})
        return super().ask(method, path, headers=headers, **more)

    def post(self, path, **more):
        return self.ask("POST", path, **more)


@pytest.fixture
def boss(ground) -> Program:
    return Program(ground, ground.add("boss", Role.OPERATOR))


CAROL = {"login": "Carol", "name": "示例卡罗", "role": "中小企业", "firm": FIRM_CODE}


def test_a_program_learns_whose_key_it_has(ground):
    anna = ground.add("anna", Role.SME)
    answer = Program(ground, anna).get("/api/v1/me")
    assert answer.json() == {
        "id": anna.id,
        "login": "anna",
        "name": "示例anna",
        "role": "中小企业",
        "firm_id": FIRM,
        "firm_name": FIRM_NAME,
        "active": True,
        "must_change_password": False,
        "created_at": "2026-03-02T01:00:00Z",
        "last_seen_at": "2026-03-02T01:00:00Z",
    }


def test_a_user_is_made_once_however_often_it_is_asked_for(boss):
    name = {"idempotency-key": "carol-1"}
    answers = [boss.post("/api/v1/users", json=CAROL, headers=name) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    made = answers[0].json()
    assert (made["login"], made["firm_name"], made["must_change_password"]) == (
        "carol",
        FIRM_NAME,
        True,
    )
    assert answers[1].headers["location"] == f"/api/v1/users/{made['id']}"
    assert boss.get(f"/api/v1/users/{made['id']}").json() == made
    taken = boss.post("/api/v1/users", json=CAROL)
    assert (taken.status_code, taken.json()["title"]) == (409, "与现在的情况冲突")


def test_all_that_is_wrong_is_listed(boss):
    answer = boss.post("/api/v1/users", json=CAROL | {"login": "x", "name": ""})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "field": "login",
            "problem": "请用 3 到 40 个小写字母、数字或 . _ - @，以字母或数字开头。",
        },
        {"field": "name", "problem": "请填写姓名，最多 60 个字。"},
    ]
    english = boss.post(
        "/api/v1/users", json=CAROL | {"name": ""}, headers={"accept-language": "en"}
    )
    assert english.json()["errors"][0]["problem"] == (
        "Please fill in the name, 60 characters at most."
    )


@pytest.mark.parametrize("body", [{}, CAROL | {"more": 1}, CAROL | {"name": "a\x00b"}, [], "x"])
def test_what_is_not_a_user_is_refused(boss, body):
    assert boss.post("/api/v1/users", json=body).status_code == 422


def test_users_come_in_parts(boss, ground):
    ground.add("anna", Role.SME)
    ground.add("bert", Role.LENDER)

    def logins(query):
        answer = boss.get(f"/api/v1/users?{query}").json()
        return [user["login"] for user in answer["users"]], answer["more"]

    assert logins("") == (["anna", "bert", "boss"], False)
    assert logins("limit=2") == (["anna", "bert"], True)
    assert logins("limit=2&start=2") == (["boss"], False)
    assert logins("role=金融机构") == (["bert"], False)
    assert logins("q=甲铝材") == (["anna", "bert"], False)


@pytest.mark.parametrize("query", ["limit=0", "start=-1", "role=nobody", "unknown=1"])
def test_a_wrong_parameter_is_refused(boss, query):
    assert boss.get(f"/api/v1/users?{query}").status_code == 422


def test_a_zero_byte_is_refused_before_it_reaches_a_database(boss):
    for path in ("/api/v1/users?q=%00", "/api/v1/users/%00"):
        answer = boss.get(path)
        assert (answer.status_code, answer.json()["title"]) == (400, "请求有误")


def test_a_disabled_user_s_key_is_dead_and_a_reset_password_is_said_once(boss, ground):
    anna = ground.add("anna", Role.SME)
    phone = Program(ground, anna)
    reset = boss.post(f"/api/v1/users/{anna.id}/password").json()
    assert (reset["login"], len(reset["password"])) == ("anna", 16)
    assert phone.get("/api/v1/me").json()["must_change_password"] is True
    assert boss.post(f"/api/v1/users/{anna.id}/disable").json()["active"] is False
    assert phone.get("/api/v1/me").status_code == 401
    assert boss.post(f"/api/v1/users/{anna.id}/enable").json()["active"] is True
    assert phone.get("/api/v1/me").status_code == 401


def test_who_is_not_there_is_said_to_be_missing(boss):
    assert boss.get("/api/v1/users/nobody").status_code == 404


def test_the_description_says_that_a_key_is_needed(boss):
    described = boss.app.openapi()
    assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert described["paths"]["/api/v1/users"]["get"]["security"] == [{"key": []}]
    assert set(described["paths"]["/api/v1/users"]["post"]["responses"]) == {
        "201",
        "400",
        "401",
        "403",
        "409",
        "422",
    }
