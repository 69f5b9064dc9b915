"""Encodings, separators and quotes of separated texts."""

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.errors import UnreadableFile
from matchmaking.intake.service import ListKind, read_list
from matchmaking.intake.texts import decode, read_text, separator_of

TEXT = "企业名称,主导产品,产能规模\n云南示例铝业有限公司,铝箔,500吨/月\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_list_is_read_in_every_encoding_spreadsheets_write(tmp_path, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes(TEXT.encode(encoding))
    (supply,) = read_list(path).records
    assert (supply.firm.name, supply.product) == ("云南示例铝业有限公司", "铝箔")


def test_utf_16_with_the_mark_of_the_big_end_is_read():
    assert decode(codecs.BOM_UTF16_BE + "铝箔,1".encode("utf-16-be")) == "铝箔,1"


def test_a_rare_character_of_gb18030_is_kept():
    assert decode("䶮示例,1".encode("gb18030")) == "䶮示例,1"


def test_a_wrong_byte_is_told_with_its_line():
    with pytest.raises(UnreadableFile, match="第3行附近"):
        decode("产品\n铝\n".encode() + b"\xff\xff\xff")


@pytest.mark.parametrize("separator", [",", "\t", ";", "，", "|"])
def test_the_separator_is_the_one_that_cuts_evenly(separator):
    rows = [["企业名称", "主导产品", "备注"], ["甲公司", "铝箔", "a"], ["乙公司", "铝板", "b"]]
    assert separator_of("\n".join(separator.join(row) for row in rows)) == separator


def test_commas_inside_cells_do_not_win_over_tabs():
    text = "需求名称\t说明\n铝箔\t薄，轻，软,好\n铝板\t厚，重\n"
    assert separator_of(text) == "\t"


def test_a_row_in_quotes_over_two_lines_is_one_row():
    sheet = read_text('企业名称,主导产品\n甲公司,"铝箔\n双零"\n乙公司,铝板\n')
    assert sheet.rows[1:] == [(2, ["甲公司", "铝箔\n双零"]), (3, ["乙公司", "铝板"])]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_list_with_line_breaks_in_quotes_is_read_whatever_separates_it(tmp_path, separator):
    rows = [
        ["企业名称", "主导产品", "产能规模", "资质证书"],
        ["云南示例铝业有限公司", '"铝箔\n双零"', "500吨/月", '"ISO9001\r\n无3C；CE, SC"'],
        ["云南示例铝业有限公司", "铝板", '"1,200吨/年"', "无"],
    ]
    path = tmp_path / "list.csv"
    lines = "".join(f"{separator.join(row)}\r\n" for row in rows)
    path.write_bytes(lines.encode("gb18030"))
    first, second = read_list(path).records
    assert (first.product, first.origin.row, second.origin.row) == ("铝箔\n双零", 2, 3)
    assert [(one.name, one.held) for one in first.certificates] == [
        ("ISO9001", True),
        ("3C", False),
        ("CE", True),
        ("SC", True),
    ]
    assert str(second.capacity) == "1,200吨/年"


def test_a_quote_that_never_closes_is_told_with_its_row():
    lines = "".join(f"甲{i}公司,产品{i}\n" for i in range(5_000))
    with pytest.raises(UnreadableFile, match="第2行起有一个引号没有成对"):
        read_text('企业名称,主导产品\n"甲公司,铝箔\n' + lines)


def test_an_inch_mark_inside_a_cell_is_no_quote():
    assert read_text('a,b\n5"法兰,10\n').rows[1] == (2, ['5"法兰', "10"])


def test_blank_lines_are_no_rows_but_keep_the_numbers():
    assert [number for number, _ in read_text("a,b\n\n,,\n1,2\n").rows] == [1, 4]


def test_a_title_above_the_header_does_not_hide_it(text_file):
    rows = [["中小企业产品供给清单"], [], ["企业名称", "主导产品"], ["甲示例有限公司", "铝箔"]]
    reading = read_list(text_file(rows, encoding="gb18030"))
    assert [record.origin.row for record in reading.records] == [4]


def test_a_tsv_and_a_txt_are_read_alike(text_file):
    rows = [["需求名称", "需求数量", "交货期"], ["铝箔", "5吨", "2026年3月底"]]
    for name in ("a.tsv", "a.txt"):
        reading = read_list(text_file(rows, name=name, separator="\t"), ListKind.DEMAND)
        assert reading.records[0].title == "铝箔"


@given(st.binary(max_size=300))
def test_whatever_the_bytes_decoding_raises_nothing_else(data):
    with suppress(UnreadableFile):
        assert "\x00" not in decode(data)
