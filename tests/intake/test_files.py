"""Which files are read, and with which sentence the others are refused."""

import io
import os
import zipfile

import openpyxl
import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

from matchmaking.errors import UnreadableFile
from matchmaking.intake import extract
from matchmaking.intake.bounds import MAX_BYTES
from matchmaking.intake.files import read_sheets
from matchmaking.intake.service import read_list
from matchmaking.intake.sheets import Merge

HEADER = ["企业名称", "主导产品", "产能规模"]
ROW = ["云南示例铝业有限公司", "铝箔", "500吨/月"]


def xlsx_bytes(rows=(HEADER, ROW)):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def refusal(tmp_path, data, name="list.xlsx"):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as refused:
        read_list(path)
    return str(refused.value)


def zip_bytes(**entries):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return stream.getvalue()


def test_an_old_xls_is_read_with_its_merged_cells(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("供给")
    for column, text in enumerate(HEADER):
        sheet.write(0, column, text)
    sheet.write_merge(1, 2, 0, 0, "云南示例铝业有限公司")
    sheet.write(1, 1, "铝箔")
    sheet.write(2, 1, "铝板")
    path = tmp_path / "list.xls"
    book.save(str(path))
    assert read_sheets(path)[0].merged == (Merge(1, 0, 2, 0),)
    assert [(s.product, s.firm.name) for s in read_list(path).records] == [
        ("铝箔", "云南示例铝业有限公司"),
        ("铝板", "云南示例铝业有限公司"),
    ]


def test_the_content_decides_and_not_the_extension(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(xlsx_bytes())
    assert len(read_list(path).records) == 1
    path = tmp_path / "list.xlsx"
    path.write_text("企业名称,主导产品\n云南示例铝业有限公司,铝箔\n", encoding="utf-8")
    assert len(read_list(path).records) == 1


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="打不开"):
        read_list(tmp_path / "gone.xlsx")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="打不开"):
        read_list(tmp_path)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"  \r\n \n", b"\x00" * 50])
def test_an_empty_file_is_refused(tmp_path, data):
    assert "文件是空的" in refusal(tmp_path, data)


def test_a_file_over_the_bound_is_refused_unread(tmp_path):
    path = tmp_path / "large.csv"
    path.touch()
    os.truncate(path, MAX_BYTES + 1)
    with pytest.raises(UnreadableFile, match="超过50 MB的上限"):
        read_list(path)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1 ...", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"\x1f\x8b\x08", "压缩包"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "网页"),
        ("\ufeff<?xml version='1.0'?><a/>".encode(), "网页或 XML"),
        ("企业名称,主导产品\n".encode() + b"\xff\xfe\xfa\x81", "编码认不出来"),
        (b"a\x00\x00\x00\x00\x00b\x01\x00\x00", "不是文本或表格"),
        (b"[1, 2]", "JSON 数组"),
    ],
)
def test_other_kinds_of_file_are_refused_by_name(tmp_path, data, sentence):
    assert sentence in refusal(tmp_path, data)


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"xl__workbook_dot_xml": b"x", "xl__vbaProject_dot_bin": b"x"}, ".xlsm"),
        ({"word__document_dot_xml": b"x"}, "Word"),
        ({"ppt__presentation_dot_xml": b"x"}, "演示文稿"),
        ({"xl__workbook_dot_bin": b"x"}, ".xlsb"),
        ({"photo_dot_txt": b"x"}, "压缩包"),
        ({"xl__workbook_dot_xml": b"not xml"}, "已损坏"),
    ],
)
def test_other_kinds_of_zip_are_refused_by_name(tmp_path, entries, sentence):
    assert sentence in refusal(tmp_path, zip_bytes(**entries))


def test_an_encrypted_workbook_is_refused(tmp_path):
    encrypted = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx_bytes())).encrypt("geheim", encrypted)
    assert "密码" in refusal(tmp_path, encrypted.getvalue())


def test_a_word_document_of_old_is_refused(tmp_path):
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    assert "Word" in refusal(tmp_path, ole + "WordDocument".encode("utf-16-le"), "a.doc")
    assert "不是 Excel" in refusal(tmp_path, ole, "a.xls")


def test_a_cut_off_workbook_is_refused(tmp_path):
    assert "已损坏" in refusal(tmp_path, xlsx_bytes()[:-300])


def test_a_workbook_with_a_spoilt_entry_is_refused(tmp_path):
    data = bytearray(xlsx_bytes())
    place = data.find(b"xl/workbook.xml") + 40
    data[place : place + 40] = bytes(40)
    assert "已损坏" in refusal(tmp_path, bytes(data))


def test_an_old_workbook_that_kills_its_reader_is_refused(tmp_path):
    data = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000) + "Workbook".encode("utf-16-le")
    assert "已损坏" in refusal(tmp_path, data, "a.xls")


def test_a_bomb_that_declares_its_size_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("matchmaking.intake.archive.MAX_INFLATED", 100_000)
    data = zip_bytes(xl__workbook_dot_xml=b"x", xl__worksheets__sheet1_dot_xml=bytes(200_000))
    assert "解压后大得不像" in refusal(tmp_path, data)


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    data = zip_bytes(xl__workbook_dot_xml=b"x", xl__worksheets__sheet1_dot_xml=bytes(200_000))
    lying = data.replace((200_000).to_bytes(4, "little"), (20).to_bytes(4, "little"))
    assert lying != data
    assert "文件" in refusal(tmp_path, lying)


def test_a_bomb_of_many_entries_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("matchmaking.intake.archive._MOST_ENTRIES", 1)
    assert "解压后大得不像" in refusal(tmp_path, xlsx_bytes())


def test_two_cells_as_far_apart_as_can_be_do_not_take_the_memory(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "需求名称"
    book.active["XFD1048576"] = "远"
    stream = io.BytesIO()
    book.save(stream)
    assert "已损坏" in refusal(tmp_path, stream.getvalue())


def test_too_many_columns_are_refused(tmp_path):
    assert "超过500列" in refusal(tmp_path, xlsx_bytes([[*HEADER, *["x"] * 600]]))
    wide = "企业名称,主导产品" + "," * 600
    assert "超过500列" in refusal(tmp_path, wide.encode(), "wide.csv")


def test_too_many_sheets_are_refused(tmp_path):
    book = openpyxl.Workbook()
    for _ in range(50):
        book.create_sheet()
    stream = io.BytesIO()
    book.save(stream)
    assert "51个工作表" in refusal(tmp_path, stream.getvalue())


def test_too_many_rows_of_a_workbook_are_told(tmp_path, monkeypatch):
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx_bytes())
    monkeypatch.setattr(extract, "MAX_ROWS", 1)
    assert [line for line in extract.sheets_of(str(path)) if "error" in line] == [
        '{"error": "rows"}\n'
    ]


def test_too_many_rows_of_a_text_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("matchmaking.intake.texts.MAX_ROWS", 2)
    assert "超过" in refusal(tmp_path, "企业名称,主导产品\n甲,乙\n丙,丁\n".encode())
    monkeypatch.setattr("matchmaking.intake.jsonl.MAX_ROWS", 1)
    assert "超过" in refusal(tmp_path, b'{"title": "a"}\n{"title": "b"}\n')


def test_more_text_than_a_list_can_hold_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("matchmaking.intake.bounds.MAX_TEXT", 50)
    assert "解压后大得不像" in refusal(tmp_path, xlsx_bytes())


def test_more_cells_than_can_be_held_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("matchmaking.intake.bounds.MAX_CELLS", 5)
    assert "格子" in refusal(tmp_path, xlsx_bytes())


def test_merged_ranges_beyond_the_bound_are_left_aside(tmp_path, monkeypatch):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for column, text in enumerate(ROW, start=1):
        book.active.cell(2, column, text)
    book.active["B3"], book.active["B4"] = "铝板", "铝棒"
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("C2:C3")
    path = tmp_path / "list.xlsx"
    book.save(path)
    assert len(read_sheets(path)[0].merged) == 2
    monkeypatch.setattr("matchmaking.intake.bounds.MAX_MERGES", 1)
    assert len(read_sheets(path)[0].merged) == 1


def test_the_reading_process_tells_every_row_and_its_last_word(tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx_bytes())
    lines = list(extract.sheets_of(str(path)))
    assert len(lines) == 4
    assert lines[-1] == "null\n"


def test_the_reading_process_tells_a_broken_file(tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"PK\x03\x04junk")
    assert ['"error": "broken"' in line for line in extract.sheets_of(str(path))] == [True]
