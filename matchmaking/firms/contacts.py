"""Who may see whom to call? The firm itself, officers, and whoever it was brought together with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from matchmaking.errors import NotAllowed
from matchmaking.firms import queries
from matchmaking.people.looks import Kept, Reason, note_look
from matchmaking.people.roles import Action, Role, Visitor

# Lenders come to see a firm's contacts with its consent, which the financing part will keep.
_MEET = frozenset({Role.CHAIN_LEADER, Role.SME})


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is looked at, and how the look is numbered."""

    now: datetime
    new_id: Callable[[], str]


def may_see_contacts(visitor: Visitor, firm_id: str, *, introduced: bool) -> bool:
    """`introduced`: one of the two firms has shortlisted the other (入围)."""
    if visitor.firm_id is not None and visitor.firm_id == firm_id:
        return True
    return visitor.may(Action.ACT_FOR_FIRMS) or (introduced and visitor.role in _MEET)


def contacts_of(session: Session, firm_id: str) -> tuple[Contact, ...]:
    """Without asking who wants to know: for forms whose route has asked."""
    return tuple(
        Contact(row["name"], row["phone"], row["email"])
        for row in queries.contacts(session, [firm_id])
    )


def see_contacts(
    session: Session,
    visitor: Visitor,
    firm_id: str,
    *,
    introduced: bool,
    moment: Moment,
) -> tuple[Contact, ...]:
    """The contacts, the look written down in the same transaction. Raises NotAllowed."""
    if not may_see_contacts(visitor, firm_id, introduced=introduced):
        raise NotAllowed(
            "只有企业自己、助企服务专员和主管部门，以及已互相入围的企业能看联系方式。"
            "请先在匹配结果里把对方标为“入围”。"
        )
    acting = visitor.may(Action.ACT_FOR_FIRMS)
    why = "办理企业事务" if acting else "双方已入围"
    reason = Reason(Kept.CONTACTS, why)
    note_look(session, visitor, firm_id, reason=reason, now=moment.now, new_id=moment.new_id)
    return contacts_of(session, firm_id)
