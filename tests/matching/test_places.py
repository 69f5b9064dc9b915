"""Which place is meant, and how near are two?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.places import contains, find_region, nearness, region_of
from matchmaking.records import Region

CODES = st.sampled_from((0, 530000, 530100, 530102, 530103, 530300, 510100, 310000, 110105))


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("云南昆明", "530100", "云南省昆明市"),
        ("昆明高新区", "530100", "云南省昆明市"),
        ("昆明市五华区", "530102", "云南省昆明市五华区"),
        ("五华区", "530102", "云南省昆明市五华区"),
        ("  云南曲靖  ", "530300", "云南省曲靖市"),
        ("蒙自", "532503", "云南省红河哈尼族彝族自治州蒙自市"),
        ("上海浦东新区", "310115", "上海市浦东新区"),
        ("内蒙古", "150000", "内蒙古自治区"),
        ("内蒙古呼和浩特", "150100", "内蒙古自治区呼和浩特市"),
        ("广西", "450000", "广西壮族自治区"),
        ("新疆", "650000", "新疆维吾尔自治区"),
    ],
)
def test_places_are_found_as_people_write_them(text, code, name):
    assert find_region(text) == Region(code, name)


@pytest.mark.parametrize(
    "text", ["红河", "红河州", "红河哈尼族彝族自治州", "云南红河", "云南省红河州"]
)
def test_an_autonomous_prefecture_is_known_by_its_short_and_its_full_name(text):
    assert find_region(text).code == "532500"


@pytest.mark.parametrize("text", ["石林", "石林县", "石林彝族自治县", "昆明石林"])
def test_so_is_an_autonomous_county(text):
    assert find_region(text).code == "530126"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("朝阳区", ""),
        ("鼓楼区", ""),
        ("北京朝阳区", "110105"),
        ("南京鼓楼区", "320106"),
        ("辽宁朝阳", "211300"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("大理", "532900"),
        ("大理市", "532901"),
        ("海南", "460000"),
        ("青海海南州", "632500"),
        ("长沙", "430100"),
        ("长沙县", "430121"),
        ("安宁", "530181"),
    ],
)
def test_a_name_several_places_bear_counts_only_where_it_is_certain(text, code):
    assert find_region(text).code == code


def test_a_former_name_is_still_found_and_read():
    assert find_region("云南省东川市") == Region("530200", "云南省东川市")


def test_the_first_of_two_provinces_stands():
    assert find_region("四川攀枝花、云南昆明").code == "510400"


@pytest.mark.parametrize("text", ["", "   ", "运费另议", "全国", "鑫"])
def test_what_names_no_place_is_no_place(text):
    assert find_region(text) == Region()


@pytest.mark.parametrize(
    ("code", "name"), [("530000", "云南省"), ("530181", "云南省昆明市安宁市"), ("999999", "")]
)
def test_a_code_has_its_full_name(code, name):
    assert region_of(code) == Region(code, name)


def codes(*values: int) -> np.ndarray:
    return np.asarray(values, np.int32)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (530102, 530102, 1.0),
        (530102, 530103, 0.9),
        (530100, 530102, 0.9),
        (530102, 530300, 0.65),
        (530000, 530102, 0.65),
        (530000, 530000, 0.65),
        (530102, 510100, 0.3),
        (530102, 310000, 0.1),
        (530102, 0, 0.0),
        (0, 0, 0.0),
    ],
)
def test_nearness_goes_by_the_smallest_unit_two_places_share(one, other, near):
    assert nearness(codes(one), codes(other)).tolist() == pytest.approx([near])


@settings(max_examples=50)
@given(CODES, CODES)
def test_nearness_is_the_same_from_both_ends(one, other):
    assert nearness(codes(one), codes(other)) == nearness(codes(other), codes(one))


@pytest.mark.parametrize(
    ("outer", "inner", "inside"),
    [
        (530100, 530102, True),
        (530000, 530300, True),
        (530102, 530102, True),
        (530102, 530100, False),
        (530100, 530300, False),
        (0, 530100, False),
        (530100, 0, False),
    ],
)
def test_a_city_contains_its_districts_and_not_the_other_way_round(outer, inner, inside):
    assert contains(codes(outer), codes(inner)).tolist() == [inside]
