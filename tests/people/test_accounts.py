import pytest

from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.people import passwords, service
from matchmaking.people.roles import Role
from matchmaking.people.service import NewUser
from matchmaking.people.signing_in import open_session, who_has_session
from matchmaking.people.tokens import digest
from matchmaking.storage.database import reading, transaction
from tests.people.conftest import FIRM, FIRM_NAME, NOW, PASSWORD


def test_an_account_is_kept_without_its_password(people):
    made = people.add("Alice.Wang")
    with reading(people.engine) as session:
        found = service.find_user(session, made.id)
    assert (found.login, found.name, found.role) == ("alice.wang", "示例Alice.Wang", "中小企业")
    assert (found.firm_id, found.active, found.created_at) == (FIRM, True, NOW)
    assert PASSWORD not in found.password_hash
    assert passwords.is_right(PASSWORD, found.password_hash)


def refused(people, **more):
    wanted = {"login": "alice", "name": "示例", "role": Role.OPERATOR, "password": PASSWORD} | more
    with pytest.raises(Invalid) as error, transaction(people.engine) as session:
        service.create_user(session, NewUser(**wanted), now=NOW, new_id=people.ids)
    return error.value.fields


def test_all_that_is_wrong_is_said_at_once(people):
    assert refused(people, login="x", name=" ", role=Role.SME) == {
        "login": "请用 3 到 40 个小写字母、数字或 . _ - @，以字母或数字开头。",
        "name": "请填写姓名，最多 60 个字。",
        "firm_id": "这个角色代表一家企业，请写明所属企业。",
    }


def test_a_firm_must_be_there_and_a_visitor_needs_no_account(people):
    assert refused(people, role=Role.PUBLIC) == {"role": "访客不需要账号，请选择另一个角色。"}
    assert refused(people, role=Role.SME, firm_id="nowhere") == {
        "firm_id": "没有找到这家企业，请先建立企业档案。"
    }
    assert set(refused(people, password="short")) == {"password"}


def test_a_login_is_given_once_however_it_is_written(people):
    people.add("alice")
    with pytest.raises(Conflict, match="账号名“alice”已经有人用了"):
        people.add("ＡＬＩＣＥ ")


def test_users_are_listed_by_login_role_and_words(people):
    people.add("carol", Role.OPERATOR)
    people.add("alice")
    people.add("bob_1", Role.LENDER)

    def logins(**asked):
        with reading(people.engine) as session:
            return [one.account.login for one in service.list_users(session, **asked)]

    assert logins() == ["alice", "bob_1", "carol"]
    assert logins(role=Role.LENDER) == ["bob_1"]
    assert logins(words="甲铝材") == ["alice", "bob_1"]
    assert logins(words="ALICE") == ["alice"]
    assert logins(words="_") == ["bob_1"]
    assert logins(words="%") == []
    assert logins(start=1, limit=1) == ["bob_1"]
    with reading(people.engine) as session:
        firms = [one.firm_name for one in service.list_users(session)]
    assert firms == [FIRM_NAME, FIRM_NAME, ""]


def test_who_is_not_there_is_said_to_be_missing(people):
    with reading(people.engine) as session:
        with pytest.raises(UnknownRecord):
            service.find_user(session, "nobody")
        with pytest.raises(UnknownRecord, match="没有账号“nobody”"):
            service.user_of_login(session, "nobody")


def signed_in(people, account, token):
    with transaction(people.engine) as session:
        open_session(session, account.id, token=token, agent="", now=people.now)


def is_in(people, token):
    with reading(people.engine) as session:
        return who_has_session(session, token, now=people.now) is not None


def test_a_new_password_ends_every_other_session(people):
    alice = people.add("alice")
    signed_in(people, alice, "here")
    signed_in(people, alice, "elsewhere")
    with transaction(people.engine) as session:
        account = service.user_of_login(session, "Alice")
        service.set_password(session, account, "another good one", keep=digest("here"))
    assert (is_in(people, "here"), is_in(people, "elsewhere")) == (True, False)
    with reading(people.engine) as session:
        stored = service.find_user(session, alice.id)
    assert passwords.is_right("another good one", stored.password_hash)
    assert not stored.must_change_password


def test_a_password_reset_by_an_operator_is_temporary_and_ends_all_sessions(people):
    alice = people.add("alice")
    signed_in(people, alice, "here")
    with transaction(people.engine) as session:
        service.reset_password(session, service.find_user(session, alice.id), "temporary word")
    assert not is_in(people, "here")
    with reading(people.engine) as session:
        assert service.find_user(session, alice.id).must_change_password


def test_the_last_operator_and_oneself_cannot_be_disabled(people):
    boss, other = people.add("boss", Role.OPERATOR), people.add("other", Role.OPERATOR)
    with transaction(people.engine) as session:
        with pytest.raises(Conflict, match="不能停用自己的账号"):
            service.disable_user(session, boss, by=boss.id, now=NOW)
        service.disable_user(session, service.find_user(session, other.id), by=boss.id, now=NOW)
    with transaction(people.engine) as session, pytest.raises(Conflict, match="最后一个主管部门"):
        service.disable_user(session, boss, by="console", now=NOW)


def test_an_enabled_user_may_come_in_again(people):
    alice = people.add("alice")
    with transaction(people.engine) as session:
        service.disable_user(session, service.find_user(session, alice.id), by="x", now=NOW)
    signed_in(people, alice, "late")
    assert not is_in(people, "late")
    with transaction(people.engine) as session:
        service.enable_user(session, service.find_user(session, alice.id))
    assert is_in(people, "late")
