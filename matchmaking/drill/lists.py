"""Which lists does the drill bring? Plainly invented ones, so many rows in so many files, from a seed."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

from stdnum.cn import uscc

_BRANDS = "甲乙丙丁戊己庚辛壬癸"
_TRADES = ("铝业", "花卉", "机械", "电子", "化工", "轴承", "包装", "食品")
_PRODUCTS = (
    "铝合金轮毂",
    "鲜切玫瑰",
    "减速机",
    "电容器",
    "磷酸铁",
    "深沟球轴承",
    "瓦楞纸箱",
    "米线",
)
_STAMP = re.compile(r"（(\d+)次）")
_CODE_DISTRICT = "91530100"
_FAULTY_SHARE = 50  # one row of so many says no product and goes back
_SUPPLY = ("供给编号", "企业名称", "统一社会信用代码", "主导产品", "规格型号", "产能规模")
_DEMAND = ("需求编号", "采购单位", "统一社会信用代码", "需求名称", "规格", "需求数量")


@dataclass(frozen=True, slots=True)
class DrillList:
    """A list to bring, and what it holds: the numbers of its good rows."""

    path: Path
    numbers: tuple[str, ...]


def write_lists(folder: Path, *, rows: int, files: int, seed: int) -> list[DrillList]:
    """`rows` good rows in so many files, one in four of them of needs, and some faulty rows besides."""
    rng = Random(seed)  # noqa: S311 - lists for a drill, nothing to guess
    folder.mkdir(parents=True, exist_ok=True)
    lists, start = [], 0
    for number in range(files):
        end = rows * (number + 1) // files
        is_demand = number % 4 == 3  # noqa: PLR2004 - one in four
        path = folder / f"{number:04}.csv"
        good = [f"{'X' if is_demand else 'G'}{at:07}" for at in range(start, end)]
        _write(path, good, rng, is_demand=is_demand)
        lists.append(DrillList(path, tuple(good)))
        start = end
    return lists


def stamp_of(specs: str) -> int:
    """At which time of being brought a row was written so; 0 for the first."""
    found = _STAMP.search(specs)
    return int(found[1]) if found else 0


def changed(path: Path, folder: Path, stamp: int) -> Path:
    """The same rows with something new in each, so that they are written and indexed once more."""
    text = path.read_text(encoding="utf-8").replace("mm,", f"mm（{stamp}次）,")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / path.name).write_text(text, encoding="utf-8")
    return folder / path.name


def _write(path: Path, numbers: list[str], rng: Random, *, is_demand: bool) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_DEMAND if is_demand else _SUPPLY)
        for at, number in enumerate(numbers):
            name, code = _firm(rng)
            spec = f"{rng.randrange(1, 999)}×{rng.randrange(1, 999)}mm"
            amount = f"{rng.randrange(1, 9999)}吨/月"
            writer.writerow([number, name, code, rng.choice(_PRODUCTS), spec, amount])
            if at % _FAULTY_SHARE == 0:
                writer.writerow([f"{number}-退", name, code, "", spec, amount])


def _firm(rng: Random) -> tuple[str, str]:
    """One of some thousand firms; its code comes with its name."""
    brand = "".join(rng.choice(_BRANDS) for _ in range(3))
    number = "".join(str(_BRANDS.index(sign)) for sign in brand)
    trade = rng.randrange(len(_TRADES))
    body = f"{_CODE_DISTRICT}MADR{trade}{number}0"
    name = f"昆明虚构{brand}{_TRADES[trade]}有限公司"
    return name, body + uscc.calc_check_digit(body)
