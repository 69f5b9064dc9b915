"""Which firm it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from matchmaking.intake.cells import UnclearCell
from matchmaking.intake.identity import (
    NameParts,
    firm_key,
    normal_name,
    read_code,
    split_name,
    tidy_name,
)

BODY = "91530100MA5XXXXXX"  # the part that names the firm is plainly invented
VALID = BODY + uscc.calc_check_digit(BODY)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("云南示例机械有限责任公司", "云南示例机械有限公司"),
        ("云南示例机械股份有限责任公司", "云南示例机械股份有限公司"),
        ("云南示例机械股份公司", "云南示例机械股份有限公司"),
        ("示例（昆明）包装有限公司", "示例昆明包装有限公司"),
        ("示例(昆明) 包装有限公司", "示例昆明包装有限公司"),
        ("云南示例机械有限公司（盖章）", "云南示例机械有限公司"),
        ("ＡＢＣ示例有限公司", "abc示例有限公司"),
    ],
)
def test_two_writings_of_one_name_compare_as_one(written, same):
    assert normal_name(written) == normal_name(same)


def test_a_share_company_is_not_a_limited_company():
    assert normal_name("云南示例机械股份有限公司") != normal_name("云南示例机械有限公司")


def test_a_firm_is_known_by_its_code_and_else_by_its_name():
    assert firm_key("云南示例有限责任公司", VALID) == VALID
    assert firm_key("云南示例有限责任公司") == "云南示例有限公司"


def test_a_name_is_tidied_but_not_changed():
    assert tidy_name(" 示例(昆明)　包装 有限公司（盖章） ") == "示例（昆明）包装有限公司"
    assert tidy_name("Sample  Works Ltd") == "Sample Works Ltd"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("云南省昆明市示例机械有限公司", NameParts("云南省昆明市", "示例", "机械", "有限公司")),
        ("昆明云样新材料科技股份有限公司", NameParts("昆明", "云样", "新材料科技", "股份有限公司")),
        ("红河州滇例花卉专业合作社", NameParts("红河州", "滇例", "花卉专业", "合作社")),
        ("示例（昆明）包装有限责任公司", NameParts("", "示例(昆明)", "包装", "有限责任公司")),
        ("云南滇例集团有限公司", NameParts("云南", "滇例", "", "集团有限公司")),
        ("昆明公司", NameParts("", "昆明", "", "公司")),
        ("新昆明样品厂", NameParts("", "新昆明样品", "", "厂")),
        ("", NameParts("", "", "", "")),
    ],
)
def test_a_name_comes_apart_into_region_brand_trade_and_form(name, parts):
    assert split_name(name) == parts


@given(st.text(max_size=30))
def test_the_parts_of_a_name_are_the_whole_name(name):
    parts = split_name(name)
    joined = parts.region + parts.brand + parts.trade + parts.form
    assert normal_name(joined) == normal_name(tidy_name(name)) or "股份" in name or "有限" in name


def test_a_valid_code_is_read_through_blanks_and_width():
    assert read_code(f" {VALID[:8]} {VALID[8:]}".lower()) == VALID


def test_a_wrong_check_digit_is_told_with_the_right_one():
    wrong = VALID[:-1] + ("0" if VALID[-1] != "0" else "1")
    with pytest.raises(UnclearCell, match=f"第18位应为{VALID[-1]}，这里是{wrong[-1]}"):
        read_code(wrong)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("12345", "应为18位，这里是5位"),
        ("9.15301E+17", "末尾数字已丢失"),
        ("9153O100MA6K000000", "不会出现的字符"),
    ],
)
def test_what_is_no_code_says_why(text, cause):
    with pytest.raises(UnclearCell, match=cause):
        read_code(text)


@given(st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_changed_digit_never_passes(place, digit):
    changed = VALID[:place] + digit + VALID[place + 1 :]
    if changed != VALID:
        with pytest.raises(UnclearCell):
            read_code(changed)
