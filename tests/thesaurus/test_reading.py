from collections.abc import Callable
from pathlib import Path

import pytest

from matchmaking.errors import UnreadableFile
from matchmaking.thesaurus.concepts import Division, Name, Thesaurus
from matchmaking.thesaurus.writing import files


def test_a_line_is_a_concept_with_all_it_says(small: Thesaurus):
    hoist = small.concepts[small.find("手拉葫芦") or 0]

    assert hoist.division == "35"
    assert hoist.kind_of == ("起重设备",)
    assert hoist.other_names == (
        Name("倒链"),
        Name("神仙葫芦"),
        Name("葫芦", ("起重", "吊", "吨")),
        Name("chain hoist"),
    )
    assert hoist.purposes == ("用手拉链条把重物吊起来",)
    assert hoist.marks == ("HSZ*",)
    assert hoist.unlike == ("葫芦瓜",)
    assert hoist.where == "35-part.csv:3"


def test_divisions_are_known_by_their_short_names(small: Thesaurus):
    assert small.divisions[0] == Division("30", "非金属矿物制品", ("建材", "水泥制造"))
    assert small.is_division("农业")
    assert not small.is_division("水泥")


@pytest.mark.parametrize("name", ["建材", "水泥制造", "种植业"])
def test_divisions_are_known_by_their_other_names_too(small: Thesaurus, name: str):
    assert small.is_division(name)


def test_users_are_read_where_there_are_any(written: Callable[..., Thesaurus], tmp_path: Path):
    assert written().users == frozenset()

    (tmp_path / "users.csv").write_text("名称\n医院\n工地\n", encoding="utf-8")

    assert written().users == {"医院", "工地"}


def test_users_are_written_as_they_are_read(written: Callable[..., Thesaurus], tmp_path: Path):
    (tmp_path / "users.csv").write_text("名称\n医院\n工地\n", encoding="utf-8")

    again = files(written())

    assert again["users.csv"] == "名称\n医院\n工地\n"
    assert again["divisions.csv"].splitlines()[:2] == [
        "代码,简称,别称",
        "30,非金属矿物制品,建材；水泥制造",
    ]


@pytest.mark.parametrize(
    ("name", "meant"), [("洋灰", "水泥"), ("Ｃｅｍｅｎｔ", "水泥"), ("chain  hoist", "手拉葫芦")]
)
def test_a_concept_is_found_by_any_name_whatever_its_spelling(
    small: Thesaurus, name: str, meant: str
):
    row = small.find(name)

    assert row is not None
    assert small.concepts[row].name == meant


def test_a_name_of_two_concepts_finds_neither(small: Thesaurus):
    assert small.find("葫芦") is None


def test_a_line_with_a_comma_too_many_is_refused_with_its_place(written: Callable[..., Thesaurus]):
    with pytest.raises(UnreadableFile, match=r"30-part\.csv 第 2 行有 10 格，应有 9 格"):
        written(d30="水泥,a,b,c,d,e,f,g,h,i\n")


def test_another_header_is_refused(written: Callable[..., Thesaurus], tmp_path):
    (tmp_path / "30-part.csv").write_text("名称,别名\n", encoding="utf-8")

    with pytest.raises(UnreadableFile, match=r"30-part\.csv 的第一行应是"):
        written()
