"""What does the city trade in? Its chains and their products, from the files in `seeds/data`."""

import csv
import math
import tomllib
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """From … to; small firms are many and large ones few, so draws are even in the logarithm."""

    low: float
    high: float

    def draw(self, rng: Random) -> float:
        return math.exp(rng.uniform(math.log(self.low), math.log(self.high)))


@dataclass(frozen=True, slots=True)
class Product:
    """One product as its trade knows it."""

    name: str
    other_names: tuple[str, ...]
    wider: str  # what it is a kind of
    type: str  # 材, 件, 技, 服
    specs: tuple[str, ...]
    unit: str
    capacity: Span | None  # a month; None: nobody in the city makes it
    price: Span  # yuan a unit
    certificates: tuple[str, ...]
    purpose: str  # what it must do, in a buyer's words, without its name
    inputs: tuple[str, ...]

    @property
    def is_counted(self) -> bool:
        """Whether half of one makes no sense."""
        return not self.unit.startswith("万") and self.unit not in _MEASURED

    @property
    def is_project(self) -> bool:
        """Whether it is bought once and for all, not month by month."""
        return self.type in ("技", "服") or self.unit in _BOUGHT_ONCE


_MEASURED = ("吨", "公斤", "米", "公里", "平方米", "立方米", "升", "亩", "小时", "工时")
_BOUGHT_ONCE = ("台", "套", "座", "面", "辆", "项")


@dataclass(frozen=True, slots=True)
class Chain:
    """One of the city's chains."""

    name: str
    industry: str
    leaders: tuple[str, ...]  # the trade in the name of each chain leader
    trades: tuple[str, ...]  # … and of its small firms
    places: tuple[str, ...]  # where the leaders sit
    products: tuple[Product, ...]  # neighbours in the file are neighbours in the workshop


@dataclass(frozen=True, slots=True)
class Places:
    """Where firms sit, and how their names begin."""

    prefix: str
    weight: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All the generator knows of the world."""

    marker: str  # in the name of every firm, so that nobody takes it for a real one
    first: tuple[str, ...]
    second: tuple[str, ...]
    surnames: tuple[str, ...]
    forms: tuple[str, ...]
    places: tuple[Places, ...]
    chains: tuple[Chain, ...]


def load_catalogue() -> Catalogue:
    """Read the data files."""
    raw = tomllib.loads((_folder() / "city.toml").read_text(encoding="utf-8"))
    return Catalogue(
        marker=raw["marker"],
        first=tuple(raw["first"]),
        second=tuple(raw["second"]),
        surnames=tuple(raw["surnames"]),
        forms=tuple(raw["forms"]),
        places=tuple(
            Places(one["prefix"], one["weight"], tuple(one["names"])) for one in raw["places"]
        ),
        chains=tuple(_chain(one) for one in raw["chains"]),
    )


def _folder() -> Traversable:
    return resources.files("seeds") / "data"


def _chain(raw: dict[str, Any]) -> Chain:
    text = (_folder() / f"{raw['file']}.csv").read_text(encoding="utf-8")
    return Chain(
        raw["name"],
        raw["industry"],
        tuple(raw["leaders"]),
        tuple(raw["trades"]),
        tuple(raw["places"]),
        tuple(_product(row) for row in csv.DictReader(text.splitlines())),
    )


def _product(row: dict[str, str]) -> Product:
    return Product(
        name=row["品名"],
        other_names=_parts(row["别名"]),
        wider=row["上级"],
        type=row["类"],
        specs=_parts(row["规格"]),
        unit=row["单位"],
        capacity=_span(row["月产能"]) if row["月产能"] else None,
        price=_span(row["单价"]),
        certificates=_parts(row["资质"]),
        purpose=row["用途"],
        inputs=_parts(row["原料"]),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _span(cell: str) -> Span:
    low, high = cell.split("-")
    return Span(float(low), float(high))
