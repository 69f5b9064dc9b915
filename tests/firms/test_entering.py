from datetime import date, timedelta

from matchmaking.firms import queries
from matchmaking.firms.models import FirmFile, FirmKind
from matchmaking.firms.service import ensure_firms
from matchmaking.outbox.queries import after
from matchmaking.records import Certificate, Size, Tier
from matchmaking.storage.database import reading, transaction
from tests.firms.conftest import NOW, Register, code, firm

NAME = "昆明示例机械有限公司"


def told(register) -> list[tuple[str, str]]:
    with reading(register.engine) as session:
        return [(one.subject, one.subject_id) for one in after(session, 0, 100)]


def on_file(register, firm_id) -> FirmFile:
    with reading(register.engine) as session:
        return session.get(FirmFile, firm_id)


def test_a_new_firm_gets_a_file_with_all_the_list_says(register):
    [firm_id] = register.put(
        firm(
            NAME,
            1,
            place="昆明市五华区",
            industry="制造业/机械",
            size=Size.SMALL,
            tier=Tier.SPECIALISED,
            short_name="示例机械",
        )
    )
    kept = on_file(register, firm_id).model_dump()
    assert kept == {
        "id": "f001",
        "code": code(1),
        "name": NAME,
        "name_key": NAME,
        "brand_sound": "shi li",
        "short_name": "示例机械",
        "kind": "中小企业",
        "region_code": "530102",
        "region_name": "云南省昆明市五华区",
        "industry": "制造业/机械",
        "size": "小型",
        "tier": "专精特新中小企业",
        "about": "",
        "merged_into": None,
        "entered_by": "boss",
        "created_at": NOW,
        "updated_at": NOW,
        "version": 1,
    }
    assert told(register) == [("firm", "f001")]


def test_the_same_list_again_changes_nothing_and_tells_nothing(register):
    rows = (firm(NAME, 1, contact="示例某", phone="0871-00000001"), firm("虚构食品厂"))
    held = {rows[0].key: [Certificate("ISO9001", date(2027, 1, 1))]}
    before = register.put(*rows, certificates=held)
    lines = told(register)
    register.now += timedelta(days=1)
    assert register.put(*rows, certificates=held) == before
    assert told(register) == lines
    assert on_file(register, before[0]).version == 1


def test_empty_fields_are_filled_and_full_ones_left_alone(register):
    [firm_id] = register.put(firm(NAME, industry="机械", tier=Tier.INNOVATIVE))
    register.put(
        firm(NAME, 1, place="昆明市", industry="食品", tier=Tier.CHAMPION, size=Size.LARGE)
    )
    kept = on_file(register, firm_id)
    assert (kept.code, kept.industry, kept.tier, kept.size) == (
        code(1),
        "机械",
        "创新型中小企业",
        "大型",
    )
    assert (kept.region_name, kept.version) == ("云南省昆明市", 2)


def test_rows_of_one_firm_are_laid_together(register):
    ids = register.ensure(
        firm("昆明示例机械有限责任公司", contact="示例甲", phone="0871-00000001"),
        firm(NAME, 1, contact="示例乙", phone="0871-00000002", industry="机械"),
    )
    assert set(ids.values()) == {"f001"}
    kept = on_file(register, "f001")
    assert (kept.code, kept.name, kept.industry) == (code(1), "昆明示例机械有限责任公司", "机械")
    with reading(register.engine) as session:
        phones = [row["phone"] for row in queries.contacts(session, ["f001"])]
    assert phones == ["0871-00000002", "0871-00000001"]


def test_a_row_without_a_code_follows_the_row_that_has_one_though_renamed(register):
    [firm_id] = register.put(firm("昆明虚构农机厂", 1))
    renamed = firm("昆明新示例机械有限公司", 1), firm("昆明新示例机械有限公司")
    assert register.put(*renamed) == [firm_id, firm_id]


def test_firms_of_one_name_and_two_codes_get_two_files(register):
    rows = firm(NAME, 1), firm(NAME, 2), firm(NAME)
    assert register.put(*rows) == ["f001", "f002", "f003"]


def test_an_undecided_question_opens_a_file_of_its_own(register):
    register.put(firm(NAME, 1))
    assert register.put(firm("示例机械")) == ["f002"]


def test_another_way_to_write_a_firm_with_its_code_is_remembered_unless_it_is_unlike(register):
    [firm_id] = register.put(firm(NAME, 1))
    register.put(firm("云南示例机械有限公司", 1))
    register.put(firm("玉溪虚构茶业有限公司", 1))
    with reading(register.engine) as session:
        names = [(row["name"], row["why"]) for row in queries.names(session, [firm_id])]
    assert names == [("云南示例机械有限公司", "别名")]
    assert register.put(firm("云南示例机械有限公司")) == [firm_id]


def test_certificates_are_kept_once_with_their_last_day_and_denied_ones_are_none(register):
    row = firm(NAME, 1)
    held = [
        Certificate("ISO 9001质量管理体系认证"),
        Certificate("ISO9001", date(2027, 1, 1)),
        Certificate("ISO9001", date(2026, 1, 1)),
        Certificate("ISO14001", held=False),
    ]
    [firm_id] = register.put(row, certificates={row.key: held})
    with reading(register.engine) as session:
        kept = queries.certificates(session, [firm_id])
    assert [(one["name"], one["expires"]) for one in kept] == [("ISO9001", date(2027, 1, 1))]


def test_more_firms_than_fit_one_question_find_their_files_again(register):
    rows = 1_200
    firms = [firm(f"示例{number}号机械厂", number) for number in range(rows)]
    before = register.ensure(*firms)
    assert len(set(before.values())) == rows
    assert register.ensure(*firms) == before


def test_files_are_kept_on_either_database(any_engine):
    register = Register(any_engine)
    with transaction(any_engine) as session:
        ids = ensure_firms(
            session, [firm(NAME, 1), firm(NAME)], entry=register.entry(FirmKind.CHAIN_LEADER)
        )
    assert ids == {code(1): "f001", NAME: "f001"}
    assert register.put(firm("昆明示例机械有限责任公司")) == ["f001"]
