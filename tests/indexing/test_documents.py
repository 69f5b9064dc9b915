"""As what is a listing found? Every word it and its firm say, facets and days."""

from datetime import UTC, date, datetime

from matchmaking.indexing.documents import NEVER, SETTINGS, document_of
from matchmaking.thesaurus.groups import REST, no_group
from search.contract import Document

FIRM = {
    "id": "f1",
    "name": "虚构云岭铸造有限公司",
    "short_name": "云岭铸造",
    "region_code": "530102",
    "region_name": "云南省昆明市五华区",
    "industry": "制造业/金属制品业",
    "size": "小型",
    "tier": "专精特新中小企业",
}
NEED = {
    "id": "n1",
    "title": "铝合金轮毂",
    "specs": "18寸",
    "category": "关键零部件",
    "type": "零部件",
    "description": "长期采购",
    "wishes": [["资质", "IATF16949", True]],
    "region_code": "",
    "region_name": "",
    "needed_by": date(2026, 6, 30),
    "expires_on": date(2026, 6, 30),
    # Late in the evening in London, tomorrow in China.
    "posted_at": datetime(2026, 3, 1, 22, 0, tzinfo=UTC),
}
SUPPLY = {
    "id": "s1",
    "product": "铝合金铸件",
    "specs": "A356",
    "industry": "",
    "certificates": [["ISO9001", None, True], ["IATF16949", None, False]],
    "targets": ["虚构汽车集团"],
    "expires_on": None,
    "posted_at": datetime(2026, 3, 1, 2, 0, tzinfo=UTC),
}


def group_of(text: str) -> str:
    """A thesaurus that knows hubs and one category."""
    return "汽车制造 / 车轮" if "轮毂" in text or text == "零部件类" else REST


def test_a_need_is_found_by_all_it_says_and_by_its_firm() -> None:
    assert document_of(NEED, FIRM, group_of) == Document(
        "need:n1",
        "铝合金轮毂",
        "18寸 关键零部件 零部件 长期采购 IATF16949 制造业/金属制品业 虚构云岭铸造有限公司 云岭铸造 "
        "云南省昆明市五华区",
        {
            "种类": "需求",
            "地区": "云南省昆明市",
            "行业": "制造业",
            "梯度": "专精特新中小企业",
            "类型": "零部件",
            "规模": "小型",
            "产品类别": "汽车制造 / 车轮",
        },
        {
            "expires": date(2026, 6, 30).toordinal(),
            "deadline": date(2026, 6, 30).toordinal(),
            "posted": date(2026, 3, 2).toordinal(),
        },
    )


def test_a_supply_is_not_found_by_a_certificate_it_denies_and_never_expires_unless_it_says() -> (
    None
):
    made = document_of(SUPPLY, FIRM, group_of)
    assert made.body.split()[:3] == ["A356", "ISO9001", "虚构汽车集团"]
    assert "IATF16949" not in made.body
    assert made.facets["种类"] == "供给"
    assert "类型" not in made.facets
    assert made.numbers == {"expires": NEVER.toordinal(), "posted": date(2026, 3, 1).toordinal()}


def test_where_it_is_needed_counts_before_where_the_firm_is_and_unknowns_are_left_out() -> None:
    elsewhere = {"region_code": "530300", "region_name": "云南省曲靖市"}
    bare = FIRM | {"region_code": "", "region_name": "", "industry": "", "size": None, "tier": None}
    assert document_of(NEED | elsewhere, FIRM, group_of).facets["地区"] == "云南省曲靖市"
    assert document_of(SUPPLY, bare, no_group).facets == {"种类": "供给"}
    province = bare | {"region_code": "530000", "region_name": "云南省"}
    assert document_of(SUPPLY, province, no_group).facets["地区"] == "云南省"
    assert set(document_of(NEED, FIRM, group_of).facets) == set(SETTINGS.facets)
    assert set(document_of(NEED, FIRM, group_of).numbers) == set(SETTINGS.numbers)


def test_a_title_that_names_nothing_known_belongs_where_its_category_does_else_to_the_rest() -> (
    None
):
    strange = {"product": "某种新品"}
    assert document_of(SUPPLY | strange, FIRM, group_of).facets["产品类别"] == "其他"
    named = SUPPLY | strange | {"category": "零部件类"}
    assert document_of(named, FIRM, group_of).facets["产品类别"] == "汽车制造 / 车轮"
