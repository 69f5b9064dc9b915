import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.matching.asking import Asking, read_asking
from search.analysis import normalise


def test_a_plain_need_asks_for_its_title():
    assert read_asking("洋灰", "要散装，送到工地。") == Asking("洋灰", told="要散装，送到工地")


@pytest.mark.parametrize(
    ("title", "name", "told"),
    [
        ("采购洋灰", "洋灰", ""),
        ("示例食堂采购酱油和醋", "酱油和醋", "示例食堂"),
        ("洋灰采购项目", "洋灰采购项目", ""),
        ("洋灰采购及运输", "洋灰采购及运输", ""),
        ("誠徵水泥", "水泥", ""),
        ("人造革（汽车座套用）", "人造革", "(汽车座套用)"),
        ("叉车（铲车）", "叉车(铲车)", ""),
        ("水泥供应商", "水泥", ""),
    ],
)
def test_what_stands_before_the_verb_or_says_what_for_is_not_the_name(title, name, told):
    assert read_asking(title, "") == Asking(name, told=told)


def test_a_list_is_told_apart_from_the_rest():
    found = read_asking("食堂物资", "米、面、油、调料都要，每周送两次")
    assert found == Asking("食堂物资", listed="米、面、油、调料都要", told="每周送两次")


def test_what_the_buyer_makes_is_not_what_he_asks_for():
    found = read_asking(
        "为我司示例酱产线寻找上游原料", "我们生产示例酱，辣椒、食盐、玻璃瓶均可报，月结"
    )
    assert found == Asking(
        name="原料 辣椒、食盐、玻璃瓶",
        listed="辣椒、食盐、玻璃瓶均可报",
        told="月结",
        own="为我司示例酱产线，我们生产示例酱",
    )


@pytest.mark.parametrize(
    ("title", "own", "name"),
    [
        ("示例泵厂征集上游铸件", "示例泵厂", "铸件"),
        (
            "本公司生产示例灯，诚征配套供应商",
            "本公司生产示例灯,",
            "本公司生产示例灯,诚征配套供应商",
        ),
        ("上游材料", "上游材料", "上游材料"),
    ],
)
def test_the_verb_parts_the_buyer_from_what_is_wanted(title: str, own: str, name: str):
    found = read_asking(title, "")
    assert (found.own, found.name) == (own, name)


@given(
    st.text("我司生产上游征集、，。瓶盖泵", max_size=20),
    st.text("我司生产、，。瓶盖泵", max_size=30),
)
def test_nothing_is_invented_and_something_is_always_asked_for(title: str, description: str):
    found = read_asking(title, description)
    assert found.name or not title.strip()
    text = normalise(title + description)
    for part in (found.listed, found.told, found.own):
        assert all(clause in text for clause in part.split("，"))
