"""A hundred thousand dirty rows: read, checked and stored, none lost; the figures are printed."""

import resource
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import xlsxwriter
from numpy.random import Generator, default_rng
from sqlalchemy import select

from matchmaking.imports.at_once import import_now
from matchmaking.intake.kinds import ListKind
from matchmaking.storage.database import reading
from matchmaking.storage.models import ReturnedLine, SupplyRow
from tests.databases import opened

ROWS = 100_000
FIRST = 3  # a title, the headings, then the rows
STORING = "存入数据库"
HEADINGS = [
    "序号", "企业名称（盖章）", "统一社会信用代码", "所在地区", "主导产品", "规格型号", "产能规模", "剩余产能", "资质证书", "供货周期",
    "参考单价", "联系电话",
]  # fmt: skip
PLACES = ["昆明市五华区", "云南省曲靖市", "玉溪", "", "安宁市", "不详"]
PRODUCTS = [
    "铝合金型材",
    "磷酸铁锂",
    "鲜切玫瑰",
    "轴承座",
    "纸箱",
    "三七粉",
    "变压器外壳",
    "光学镜片",
]
SPECS = ["Q345B", "M8×20", "０.５mm", "", "220kV 单相", "5吨以下\n可定制", "/"]
CAPACITIES = [
    "约500吨/月",
    "5-8万件/年",
    "1,200",
    "月产300台（套）",
    "日产3万件",
    "按需",
    "９００吨",
    "9e99",
    4500,
    12.5,
    "#REF!",
]
CERTIFICATES = [
    "ISO9001（2027-05到期）、CE",
    "无",
    "ISO9001（2024-05到期）",
    "3C办理中",
    "没有有机产品认证",
    "",
    "ISO14001;HACCP",
]
LEADS = ["45天", "现货", 30, "6周", "3-5个工作日", "面议", "半个月", "99999天"]
PRICES = ["1.2万元/吨", "面议", "1e999元", 35.5, "￥300", "100美元", "5000-6000元/吨"]
PHONES = [13800000000.0, "0871-00001234", "1.38888E+10", "前台", "", "138 0000 0000"]


def dirty_rows(rng: Generator) -> Iterator[list[object]]:
    """Rows as they come in: most good, some spoilt, and blank ones in between."""

    def one_of(cells: Sequence[object]) -> object:
        return cells[int(rng.integers(len(cells)))]

    before: list[object] = [None] * len(HEADINGS)
    for number in range(1, ROWS + 1):
        firm, product = rng.integers(20_000), rng.integers(500)
        row = [
            number, f"云南虚构{firm:05d}有限公司", "", one_of(PLACES), f"{one_of(PRODUCTS)}{product}", one_of(SPECS),
            one_of(CAPACITIES), one_of(CAPACITIES), one_of(CERTIFICATES), one_of(LEADS), one_of(PRICES), one_of(PHONES),
        ]  # fmt: skip
        fate = rng.random()
        if fate > 0.99:
            yield [""] * len(HEADINGS)
        yield spoilt(row, before, fate)
        before = row


def spoilt(row: list[object], before: list[object], fate: float) -> list[object]:
    """Without its product or firm, the row before again, the headings again, a total, or as it was."""
    if fate < 0.02:
        return [*row[:4], "无", *row[5:]]
    if fate < 0.03:
        return [row[0], "", *row[2:]]
    if fate < 0.05:
        return [row[0], *before[1:]]
    if fate < 0.055:
        return list(HEADINGS)
    return ["合计", *[""] * 5, 1000, *[""] * 5] if fate < 0.06 else row


def write_list(path: Path) -> list[int]:
    """The workbook on the disk; returns the numbers of the rows that hold anything."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("供给")
        sheet.write_row(0, 0, ["2026年中小企业产品供给清单"])
        sheet.write_row(1, 0, HEADINGS)
        said = []
        for number, row in enumerate(dirty_rows(default_rng(1)), start=FIRST):
            sheet.write_row(number - 1, 0, row)
            if any(cell != "" for cell in row):
                said.append(number)
    return said


def cpu_seconds() -> float:
    """Of this process and of the reading ones: what a busy machine does not change."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@pytest.mark.soak
def test_a_hundred_thousand_dirty_rows_are_accepted_or_returned_each_once(tmp_path, capsys):
    path = tmp_path / "供给.xlsx"
    said = write_list(path)
    engine = opened(f"sqlite:///{tmp_path}/soak.db")
    steps: list[tuple[str, float]] = []
    start, busy = time.perf_counter(), cpu_seconds()
    summary = import_now(
        path,
        ListKind.SUPPLY,
        engine=engine,
        data=tmp_path,
        now=datetime(2026, 1, 20, tzinfo=UTC),
        today=date(2026, 1, 20),
        new_id=lambda: uuid4().hex,
        progress=lambda step, *_: steps.append((step, time.perf_counter() - start)),
    )
    total, busy = time.perf_counter() - start, cpu_seconds() - busy
    with reading(engine) as session:
        stored = session.execute(select(SupplyRow.origin_row)).scalars().all()
        returned = session.execute(select(ReturnedLine.origin_row)).scalars().all()
    engine.dispose()
    parsed = next(seconds for step, seconds in steps if step == STORING)
    own, child = (
        resource.getrusage(whose).ru_maxrss / 1024
        for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    with capsys.disabled():
        sys.stdout.write(
            f"\n{summary.rows_in} rows: parsed {parsed:.1f} s, stored {total - parsed:.1f} s, "
            f"total {total:.1f} s ({busy:.1f} s of processor time); peak RSS {own:.0f} MB and {child:.0f} MB in the reading process; "
            f"{summary.accepted} accepted, {summary.returned} returned\n"
        )
    assert summary.rows_in == summary.accepted + summary.returned == len(said) == ROWS
    assert (len(stored), len(returned)) == (summary.accepted, summary.returned)
    assert sorted([*stored, *returned]) == said
