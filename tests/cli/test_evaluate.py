"""The run file: what a scorer reads, and what the pipeline must not have read."""

import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.conftest import write_demands, write_supplies

SHARED = Path("../shared").resolve()
FOR_ANALYSTS = ("class", "intent", "vocab_gap")
PRODUCTS = "铝合金轮毂 铝合金圆铸锭 铝板带 大豆油脂 竹编果篮 磷酸铁锂 烟用纸箱 鲜切玫瑰 电力变压器 冷链运输服务".split()
Lines = dict[str, list[tuple[str, int, float]]]


def invented_demands() -> list[dict[str, object]]:
    return [
        {
            "id": f"D{number:03}",
            "class": "A",
            "type": "关键原材料",
            "title": f"求购{product}",
            "description": f"用于虚构项目，需要{product}，要求ISO9001",
            "category": product[-2:],
            "quantity": 10 * number,
            "unit": "吨",
            "period": "月",
            "region": "云南昆明",
            "requirements": ["必须在云南省内", "ISO9001"] if number == 3 else ["ISO9001"],
            "buyer": "某虚构集团",
            "intent": f"3={PRODUCTS[-number]}",
            "vocab_gap": PRODUCTS[-number],
        }
        for number, product in enumerate(PRODUCTS[:4], start=1)
    ]


def invented_supplies() -> list[dict[str, object]]:
    """Two listings a firm, sixty firms."""
    return [
        {
            "供给编号": f"S{number:05}",
            "企业名称": f"示例市虚构{number // 2}号有限公司",
            "所在省份": "云南省" if number % 3 else "江苏省",
            "所属行业": f"虚构行业/{PRODUCTS[number % 10][-2:]}",
            "主导产品": f"{('', '高强度', '精密', '出口')[number % 4]}{PRODUCTS[number % 10]}",
            "收入占比": round(0.1 + number % 7 / 10, 2),
        }
        for number in range(120)
    ]


def read_run(path: Path) -> Lines:
    lines: Lines = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        demand, q0, supply, rank, score, tag = line.split(" ")
        assert (q0, tag) == ("Q0", "rongtong")
        lines[demand].append((supply, int(rank), float(score)))
    return lines


def evaluate(typed, demands: list[dict], supplies: list[dict], *more: object) -> Lines:
    write_demands(Path("D.jsonl"), demands)
    write_supplies(Path("S.csv"), supplies)
    arguments = ("--demands", "D.jsonl", "--supplies", "S.csv", "--out", "RUN", *more)
    answer = typed("evaluate", *arguments)
    assert answer.code == 0, answer.err
    return read_run(Path("RUN"))


@pytest.fixture
def run(typed, folder):
    lines = evaluate(typed, invented_demands(), invented_supplies())
    assert {path.name for path in folder.iterdir()} == {"D.jsonl", "S.csv", "RUN"}
    return lines


def test_every_demand_has_at_least_fifty_lines_where_there_are_fifty_firms(run):
    assert list(run) == ["D001", "D002", "D003", "D004"]
    assert all(len(lines) >= 50 for lines in run.values())


def test_scores_fall_strictly_and_ranks_rise_by_one(run):
    for lines in run.values():
        assert all(one[2] > other[2] for one, other in pairwise(lines))
        assert [rank for _, rank, _ in lines] == [*range(1, len(lines) + 1)]


def test_a_firm_stands_once_by_its_best_listing(run):
    firm_of = {str(row["供给编号"]): row["企业名称"] for row in invented_supplies()}
    for lines in run.values():
        firms = [firm_of[supply] for supply, _, _ in lines]
        assert len(firms) == len(set(firms))
    product_of = {str(row["供给编号"]): str(row["主导产品"]) for row in invented_supplies()}
    for demand, product in zip(run, PRODUCTS, strict=False):
        assert product_of[run[demand][0][0]].endswith(product)


def test_firms_that_fail_a_must_come_last(run):
    place_of = {str(row["供给编号"]): row["所在省份"] for row in invented_supplies()}
    outside = [place_of[supply] != "云南省" for supply, _, _ in run["D003"]]
    product_of = {str(row["供给编号"]): str(row["主导产品"]) for row in invented_supplies()}
    right = [product_of[supply].endswith(PRODUCTS[2]) for supply, _, _ in run["D003"]]
    first_outside = next(at for at, out in enumerate(outside) if out and right[at])
    assert not any(
        good and not out
        for good, out in zip(right[first_outside:], outside[first_outside:], strict=True)
    )
    scores = [score for _, _, score in run["D003"]]
    assert scores[first_outside] < 0 < scores[0]


@pytest.mark.usefixtures("folder")
def test_top_counts_firms(typed):
    lines = evaluate(typed, invented_demands(), invented_supplies(), "--top", 7)
    assert [len(one) for one in lines.values()] == [7, 7, 7, 7]


@pytest.mark.usefixtures("folder")
def test_an_explanation_is_printed_on_request(typed):
    write_demands(Path("D.jsonl"), invented_demands())
    write_supplies(Path("S.csv"), invented_supplies())
    files = ("--demands", "D.jsonl", "--supplies", "S.csv", "--out", "RUN")
    answer = typed("evaluate", *files, "--explain", "D001")
    first = answer.out.splitlines()
    assert first[0] == "D001 求购铝合金轮毂（比较了 120 条供给）"
    assert first[1].startswith("  1 ")
    assert "经 词语、字面、含义" in first[1]
    assert "产品" not in first[2]
    assert " + " in first[2]
    assert any(line.startswith("      · ") for line in first)
    assert any(line.startswith("      ? 是否持有ISO9001") for line in first)
    assert "已写入 RUN：需求 4 条" in answer.err
    unknown = typed("evaluate", *files, "--explain", "D999")
    assert (unknown.code, "没有编号为 D999 的需求" in unknown.err) == (2, True)


def same_up_to_names(typed, demands: list[dict], supplies: list[dict]) -> None:
    """Rename every id and take away what is for analysts only: the run may differ in ids alone."""
    run = evaluate(typed, demands, supplies)
    name_of = {str(one["id"]): f"甲{number}" for number, one in enumerate(demands)}
    listing_of = {str(one["供给编号"]): f"乙{number}" for number, one in enumerate(supplies)}
    bare = [
        {name: value for name, value in one.items() if name not in FOR_ANALYSTS}
        | {"id": name_of[str(one["id"])]}
        for one in demands
    ]
    renamed = [one | {"供给编号": listing_of[str(one["供给编号"])]} for one in supplies]
    assert evaluate(typed, bare, renamed) == {
        name_of[demand]: [(listing_of[supply], rank, score) for supply, rank, score in lines]
        for demand, lines in run.items()
    }


@pytest.mark.usefixtures("folder")
def test_neither_ids_nor_what_is_for_analysts_changes_the_run(typed):
    same_up_to_names(typed, invented_demands(), invented_supplies())


@pytest.mark.usefixtures("folder")
def test_nor_do_they_on_real_lists(typed):
    demands, supplies = SHARED / "eval/demands_dev.jsonl", SHARED / "data/supplies.csv"
    if not (demands.exists() and supplies.exists()):
        pytest.skip("the judged demands do not lie beside the project")
    with demands.open(encoding="utf-8") as file:
        some = [json.loads(line) for line in file][::12]
    header, *lines = supplies.read_text(encoding="utf-8-sig").splitlines()[:2001]
    rows = [dict(zip(header.split(","), line.split(","), strict=False)) for line in lines]
    same_up_to_names(typed, some, [row for row in rows if len(row) == 8])
