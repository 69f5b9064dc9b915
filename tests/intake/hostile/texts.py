"""Texts no program writes on purpose, and files that are something else altogether."""

import sqlite3
import struct
from pathlib import Path

from tests.intake.hostile.workbooks import CAPACITY, FIRM, HEADER, PRODUCT

HEADINGS = ",".join(HEADER)
ROW = f"{FIRM},{PRODUCT},{CAPACITY}"
LIST = f"{HEADINGS}\n{ROW}\n"
DEMAND = '{"title": "虚构铝箔", "buyer": "示例虚构电池有限公司"}\n'


def mixed_encodings() -> bytes:
    """Two people added to one file: some lines UTF-8, some GBK, one neither."""
    return LIST.encode() + ROW.encode("gbk") + b"\n" + ROW.encode() + b"\xff\n"


def surrogates() -> bytes:
    """Halves of characters, as a program writes that cuts in the middle of one."""
    return LIST.encode() + f"{FIRM},铝箔\ud83d,{CAPACITY}\n".encode("utf-8", "surrogatepass")


def wide_surrogates() -> bytes:
    return f"{LIST}{FIRM},铝箔\ud83d,{CAPACITY}\n".encode("utf-16", "surrogatepass")


def web_page() -> bytes:
    cells = "".join(f"<td>{text}</td>" for text in HEADER)
    return f"<table><tr>{cells}</tr></table>".encode()


def mail_page() -> bytes:
    """A web page in one file, as some systems export it under the name .xls."""
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
    return (head + "Content-Type: text/html\n\n").encode() + web_page() + b"\n--x--\n"


def old_xml() -> bytes:
    """Excel 2003's XML."""
    return b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook><Worksheet/></Workbook>'


def laughs(levels: int = 30) -> str:
    """A document type whose last entity would be ten to the thirtieth laughs."""
    entities = '<!ENTITY a0 "哈">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, levels + 1)
    )
    return f"<!DOCTYPE worksheet [{entities}]>"


def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5B", 13, b"IHDR", 1, 1, 8, 2, 0, 0, 0)


def program() -> bytes:
    """The beginning of a Windows program."""
    return b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(range(256)) * 20


def database(folder: Path) -> bytes:
    path = folder / "file.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE list (firm TEXT)")
    connection.close()
    return path.read_bytes()
