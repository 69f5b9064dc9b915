"""Tables leave as Excel and CSV that open as they should and run nothing."""

import asyncio
import csv
import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from web import exports
from web.exports import Format, export, harmless

HEADINGS = ["名称", "数量", "截止日", "时间", "必须"]
ROWS = [
    ["=HYPERLINK(1)", 3, date(2026, 3, 2), datetime(2026, 3, 2, 17, 30, tzinfo=UTC), True],
    ["铝锭", Decimal("-1.5"), None, None, False],
]


def sent(response) -> tuple[bytes, dict[str, str]]:
    """What a client receives, to the byte."""
    parts: list[bytes] = []
    headers: dict[str, str] = {}

    async def receive():
        await asyncio.sleep(0)
        return {"type": "http.disconnect"}

    async def send(message):
        await asyncio.sleep(0)
        if message["type"] == "http.response.start":
            headers.update({key.decode(): value.decode() for key, value in message["headers"]})
        parts.append(message.get("body", b""))

    scope = {"type": "http", "method": "GET", "headers": [], "asgi": {"spec_version": "2.4"}}
    asyncio.run(response(scope, receive, send))
    return b"".join(parts), headers


def sheets(rows, headings=HEADINGS) -> list[list[tuple]]:
    body, _ = sent(export(rows, headings, file=Format.XLSX, name="表"))
    return [list(sheet.values) for sheet in load_workbook(io.BytesIO(body))]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_quoted(start):
    assert harmless(f"{start}1") == f"'{start}1"


def test_other_texts_stay_as_they_are():
    assert harmless("M8×20-A") == "M8×20-A"


def test_a_workbook_holds_numbers_and_days_as_such_and_no_formula():
    assert sheets(ROWS) == [
        [
            tuple(HEADINGS),
            (
                "'=HYPERLINK(1)",
                3,
                datetime.combine(date(2026, 3, 2), time()),
                "2026-03-03 01:30",
                "是",
            ),
            ("铝锭", -1.5, None, None, "否"),
        ]
    ]


def test_a_csv_opens_in_excel_as_utf_8():
    body, headers = sent(export(iter(ROWS), HEADINGS, file=Format.CSV, name="检索结果"))
    assert body.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(body.decode("utf-8-sig")))) == [
        HEADINGS,
        ["'=HYPERLINK(1)", "3", "2026-03-02", "2026-03-03 01:30", "是"],
        ["铝锭", "-1.5", "", "", "否"],
    ]
    assert headers["content-type"] == "text/csv; charset=utf-8"
    assert headers["content-disposition"] == (
        "attachment; filename*=UTF-8''%E6%A3%80%E7%B4%A2%E7%BB%93%E6%9E%9C.csv"
    )


def test_a_long_csv_is_sent_in_parts_and_whole():
    body, _ = sent(export(([n] for n in range(1200)), ["n"], file=Format.CSV, name="n"))
    assert body.decode("utf-8-sig").split() == ["n", *map(str, range(1200))]


def test_headings_stand_alone_over_an_empty_table():
    assert sheets([]) == [[tuple(HEADINGS)]]


def test_what_one_sheet_cannot_hold_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(exports, "ROWS_A_SHEET", 2)
    found = sheets(([n] for n in range(4)), ["n"])
    assert found == [[("n",), (0,), (1,)], [("n",), (2,), (3,)]]


def test_a_text_longer_than_a_cell_is_cut_instead_of_lost():
    ((_, (cell,)),) = sheets([["长" * 40_000]], ["n"])
    assert cell == "长" * 32_767
