from dataclasses import replace
from datetime import date, timedelta

import pytest

from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.firms.contacts import Contact, contacts_of
from matchmaking.firms.dossiers import (
    CertificateOnFile,
    find_firm,
    firm_file,
    from_file,
    list_firms,
    surviving,
)
from matchmaking.firms.editing import Hand, edit_firm, form_of, open_file
from matchmaking.firms.models import FirmFile, FirmKind
from matchmaking.firms.queries import FirmFilter
from matchmaking.firms.reading_forms import FirmForm, Held
from matchmaking.firms.recognising import Known
from matchmaking.outbox.queries import newest
from matchmaking.records import Certificate, Region, Size, Tier
from matchmaking.storage.database import reading, transaction
from tests.firms.conftest import NOW, code, firm

NAME = "昆明示例机械有限公司"
TODAY = date(2026, 3, 2)


@pytest.fixture
def firm_id(register) -> str:
    row = firm(
        NAME, 1, place="昆明市", tier=Tier.INNOVATIVE, contact="示例某", phone="0871-00000001"
    )
    held = [Certificate("ISO9001", date(2026, 3, 1)), Certificate("ISO14001", TODAY)]
    [firm_id] = register.put(row, certificates={row.key: held})
    return firm_id


def hand(register, *, official=False) -> Hand:
    return Hand("boss", register.now, register.ids, official)


def form(register, firm_id) -> FirmForm:
    with reading(register.engine) as session:
        return form_of(session, find_firm(session, firm_id))


def edit(register, firm_id, *, version=1, official=False, **changes):
    wanted = replace(form(register, firm_id), **changes)
    with transaction(register.engine) as session:
        return edit_firm(
            session, firm_id, wanted, version=version, hand=hand(register, official=official)
        )


def dossier(register, firm_id):
    with reading(register.engine) as session:
        return firm_file(session, firm_id, today=TODAY)


def test_a_file_shows_its_certificates_and_which_have_run_out(register, firm_id):
    shown = dossier(register, firm_id)
    assert (shown.name, shown.code, shown.kind) == (NAME, code(1), FirmKind.SME)
    assert (shown.region, shown.tier, shown.size) == (
        Region("530100", "云南省昆明市"),
        Tier.INNOVATIVE,
        None,
    )
    assert shown.certificates == (
        CertificateOnFile("ISO14001", TODAY, expired=False),
        CertificateOnFile("ISO9001", date(2026, 3, 1), expired=True),
    )


def test_saving_the_form_as_it_was_shown_changes_nothing_but_the_version(register, firm_id):
    before = form(register, firm_id)
    with reading(register.engine) as session:
        rows = session.get(FirmFile, firm_id).model_dump()
    edit(register, firm_id, official=True)
    assert form(register, firm_id) == before
    with reading(register.engine) as session:
        assert session.get(FirmFile, firm_id).model_dump() == rows | {"version": 2}


def test_a_firm_keeps_its_own_file_but_not_what_the_authority_grants(register, firm_id):
    edit(
        register,
        firm_id,
        about="示例介绍",
        size="小型",
        tier=Tier.CHAMPION,
        code=code(2),
        kind="链主企业",
        region="昆明市五华区",
    )
    shown = dossier(register, firm_id)
    assert (shown.about, shown.size, shown.region.code) == ("示例介绍", Size.SMALL, "530102")
    assert (shown.tier, shown.code, shown.kind) == (Tier.INNOVATIVE, code(1), FirmKind.SME)


def test_an_officer_writes_tier_code_and_kind(register, firm_id):
    edit(register, firm_id, official=True, tier="", code=code(2), kind="链主企业")
    shown = dossier(register, firm_id)
    assert (shown.tier, shown.code, shown.kind) == (None, code(2), FirmKind.CHAIN_LEADER)


def test_a_new_name_keeps_the_old_one_as_a_former_one_until_it_is_taken_up_again(register, firm_id):
    edit(register, firm_id, name="昆明新示例机械有限公司")
    assert dossier(register, firm_id).former_names == (NAME,)
    assert register.recognise([firm(NAME)]).findings[NAME] == Known(firm_id)
    edit(register, firm_id, name=NAME, version=2)
    shown = dossier(register, firm_id)
    assert (shown.name, shown.former_names) == (NAME, ("昆明新示例机械有限公司",))


def test_other_names_stand_apart_from_former_ones(register, firm_id):
    register.put(firm("云南示例机械有限公司", 1))
    shown = dossier(register, firm_id)
    assert (shown.other_names, shown.former_names) == (("云南示例机械有限公司",), ())


def test_contacts_and_certificates_are_as_the_form_says(register, firm_id):
    edit(
        register,
        firm_id,
        contacts=(Contact("", "", " "), Contact("示例乙", " 13800000001", "yi@example.com")),
        certificates=(Held("CCC", ""), Held("ISO14001", "2026-03-02"), Held()),
    )
    assert [one.name for one in dossier(register, firm_id).certificates] == ["CCC", "ISO14001"]
    with reading(register.engine) as session:
        assert contacts_of(session, firm_id) == (
            Contact("示例乙", "13800000001", "yi@example.com"),
        )


def test_a_change_is_told(register, firm_id):
    with reading(register.engine) as session:
        before = newest(session)
    edit(register, firm_id)
    with reading(register.engine) as session:
        assert newest(session) == before + 1


def test_a_page_that_grew_old_is_not_written_over_the_new(register, firm_id):
    edit(register, firm_id, about="甲")
    with pytest.raises(Conflict, match="刚刚被别人改过"):
        edit(register, firm_id, about="乙")
    assert dossier(register, firm_id).about == "甲"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "示"),
        ("code", "9153"),
        ("region", "不存在的地方"),
        ("size", "巨型"),
        ("tier", "某梯度"),
        ("kind", "某类型"),
        ("about", "长" * 2_001),
        ("short_name", "长" * 101),
        ("contacts", (Contact("示例某", "", ""),)),
        ("contacts", (Contact("示例某", "12", ""),)),
        ("contacts", (Contact("示例某", "", "不是邮箱"),)),
        ("certificates", (Held("", "2026-01-01"),)),
        ("certificates", (Held("ISO9001", "某日"),)),
        ("certificates", (Held("长" * 101, ""),)),
    ],
)
def test_each_wrong_field_has_its_sentence_and_nothing_is_written(register, firm_id, field, value):
    with pytest.raises(Invalid) as wrong:
        edit(register, firm_id, official=True, **{field: value})
    assert list(wrong.value.fields) == [field]
    assert dossier(register, firm_id).version == 1


def test_a_code_another_firm_has_is_refused_with_its_name(register, firm_id):
    register.put(firm("虚构食品厂", 2))
    with pytest.raises(Invalid) as wrong:
        edit(register, firm_id, official=True, code=code(2))
    assert "虚构食品厂" in wrong.value.fields["code"]


def test_a_merged_file_is_not_changed_and_leads_to_the_one_that_stayed(register, firm_id):
    [kept] = register.put(firm("虚构食品厂", 2))
    with transaction(register.engine) as session:
        session.get(FirmFile, firm_id).merged_into = kept
    with pytest.raises(Conflict, match="已并入"):
        edit(register, firm_id)
    with reading(register.engine) as session:
        assert surviving(session, firm_id).id == kept
        assert surviving(session, kept).id == kept


def test_an_officer_opens_a_file(register):
    wanted = FirmForm(
        name="示例研究院", code=code(3), kind="服务机构", contacts=(Contact("甲", "0871-00000003"),)
    )
    with transaction(register.engine) as session:
        row = open_file(session, wanted, hand=hand(register, official=True))
    shown = dossier(register, row.id)
    assert (shown.name, shown.code, shown.kind) == ("示例研究院", code(3), FirmKind.SERVICE)
    assert register.recognise([firm("示例研究院")]).known == {"示例研究院": row.id}
    with transaction(register.engine) as session, pytest.raises(Invalid):
        open_file(session, wanted, hand=hand(register, official=True))


def test_a_file_that_is_not_there_is_said_so(register):
    with reading(register.engine) as session, pytest.raises(UnknownRecord, match="没有这家企业"):
        firm_file(session, "nobody", today=TODAY)


def test_a_file_is_the_firm_its_lists_wrote(register, firm_id):
    with reading(register.engine) as session:
        value = from_file(find_firm(session, firm_id))
    assert value == firm(NAME, 1, place="昆明市", tier=Tier.INNOVATIVE)


def listed(register, start=0, limit=10, **wanted):
    with reading(register.engine) as session:
        firms, total = list_firms(session, FirmFilter(**wanted), start=start, limit=limit)
    return [one.name for one in firms], total


def test_the_register_is_filtered_sorted_and_paged(register):
    register.put(
        firm("丙示例厂", 1, place="昆明市五华区", tier=Tier.CHAMPION),
        firm("乙示例厂", 2, place="昆明市官渡区", short_name="小乙%"),
        firm("甲虚构厂", 3, place="玉溪市", tier=Tier.CHAMPION),
    )
    register.now += timedelta(days=1)
    gone, kept = register.put(firm("丁虚构厂", 4), firm("戊虚构厂", 5))
    with transaction(register.engine) as session:
        session.get(FirmFile, gone).merged_into = kept
    assert listed(register)[1] == 4
    assert listed(register, region="530100") == (["丙示例厂", "乙示例厂"], 2)
    assert listed(register, tier=Tier.CHAMPION, words="示例") == (["丙示例厂"], 1)
    assert listed(register, words="%") == (["乙示例厂"], 1)
    assert listed(register, words=code(3)) == (["甲虚构厂"], 1)
    assert listed(register, kind="链主企业") == ([], 0)
    assert listed(register, sort="updated", limit=1) == (["戊虚构厂"], 4)
    assert listed(register, sort="region", start=1, limit=1) == (["丙示例厂"], 4)
    assert listed(register, sort="tier", limit=2)[0] == ["丙示例厂", "甲虚构厂"]
    assert listed(register, sort="nonsense") == listed(register)
    assert register.now > NOW
