"""Where can this visitor go from any page? The links of the frame, by what their role may do."""

from dataclasses import dataclass

from matchmaking.people.roles import Action, Role, Visitor
from web.names import mark


@dataclass(frozen=True, slots=True)
class Link:
    """A place: its address, its name, what one must be allowed to do there."""

    href: str
    label: str
    action: Action
    of_a_firm: bool = False  # for members of a firm only


LINKS = (
    Link("/search", mark("检索"), Action.SEARCH),
    Link("/my/opportunities", mark("我的机会"), Action.SEE_OPPORTUNITIES, of_a_firm=True),
    Link("/my/needs", mark("我的需求"), Action.EDIT_NEEDS, of_a_firm=True),
    Link("/my/supplies", mark("我的供给"), Action.EDIT_SUPPLIES, of_a_firm=True),
    Link("/my/firm", mark("企业档案"), Action.EDIT_FIRM, of_a_firm=True),
    Link("/review", mark("审核"), Action.REVIEW),
    Link("/firms", mark("企业列表"), Action.ACT_FOR_FIRMS),
    Link("/imports", mark("导入清单"), Action.IMPORT_LISTS),
    Link("/unmet", mark("未满足的检索"), Action.SEE_UNMET),
    Link("/allocation", mark("统筹分配"), Action.ALLOCATE),
    Link("/synonyms", mark("同义词"), Action.EDIT_SYNONYMS),
    Link("/thesaurus", mark("词库"), Action.READ_THESAURUS),
    Link("/users", mark("用户"), Action.MANAGE_USERS),
    Link("/chain", mark("产业链图谱"), Action.SEE_CHAIN),
    Link("/saved", mark("保存的检索"), Action.SAVE_SEARCH),
    Link("/match", mark("试配清单"), Action.TRY_LISTS),
    Link("/help", mark("帮助"), Action.READ_HELP),
)
# What a role comes for stands first.
_FIRST = {Role.CHAIN_LEADER: ("/my/needs",), Role.SME: ("/my/opportunities", "/my/supplies")}


def links_for(visitor: Visitor) -> tuple[Link, ...]:
    """The links this visitor may follow, what they come for first."""
    mine = [
        link
        for link in LINKS
        if visitor.may(link.action) and (visitor.firm_id is not None or not link.of_a_firm)
    ]
    first = _FIRST.get(visitor.role, ())
    return tuple(sorted(mine, key=lambda link: link.href not in first))
