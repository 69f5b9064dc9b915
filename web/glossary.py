"""What do our words mean, and what are they called in English? The glossary of ARCHITECTURE.md as data."""

from dataclasses import dataclass

from web.names import mark


@dataclass(frozen=True, slots=True)
class Term:
    """A word in both languages, and what it means."""

    chinese: str
    english: str
    meaning: str


GLOSSARY = (
    Term("需求清单", "list of needs", mark("大企业产品需求清单：谁要什么、要多少、何时要、有什么要求。")),
    Term("供给清单", "list of supplies", mark("中小企业产品供给清单：谁能做什么、产能多少、有哪些资质。")),
    Term("链主企业", "chain leader", mark("产业链里带动上下游的大企业，在这里是需求方。")),
    Term("中小企业", "SME", mark("按工信部联企业〔2011〕300号划分的中型、小型、微型企业。")),
    Term("助企服务专员", "service officer", mark("代企业填报、跟进结果的工作人员，代填会标明。")),
    Term("统一社会信用代码", "credit code", mark("企业的 18 位代码，末位是校验位，输错会提示。")),
    Term("主导产品", "main product", mark("一条供给所说的产品。")),
    Term("产能规模", "capacity", mark("一定时间能做多少，例如 12000吨/年。")),
    Term("剩余产能", "spare capacity", mark("还能接多少新订单。")),
    Term("现有配套", "present customers", mark("已经在给谁供货。")),
    Term("拟配套对象", "intended customers", mark("想给谁供货。")),
    Term("起订量", "minimum order", mark("一次最少要订多少。")),
    Term("供货周期", "lead time", mark("从下单到交货的天数。")),
    Term("必须", "must", mark("不满足就排在其他企业之后，并写明怎样才能符合。")),
    Term("优先", "wish", mark("满足会加分，不满足不影响入选。")),
    Term("梯度", "tier", mark("优质中小企业的培育台阶：创新型、专精特新、小巨人、单项冠军。")),
    Term("资质", "certificate", mark("企业持有的证书，例如 ISO9001，带有效期。")),
    Term("满足", "met", mark("条件对得上。")),
    Term("未知", "unknown", mark("没有写明，不算不行，变成一个要问的问题。")),
    Term("不满足", "not met", mark("条件对不上。")),
    Term("得分", "score", mark("若干项之和，每一项是多少、凭什么，都在旁边。")),
    Term("符合", "fits", mark("必须条件都满足。")),
    Term("待确认", "to confirm", mark("有必须条件还不知道满足不满足。")),
    Term("不符合", "fails", mark("有必须条件不满足。")),
    Term("入围", "shortlisted", mark("需求方认为合适，双方可以看到联系方式。")),
    Term("我的机会", "my opportunities", mark("一家企业能满足的需求，和从需求看时得分相同。")),
    Term("未匹配", "unmet", mark("没有企业符合的需求，列出原因、最接近的企业和做上游材料的企业。")),
    Term("联合供货方案", "joint offer", mark("没有一家能独自满足时，合起来能满足的最少几家，以及各家承担的部分。")),
    Term("断供", "drop-out", mark("一家企业、一个地区或一种产品停了，谁因此没有供应。")),
    Term("退回", "returned", mark("清单里没有读入的行，或审核没有通过的记录，都写明原因。")),
    Term("久未确认", "stale", mark("超过 90 天没有人说它还有效。")),
    Term("上游材料", "input", mark("做一种产品要用的东西。")),
    Term("产品小类", "kind of product", mark("一种产品下面更窄的一种。")),
    Term("词库", "thesaurus", mark("工业产品和服务的名称、用途、用料，用来认出同一种东西的不同叫法。")),
    Term("概念", "concept", mark("词库里的一种产品或服务，有一个标准名称和若干其他名称。")),
    Term("其他名称", "other name", mark("俗名、旧称、学名、英文、缩写；有歧义的带语境。")),
    Term("用途", "purpose", mark("用采购人的话说它是做什么用的。")),
    Term("标志", "mark", mark("能认出一种产品的牌号或标准，例如 Q345B。")),
    Term("补链缺口", "gap", mark("有人要、本地没有人供的产品。")),
    Term("产业链图谱", "supply chain map", mark("企业和产品之间的供应、配套关系，画成图，也列成表。")),
)  # fmt: skip
