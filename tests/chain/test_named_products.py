import pytest

from graph.names import ProductNames
from matchmaking.chain.products import products_named

FINDER = ProductNames(["铝杆", "铝材", "辣椒", "花椒", "运输服务", "户外桌椅", "尼龙66", "尼龙"])


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("铝杆", ["铝杆"]),
        ("电工圆铝杆", ["铝杆"]),
        ("电工圆铝杆（φ9.5mm，卷装）", ["铝杆"]),
        ("铝杆9.5mm", ["铝杆"]),
        ("9.5mm 电工铝杆", ["铝杆"]),
        ("铝杆 9.5mm 卷装", ["铝杆"]),
        ("铝杆的生产、销售", ["铝杆"]),
        ("铝杆等系列产品", ["铝杆"]),
        ("干辣椒、青花椒；铝杆", ["辣椒", "花椒", "铝杆"]),
        ("辣椒，红辣椒", ["辣椒"]),
        ("中老铁路 国际 运输服务", ["运输服务"]),
        ("增强尼龙66", ["尼龙66"]),
        ("增强尼龙12", ["尼龙"]),
    ],
)
def test_a_title_is_one_of_the_products_it_ends_with(title, named):
    assert products_named(title, FINDER) == named


@pytest.mark.parametrize(
    "title",
    ["铝杆连铸连轧机组", "辣椒酱", "铝材 幕墙", "户外桌椅 用布", "大豆油脂", "（铝杆）", "", "、"],
)
def test_a_name_elsewhere_in_a_title_does_not_say_what_the_thing_is(title):
    assert products_named(title, FINDER) == []


def test_no_names_are_found_where_there_are_none():
    assert products_named("铝杆", ProductNames([])) == []
