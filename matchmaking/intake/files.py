"""What did they send? A file's kind by its content, and its sheets; the extension is only a hint."""

import re
from pathlib import Path

from matchmaking.errors import UnreadableFile
from matchmaking.intake.archive import check_workbook
from matchmaking.intake.bounds import MAX_BYTES, too_large
from matchmaking.intake.sheets import Sheet
from matchmaking.intake.texts import decode, read_text
from matchmaking.intake.workbooks import read_workbook
from matchmaking.progress import Progress, silent

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OTHERS = (
    (b"%PDF", "这是 PDF 文件。请找到原来的 Excel 清单上传，或把表格复制到 Excel 后另存为 .xlsx。"),
    (b"{\\rtf", "这是 RTF 文档。请把其中的表格复制到 Excel，另存为 .xlsx 后再上传。"),
    (b"\x89PNG", "这是图片。请上传 Excel 或 CSV 格式的清单。"),
    (b"\xff\xd8\xff", "这是图片。请上传 Excel 或 CSV 格式的清单。"),
    (b"GIF8", "这是图片。请上传 Excel 或 CSV 格式的清单。"),
    (b"Rar!", "这是压缩包。请先解压，把里面的清单单独上传。"),
    (b"7z\xbc\xaf", "这是压缩包。请先解压，把里面的清单单独上传。"),
    (b"\x1f\x8b", "这是压缩包。请先解压，把里面的清单单独上传。"),
)
# The first record of an .xls workbook, and right behind it the one that says it is encrypted; the
# reader takes no notice and would hand over what the password hides as if it were text.
_LOCKED_XLS = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}\x2f\x00", re.DOTALL)
_MARKUP = (
    b"<!doctype",
    b"<html",
    b"<table",
    b"<?xml",
    b"<meta",
    b"<head",
    b"<style",
    b"mime-version:",
)


def read_bytes(path: Path) -> bytes:
    """The whole file, if it is there, not empty and not too large."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(size)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"文件“{path.name}”打不开。请检查文件是否还在、是否正被别的程序占用，再试一次。"
        ) from error
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile("文件是空的。请选对文件，确认里面有清单后再上传。")
    return data


def text_of_file(data: bytes) -> str | None:
    """The text of a text file; None for a workbook. Refuses what is neither."""
    if data.startswith((_ZIP, _OLE)):
        return None
    for sign, sentence in _OTHERS:
        if data.startswith(sign):
            raise UnreadableFile(sentence)
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        raise UnreadableFile(
            "这是网页或 XML 文件（有些系统导出的“.xls”其实是网页）。请用 Excel 打开，另存为 .xlsx 后再上传。"
        )
    return decode(data)


def read_sheets(path: Path, progress: Progress = silent) -> list[Sheet]:
    """Every sheet of a workbook or separated text. Never raises anything but UnreadableFile."""
    data = read_bytes(path)
    text = text_of_file(data)
    return [read_text(text)] if text is not None else read_book(path, data, progress)


def read_book(path: Path, data: bytes, progress: Progress) -> list[Sheet]:
    """Every sheet of a workbook, once its bytes are known to be safe to open."""
    if data.startswith(_ZIP):
        check_workbook(data)
    else:
        _check_compound(data)
    return read_workbook(path, progress)


def _check_compound(data: bytes) -> None:
    """Compound files hold .xls, .doc, .ppt and encrypted .xlsx; their streams' names tell which."""
    if _stream("EncryptedPackage") in data or _LOCKED_XLS.search(data):
        raise UnreadableFile("文件加了密码，打不开。请先在 Excel 中取消密码保护，另存后再上传。")
    if _stream("Workbook") in data or _stream("Book") in data:
        return
    if _stream("WordDocument") in data:
        raise UnreadableFile(
            "这是 Word 文档（.doc）。请把其中的表格复制到 Excel，另存为 .xlsx 后再上传。"
        )
    raise UnreadableFile("这不是 Excel 清单。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传一次。")


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")
