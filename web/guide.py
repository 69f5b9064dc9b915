"""How is each role to go about it? The steps of the help page, in the order people take them."""

from dataclasses import dataclass

from matchmaking.people.roles import Role
from web.names import mark


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and where."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What a role comes for, step by step."""

    role: Role
    steps: tuple[Step, ...]


GUIDES = (
    Guide(
        Role.PUBLIC,
        (
            Step("/search", mark("检索已公开的需求和供给，按地区、行业、资质筛选，不用登录。")),
            Step("/match", mark("手边有两份 Excel 清单？放进去，马上看到逐条配好的结果和理由。")),
            Step("/chain", mark("在产业链图谱里看一种产品的上下游，以及谁在做、缺什么。")),
            Step("/thesaurus", mark("在词库里查一种东西有哪些叫法、做什么用、用什么做。")),
        ),
    ),
    Guide(
        Role.CHAIN_LEADER,
        (
            Step(
                "/imports/new",
                mark("下载需求清单模板，填好上传；预览无误再确认，有错的格子会标出来。"),
            ),
            Step("/needs/new", mark("也可以一条一条填。必须满足的条件和优先考虑的条件分开写。")),
            Step(
                "/my/needs",
                mark("审核通过后，打开一条需求的“看匹配”，看每家企业的理由、待确认问题和差距。"),
            ),
            Step(
                "/my/needs",
                mark("勾选 2 至 4 家并排比较；合适的标为入围，入围后双方可以看到联系方式。"),
            ),
            Step("/my/needs", mark("条件改过以后，标记会提示重新确认；不再需要就结束这条需求。")),
        ),
    ),
    Guide(
        Role.SME,
        (
            Step("/my/firm", mark("先把企业档案填全：地区、规模、资质和有效期、联系人。")),
            Step(
                "/supplies/new",
                mark("填供给：产品名称、规格、牌号、产能写得越具体，越容易被找到。"),
            ),
            Step("/my/opportunities", mark("在“我的机会”里看适合的需求，以及还差哪一步就能符合。")),
            Step("/my/supplies", mark("供给过期或久未确认会标出来，点“确认仍然有效”即可。")),
        ),
    ),
    Guide(
        Role.LENDER,
        (
            Step("/search", mark("检索企业的需求和供给，打开企业档案看资质和梯度。")),
            Step("/chain", mark("在产业链图谱里看一家企业处在哪个环节，上下游是谁。")),
            Step("/saved", mark("把常用的检索保存下来，有新结果时会提醒。")),
        ),
    ),
    Guide(
        Role.OFFICER,
        (
            Step("/firms", mark("从企业列表找到企业；没有档案的先新建。")),
            Step("/needs/new", mark("代企业填需求和供给，写明是哪家企业的，页面上会显示“代填”。")),
            Step("/imports/new", mark("企业交来的 Excel 清单可以整份导入，导错了可以撤销。")),
            Step("/unmet", mark("看哪些产品有人找、没人供，帮着找企业。")),
            Step(
                "/chain/studies", mark("在产业链推演里看缺什么、哪些只靠一家、谁停了会断在哪里。")
            ),
        ),
    ),
    Guide(
        Role.OPERATOR,
        (
            Step("/review", mark("审核提交和改过的需求、供给：勾选后一起发布，或写明原因退回。")),
            Step("/imports", mark("查看每次导入做了什么，需要时撤销。")),
            Step("/synonyms", mark("维护同义词，改了马上对检索和匹配生效。")),
            Step(
                "/thesaurus/proposals",
                mark("决定词库里待审核的修改：反复有人找而词库不认识的名称会自动提出来。"),
            ),
            Step("/firms/merge", mark("同一家企业有两份档案时先预览再合并，合并可以撤销。")),
            Step("/users", mark("给企业、专员和金融机构开账号。")),
        ),
    ),
)
