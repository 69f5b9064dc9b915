"""A text belongs to the division and the level below of what it most plainly names."""

import pytest

from matchmaking.thesaurus.concepts import Concept, Division, make_thesaurus
from matchmaking.thesaurus.groups import Groups, no_group, shipped_group_of
from matchmaking.thesaurus.touching import Toucher

DIVISIONS = (Division("30", "非金属矿物制品"), Division("35", "专用设备"))


def groups(*concepts: Concept) -> Groups:
    thesaurus = make_thesaurus(DIVISIONS, concepts)
    return Groups(thesaurus, Toucher(thesaurus))


@pytest.fixture
def known() -> Groups:
    lifts = [Concept(f"{kind}葫芦", "35", ("葫芦吊",)) for kind in ("手拉", "电动", "手扳")]
    return groups(
        Concept("起重设备", "35", ("专用设备",)),
        Concept("葫芦吊", "35", ("起重设备",)),
        *lifts,
        Concept("搅拌机", "35", ("专用设备",)),
        Concept("水泥", "30", ("非金属矿物制品",)),
    )


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("手拉葫芦 3吨", "专用设备 / 起重设备"),
        ("起重设备", "专用设备 / 起重设备"),
        ("水泥搅拌机", "专用设备"),
        ("散装水泥", "非金属矿物制品"),
        ("某某", "其他"),
        ("", "其他"),
    ],
)
def test_a_text_belongs_to_the_group_of_what_it_names(known, text, group):
    assert known.of(text) == group


def test_rings_and_links_that_lead_nowhere_do_no_harm():
    known = groups(
        Concept("甲料", "30", ("乙料",)),
        Concept("乙料", "30", ("甲料",)),
        Concept("丙料", "99", ("没有的",)),
    )
    assert known.of("甲料") == "非金属矿物制品"
    assert known.of("丙料") == "其他"


def test_the_shipped_thesaurus_has_groups_that_can_be_counted():
    assert shipped_group_of("六角螺栓").startswith("金属制品 / ")
    assert no_group("六角螺栓") == ""
