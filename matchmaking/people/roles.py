"""What may each role do? The one table of role × action; whatever is not in it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from matchmaking.errors import NotAllowed, SignInNeeded


class Role(StrEnum):
    """Whom a visitor acts for (design.md 1)."""

    OPERATOR = "主管部门"
    OFFICER = "助企服务专员"
    CHAIN_LEADER = "链主企业"
    SME = "中小企业"
    LENDER = "金融机构"
    PUBLIC = "访客"


class Action(StrEnum):
    """Everything that can be done here; each route names exactly one."""

    SIGN_IN = "登录"
    READ_HELP = "看帮助"
    SEARCH = "检索"  # both lists, and published needs and supplies with their firms' public part
    READ_THESAURUS = "看词库"  # what things are called, are for and made of
    TRY_LISTS = "试配清单"  # two files in, matches out, nothing kept in the catalogue
    SEE_CHAIN = "看产业链图谱"
    OWN_ACCOUNT = "管理自己的账号"  # sign out, password, keys of one's own
    SAVE_SEARCH = "保存检索"
    EDIT_NEEDS = "发布需求"  # of one's own firm, or of any for those who may act for others
    SEE_MATCHES = "看匹配结果"  # of needs one may edit
    EDIT_SUPPLIES = "发布供给"
    SEE_OPPORTUNITIES = "看我的机会"
    EDIT_FIRM = "维护企业档案"
    IMPORT_LISTS = "导入清单"
    ACT_FOR_FIRMS = "代企业填报"  # 助企服务专员 enters on a firm's behalf, shown as such
    REVIEW = "审核"
    MERGE_FIRMS = "合并企业"
    EDIT_SYNONYMS = "维护同义词"
    EDIT_THESAURUS = "维护词库"
    SEE_UNMET = "看未满足的检索"
    STUDY_CHAIN = "推演产业链"
    MANAGE_USERS = "管理用户"
    ALLOCATE = "统筹分配"
    SEE_CHANGES = "读取变更"  # the change feed


_ANYBODY = frozenset(
    {
        Action.SIGN_IN,
        Action.READ_HELP,
        Action.SEARCH,
        Action.READ_THESAURUS,
        Action.TRY_LISTS,
        Action.SEE_CHAIN,
    }
)
_MEMBERS = _ANYBODY | {Action.OWN_ACCOUNT, Action.SAVE_SEARCH, Action.SEE_CHANGES}
_OFFICERS = _MEMBERS | {
    Action.EDIT_NEEDS,
    Action.SEE_MATCHES,
    Action.EDIT_SUPPLIES,
    Action.SEE_OPPORTUNITIES,
    Action.EDIT_FIRM,
    Action.IMPORT_LISTS,
    Action.ACT_FOR_FIRMS,
    Action.SEE_UNMET,
    Action.STUDY_CHAIN,
}

ALLOWED: Mapping[Role, frozenset[Action]] = {
    Role.PUBLIC: _ANYBODY,
    Role.LENDER: _MEMBERS | {Action.EDIT_FIRM},
    Role.SME: _MEMBERS
    | {
        Action.EDIT_SUPPLIES,
        Action.SEE_OPPORTUNITIES,
        Action.EDIT_NEEDS,
        Action.SEE_MATCHES,
        Action.EDIT_FIRM,
        Action.IMPORT_LISTS,
    },
    Role.CHAIN_LEADER: _MEMBERS
    | {
        Action.EDIT_NEEDS,
        Action.SEE_MATCHES,
        Action.EDIT_SUPPLIES,
        Action.SEE_OPPORTUNITIES,
        Action.EDIT_FIRM,
        Action.IMPORT_LISTS,
    },
    Role.OFFICER: _OFFICERS,
    Role.OPERATOR: _OFFICERS
    | {
        Action.REVIEW,
        Action.MERGE_FIRMS,
        Action.EDIT_SYNONYMS,
        Action.EDIT_THESAURUS,
        Action.MANAGE_USERS,
        Action.ALLOCATE,
    },
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking. `firm_id` is the firm a member belongs to."""

    user_id: str = ""
    name: str = ""
    role: Role = Role.PUBLIC
    firm_id: str | None = None

    @property
    def signed_in(self) -> bool:
        return bool(self.user_id)

    def may(self, action: Action) -> bool:
        """Whether the table allows it."""
        return action in ALLOWED[self.role]

    def acts_for(self, firm_id: str) -> bool:
        """Whether this firm's papers are theirs to write: their own, or as an officer anybody's."""
        return self.may(Action.ACT_FOR_FIRMS) or (
            self.firm_id is not None and self.firm_id == firm_id
        )


ANYBODY = Visitor()


def require(visitor: Visitor, action: Action) -> None:
    """Raises SignInNeeded where signing in could help, NotAllowed where it could not."""
    if visitor.may(action):
        return
    if not visitor.signed_in:
        raise SignInNeeded("请先登录，再继续刚才的操作。")
    raise NotAllowed(
        f"您的角色（{visitor.role}）不能做这件事：{action}。需要时请联系主管部门开通。"
    )


def require_firm(visitor: Visitor, action: Action, firm_id: str) -> None:
    """The action, and on this firm's papers. Raises SignInNeeded, NotAllowed."""
    require(visitor, action)
    if not visitor.acts_for(firm_id):
        raise NotAllowed("这是另一家企业的资料，您不能代它操作。")
