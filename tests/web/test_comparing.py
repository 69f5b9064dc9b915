from tests.web.fakes import ANSWERS, CAPACITY, CERTIFIED, LATE, UNCERTAIN
from web.comparing import compare

FIRST, SECOND = ANSWERS[0].matches[:2]


def test_conditions_line_up_and_keep_the_order_of_the_first_firm():
    rows = compare([FIRST, SECOND]).criteria
    assert [(row.name, row.asked, row.must) for row in rows] == [
        ("资质", "ISO9001", True),
        ("产能", "约500吨/月", False),
        ("交期", "2026-06-30", False),
    ]
    assert [row.findings for row in rows] == [
        (CERTIFIED, UNCERTAIN),
        (CAPACITY, CAPACITY),
        (None, LATE),
    ]


def test_parts_of_the_score_line_up():
    rows = compare([FIRST, SECOND]).contributions
    assert [row.name for row in rows] == ["词语", "含义", "距离", "产业链", "价格"]
    assert rows[0].parts == (FIRST.contributions[0], SECOND.contributions[0])


def test_nothing_compared_is_an_empty_table():
    assert compare([]).criteria == ()
