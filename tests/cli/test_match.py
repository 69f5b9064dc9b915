"""Two lists in, one workbook out: what is written, what is said, which exit code scripts see."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

DEMANDS = "需求编号,需求名称,需求企业,数量\nX1,铝合金圆铸锭,示例市虚构甲集团有限公司,500吨/月\n"
SUPPLIES = "供给编号,企业名称,主导产品\nG1,示例市虚构乙铝业有限公司,铝合金圆铸锭\n"
CHAIN = "产品,相关产品,关系\n铝合金圆铸锭,重熔铝锭,上游材料\n"


@pytest.fixture
def lists(folder) -> Path:
    (folder / "需求.csv").write_text(DEMANDS, encoding="utf-8")
    (folder / "供给.csv").write_text(SUPPLIES, encoding="utf-8")
    return folder


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_two_lists_become_a_workbook_and_nothing_else_is_left_behind(lists, typed):
    answer = typed("match", "需求.csv", "供给.csv", "-o", "结果.xlsx")
    assert answer.code == 0
    assert answer.out == "已写入 结果.xlsx：需求 1 条，供给 1 条，未匹配 0 条，退回 0 行。\n"
    assert answer.err == ""
    assert names_in(lists) == {"需求.csv", "供给.csv", "结果.xlsx"}
    book = CalamineWorkbook.from_path("结果.xlsx")
    assert book.sheet_names == ["汇总", "匹配", "未匹配", "联合方案", "未识别"]
    assert book.get_sheet_by_name("匹配").to_python()[1][:6] == [
        "X1",
        "铝合金圆铸锭",
        "2",
        "G1",
        "2",
        "示例市虚构乙铝业有限公司",
    ]


@pytest.mark.usefixtures("lists")
def test_rows_returned_are_told_by_exit_code_three_with_the_workbook_written(typed):
    with Path("供给.csv").open("a", encoding="utf-8") as file:
        file.write("G2,示例市虚构丙铝业有限公司,\n")
    answer = typed("match", "需求.csv", "供给.csv", "-o", "结果.xlsx")
    assert (answer.code, "退回 1 行" in answer.out) == (3, True)
    rows = CalamineWorkbook.from_path("结果.xlsx").get_sheet_by_name("未识别").to_python()
    assert [row[:5] for row in rows[1:]] == [["供给.csv", "3", "退回", "C3", "主导产品"]]


@pytest.mark.usefixtures("lists")
def test_a_chain_file_makes_upstream_makers_known(typed):
    Path("链.csv").write_text(CHAIN, encoding="utf-8")
    Path("供给.csv").write_text(SUPPLIES.replace("铝合金圆铸锭", "重熔铝锭"), encoding="utf-8")
    answer = typed("match", "需求.csv", "供给.csv", "--chain", "链.csv", "-o", "结果.xlsx")
    assert (answer.code, "未匹配 1 条" in answer.out) == (0, True)
    rows = CalamineWorkbook.from_path("结果.xlsx").get_sheet_by_name("未匹配").to_python()
    assert rows[1][-1] == "示例市虚构乙铝业有限公司（重熔铝锭）"


@pytest.mark.usefixtures("lists")
def test_top_says_how_many_firms_a_need_gets(typed):
    more = "".join(f"G{n},示例市虚构{n}号有限公司,铝合金圆铸锭\n" for n in range(2, 9))
    Path("供给.csv").write_text(SUPPLIES + more, encoding="utf-8")
    for top in (1, 5):
        typed("match", "需求.csv", "供给.csv", "--top", top, "-o", "结果.xlsx")
        rows = CalamineWorkbook.from_path("结果.xlsx").get_sheet_by_name("匹配").to_python()
        assert len(rows) == 1 + top


@pytest.mark.usefixtures("lists")
def test_the_day_can_be_set_and_the_same_call_writes_the_same_cells(typed):
    Path("需求.csv").write_text(
        "需求编号,需求名称,需求企业,交货日期\nX1,铝合金圆铸锭,示例市虚构甲集团有限公司,2026-06-01\n",
        encoding="utf-8",
    )
    Path("供给.csv").write_text(
        "供给编号,企业名称,主导产品,供货周期\nG1,示例市虚构乙铝业有限公司,铝合金圆铸锭,30天\n",
        encoding="utf-8",
    )
    cells = []
    for name, day in (
        ("一.xlsx", "2026-05-01"),
        ("二.xlsx", "2026-05-01"),
        ("三.xlsx", "2026-05-20"),
    ):
        typed("match", "需求.csv", "供给.csv", "--today", day, "-o", name)
        book = CalamineWorkbook.from_path(name)
        cells.append(book.get_sheet_by_name("匹配").to_python())
    assert cells[0] == cells[1]
    assert "供货周期 30 天，赶得上 2026-06-01（还有 31 天）" in cells[0][1][10]
    assert "供货周期 30 天，赶不上 2026-06-01（还有 12 天）" in cells[2][1][10]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("没有.csv", "供给.csv", "-o", "结果.xlsx"), "文件“没有.csv”打不开"),
        (("坏.xlsx", "供给.csv", "-o", "结果.xlsx"), "坏.xlsx：文件已损坏或不完整，打不开"),
        (
            ("供给.csv", "供给.csv", "-o", "结果.xlsx"),
            "供给.csv：这份文件看起来是供给清单",
        ),
        (("需求.csv", "供给.csv", "--chain", "没有.csv", "-o", "结果.xlsx"), "没有.csv"),
        (("需求.csv", "供给.csv"), "--out"),
        (("需求.csv", "供给.csv", "-o", "没有/结果.xlsx"), "没有文件夹“没有”"),
        (("需求.csv", "供给.csv", "-o", "."), "is a directory"),
        (("需求.csv", "供给.csv", "-o", "供给.csv"), "结果不能写到清单“供给.csv”上"),
        (("需求.csv", "供给.csv", "-o", "结果.xlsx", "--top", "0"), "--top"),
        (("需求.csv", "供给.csv", "-o", "结果.xlsx", "--today", "明天"), "明天"),
    ],
)
def test_what_cannot_be_used_is_said_by_exit_code_two_and_nothing_is_written(
    lists, typed, arguments, said
):
    Path("坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    answer = typed("match", *arguments)
    assert answer.code == 2
    assert said in answer.err.replace("│\n│ ", "")
    assert "Traceback" not in answer.err
    assert names_in(lists) == {"需求.csv", "供给.csv", "坏.xlsx"}
    assert Path("供给.csv").read_text(encoding="utf-8") == SUPPLIES


def test_the_version_is_the_packages(typed):
    assert typed("--version").out == f"rongtong {version('rongtong')}\n"


def test_help_teaches_the_quickest_use(typed):
    answer = typed("--help")
    assert answer.code == 0
    assert "rongtong match 需求清单.xlsx 供给清单.xlsx -o 结果.xlsx" in answer.out
    for command in ("match", "evaluate", "bench", "import", "serve"):
        assert command in answer.out


def test_without_a_command_the_help_is_shown(typed):
    assert "Usage: rongtong" in "".join((answer := typed()).out + answer.err)


def test_the_installed_script_does_it_all_by_itself(lists):
    script = Path(sys.executable).with_name("rongtong")
    done = subprocess.run(  # noqa: S603 (our own script, and our own words)
        [script, "match", "需求.csv", "供给.csv", "-o", "结果.xlsx"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert names_in(lists) == {"需求.csv", "供给.csv", "结果.xlsx"}
