from matchmaking.people.looks import Kept, Reason, looks_at, note_look
from matchmaking.people.roles import ANYBODY, Role, Visitor
from matchmaking.storage.database import reading, transaction
from tests.people.conftest import FIRM, NOW

CALLING = Reason(Kept.CONTACTS, "需求 D001 的候选供应商")


def look(people, visitor, reason=CALLING):
    with transaction(people.engine) as session:
        note_look(session, visitor, FIRM, reason=reason, now=people.now, new_id=people.ids)


def looks(people):
    with reading(people.engine) as session:
        return looks_at(session, FIRM)


def test_a_firm_reads_who_saw_what_and_why(people):
    officer = people.add("officer", Role.OFFICER)
    look(people, Visitor(officer.id, officer.name, Role.OFFICER))
    assert [(one.who, one.role, one.what, one.why, one.at) for one in looks(people)] == [
        ("示例officer", "助企服务专员", "联系方式", "需求 D001 的候选供应商", NOW)
    ]


def test_the_same_page_turned_over_again_is_one_look_and_the_next_day_another(people):
    officer = people.add("officer", Role.OFFICER)
    visitor = Visitor(officer.id, officer.name, Role.OFFICER)
    look(people, visitor)
    people.later(minutes=59)
    look(people, visitor)
    assert len(looks(people)) == 1
    look(people, visitor, Reason(Kept.FINANCES, "融资申请"))
    people.later(minutes=1)
    look(people, visitor)
    assert [one.what for one in looks(people)] == ["联系方式", "财务", "联系方式"]


def test_one_s_own_firm_is_no_look(people):
    alice = people.add("alice")
    look(people, Visitor(alice.id, alice.name, Role.SME, FIRM))
    look(people, ANYBODY)
    assert looks(people) == []
