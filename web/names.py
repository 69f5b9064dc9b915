"""Which names does the engine give to things? Marked here, so that other languages have them too.

The engine's names are plain Chinese words in records, recipes and progress; a test holds this list
against them.
"""


def mark(name: str) -> str:
    """Tell the collector of messages that this word is shown to people."""
    return name


NAMES = frozenset(
    {
        # parts of a score
        mark("词语"),
        mark("字面"),
        mark("契合"),
        mark("描述"),
        mark("含义"),
        mark("语境"),
        mark("类别"),
        mark("行业"),
        mark("产业链"),
        mark("词库"),
        mark("标准名"),
        mark("规格"),
        mark("距离"),
        mark("梯度等级"),
        mark("主营占比"),
        mark("配套关系"),
        # conditions
        mark("产品"),
        mark("产能"),
        mark("资质"),
        mark("优先资质"),
        mark("规格要求"),
        mark("优先规格"),
        mark("交期"),
        mark("起订量"),
        mark("价格"),
        mark("地区"),
        mark("梯度"),
        # conclusions
        mark("符合"),
        mark("待确认"),
        mark("不符合"),
        # firms
        mark("大型"),
        mark("中型"),
        mark("小型"),
        mark("微型"),
        mark("创新型中小企业"),
        mark("专精特新中小企业"),
        mark("专精特新“小巨人”企业"),
        mark("制造业单项冠军企业"),
        # demands
        mark("关键原材料"),
        mark("关键零部件"),
        mark("关键技术"),
        mark("服务"),
        # lists, and what sentences call things
        mark("需求清单"),
        mark("供给清单"),
        mark("需求"),
        mark("企业"),
        # where the way between two firms is written
        mark("产业链文件"),
        # roles
        mark("主管部门"),
        mark("助企服务专员"),
        mark("链主企业"),
        mark("中小企业"),
        mark("金融机构"),
        mark("访客"),
        # what a role may do
        mark("检索"),
        mark("看帮助"),
        mark("试配清单"),
        mark("看产业链图谱"),
        mark("管理自己的账号"),
        mark("保存检索"),
        mark("发布需求"),
        mark("看匹配结果"),
        mark("发布供给"),
        mark("看我的机会"),
        mark("维护企业档案"),
        mark("导入清单"),
        mark("代企业填报"),
        mark("审核"),
        mark("合并企业"),
        mark("维护同义词"),
        mark("看词库"),
        mark("维护词库"),
        mark("看未满足的检索"),
        mark("推演产业链"),
        mark("管理用户"),
        mark("读取变更"),
        # steps of a run
        mark("排队等候"),
        mark("读取文件"),
        mark("核对各行"),
        mark("存入数据库"),
        mark("整理清单"),
        mark("切分词语"),
        mark("理解文字"),
        mark("建立索引"),
        mark("逐条匹配"),
        mark("计算分配方案"),
        mark("核对"),
        mark("完成"),
    }
)
