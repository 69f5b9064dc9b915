"""Merged cells speak for the cells they cover; of ranges that overlap only the first counts."""

from matchmaking.intake.merges import across, filling
from matchmaking.intake.sheets import Merge


def filled(merged: list[Merge], rows: list[list[str]], *, header_row: int = 1) -> list[list[str]]:
    """The rows from the second on, as a reading would fill them."""
    down = filling(merged, header_row, range(3))
    for number, texts in enumerate(rows, start=2):
        down.fill(number, texts)
    return rows


def test_a_merged_cell_is_said_again_in_each_of_its_rows():
    merged = [Merge(1, 0, 2, 0), Merge(3, 0, 4, 0)]
    rows = [["甲"], [""], ["乙"], [""], [""]]
    assert filled(merged, rows) == [["甲"], ["甲"], ["乙"], ["乙"], [""]]


def test_a_range_that_begins_in_the_header_or_covers_one_row_fills_nothing():
    assert filled([Merge(0, 0, 3, 0), Merge(1, 1, 1, 2)], [["甲", "乙", ""], ["", "", ""]]) == [
        ["甲", "乙", ""],
        ["", "", ""],
    ]


def test_a_column_beyond_the_row_or_the_headings_is_left_alone():
    assert filled([Merge(1, 2, 3, 2), Merge(1, 7, 3, 7)], [["甲"], ["乙"]]) == [["甲"], ["乙"]]


def test_of_overlapping_ranges_the_first_counts():
    merged = [Merge(1, 0, 3, 0), *[Merge(2, 0, 1_000_000, 0)] * 1_000]
    rows = [["甲"], [""], ["乙"], [""]]
    assert filled(merged, rows) == [["甲"], ["甲"], ["乙"], [""]]


def test_each_row_knows_the_ranges_that_reach_into_it_from_left_to_right():
    left, right, overlapping, below = (
        Merge(0, 0, 1, 1),
        Merge(0, 2, 0, 4),
        Merge(0, 1, 1, 9),
        Merge(5, 0, 6, 0),
    )
    found = across([below, right, overlapping, left], [1, 2])
    assert found == {1: [left, right], 2: [left]}
    assert across([left], []) == {}
