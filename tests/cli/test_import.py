"""A list to stay: what the command says, and the exit code scripts see."""

from pathlib import Path

import pytest

ROWS = "供给编号,企业名称,主导产品\nG1,示例市虚构乙铝业有限公司,铝合金圆铸锭\n"
FAULTY = "G2,示例市虚构丙铝业有限公司,\n"


@pytest.fixture(autouse=True)
def _own_data(folder, monkeypatch):
    """Settings come from the environment; the data lies in the test's own folder."""
    monkeypatch.setenv("RONGTONG_DATA", str(folder / "数据"))
    monkeypatch.delenv("RONGTONG_DATABASE_URL", raising=False)


def test_a_clean_list_is_taken_whole(typed):
    Path("供给.csv").write_text(ROWS, encoding="utf-8")
    answer = typed("import", "供给.csv")
    assert (answer.code, answer.out) == (
        0,
        "读到 1 行：接收 1，退回 0；新增 1，更新 0，无变化 0。\n",
    )


def test_rows_returned_are_told_by_exit_code_three(typed):
    Path("供给.csv").write_text(ROWS + FAULTY, encoding="utf-8")
    answer = typed("import", "供给.csv", "--kind", "供给清单")
    assert (answer.code, answer.out) == (
        3,
        "读到 2 行：接收 1，退回 1；新增 1，更新 0，无变化 0。\n",
    )


def test_a_file_that_is_not_there_is_said_by_exit_code_two(typed):
    answer = typed("import", "没有.csv")
    assert (answer.code, "没有.csv" in answer.err) == (2, True)


def test_the_same_file_again_is_said_to_change_nothing(typed):
    Path("供给.csv").write_text(ROWS, encoding="utf-8")
    typed("import", "供给.csv")
    answer = typed("import", "供给.csv")
    assert answer.out == "读到 1 行：接收 1，退回 0；这个文件已导入过，没有任何变化。\n"
