import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.errors import UnknownRecord
from matchmaking.firms.likeness import ASK, brand_sound, likeness
from matchmaking.firms.models import FirmFile, FirmName
from matchmaking.firms.recognising import Doubt, Known, New
from matchmaking.firms.service import decide
from matchmaking.intake.identity import normal_name
from matchmaking.storage.database import reading, transaction
from tests.firms.conftest import NOW, firm

NAME = "昆明示例机械有限公司"


def found(register, one):
    return register.recognise([one]).findings[one.key]


def named(finding) -> list[str]:
    assert isinstance(finding, Doubt)
    return [candidate.firm.name for candidate in finding.candidates]


def test_a_firm_is_known_by_its_code_whatever_it_is_called(register):
    [known] = register.put(firm(NAME, 1))
    assert found(register, firm("玉溪虚构食品厂", 1)) == Known(known)


def test_a_firm_is_known_by_its_name_however_the_form_is_written(register):
    [known] = register.put(firm(NAME, 1))
    assert found(register, firm("昆明示例机械有限责任公司")) == Known(known)


def test_a_name_without_a_code_on_file_gets_the_code(register):
    [known] = register.put(firm(NAME))
    assert found(register, firm(NAME, 1)) == Known(known)
    assert register.put(firm(NAME, 1)) == [known]
    assert found(register, firm("改名示例公司", 1)) == Known(known)


def test_the_same_name_with_another_code_is_another_firm(register):
    register.put(firm(NAME, 1))
    assert found(register, firm(NAME, 2)) == New()


def test_a_name_two_firms_bear_is_a_question(register):
    register.put(firm(NAME, 1))
    register.put(firm(NAME, 2))
    assert named(found(register, firm(NAME))) == [NAME, NAME]


def test_two_codes_that_claim_one_file_by_its_name_are_questions(register):
    register.put(firm(NAME))
    told = register.recognise([firm(NAME, 1), firm(NAME, 2)])
    assert [named(one) for one in told.findings.values()] == [[NAME], [NAME]]
    assert len(told.doubts) == 2


def test_a_former_name_is_recognised(register):
    [known] = register.put(firm(NAME, 1))
    former = "昆明虚构农机厂"
    with transaction(register.engine) as session:
        session.add(
            FirmName(
                name_key=normal_name(former),
                firm_id=known,
                name=former,
                why="曾用名",
                decided_at=NOW,
            )
        )
    assert found(register, firm(former)) == Known(known)


@pytest.mark.parametrize(
    "written",
    [
        "云南示例机械有限公司",  # the province for the city
        "玉溪示例机械有限公司",  # elsewhere
        "示例机械",  # in short
        "昆明示力机械有限公司",  # a slip that sounds the same
        "昆明示例机械制造有限公司",
        "昆明示例机械厂",
    ],
)
def test_an_alike_name_is_a_question(register, written):
    register.put(firm(NAME, 1))
    assert named(found(register, firm(written))) == [NAME]


@pytest.mark.parametrize(
    "written",
    [
        "昆明示例食品有限公司",  # another trade
        "昆明虚构机械有限公司",  # another 字号
        "昆明示例甲机械有限公司",
    ],
)
def test_a_name_that_differs_in_what_tells_firms_apart_is_new(register, written):
    register.put(firm(NAME, 1))
    assert found(register, firm(written)) == New()


def test_alike_names_with_two_codes_are_two_firms(register):
    register.put(firm(NAME, 1))
    assert found(register, firm("云南示例机械有限公司", 2)) == New()


def test_counted_brothers_are_never_taken_for_each_other():
    assert likeness("示例样川戊机械厂", "示例样川午机械厂") == 0.0
    assert brand_sound("示例样川戊机械厂") == brand_sound("示例样川午机械厂")


def test_a_decision_is_remembered_and_the_question_not_asked_again(register):
    [known] = register.put(firm(NAME, 1))
    written = firm("示例机械")
    doubt = found(register, written)
    with transaction(register.engine) as session:
        decide(session, doubt.name_key, known, by="boss", now=NOW)
    assert found(register, written) == Known(known)
    assert found(register, firm("示例机械", 2)) == New()


def test_a_firm_of_its_own_may_be_decided_and_changed_to_a_known_one(register):
    [known] = register.put(firm(NAME, 1))
    written = firm("示例机械")
    with transaction(register.engine) as session:
        decide(session, normal_name("示例机械"), None, by="boss", now=NOW)
    assert found(register, written) == New()
    with transaction(register.engine) as session:
        decide(session, normal_name("示例机械"), known, by="boss", now=NOW)
    assert found(register, written) == Known(known)


def decided(register, name, firm_id):
    with transaction(register.engine) as session:
        decide(session, normal_name(name), firm_id, by="boss", now=NOW)


def test_a_name_two_firms_bear_is_not_asked_again_once_it_is_a_third_s(register):
    register.put(firm(NAME, 1))
    register.put(firm(NAME, 2))
    decided(register, NAME, None)
    assert found(register, firm(NAME)) == New()
    [own] = register.put(firm(NAME))
    assert found(register, firm(NAME)) == Known(own)


def test_two_codes_that_claim_one_file_are_not_asked_again(register):
    [known] = register.put(firm(NAME))
    claims = [firm(NAME, 1), firm(NAME, 2)]
    decided(register, NAME, None)
    assert list(register.recognise(claims).findings.values()) == [New(), New()]
    decided(register, NAME, known)
    assert list(register.recognise(claims).findings.values()) == [Known(known), New()]


def test_a_decision_for_a_firm_that_is_not_there_is_refused(register):
    with transaction(register.engine) as session, pytest.raises(UnknownRecord):
        decide(session, "示例", "nobody", by="boss", now=NOW)


def test_a_merged_file_stands_for_the_one_it_went_into(register):
    first, second, third = register.put(firm(NAME, 1), firm("虚构食品厂", 2), firm("示例茶业", 3))
    with transaction(register.engine) as session:
        session.get(FirmFile, first).merged_into = second
        session.get(FirmFile, second).merged_into = third
        session.flush()
        decide(session, "某名", first, by="boss", now=NOW)
    told = register.recognise([firm(NAME, 1), firm("虚构食品厂"), firm("某名"), firm("新示例", 9)])
    assert list(told.known.values()) == [third, third, third]
    # Both codes lead to it by the file, not by its name: no question.
    assert register.recognise([firm(NAME, 1), firm("虚构食品厂", 2)]).doubts == ()


@given(st.text("云南昆明示例甲乙机械食品有限公司厂", min_size=1, max_size=12))
def test_a_name_is_like_itself_and_likeness_has_no_direction(name):
    assert likeness(name, name) == pytest.approx(1.0)
    assert likeness(name, NAME) == pytest.approx(likeness(NAME, name))
    assert likeness(name, name) >= ASK


def test_nothing_is_written_by_looking(register):
    register.recognise([firm(NAME, 1)])
    with reading(register.engine) as session:
        assert session.get(FirmFile, "f001") is None
