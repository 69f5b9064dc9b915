import pytest

from matchmaking.errors import NotAllowed, SignInNeeded
from matchmaking.people.roles import (
    ALLOWED,
    ANYBODY,
    Action,
    Role,
    Visitor,
    require,
    require_firm,
)

SME = Visitor("u1", "示例", Role.SME, "firm-1")
OFFICER = Visitor("u2", "示例", Role.OFFICER)


def test_every_role_has_a_line():
    assert set(ALLOWED) == set(Role)


def test_a_stranger_is_asked_to_sign_in_and_a_member_is_told_no():
    with pytest.raises(SignInNeeded, match="请先登录"):
        require(ANYBODY, Action.EDIT_NEEDS)
    with pytest.raises(NotAllowed, match="您的角色（中小企业）不能做这件事：审核"):
        require(SME, Action.REVIEW)
    require(SME, Action.EDIT_SUPPLIES)
    require(ANYBODY, Action.SEARCH)


def test_a_member_writes_their_own_firm_s_papers_and_an_officer_anybody_s():
    require_firm(SME, Action.EDIT_FIRM, "firm-1")
    require_firm(OFFICER, Action.EDIT_FIRM, "firm-1")
    with pytest.raises(NotAllowed, match="另一家企业"):
        require_firm(SME, Action.EDIT_FIRM, "firm-2")
    assert not Visitor("u3", "示例", Role.LENDER).acts_for("firm-1")
