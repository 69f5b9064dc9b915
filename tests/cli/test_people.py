import json

import pytest
import typer
from sqlalchemy import Engine
from typer.testing import CliRunner

from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.people.keys import who_has_key
from matchmaking.people.passwords import is_right
from matchmaking.people.service import user_of_login
from matchmaking.storage.database import reading, transaction
from tests.databases import opened
from tests.web.signing import FIRM_CODE, FIRM_NAME, NOW, a_firm
from web.commands import people


@pytest.fixture
def engine(folder, monkeypatch) -> Engine:
    """The owner's database, its tables made without a migration, which has tests of its own."""
    monkeypatch.setenv("RONGTONG_DATA", str(folder))
    engine = opened(f"sqlite:///{folder}/rongtong.db")
    monkeypatch.setattr(people, "migrate", lambda _engine: None)
    monkeypatch.setattr(people, "open_database", lambda _url: engine)
    with transaction(engine) as session:
        session.add(a_firm())
    yield engine
    engine.dispose()


@pytest.fixture
def typed(engine):
    """Types a command; what a person can mend is raised as it is."""
    del engine
    app = typer.Typer()
    app.add_typer(people.user_app, name="user")
    app.add_typer(people.apikey_app, name="apikey")

    def run(*arguments: str, given: str = ""):
        return CliRunner().invoke(app, arguments, input=given, catch_exceptions=False)

    return run


BOSS = ("user", "create", "boss", "--name", "示例主管", "--role", "主管部门")


def account(engine, login):
    with reading(engine) as session:
        return user_of_login(session, login)


def test_a_user_gets_a_temporary_password_alone_on_standard_output(typed, engine):
    answer = typed(*BOSS)
    password = answer.stdout.strip()
    assert "已新建用户 boss（主管部门）。" in answer.stderr
    boss = account(engine, "boss")
    assert is_right(password, boss.password_hash)
    assert boss.must_change_password


def test_a_password_may_come_by_standard_input(typed, engine):
    answer = typed(*BOSS, "--password-stdin", given="correct horse battery\n")
    assert answer.stdout == ""
    boss = account(engine, "boss")
    assert is_right("correct horse battery", boss.password_hash)
    assert not boss.must_change_password


def test_a_member_s_firm_is_named_by_its_code(typed, engine):
    member = ("user", "create", "anna", "--name", "示例安", "--role", "中小企业")
    typed(*member, "--firm", FIRM_CODE)
    assert account(engine, "anna").firm_id == "firm-1"
    with pytest.raises(Invalid, match="没有找到唯一的一家企业"):
        typed(*member, "--firm", "没有的企业")
    with pytest.raises(Invalid, match=r"(?s)有的内容填写有误.*请写明所属企业"):
        typed("user", "create", "bert", "--name", "示例", "--role", "中小企业")


def test_a_login_is_given_once(typed):
    typed(*BOSS)
    with pytest.raises(Conflict):
        typed(*BOSS)


def test_users_are_listed_for_people_and_programs(typed):
    typed(*BOSS)
    typed("user", "create", "anna", "--name", "示例安", "--role", "中小企业", "--firm", FIRM_NAME)
    assert typed("user", "list").stdout.splitlines() == [
        f"anna\t示例安\t中小企业\t{FIRM_NAME}\t使用中",
        "boss\t示例主管\t主管部门\t\t使用中",
    ]
    found = json.loads(typed("user", "list", "--role", "主管部门", "--json").stdout)
    assert found == [
        {"login": "boss", "name": "示例主管", "role": "主管部门", "firm": "", "active": True}
    ]


def test_a_password_is_reset_or_set(typed, engine):
    typed(*BOSS)
    temporary = typed("user", "password", "boss").stdout.strip()
    assert is_right(temporary, account(engine, "boss").password_hash)
    typed("user", "password", "boss", "--password-stdin", given="correct horse battery\n")
    boss = account(engine, "boss")
    assert is_right("correct horse battery", boss.password_hash)
    assert not boss.must_change_password


def test_a_key_is_made_listed_and_revoked(typed, engine):
    typed(*BOSS)
    answer = typed("apikey", "create", "boss", "采购系统")
    text = answer.stdout.strip()
    assert text.startswith("rt_")
    assert "只显示这一次" in answer.stderr
    with reading(engine) as session:
        assert who_has_key(session, text, now=NOW)[1].visitor.name == "示例主管"
    start = text[:11]
    listed = typed("apikey", "list", "boss").stdout
    assert listed.startswith(f"{start}_…\t采购系统\t")
    assert listed.endswith("\t还没有用过\n")
    assert text not in listed
    typed("apikey", "revoke", "boss", start)
    with reading(engine) as session:
        assert who_has_key(session, text, now=NOW) is None
    with pytest.raises(UnknownRecord, match="没有以 rt_nothing 开头的密钥"):
        typed("apikey", "revoke", "boss", "rt_nothing")


def test_a_key_needs_somebody_to_belong_to(typed):
    with pytest.raises(UnknownRecord, match="没有账号“nobody”"):
        typed("apikey", "create", "nobody", "采购系统")
