"""Chain files."""

import pytest

from matchmaking.errors import UnreadableFile
from matchmaking.intake.service import read_chain

HEADER = ["产品", "相关产品", "关系"]


def test_edges_are_read_in_order_and_bad_rows_counted(text_file):
    rows = [
        HEADER,
        ["铝箔", "铝锭", "上游材料"],
        ["铝材", "铝箔", "产品小类"],
        ["铝箔", "铝锭", "上游材料"],
        ["", "铝锭", "上游材料"],
        ["铝箔", "铝箔", "下游产品"],
        ["铝箔", "铝锭", "好朋友"],
        ["铝箔"],
    ]
    chain = read_chain(text_file(rows))
    assert chain.edges == (("铝箔", "铝锭", "上游材料"), ("铝材", "铝箔", "产品小类"))
    assert (chain.skipped, chain.repeated) == (4, 1)


def test_columns_may_stand_in_any_order_and_relations_have_other_names(workbook):
    rows = [["某某产业链"], ["关系", "序号", "产品名称", "关联产品"], ["原材料", 1, "铝箔", "铝锭"]]
    chain = read_chain(workbook({"链": rows, "封面": [["说明"]]}))
    assert chain.edges == (("铝箔", "铝锭", "上游材料"),)


def test_a_file_without_the_three_columns_is_refused(text_file):
    with pytest.raises(UnreadableFile, match="“产品”“相关产品”“关系”"):
        read_chain(text_file([["a", "b", "c"], [1, 2, 3]]))
