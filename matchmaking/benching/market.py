"""What does a market of any size look like? Synthetic listings with the word statistics of real ones.

Titles are drawn by Zipf's law from a stock of at least a tenth as many distinct ones as there are
listings; every name is put together from plain trade words and a running number.
"""

from datetime import date, timedelta
from itertools import product

import numpy as np

from matchmaking.places import find_region
from matchmaking.records import (
    Certificate,
    Demand,
    Firm,
    Period,
    Quantity,
    Region,
    Supply,
    Tier,
    Wish,
    WishKind,
)

_MANNERS = (
    "高强度 耐腐蚀 防爆 精密 高纯 食品级 医用 工业 矿用 船用 车规级 阻燃 环保 节能 智能 微型 大型 高温 低温 "
    "高压 便携式 全自动 数控 可降解 防水 耐磨 超薄 定制 出口 标准"
).split()
_STUFFS = (
    "铝 铜 锌 钛 镁 锡 不锈钢 碳钢 合金 铸铁 聚乙烯 聚丙烯 尼龙 橡胶 硅胶 陶瓷 玻璃 石墨 碳纤维 木 竹 棉 "
    "羊毛 涤纶 纸 大豆 玉米 马铃薯 茶 咖啡 花椒 辣椒 蜂蜜 磷 硫 氯 氟 氢 锂 稀土 硅 石英 水泥 石膏 沥青"
).split()
_THINGS = (
    "管 板 棒 线 带 箔 粉 膜 阀门 泵 轴承 齿轮 电机 电缆 开关 传感器 变压器 压缩机 换热器 过滤器 输送机 模具 "
    "刀具 螺栓 弹簧 密封件 包装袋 瓶 箱 托盘 标签 涂料 胶粘剂 助剂 催化剂 溶剂 香精 提取物 饮料 罐头 饲料 肥料 "
    "种子 检测服务 运输服务 设计服务 清洗服务 软件 机器人 控制柜 灯具 电池 支架 滤芯 喷嘴 法兰 接头 仪表"
).split()
_PLACES = (
    "云南昆明",
    "云南曲靖",
    "云南玉溪",
    "云南安宁",
    "四川成都",
    "广东深圳",
    "江苏苏州",
    "浙江宁波",
)
_CERTIFICATES = ("ISO9001", "ISO14001", "IATF16949", "3C", "SC", "CE")
_LISTINGS_A_FIRM = 4
_START = date(2026, 1, 1)


def make_supplies(listings: int, seed: int) -> list[Supply]:
    """`listings` supplies of a quarter as many firms."""
    random = np.random.default_rng(seed)
    titles = _titles(max(listings // 10, 500), random)
    # Each title once, the rest by Zipf: a few are sold by everybody, most by hardly anyone.
    rest = np.minimum(random.zipf(1.2, listings - len(titles)), len(titles)) - 1
    of_title = np.concatenate([np.arange(len(titles)), rest])
    random.shuffle(of_title)
    firms = _firms(max(listings // _LISTINGS_A_FIRM, 1), random)
    of_firm = random.integers(0, len(firms), listings)
    tons = np.round(random.lognormal(4, 1.5, listings), 1)
    days = random.integers(-1, 90, listings)
    papers = random.integers(0, len(_CERTIFICATES) + 4, listings)
    return [
        _supply(number, titles[title], firms[firm], figures=figures)
        for number, (title, firm, figures) in enumerate(
            zip(
                of_title.tolist(),
                of_firm.tolist(),
                zip(tons.tolist(), days.tolist(), papers.tolist(), strict=True),
                strict=True,
            )
        )
    ]


def make_demands(count: int, supplies: list[Supply], seed: int) -> list[Demand]:
    """Demands for things the market mostly has, in other words than the listings use."""
    random = np.random.default_rng(seed + 1)
    buyers = _firms(max(count // 10, 1), random)
    demands = []
    for number in range(count):
        listing = supplies[int(random.integers(len(supplies)))]
        demands.append(
            Demand(
                id=f"D{number:06d}",
                title=f"求购{listing.product}",
                buyer=buyers[int(random.integers(len(buyers)))],
                category=_THINGS[int(random.integers(len(_THINGS)))],
                description=f"{random.choice(_MANNERS)}，用于{random.choice(_THINGS)}生产，附检测报告",
                quantity=Quantity(float(random.integers(1, 500)), "吨", Period.MONTH),
                needed_by=_START + timedelta(days=int(random.integers(10, 200))),
                region=_region(int(random.integers(len(_PLACES)))),
                wishes=(Wish(WishKind.CERTIFICATE, str(random.choice(_CERTIFICATES)), must=False),),
            )
        )
    return demands


def _titles(count: int, random: np.random.Generator) -> list[str]:
    """Distinct titles; when the words run out a model number tells them apart."""
    stock = ["".join(parts) for parts in product(_MANNERS, _STUFFS, _THINGS)]
    random.shuffle(stock)
    models = -(-count // len(stock))
    return [
        f"{title}{f' X{model}' if model else ''}" for model in range(models) for title in stock
    ][:count]


def _firms(count: int, random: np.random.Generator) -> list[Firm]:
    places = random.integers(0, len(_PLACES), count).tolist()
    tiers = random.integers(0, 12, count).tolist()
    ladder = list(Tier)
    return [
        Firm(
            key=f"合成企业{number}",
            name=f"合成企业{number}有限公司",
            region=_region(place),
            industry=f"合成行业/{_THINGS[number % len(_THINGS)]}",
            tier=ladder[tier] if tier < len(ladder) else None,
        )
        for number, (place, tier) in enumerate(zip(places, tiers, strict=True))
    ]


def _region(place: int) -> Region:
    return find_region(_PLACES[place])


def _supply(number: int, title: str, firm: Firm, *, figures: tuple[float, int, int]) -> Supply:
    tons, days, paper = figures
    return Supply(
        id=f"S{number:07d}",
        product=title,
        firm=firm,
        industry=firm.industry,
        spare=Quantity(tons, "吨", Period.MONTH) if days % 3 else None,
        certificates=(Certificate(_CERTIFICATES[paper]),) if paper < len(_CERTIFICATES) else (),
        lead_days=days if days >= 0 else None,
    )
