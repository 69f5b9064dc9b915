"""Which files are broken or hostile, and what is the answer to each?

An answer is a piece of the sentence the file is refused with, or the numbers of rows accepted and
returned, or several of these where more than one is right.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.intake.hostile import texts
from tests.intake.hostile import workbooks as books
from tests.intake.hostile.workbooks import TWO_ROWS, cell, merges, row, sheet
from tests.intake.hostile.zips import inflating, parts_of, raw_zip, zipped

Answer = str | tuple[int, int]
BROKEN, SWELLS, LOCKED = "已损坏", "解压后大得不像", "加了密码"
UNKNOWN, NOT_TEXT, NOT_A_LIST = "编码认不出来", "不是文本或表格", "压缩包，不是清单"
NO_LIST = "没有找到清单的表头"
FILLED = (books.FIRM, books.PRODUCT, books.CAPACITY)


@dataclass(frozen=True)
class Hostile:
    """A file and its answers."""

    name: str
    make: Callable[[], bytes]
    answers: tuple[Answer, ...]

    def __str__(self) -> str:
        return self.name


def cut(make: Callable[[], bytes], share: float) -> Callable[[], bytes]:
    """The file without its end."""
    return lambda: make()[: int(len(make()) * share)]


def spoilt() -> bytes:
    """Every tenth byte of the sheet's compressed XML changed."""
    data = bytearray(books.good_xlsx(200))
    start = data.find(books.SHEET.encode()) + 40
    for place in range(start, start + 400, 10):
        data[place] ^= 0xFF
    return bytes(data)


def strings(*texts_: str) -> bytes:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts_)
    return f'<sst xmlns="{books.MAIN}">{items}</sst>'.encode()


def string_bomb() -> bytes:
    """One text of a megabyte, and two hundred thousand cells that each say it."""
    said = '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>'
    rows = TWO_ROWS + said * 100_000
    return books.with_parts({books.SHEET: sheet(rows), books.STRINGS: strings("铝" * 350_000)})


def only_formats() -> bytes:
    """A list of one row, and borders drawn down to the last row there is."""
    drawn = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/></row>' for n in range(3, 1_048_577))
    return books.with_sheet(TWO_ROWS + drawn)


def formulas() -> bytes:
    """Formulas that call programs, fetch pages and other workbooks; only their last values count."""
    bad = (
        "cmd|'/C calc'!A0",
        'HYPERLINK("http://127.0.0.1:9/","x")',
        "[1]Sheet1!$A$1",
        'WEBSERVICE("http://127.0.0.1:9")',
    )
    rows = "".join(
        f'<row r="{n}">{cell(f"A{n}", books.FIRM)}'
        f'<c r="B{n}" t="str"><f>{text.replace("<", "")}</f><v>铝板{n}</v></c></row>'
        for n, text in enumerate(bad, start=3)
    )
    return books.with_sheet(TWO_ROWS + rows)


def unworked_formulas() -> bytes:
    """Formulas no program has worked out yet."""
    rows = f'<row r="3">{cell("A3", books.FIRM)}<c r="B3"><f>1+1</f></c></row>'
    return books.with_sheet(TWO_ROWS + rows)


def strange_dates() -> bytes:
    """Days before the calendar begins, after it ends, and numbers that are no days."""
    values = ("0", "0.5", "-1", "60", "2958465", "2958466", "1e308", "NaN", "inf")
    rows = "".join(
        f'<row r="{n}">{cell(f"A{n}", books.FIRM)}{cell(f"B{n}", f"铝板{n}")}'
        f'<c r="C{n}" s="1"><v>{value}</v></c></row>'
        for n, value in enumerate(values, start=3)
    )
    days = f'<styleSheet xmlns="{books.MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    return books.with_parts({books.SHEET: sheet(TWO_ROWS + rows), "xl/styles.xml": days.encode()})


def strange_places() -> bytes:
    """Cells that say they stand where no cell can."""
    places = ("A0", "-1", "AAAAAAAAAA1", "A99999999999999999999", "1A", "", "铝1")
    return books.with_sheet(TWO_ROWS + "".join(f"<row>{cell(p, 'x')}</row>" for p in places))


def relations(*targets: tuple[str, str]) -> bytes:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{books.RELATION}/worksheet" Target="{target}"{more}/>'
        for n, (target, more) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{books.PACKAGE}">{lines}</Relationships>'.encode()


def circling() -> bytes:
    """The sheet is the workbook, and the workbook's relations are its own."""
    return books.with_parts(
        {books.RELATIONS: relations(("workbook.xml", ""), ("_rels/workbook.xml.rels", ""))}
    )


def from_elsewhere() -> bytes:
    """The sheet is to be fetched from an address."""
    far = ("http://127.0.0.1:9/sheet.xml", ' TargetMode="External"')
    return books.with_parts({books.RELATIONS: relations(far)})


def escaping() -> bytes:
    """Names that would lead out of the folder, were anything ever unpacked."""
    names = ("../../escaped.txt", "/escaped.txt", "C:\\escaped.txt", "xl/../../escaped.txt")
    return zipped([*parts_of(books.good_xlsx()).items(), *((name, b"x") for name in names)])


def doubled_names() -> bytes:
    """Two sheets under one name: which one is read is not for us to say, only that it adds up."""
    return zipped([*parts_of(books.good_xlsx()).items(), (books.SHEET, sheet(TWO_ROWS))])


def nested() -> bytes:
    data = books.good_xlsx()
    for _ in range(20):
        data = zipped([("inner.xlsx", data)])
    return data


def part_bomb(name: str) -> Callable[[], bytes]:
    """A part of the workbook that becomes seven hundred megabytes of blanks."""

    def make() -> bytes:
        parts = [(part, data) for part, data in parts_of(books.good_xlsx()).items() if part != name]
        packed = [(part, _deflated(data), len(data)) for part, data in parts]
        return raw_zip([*packed, (name, inflating(700), 700 << 20)])

    return make


def _deflated(data: bytes) -> bytes:
    return inflating(1, data)


def lying_bomb() -> bytes:
    return raw_zip([(books.BOOK, inflating(700), 20)])


def layered_bomb() -> bytes:
    """A thousand entries of the directory that are all the same ten megabytes."""
    return raw_zip([(books.BOOK, inflating(10), 10 << 20)], listed=1_000)


def deep_sheet() -> bytes:
    return books.with_sheet("<a>" * 1_000_000)


def foreign_entity() -> bytes:
    """Wants the reader to open a file of ours and show it as a product."""
    doctype = '<!DOCTYPE worksheet [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    return books.with_sheet(TWO_ROWS + row(3, books.FIRM, "&f;", "1吨"), doctype=doctype)


def laughing() -> bytes:
    rows = TWO_ROWS + row(3, books.FIRM, "&a30;", "1吨")
    return books.with_sheet(rows, doctype=texts.laughs())


def long_cells() -> bytes:
    rows = "".join(row(n, books.FIRM, f"铝板{n}", "铝" * 32_767) for n in range(3, 40))
    return books.with_sheet(TWO_ROWS + rows)


def missing_strings() -> bytes:
    rows = (
        TWO_ROWS + '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>99999</v></c></row>'
    )
    return books.with_parts({books.SHEET: sheet(rows), books.STRINGS: None})


def wordy_headings() -> bytes:
    """Thirty rows of five hundred headings, each two thousand letters of nothing but open brackets."""
    letters = "<row>" + cell("", "（(【" * 700).replace(' r=""', "") * 500 + "</row>"
    return books.with_sheet(letters * 30)


def many_cells() -> bytes:
    """A digit in every cell."""
    return texts.LIST.encode() + (b"1," * 300 + b"\n") * 45_000


def endless_digits() -> bytes:
    """Cells as long as can be, of digits only, where amounts, days and prices are looked for."""
    head = "采购单位,需求名称,需求数量,交货期,最高限价,资质要求,其他要求\n"
    rows = [",".join([books.FIRM, f"铝板{n}", *["9" * 32_000] * 5]) for n in range(20)]
    return (head + "\n".join(rows)).encode()


def far_merges() -> bytes:
    """A hundred thousand merged ranges, each from the header to the last row there is."""
    return books.with_sheet(
        TWO_ROWS, after=merges(*["A1:XFD1048576"] * 50_000, *["A2:B1048576"] * 50_000)
    )


WORKBOOKS = (
    *(
        Hostile(f"xlsx cut at {share:.0%}", cut(books.good_xlsx, share), (BROKEN,))
        for share in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
    ),
    *(
        Hostile(f"xls cut at {share:.0%}", cut(books.good_xls, share), (BROKEN, "不是 Excel"))
        for share in (0.1, 0.25, 0.5, 0.75)
    ),
    Hostile("xlsx with spoilt bytes", spoilt, (BROKEN,)),
    Hostile("xlsx with a tail", lambda: books.good_xlsx() + b"x" * 5_000, ((3, 0),)),
    Hostile("xlsx with something before it", lambda: b"x" * 500 + books.good_xlsx(), (NOT_TEXT, UNKNOWN)),
    Hostile("xls whose sectors lead in circles", books.circling_xls, (BROKEN,)),
    Hostile("xls that claims 4e9 texts", books.boasting_xls, (BROKEN, (30, 0))),
    Hostile("xls with an overlong record", books.overlong_record_xls, (BROKEN,)),
    Hostile("xls with a password", books.locked_xls, (LOCKED,)),
    Hostile("xlsx with a password", books.encrypted, (LOCKED,)),
    Hostile("zip with a password", lambda: raw_zip([(books.BOOK, b"x", 1)], flags=1), (LOCKED,)),
    Hostile("zip of an unknown method", lambda: raw_zip([(books.BOOK, b"x", 1)], method=99), (BROKEN,)),
    Hostile("only the end of a zip", lambda: b"PK\x05\x06" + bytes(18), (NOT_TEXT, NOT_A_LIST)),
    Hostile("bomb in the sheet", part_bomb(books.SHEET), (SWELLS,)),
    Hostile("bomb in the texts", part_bomb(books.STRINGS), (SWELLS,)),
    Hostile("bomb in a picture", part_bomb("xl/media/image1.png"), (SWELLS,)),
    Hostile("bomb that lies about its size", lying_bomb, (BROKEN, SWELLS)),
    Hostile("bomb of one entry listed often", layered_bomb, (SWELLS,)),
    Hostile("bomb of many entries", lambda: zipped([(f"xl/{n}", b"") for n in range(6_000)] + [(books.BOOK, b"")]), (SWELLS,)),
    Hostile("bomb of one text said often", string_bomb, (BROKEN, SWELLS)),
    Hostile("zip in a zip in a zip", nested, (NOT_A_LIST,)),
    Hostile("a thousand million laughs", laughing, (BROKEN, (1, 1), (2, 0))),
    Hostile("entity of a file of ours", foreign_entity, (BROKEN, (1, 1), (2, 0))),
    Hostile("a million nested tags", deep_sheet, (BROKEN, NO_LIST)),
    Hostile("a hundred sheets", lambda: books.many_sheets(100), ("100个工作表",)),
    Hostile("sixteen thousand columns", lambda: books.with_sheet(TWO_ROWS + f'<row r="3">{cell("WQJ3", "x")}</row>'), ("500列",)),
    Hostile("two cells far apart", lambda: books.with_sheet(TWO_ROWS + f'<row r="1048576">{cell("XFD1048576", "x")}</row>'), (BROKEN,)),
    Hostile("formatted to the last row", only_formats, ((1, 0),)),
    Hostile("too many rows", lambda: books.with_sheet(TWO_ROWS + "".join(f"<row>{cell(f'A{n}', 'x')}</row>" for n in range(3, 200_010))), ("200,000行",)),
    Hostile("dimension that lies", lambda: books.with_sheet(TWO_ROWS, before='<dimension ref="A1:XFD1048576"/>'), ((1, 0),)),
    Hostile("merged without end", far_merges, ((1, 0),)),
    Hostile("headings of brackets", wordy_headings, (NO_LIST,)),
    Hostile("merged backwards", lambda: books.with_sheet(TWO_ROWS, after=merges("C9:A1", "A", ":", "A0:B0")), (BROKEN, (1, 0))),
    Hostile("formulas that call programs", formulas, ((5, 0),)),
    Hostile("formulas not worked out", unworked_formulas, ((1, 1),)),
    Hostile("link to another workbook", lambda: books.with_parts({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}), ((3, 0),)),
    Hostile("xlsm with macros", lambda: books.with_parts({"xl/vbaProject.bin": b"x"}), (".xlsm",)),
    Hostile("names that lead out", escaping, ((3, 0),)),
    Hostile("two parts of one name", doubled_names, ((3, 0), (1, 0))),
    Hostile("relations in a circle", circling, (BROKEN, NO_LIST)),
    Hostile("sheet from an address", from_elsewhere, (BROKEN, NO_LIST)),
    Hostile("no sheet part", lambda: books.with_parts({books.SHEET: None}), (BROKEN, NO_LIST)),
    Hostile("no relations", lambda: books.with_parts({books.RELATIONS: None}), (BROKEN, NO_LIST)),
    Hostile("no styles", lambda: books.with_parts({"xl/styles.xml": None}), ((3, 0),)),
    Hostile("no texts", missing_strings, (BROKEN, (1, 1))),
    Hostile("workbook that is no XML", lambda: books.with_parts({books.BOOK: b"\x00\xff" * 99}), (BROKEN,)),
    Hostile("sheet of bad UTF-8", lambda: books.with_parts({books.SHEET: sheet(TWO_ROWS).replace("铝".encode(), b"\xe9\x93")}), (BROKEN, (1, 0))),
    Hostile("sheet in UTF-16", lambda: books.with_parts({books.SHEET: sheet(TWO_ROWS).decode().encode("utf-16")}), (BROKEN, NO_LIST)),
    Hostile("days before and after all", strange_dates, ((10, 0),)),
    Hostile("cells where none can be", strange_places, (BROKEN, (1, 7))),
    Hostile("cells as long as can be", long_cells, ((38, 0),)),
    Hostile("xlsb", lambda: zipped([("xl/workbook.bin", b"x")]), (".xlsb",)),
    Hostile("ods", lambda: zipped([("mimetype", b"x"), ("content.xml", b"x")]), (".ods",)),
    Hostile("docx", lambda: zipped([("word/document.xml", b"x")]), ("Word",)),
)  # fmt: skip

TEXTS = (
    Hostile("nothing.xlsx", lambda: b"", ("文件是空的",)),
    Hostile("only a mark.csv", lambda: b"\xef\xbb\xbf", ("文件是空的",)),
    Hostile("zeros.csv", lambda: bytes(5_000), ("文件是空的",)),
    Hostile("mixed encodings.csv", texts.mixed_encodings, (UNKNOWN,)),
    Hostile("zero bytes.csv", lambda: texts.LIST.encode() * 3 + texts.LIST.replace("铝", "\x00铝板").encode(), ((2, 5),)),
    Hostile("half characters.csv", texts.surrogates, (UNKNOWN, (2, 0))),
    Hostile("half characters, wide.csv", texts.wide_surrogates, (UNKNOWN,)),
    Hostile("UTF-16 without a mark.csv", lambda: texts.LIST.encode("utf-16-le"), ((1, 0),)),
    Hostile("UTF-16 the other way.csv", lambda: texts.LIST.encode("utf-16-be"), ((1, 0),)),
    Hostile("one line of 10 MB.csv", lambda: b"x" * 10_000_000, (NO_LIST, "引号没有成对")),
    Hostile("one quoted line of 11 MB.csv", lambda: b'"' + b"x" * 11_000_000, ("引号没有成对",)),
    Hostile("quote never closed.csv", (texts.LIST + '"' + texts.ROW * 20_000).encode, ("引号没有成对",)),
    Hostile("only quotes.csv", lambda: b'"' * 1_000_000, (NO_LIST, "引号没有成对")),
    Hostile("commas.csv", lambda: texts.LIST.encode() + b"," * 10_000_000, ((1, 0), "500列")),
    Hostile("lines without end.csv", lambda: texts.LIST.encode() + b"\n" * 2_000_000 + texts.ROW.encode(), ((1, 1),)),
    Hostile("carriage returns.csv", lambda: texts.LIST.replace("\n", "\r").encode(), ((1, 0),)),
    Hostile("formulas.csv", (texts.LIST + f"{books.FIRM},=cmd|'/C calc'!A0,@SUM(1)\n").encode, ((2, 0), (1, 1))),
    Hostile("more cells than a list has.csv", many_cells, ("格子",)),
    Hostile("endless digits.csv", endless_digits, ((20, 0),)),
    Hostile("letters turned round.csv", lambda: texts.LIST.replace("铝箔", "\u202e箔铝\u200b").encode(), ((1, 0),)),
    Hostile("deep.jsonl", (texts.DEMAND + "[" * 100_000 + "\n" + '{"title": ' * 50_000).encode, ((1, 2),)),
    Hostile("endless number.jsonl", (texts.DEMAND + '{"title": "铝", "quantity": ' + "9" * 100_000 + "}").encode, ((1, 1),)),
    Hostile("no numbers.jsonl", (texts.DEMAND + '{"title": "铝板", "buyer": "示例虚构电池有限公司", "quantity": NaN}\n{"title": "铝棒", "buyer": "示例虚构电池有限公司", "quantity": -Infinity}').encode, ((3, 0), (1, 2))),
    Hostile("half characters.jsonl", (texts.DEMAND + '{"title": "铝\\ud83d", "buyer": "示例虚构电池有限公司"}').encode, ((2, 0),)),
    Hostile("an array.json", lambda: b"[[[[[[[[[[[[[[[[[[[[", ("JSON 数组",)),
    Hostile("web page.xls", texts.web_page, ("网页",)),
    Hostile("mail page.xls", texts.mail_page, ("网页",)),
    Hostile("old XML.xls", texts.old_xml, ("XML",)),
    Hostile("laughing.xml", lambda: texts.laughs().encode(), ("网页或 XML",)),
    Hostile("picture.xlsx", texts.picture, ("图片",)),
    Hostile("photo.xlsx", lambda: b"\xff\xd8\xff\xe0" + bytes(range(256)), ("图片",)),
    Hostile("letter.xlsx", lambda: b"%PDF-1.7\n" + bytes(range(256)), ("PDF",)),
    Hostile("program.xlsx", texts.program, (NOT_TEXT, UNKNOWN)),
    Hostile("tape.csv", lambda: b"list.csv".ljust(512, b"\x00") * 4, (NOT_TEXT, UNKNOWN)),
    Hostile("noise.csv", lambda: bytes((n * n * 31 + n // 7) % 256 for n in range(50_000)), (NOT_TEXT, UNKNOWN)),
)  # fmt: skip

ALL = (*WORKBOOKS, *TEXTS)
