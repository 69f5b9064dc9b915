import pytest

from matchmaking.errors import NotAllowed
from matchmaking.firms.contacts import Contact, Moment, may_see_contacts, see_contacts
from matchmaking.people.looks import looks_at
from matchmaking.people.models import UserAccount
from matchmaking.people.roles import ANYBODY, Role, Visitor
from matchmaking.storage.database import reading, transaction
from tests.firms.conftest import NOW, firm

OTHERS = {
    # role: (without an introduction, with one)
    Role.PUBLIC: (False, False),
    Role.LENDER: (False, False),
    Role.SME: (False, True),
    Role.CHAIN_LEADER: (False, True),
    Role.OFFICER: (True, True),
    Role.OPERATOR: (True, True),
}


@pytest.mark.parametrize("role", Role)
def test_who_may_see_another_firm_s_contacts(role):
    visitor = Visitor("u1", "示例某", role, "mine")
    told = tuple(may_see_contacts(visitor, "other", introduced=met) for met in (False, True))
    assert told == OTHERS[role]


@pytest.mark.parametrize("role", [Role.SME, Role.CHAIN_LEADER, Role.LENDER])
def test_everybody_sees_those_of_their_own_firm(role):
    assert may_see_contacts(Visitor("u1", "示例某", role, "mine"), "mine", introduced=False)


def test_a_stranger_without_a_firm_has_none_of_their_own():
    assert not may_see_contacts(ANYBODY, "", introduced=True)


@pytest.fixture
def firm_id(register) -> str:
    [firm_id] = register.put(firm("示例机械厂", 1, contact="示例某", phone="0871-00000001"))
    return firm_id


def see(register, visitor, firm_id, *, introduced=False):
    with transaction(register.engine) as session:
        moment = Moment(NOW, register.ids)
        return see_contacts(session, visitor, firm_id, introduced=introduced, moment=moment)


def person(register, role) -> Visitor:
    with transaction(register.engine) as session:
        session.add(
            UserAccount(
                id="u1", login="u1", name="示例某", role=role, password_hash="", created_at=NOW
            )
        )
    return Visitor("u1", "示例某", role)


@pytest.mark.parametrize(
    ("role", "introduced", "why"),
    [(Role.OFFICER, False, "办理企业事务"), (Role.SME, True, "双方已入围")],
)
def test_a_look_is_written_down_with_its_reason(register, firm_id, role, introduced, why):
    visitor = person(register, role)
    seen = see(register, visitor, firm_id, introduced=introduced)
    assert seen == (Contact("示例某", "0871-00000001", ""),)
    with reading(register.engine) as session:
        looks = looks_at(session, firm_id)
    assert [(one.who, one.what, one.why) for one in looks] == [("示例某", "联系方式", why)]


def test_who_may_not_look_is_told_what_to_do(register, firm_id):
    with pytest.raises(NotAllowed, match="入围"):
        see(register, person(register, Role.SME), firm_id)
    with reading(register.engine) as session:
        assert looks_at(session, firm_id) == []
