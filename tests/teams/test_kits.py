"""Which needs are for several things?"""

import pytest

from matchmaking.records import Demand, Firm
from matchmaking.teams.kits import items_of

BUYER = Firm("虚构集团", "虚构集团")


def need(title="采购一批", description="", specs="", category=""):
    return Demand("n1", title, BUYER, category=category, description=description, specs=specs)


@pytest.mark.parametrize(
    ("asked", "items"),
    [
        (
            need(description="包括：电缆3根、配电箱2台、桥架。要求耐腐蚀。"),
            ("电缆", "配电箱", "桥架"),
        ),
        (need(description="由泵体、电机和控制柜组成"), ("泵体", "电机", "控制柜")),
        (
            need(description="1. 轴承，6204\n2. 密封圈\n3. 润滑脂 20kg"),
            ("轴承", "密封圈", "润滑脂"),
        ),
        (need("安全帽、劳保手套、反光背心"), ("安全帽", "劳保手套", "反光背心")),
        (need("维修工具套件", "扳手、钳子、螺丝刀等"), ("扳手", "钳子", "螺丝刀")),
        (need("劳保用品", "手套、口罩、雨衣", category="成套用品"), ("手套", "口罩", "雨衣")),
        (need("密封圈", "要求耐磨、耐高温、耐腐蚀"), ()),
        (need("密封圈", "用于水泵、风机、压缩机的检修"), ()),
        (need("铸件", "包括运输、安装、调试"), ()),
        (need("铜铝复合板（铜、铝）"), ()),
        (need("轴承", "包括：6204、6205、6206"), ()),
        (need("铝锭"), ()),
        (need(description="包括：耐火砖、无缝钢管、高压柜"), ("耐火砖", "无缝钢管", "高压柜")),
        (need("检修套件", "耐高温、抗老化、防水"), ()),
    ],
)
def test_items_are_named_only_where_the_words_say_that_there_are_several_things(asked, items):
    assert items_of(asked) == items
