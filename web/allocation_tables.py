"""What stands in the file of an allocation? A row a proposal, of both ways one after the other."""

from collections.abc import Iterator
from enum import StrEnum

from matchmaking.allocation.service import Allocation, Way
from matchmaking.allocation.telling import Proposal
from web.exports import Cell
from web.language import Tongue
from web.names import mark

HEADINGS = (
    mark("方式"),
    mark("需求编号"),
    mark("需求"),
    mark("采购方"),
    mark("供给编号"),
    mark("供给"),
    mark("企业"),
    mark("企业规模"),
    mark("安排"),
    mark("份额"),
    mark("数量"),
    mark("得分"),
    mark("结论"),
    mark("理由"),
)
# Words of the engine that the page shows.
WORDS = (
    mark("承担订单"),
    mark("对接"),
    mark("先询问"),
    mark("备选"),
    mark("未填写"),
    mark("重量（千克）"),
    mark("长度（米）"),
    mark("面积（平方米）"),
    mark("体积（立方米）"),
)


class WayName(StrEnum):
    """The two ways."""

    OPTIMAL = "optimal"
    GREEDY = "greedy"


WAY_NAMES = {WayName.OPTIMAL: mark("统筹分配"), WayName.GREEDY: mark("逐条贪心")}


def way_of(allocation: Allocation, name: WayName) -> Way:
    """One of the two."""
    return allocation.optimal if name is WayName.OPTIMAL else allocation.greedy


def rows_of(allocation: Allocation, tongue: Tongue) -> Iterator[list[Cell]]:
    """Both ways, the better first."""
    for name in WayName:
        word = tongue.word(WAY_NAMES[name])
        for one in way_of(allocation, name).proposals:
            yield [word, *_cells(one, tongue)]


def _cells(one: Proposal, tongue: Tongue) -> list[Cell]:
    demand, supply = one.candidate.demand, one.candidate.supply
    return [
        demand.id,
        demand.title,
        demand.buyer.name,
        supply.id,
        supply.product,
        supply.firm.name,
        tongue.word(supply.firm.size or ""),
        tongue.word(one.part),
        round(one.share, 4) if one.share else None,
        str(one.amount or ""),
        round(one.candidate.score, 1),
        tongue.word(one.candidate.conclusion),
        tongue.word("；").join(tongue.tell(reason) for reason in one.reasons),
    ]
