"""A form is read by the rules of lists, says what it cannot read by field, and can be filled from a record."""

from datetime import date
from decimal import Decimal

from matchmaking.intake.forms import DAY_BINDS, MUSTS, PRICE_BINDS, WISHES, form_of, read_form
from matchmaking.intake.kinds import ListKind
from matchmaking.records import Certificate, Demand, Period, Price, Quantity, Supply, WishKind

TODAY = date(2026, 3, 2)


def need(**texts: str) -> tuple[Demand, dict[str, str]]:
    found, wrong = read_form(ListKind.DEMAND, texts, number="X-1", firm="示例有限公司", today=TODAY)
    assert isinstance(found, Demand)
    return found, wrong


def test_a_need_is_read_field_by_field() -> None:
    found, wrong = need(
        title="铝合金轮毂",
        quantity="500件/月",
        needed_by="2026-06-30",
        price="120元/件",
        region="昆明市",
        musts="ISO9001\n云南省内企业",
        wishes="专精特新优先",
        needed_by_binds="1",
        price_binds="1",
    )
    assert wrong == {}
    assert (found.id, found.buyer.name) == ("X-1", "示例有限公司")
    assert found.quantity == Quantity(500.0, "件", Period.MONTH)
    assert found.needed_by == date(2026, 6, 30)
    assert found.price == Price(Decimal(120), "件")
    assert found.musts == {WishKind.DELIVERY, WishKind.PRICE}
    assert [(wish.kind, wish.must) for wish in found.wishes] == [
        (WishKind.CERTIFICATE, True),
        (WishKind.REGION, True),
        (WishKind.TIER, False),
    ]


def test_what_cannot_be_read_is_said_at_its_field() -> None:
    found, wrong = need(title="轮毂", needed_by="某天", price="很贵", price_binds="1")
    assert found.needed_by is None
    assert set(wrong) == {"needed_by", "price"}
    assert "这一格" not in "".join(wrong.values())


def test_a_need_without_its_name_is_none() -> None:
    found, wrong = read_form(ListKind.DEMAND, {"title": " "}, number="X", firm="示例", today=TODAY)
    assert found is None
    assert list(wrong) == ["title"]


def test_a_supply_is_read_and_written_the_same_way() -> None:
    texts = {
        "product": "铝合金轮毂",
        "capacity": "9000件/年",
        "spare": "3000件/年",
        "certificates": "ISO9001（有效期至2027-05-01）",
        "lead_days": "15天",
        "minimum_order": "100件",
        "price": "120元/件",
        "revenue_share": "60%",
        "customers": "示例甲公司、示例乙公司",
    }
    found, wrong = read_form(ListKind.SUPPLY, texts, number="G-1", firm="示例有限公司", today=TODAY)
    assert wrong == {}
    assert isinstance(found, Supply)
    assert found.certificates == (Certificate("ISO9001", date(2027, 5, 1)),)
    assert found.lead_days == 15
    again, _ = read_form(
        ListKind.SUPPLY, form_of(found), number="G-1", firm="示例有限公司", today=TODAY
    )
    assert again == found


def test_a_need_written_into_a_form_is_read_as_the_same_need() -> None:
    texts = {
        "title": "铝合金轮毂",
        "quantity": "约500件/月",
        "needed_by": "2026-06-30",
        "price": "1200.5元/件",
        "region": "云南省昆明市",
        MUSTS: "ISO9001\nIATF16949",
        WISHES: "盐雾试验不低于500小时",
        DAY_BINDS: "1",
        PRICE_BINDS: "",
    }
    found, _ = need(**texts)
    assert need(**form_of(found))[0] == found
    assert form_of(found)[DAY_BINDS] == "1"
    assert form_of(Demand("1", "x", found.buyer))["quantity"] == ""
    assert form_of(Supply("1", "x", found.buyer))["lead_days"] == ""
