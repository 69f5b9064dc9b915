import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.names import ProductNames

NAMES = ["铝", "铝合金", "铝合金轮毂", "轮毂", "PE", "PET", "尼龙6", "尼龙66", "管", "PE管"]


def found(text: str) -> list[str]:
    return [NAMES[index] for index, _, _ in ProductNames(NAMES).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("低压铸造铝合金轮毂", ["铝合金轮毂"]),
        ("铝合金与轮毂", ["铝合金", "轮毂"]),
        ("铝", ["铝"]),
        (" 铝 ", ["铝"]),
        ("铝板", []),
        ("PET瓶片", ["PET"]),
        ("尼龙66切片", ["尼龙66"]),
        ("尼龙612", []),
        ("ABSPE", []),
        ("PE塑料", ["PE"]),
        ("pe管材", ["PE管"]),
        ("ＰＥＴ，ｐｅ", ["PET", "PE"]),
        ("", []),
        ("茶叶", []),
    ],
)
def test_the_longest_names_are_found(text, expected):
    assert found(text) == expected


def test_positions_are_those_of_the_text_given():
    assert ProductNames(NAMES).find("用ＰＥ管，轮毂") == [(9, 1, 4), (3, 5, 7)]
    assert ProductNames(NAMES).find(" 铝") == [(0, 1, 2)]


def test_of_equal_names_the_first_counts_and_empty_ones_are_passed_over():
    names = ProductNames(["", "钢管", "钢管"])
    assert names.find("无缝钢管") == [(1, 2, 4)]


def test_no_names_find_nothing():
    assert ProductNames([]).find("铝合金") == []
    assert ProductNames(["铝"]).find("铝合金") == []


@given(st.text(alphabet="铝合金轮毂管PETe6 ", max_size=20))
def test_names_found_never_overlap_and_stand_in_the_text(text):
    ends = 0
    for index, start, end in ProductNames(NAMES).find(text):
        assert start >= ends
        assert text[start:end].lower() == NAMES[index].lower()
        ends = end
