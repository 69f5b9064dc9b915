"""What does the demo city's data look like? Two lists and a chain file, generated from a seed number."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from matchmaking.progress import Progress, silent
from seeds import lists
from seeds.catalogue import Chain
from seeds.plan import District, plan_city
from seeds.workbook import SheetPlan, write_workbook

HEADING = ("产品", "相关产品", "关系")
UPSTREAM, KIND = "上游材料", "产品小类"
_STEP = "生成示例城市"
_STEPS = 4
_NOTICE = "本表由程序按种子数生成：企业、代码、电话均属虚构，仅供试用。"


@dataclass(frozen=True, slots=True)
class CityFiles:
    """Where the lists were written."""

    demands: Path
    supplies: Path
    chain: Path


def write_city(
    folder: Path, *, today: date, seed: int = 2022, progress: Progress = silent
) -> CityFiles:
    """Write 需求清单, 供给清单 and 产业链 files; the same seed and day give the same cells."""
    folder.mkdir(parents=True, exist_ok=True)
    files = CityFiles(
        folder / "大企业产品需求清单.xlsx",
        folder / "中小企业产品供给清单.xlsx",
        folder / "产业链.csv",
    )
    progress(_STEP, 0, _STEPS)
    city = plan_city(seed=seed, today=today)
    rng = Random(f"{seed} 填表")
    progress(_STEP, 1, _STEPS)
    demands = [_demand_sheet(district, rng) for district in city]
    cover = ("昆明市大企业产品需求清单（示例）", _NOTICE)
    write_workbook(files.demands, demands, cover=cover, today=today)
    progress(_STEP, 2, _STEPS)
    # One county has sent its own form.
    forms = [*[lists.OFFICIAL_SUPPLIES] * (len(city) - 1), lists.OTHER_SUPPLIES]
    supplies = [_supply_sheet(one, rng, form) for one, form in zip(city, forms, strict=True)]
    cover = ("昆明市中小企业产品供给清单（示例）", _NOTICE)
    write_workbook(files.supplies, supplies, cover=cover, today=today)
    progress(_STEP, 3, _STEPS)
    _write_chain(files.chain, [district.chain for district in city])
    progress(_STEP, _STEPS, _STEPS)
    return files


def _demand_sheet(district: District, rng: Random) -> SheetPlan:
    rows = [
        lists.demand_row(number, need.demand, rng)
        for number, need in enumerate(district.needs, start=1)
    ]
    headings = lists.DEMAND_HEADINGS
    return SheetPlan(
        district.chain.name,
        f"大企业产品需求清单（{district.chain.name}产业链）",
        "带★或写“必须”“仅限”的为必须满足；写“优先”的为加分项。",
        headings,
        rows + lists.spoiled(rows, headings.index("需求名称"), rng),
        merged=tuple(map(headings.index, lists.MERGED_WITH_FIRM)),
        footer=f"合计：{len(rows)}项",
    )


def _supply_sheet(district: District, rng: Random, form: lists.Form) -> SheetPlan:
    rows = [
        lists.supply_row(number, offer.supply, rng)
        for number, offer in enumerate(district.offers, start=1)
    ]
    names = lists.SUPPLY_HEADINGS
    rows += lists.spoiled(rows, names.index("主导产品"), rng)
    rows += lists.spoiled(rows, names.index("企业名称"), rng)
    return SheetPlan(
        district.chain.name,
        f"中小企业产品供给清单（{district.chain.name}产业链）",
        "产能请写明单位和周期，供货周期请写天数。",
        form.headings,
        [form.arrange(row) for row in rows],
    )


def _write_chain(path: Path, chains: Sequence[Chain]) -> None:
    """产品, 相关产品, 关系: what each product is made from and what it is a kind of."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        for product in (product for chain in chains for product in chain.products):
            writer.writerows((product.name, item, UPSTREAM) for item in product.inputs)
            writer.writerow((product.wider, product.name, KIND))
