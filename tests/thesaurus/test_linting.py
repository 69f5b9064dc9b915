from collections.abc import Callable
from pathlib import Path

import pytest

from matchmaking.thesaurus.concepts import Thesaurus
from matchmaking.thesaurus.linting import lint
from matchmaking.thesaurus.reading import shipped_thesaurus

Written = Callable[..., Thesaurus]


def test_the_shipped_thesaurus_has_no_fault():
    assert lint(shipped_thesaurus()) == []


def test_a_sound_thesaurus_has_no_fault(small: Thesaurus):
    assert lint(small) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("砖,,,,砌墙用的,,,,\n", "「砖」没有写属于什么"),
        ("砖,非金属矿物制品,,,,,,,\n", "「砖」没有写用途"),
        ("砖,非金属矿物制品,,砖头（红）,砌墙用的,,,,\n", "「砖」的名称「砖头（红）」写法不对"),
        ("砖块,非金属矿物制品,,砖,砌墙用的,,,,\n", "「砖块」的名称「砖」只有一个字"),
        ("砖块,非金属矿物制品,,,砖块,,,,\n", "「砖块」的用途「砖块」应是一句话"),
        ("砖块,非金属矿物制品,,,砌墙用的,M*,,,\n", "「砖块」的标志「M*」太短"),
        ("砖块,非金属矿物制品,,,砌墙用的,,泥巴,,\n", "「砖块」提到的「泥巴」找不到"),
        ("砖块,非金属矿物制品,,,砌墙用的,,砖块,,\n", "「砖块」提到了它自己"),
        ("砖块,非金属矿物制品,,砖头；砖头 ,砌墙用的,,,,\n", None),
        ("砖块,非金属矿物制品,,砖头；砖 头,砌墙用的,,,,\n", "「砖块」的名称「砖头」写了两次"),
    ],
)
def test_a_fault_is_told_with_what_to_do(written: Written, lines: str, said: str | None):
    faults = lint(written(d30=lines))

    assert [fault.where for fault in faults] == (["30-part.csv:2"] if said else [])
    if said:
        assert faults[0].sentence.startswith(said)


def test_a_name_claimed_twice_is_told_at_both(written: Written):
    faults = lint(
        written(
            d30="甲料,非金属矿物制品,,同名,做甲用的,,,,\n乙料,非金属矿物制品,,同名,做乙用的,,,,\n"
        )
    )

    assert [fault.where for fault in faults] == ["30-part.csv:2", "30-part.csv:3"]
    assert "也是「乙料」（30-part.csv:3）的名称" in faults[0].sentence


def test_a_user_may_be_named_as_what_a_thing_is_for(written: Written, tmp_path: Path):
    (tmp_path / "users.csv").write_text("名称\n工地\n", encoding="utf-8")

    assert lint(written(d30="砖块,非金属矿物制品,,,砌墙用的,,,工地,\n")) == []


@pytest.mark.parametrize(
    "cells", ["工地,,,砌墙用的,,,,", "建材,工地,,砌墙用的,,,,", "建材,,,砌墙用的,,工地,,"]
)
def test_a_user_named_elsewhere_is_told(written: Written, tmp_path: Path, cells: str):
    (tmp_path / "users.csv").write_text("名称\n工地\n", encoding="utf-8")

    faults = lint(written(d30=f"砖块,{cells}\n"))

    assert [fault.sentence for fault in faults] == [
        "「砖块」提到的「工地」是使用者或场所，不是产品；只能写在“用于”里。"
    ]


def test_a_user_that_is_a_product_as_well_is_told(written: Written, tmp_path: Path):
    (tmp_path / "users.csv").write_text("名称\n公园\n", encoding="utf-8")

    faults = lint(written(d30="公园,建材,,乐园,散步用的,,,,\n公园椅,建材,,公园@椅,坐着歇的,,,,\n"))

    assert [fault.sentence for fault in faults] == [
        "「公园」的名称「公园」已在 users.csv 里列为使用者或场所；请从那里删去，或写明语境。"
    ]


def test_a_context_separates_two_claims(small: Thesaurus):
    assert lint(small) == []


def test_a_ring_of_kinds_is_told_for_each_of_its_members(written: Written):
    faults = lint(written(d30="甲料,乙料,,,做甲用的,,,,\n乙料,甲料,,,做乙用的,,,,\n"))

    assert [fault.sentence for fault in faults] == [
        "「甲料」沿“属于”又回到自己；请断开这个圈。",
        "「乙料」沿“属于”又回到自己；请断开这个圈。",
    ]
